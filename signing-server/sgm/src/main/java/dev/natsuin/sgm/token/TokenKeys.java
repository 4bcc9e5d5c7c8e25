package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.Kinds;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Template;

/**
 * The keys that a server has in its token, and how they and the signing keys are made: one that roots its vault, and a
 * key-encryption key for each epoch.
 *
 * <p>Their ids follow from a mark of the server, so that several servers can share a token and none takes another's.
 *
 * @param mark 32 octets that are the server's own and no secret
 * @param profile what the token can do
 */
record TokenKeys(Bytes mark, TokenProfile profile) {
    private static final int ID_BYTES = 16;
    private static final int KEY_BYTES = 32;

    /** What every unwrapped signing key is, whatever the caller asks for. The token holds the KEK to it. */
    static final Template UNWRAPPED = Template.with()
            .number(Attribute.CLASS, Kinds.PRIVATE_KEY)
            .flag(Attribute.TOKEN, false)
            .flag(Attribute.PRIVATE, true)
            .flag(Attribute.SENSITIVE, true)
            .flag(Attribute.EXTRACTABLE, false)
            .flag(Attribute.DECRYPT, false)
            .flag(Attribute.UNWRAP, false)
            .flag(Attribute.DERIVE, false)
            .build();

    /** The id of the key-encryption key of an epoch. */
    Bytes kekId(int epoch) {
        return id("kek|" + epoch);
    }

    /** The id of the key that roots the vault. */
    Bytes rootId() {
        return id("root");
    }

    private Bytes id(String name) {
        return Bytes.concat(Bytes.utf8("natsuin-token-key-id-v1|" + name + "|"), mark)
                .sha256()
                .slice(0, ID_BYTES);
    }

    /** The key-encryption key: wraps and unwraps by one mechanism, and nothing else ever. */
    Template kek(int epoch) {
        var template = secret(kekId(epoch), "natsuin-kek-" + epoch, Kinds.AES)
                .flag(Attribute.PRIVATE, profile.privateKek())
                .flag(Attribute.WRAP, true)
                .flag(Attribute.UNWRAP, true)
                .flag(Attribute.SIGN, false)
                .numbers(Attribute.ALLOWED_MECHANISMS, profile.wrapping().type())
                .template(Attribute.UNWRAP_TEMPLATE, UNWRAPPED);
        return (profile.trusted() ? template.flag(Attribute.TRUSTED, true) : template).build();
    }

    /** The key that roots the vault: an HMAC key. */
    Template root() {
        return secret(rootId(), "natsuin-root", Kinds.GENERIC_SECRET)
                .flag(Attribute.PRIVATE, true)
                .flag(Attribute.WRAP, false)
                .flag(Attribute.UNWRAP, false)
                .flag(Attribute.SIGN, true)
                .numbers(Attribute.ALLOWED_MECHANISMS, Mechanism.HMAC_SHA256.type())
                .build();
    }

    private static Template.Builder secret(Bytes id, String label, long type) {
        return Template.with()
                .number(Attribute.CLASS, Kinds.SECRET_KEY)
                .number(Attribute.KEY_TYPE, type)
                .number(Attribute.VALUE_LEN, KEY_BYTES)
                .octets(Attribute.ID, id)
                .text(Attribute.LABEL, label)
                .flag(Attribute.TOKEN, true)
                .flag(Attribute.SENSITIVE, true)
                .flag(Attribute.EXTRACTABLE, false)
                .flag(Attribute.ENCRYPT, false)
                .flag(Attribute.DECRYPT, false)
                .flag(Attribute.DERIVE, false)
                .flag(Attribute.MODIFIABLE, false)
                .flag(Attribute.COPYABLE, false);
    }

    /** A key by its id. */
    static Template sought(Bytes id) {
        return Template.with()
                .number(Attribute.CLASS, Kinds.SECRET_KEY)
                .octets(Attribute.ID, id)
                .flag(Attribute.TOKEN, true)
                .build();
    }

    /** A signing key as it is born: it must leave once, wrapped. */
    Template newborn() {
        var template = Template.with()
                .flag(Attribute.TOKEN, false)
                .flag(Attribute.PRIVATE, true)
                .flag(Attribute.SENSITIVE, true)
                .flag(Attribute.EXTRACTABLE, true)
                .flag(Attribute.SIGN, true)
                .flag(Attribute.DECRYPT, false)
                .flag(Attribute.UNWRAP, false)
                .flag(Attribute.DERIVE, false);
        return (profile.trusted() ? template.flag(Attribute.WRAP_WITH_TRUSTED, true) : template).build();
    }

    /** A signing key in use. */
    static Template inUse(long type) {
        return UNWRAPPED
                .and()
                .number(Attribute.KEY_TYPE, type)
                .flag(Attribute.SIGN, true)
                .build();
    }

    /** The AES key under which a key from elsewhere travels, as a transport key unwraps it and never otherwise. */
    static final Template TRAVELLING = Template.with()
            .number(Attribute.CLASS, Kinds.SECRET_KEY)
            .number(Attribute.KEY_TYPE, Kinds.AES)
            .flag(Attribute.TOKEN, false)
            .flag(Attribute.PRIVATE, true)
            .flag(Attribute.SENSITIVE, true)
            .flag(Attribute.EXTRACTABLE, false)
            .flag(Attribute.ENCRYPT, false)
            .flag(Attribute.DECRYPT, false)
            .flag(Attribute.WRAP, false)
            .flag(Attribute.SIGN, false)
            .flag(Attribute.DERIVE, false)
            .flag(Attribute.UNWRAP, true)
            .build();

    /** A transport key: it unwraps one such AES key by one mechanism, and nothing else ever. */
    static Template transport(Mechanism oaep) {
        return Template.with()
                .flag(Attribute.TOKEN, false)
                .flag(Attribute.PRIVATE, true)
                .flag(Attribute.SENSITIVE, true)
                .flag(Attribute.EXTRACTABLE, false)
                .flag(Attribute.SIGN, false)
                .flag(Attribute.DECRYPT, false)
                .flag(Attribute.DERIVE, false)
                .flag(Attribute.UNWRAP, true)
                .numbers(Attribute.ALLOWED_MECHANISMS, oaep.type())
                .template(Attribute.UNWRAP_TEMPLATE, TRAVELLING)
                .build();
    }

    /** A signing key as it arrives from elsewhere: like one that is made here, it must leave once, wrapped. */
    Template arrived(long type) {
        try (var newborn = newborn()) {
            return newborn.and()
                    .number(Attribute.CLASS, Kinds.PRIVATE_KEY)
                    .number(Attribute.KEY_TYPE, type)
                    .build();
        }
    }
}
