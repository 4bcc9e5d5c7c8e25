package dev.natsuin.sap.courier;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/** Which keys are the SGM's identity: the one that was pinned when the server was made, and those that follow it. */
public interface IdentityKeys {
    /**
     * The identity with this key, which an unverified descriptor names.
     *
     * @throws SgmNotBelieved if it is not the pinned SGM's key of now
     * @throws SgmAway if that must be asked and the SGM does not answer
     */
    Identity of(VerifyingKey claimed);

    /** The successions that lead to the key of now, oldest first, as both keys signed each. */
    List<JsonObject> successions();

    /** Those of an SGM of which nothing but its first key is believed. */
    static IdentityKeys first(Bytes sgm) {
        return new IdentityKeys() {
            @Override
            public Identity of(VerifyingKey claimed) {
                try {
                    return Identity.of(sgm, List.of(), claimed);
                } catch (Malformed e) {
                    throw new SgmNotBelieved("an identity key that is not the pinned one", e);
                }
            }

            @Override
            public List<JsonObject> successions() {
                return List.of();
            }
        };
    }
}
