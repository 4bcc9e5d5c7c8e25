package dev.natsuin.sap.account;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import java.util.Optional;

/**
 * Lets a device in that signs a fresh challenge of ours with its login key.
 *
 * <p>The key is the one a verified enrolment named, never one that comes with the login. Thread-safe.
 */
public final class Login {
    private final DeviceStore devices;
    private final Challenges challenges;
    private final String audience;

    /**
     * Checks logins to this server.
     *
     * @param audience this server's address, as the descriptor names it
     */
    public Login(DeviceStore devices, Challenges challenges, String audience) {
        this.devices = devices;
        this.challenges = challenges;
        this.audience = audience;
    }

    /** A challenge to be signed. */
    public Bytes challenge() {
        return challenges.issue();
    }

    /** Whose device signed this with a fresh challenge; nothing, for whichever reason: the caller is not told more. */
    public Optional<Account> account(String assertion) {
        try {
            var claimed = read(Token.unverifiedPayload(Token.Purpose.LOGIN, assertion));
            var device = devices.find(claimed.device());
            if (device.isEmpty()) {
                return Optional.empty();
            }
            var signed = Token.open(Token.Purpose.LOGIN, assertion, device.get().loginKey());
            var account = device.get().account();
            return signed.isPresent() && accepted(read(signed.get()), account)
                    ? Optional.of(account)
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private boolean accepted(Assertion assertion, Account account) {
        return assertion.audience().equals(audience)
                && assertion.user().equals(account.user())
                && assertion.device().equals(account.device())
                && challenges.spend(assertion.challenge());
    }

    private record Assertion(String audience, String user, String device, Bytes challenge) {}

    private static Assertion read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "login");
        json.exactly("v", 1);
        var assertion = new Assertion(
                json.text("aud"),
                json.hexText("user", Ids.PERSON_SIZE_BYTES),
                json.hexText("device", Ids.SIZE_BYTES),
                json.bytes("challenge", Challenges.SIZE_BYTES));
        json.end();
        return assertion;
    }
}
