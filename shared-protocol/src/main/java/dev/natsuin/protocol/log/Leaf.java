package dev.natsuin.protocol.log;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Ids;
import java.time.Instant;
import java.util.Arrays;

/**
 * One entry of the signature log, free of personal data.
 *
 * <p>Every entry belongs to a chain: that of a signing key, or that of a device for what concerns no key. Within a
 * chain entries are numbered from 1 and name their predecessor, so that a missing one shows.
 *
 * @param type what happened
 * @param time when, by SGM time, whole seconds
 * @param chain id of the key or device, 32 hexadecimal digits
 * @param number the running number within the chain, from 1
 * @param previous log index of the chain's entry before, or -1 for the first
 * @param device id of the device that ordered it; 32 zeros for what the console ordered
 * @param level the level of the act: the least of server, person and key
 * @param method how it was activated: {@code device} or {@code console}
 * @param kekEpoch which KEK the key was under
 * @param recordHash salted hash of the record that is kept beside, see {@link #recordHash}
 */
public record Leaf(
        Type type,
        Instant time,
        String chain,
        long number,
        long previous,
        String device,
        int level,
        String method,
        int kekEpoch,
        Bytes recordHash) {
    /** The device id of acts ordered at the SGM's own console. */
    public static final String CONSOLE = "0".repeat(2 * Ids.SIZE_BYTES);

    /** The length of a record's salt, in octets. */
    public static final int SALT_SIZE_BYTES = 32;

    /** What can happen. */
    public enum Type {
        INIT("init"),
        INVITE("invite"),
        ENROL("enrol"),
        PIN_FAILURE("pin-failure"),
        CREATE_KEY("create-key"),
        SIGN("sign"),
        DESTROY_KEY("destroy-key"),
        CONFIRM_DEVICE("confirm-device"),
        FINGERPRINT_DIFFERS("fingerprint-differs"),
        SUSPEND("suspend"),
        RESUME("resume"),
        REVOKE("revoke"),
        RE_ENROL("re-enrol"),
        /** A signer has another name. */
        AMEND("amend"),
        CHANGE_PIN("change-pin"),
        RENEW_KEY("renew-key"),
        INVITE_DEVICE("invite-device"),
        REMOVE_DEVICE("remove-device"),
        IMPORT_KEY("import-key"),
        /** Something waits for a second person. */
        REQUEST("request"),
        /** A second person wanted it, and it was done. */
        APPROVE("approve"),
        /** It will not be done. */
        WITHDRAW("withdraw"),
        /** A second person wanted it, and the SGM signs with a new identity key. */
        RENEW_IDENTITY("renew-identity"),
        /**
         * Signing keys are wrapped under a new key-encryption key from now on, and all of the SGM's under a new root.
         */
        RENEW_KEK("renew-kek"),
        /** The certification authority certifies with a new key from now on, under its name. */
        RENEW_CA("renew-ca"),
        /** The log goes on under a new key, behind what a backup held. */
        RESTORE("restore");

        private final String wireName;

        Type(String wireName) {
            this.wireName = wireName;
        }

        /** The name on the wire. */
        public String wireName() {
            return wireName;
        }

        private static Type byName(String name) throws Malformed {
            return Arrays.stream(values())
                    .filter(t -> t.wireName.equals(name))
                    .findFirst()
                    .orElseThrow(() -> new Malformed("a log entry of a type that is not known"));
        }
    }

    /** The octets that are hashed into the log. */
    public Bytes toBytes() {
        return JsonObject.with("type", type.wireName)
                .and("v", 1)
                .and("time", time)
                .and("chain", chain)
                .and("number", number)
                .and("previous", previous)
                .and("device", device)
                .and("level", level)
                .and("method", method)
                .and("kekEpoch", kekEpoch)
                .and("record", recordHash.toHex())
                .build()
                .toBytes();
    }

    /**
     * Reads a leaf.
     *
     * @throws Malformed if any octet of it is not as it must be
     */
    public static Leaf read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", 1);
        var leaf = new Leaf(
                Type.byName(json.text("type")),
                json.moment("time"),
                json.hexText("chain", Ids.SIZE_BYTES),
                json.index("number"),
                json.number("previous"),
                json.hexText("device", Ids.SIZE_BYTES),
                json.count("level"),
                json.text("method"),
                json.count("kekEpoch"),
                json.hex("record", 32));
        json.end();
        if (leaf.number < 1 || leaf.previous < -1 || (leaf.number == 1) != (leaf.previous == -1)) {
            throw new Malformed("a log entry out of any chain");
        }
        if (!leaf.method.matches("[a-z][a-z0-9-]{0,31}")) {
            throw new Malformed("not the name of a method");
        }
        return leaf;
    }

    /** The hash of a record under its salt: SHA-256 over salt and record. */
    public static Bytes recordHash(Bytes salt, Bytes record) {
        return Bytes.concat(salt, record).sha256();
    }
}
