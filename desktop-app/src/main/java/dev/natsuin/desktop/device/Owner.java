package dev.natsuin.desktop.device;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Whose desk this is, at which server.
 *
 * @param stage how far the enrolment has come
 * @param url the server's address, {@code https://…}
 * @param sgm the SGM's name: the hash of its first identity key, 32 octets
 * @param pinned hash of the identity key that the enrolment code named, 32 octets; of an SGM that had its first, the
 *     same
 * @param user id of the person
 * @param device id of this device
 * @param invitation id of the invitation that was used
 * @param role what the person may do; known once enrolled
 * @param subject name for certificates, RFC 4514; signers only
 * @param algorithm the key to make first; signers only
 * @param authorities DER certificates of the CA, from signed answers
 */
public record Owner(
        Stage stage,
        String url,
        Bytes sgm,
        Bytes pinned,
        String user,
        String device,
        String invitation,
        Optional<Role> role,
        Optional<String> subject,
        Optional<KeyAlgorithm> algorithm,
        List<Bytes> authorities) {
    /** How far an enrolment has come. */
    public enum Stage {
        /** The device secret is made; whether the SGM admitted the device is not known. */
        ORDERED("ordered"),
        /** The SGM admitted the device; a signer's first key is still to be made. */
        ADMITTED("admitted"),
        /** Nothing is missing. */
        READY("ready");

        private final String wireName;

        Stage(String wireName) {
            this.wireName = wireName;
        }

        private static Stage byName(String name) throws Malformed {
            return Arrays.stream(values())
                    .filter(s -> s.wireName.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Malformed("a stage that is not known"));
        }
    }

    /** Copies the list. */
    public Owner {
        authorities = List.copyOf(authorities);
    }

    /** At another stage. */
    public Owner at(Stage next) {
        return new Owner(next, url, sgm, pinned, user, device, invitation, role, subject, algorithm, authorities);
    }

    /** With a server that is reached at this address. */
    public Owner reachedAt(String address) {
        return new Owner(stage, address, sgm, pinned, user, device, invitation, role, subject, algorithm, authorities);
    }

    /** With this device. */
    public Owner with(String itsDevice) {
        return new Owner(stage, url, sgm, pinned, user, itsDevice, invitation, role, subject, algorithm, authorities);
    }

    /** With what the SGM said of the person. */
    public Owner admitted(Role as, Optional<String> name, Optional<KeyAlgorithm> first) {
        return new Owner(
                Stage.ADMITTED, url, sgm, pinned, user, device, invitation, Optional.of(as), name, first, authorities);
    }

    /** Called so in certificates from now on. */
    public Owner called(Optional<String> name) {
        return new Owner(stage, url, sgm, pinned, user, device, invitation, role, name, algorithm, authorities);
    }

    /** Trusting these authorities. */
    public Owner trusting(List<Bytes> known) {
        return new Owner(stage, url, sgm, pinned, user, device, invitation, role, subject, algorithm, known);
    }

    Bytes toBytes() {
        var json = JsonObject.empty()
                .and("v", 1)
                .and("stage", stage.wireName)
                .and("url", url)
                .and("sgm", sgm.toHex())
                .and("user", user)
                .and("device", device)
                .and("invitation", invitation);
        if (!pinned.equals(sgm)) {
            json.and("pinned", pinned.toHex());
        }
        role.ifPresent(r -> json.and("role", r.wireName()));
        subject.ifPresent(s -> json.and("subject", s));
        algorithm.ifPresent(a -> json.and("algorithm", a.wireName()));
        return json.andBytes("authorities", authorities).build().toBytes();
    }

    static Owner read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var role = json.optionalText("role");
        var algorithm = json.optionalText("algorithm");
        var sgm = json.hex("sgm", 32);
        var owner = new Owner(
                Stage.byName(json.text("stage")),
                json.text("url"),
                sgm,
                json.has("pinned") ? json.hex("pinned", 32) : sgm,
                json.hexText("user", Ids.PERSON_SIZE_BYTES),
                json.hexText("device", Ids.SIZE_BYTES),
                json.hexText("invitation", Ids.PERSON_SIZE_BYTES),
                role.flatMap(Role::byName),
                json.optionalText("subject"),
                algorithm.flatMap(KeyAlgorithm::byName),
                json.bytesList("authorities"));
        json.end();
        if (owner.role.isEmpty() != (owner.stage == Stage.ORDERED)) {
            throw new Malformed("the role is known once the device was admitted, not before");
        }
        return owner;
    }
}
