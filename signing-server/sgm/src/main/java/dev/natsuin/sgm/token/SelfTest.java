package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Kinds;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Session;
import dev.natsuin.sgm.token.cryptoki.Template;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

/**
 * Attacks a token as somebody would who has the SGM's process and its PIN: on the real key-encryption key, with a
 * signing key made for it. What a token says it refuses is not believed; what an attack made is looked at.
 *
 * <p>Leaves nothing behind; an attribute that let itself be changed is put back. Not thread-safe.
 */
final class SelfTest {
    private static final int KEY_BYTES = 32;
    private static final Bytes SIXTEEN = Bytes.of(new byte[16]);

    private final Session session;
    private final long kek;
    private final TokenKeys keys;
    private final Mechanism wrapping;
    private final List<Long> made = new ArrayList<>();

    private SelfTest(Session session, long kek, TokenKeys keys) {
        this.session = session;
        this.kek = kek;
        this.keys = keys;
        this.wrapping = keys.profile().wrapping();
    }

    /**
     * The attacks that succeed, in a session of their own: some tokens leave half an object where they refuse, and it
     * goes with the session.
     *
     * @throws CryptokiFault if the token is lost meanwhile, or does not do what an honest user asks
     */
    static Set<Attack> succeededIn(TokenLife life, long kek, TokenKeys keys) {
        var session = life.cryptoki().session(life.info().slot());
        try {
            return new SelfTest(session, kek, keys).succeeded();
        } finally {
            TokenLife.drop(session);
        }
    }

    private Set<Attack> succeeded() {
        var succeeded = EnumSet.noneOf(Attack.class);
        try {
            var pair = NewPair.p256().make(session, keys.newborn());
            made.add(pair.publicKey());
            made.add(pair.privateKey());
            var victim = pair.privateKey();
            var blob = session.wrap(wrapping, kek, victim);
            for (var attack : Attack.values()) {
                if (succeeds(attack, victim, blob)) {
                    succeeded.add(attack);
                }
            }
            return succeeded;
        } finally {
            made.forEach(this::destroy);
            made.clear();
        }
    }

    private boolean succeeds(Attack attack, long victim, Bytes blob) {
        return switch (attack) {
            case UNWRAP_IN_CLEAR -> unwrapInClear(blob);
            case UNWRAP_AS_ANOTHER_KIND -> unwrapAsAnotherKind(blob);
            case UNWRAP_TO_STAY ->
                unwraps(
                        blob,
                        TokenKeys.inUse(Kinds.EC).and().flag(Attribute.TOKEN, true),
                        key -> has(key, Attribute.TOKEN));
            case OTHER_MECHANISM -> otherMechanism(victim, blob);
            case KEK_READ -> kekRead();
            case KEK_CHANGED -> kekChanged();
            case KEK_COPIED -> kekCopied();
            case WRAP_UNDER_A_KNOWN_KEY -> underKnownKey(key -> session.wrap(wrapping, key, victim));
        };
    }

    private boolean unwrapInClear(Bytes blob) {
        var honest = TokenKeys.inUse(Kinds.EC);
        LongPredicate open = key -> has(key, Attribute.EXTRACTABLE) || !has(key, Attribute.SENSITIVE);
        return unwraps(blob, honest.and().flag(Attribute.EXTRACTABLE, true).flag(Attribute.SENSITIVE, false), open)
                || unwraps(blob, honest.and().flag(Attribute.EXTRACTABLE, true), open)
                || unwraps(blob, honest.and().flag(Attribute.SENSITIVE, false), open)
                || unwraps(blob, honest.and().without(Attribute.EXTRACTABLE).without(Attribute.SENSITIVE), open);
    }

    private boolean unwrapAsAnotherKind(Bytes blob) {
        var honest = TokenKeys.inUse(Kinds.EC);
        var secret = Template.with()
                .number(Attribute.CLASS, Kinds.SECRET_KEY)
                .number(Attribute.KEY_TYPE, Kinds.GENERIC_SECRET)
                .flag(Attribute.TOKEN, false)
                .flag(Attribute.PRIVATE, true)
                .flag(Attribute.SENSITIVE, true)
                .flag(Attribute.EXTRACTABLE, false);
        return unwraps(blob, secret, key -> true)
                || unwraps(blob, honest.and().flag(Attribute.DECRYPT, true), key -> has(key, Attribute.DECRYPT))
                || unwraps(blob, honest.and().flag(Attribute.UNWRAP, true), key -> has(key, Attribute.UNWRAP))
                || unwraps(blob, honest.and().flag(Attribute.DERIVE, true), key -> has(key, Attribute.DERIVE));
    }

    private boolean otherMechanism(long victim, Bytes blob) {
        return works(() -> session.wrap(Mechanism.AES_KW, kek, victim).size() > 0)
                || makes(() -> session.unwrap(Mechanism.AES_KW, kek, blob, TokenKeys.inUse(Kinds.EC)), key -> true);
    }

    private boolean kekRead() {
        return !has(kek, Attribute.SENSITIVE)
                || has(kek, Attribute.EXTRACTABLE)
                || works(() -> session.value(kek, Attribute.VALUE).isPresent())
                || works(() -> session.decrypt(Mechanism.AES_ECB, kek, SIXTEEN).size() > 0)
                || underKnownKey(key -> session.wrap(wrapping, key, kek));
    }

    private boolean kekChanged() {
        return flips(Attribute.EXTRACTABLE, true)
                || flips(Attribute.SENSITIVE, false)
                || flips(Attribute.ENCRYPT, true)
                || flips(Attribute.DECRYPT, true)
                || flips(Attribute.DERIVE, true)
                || flips(Attribute.MODIFIABLE, true)
                || sets(
                        Template.with().numbers(Attribute.ALLOWED_MECHANISMS, wrapping.type(), Mechanism.AES_KW.type()),
                        Template.with().numbers(Attribute.ALLOWED_MECHANISMS, wrapping.type()))
                || sets(
                        Template.with().octets(Attribute.UNWRAP_TEMPLATE, Bytes.EMPTY),
                        Template.with().template(Attribute.UNWRAP_TEMPLATE, TokenKeys.UNWRAPPED));
    }

    private boolean flips(Attribute attribute, boolean to) {
        return has(kek, attribute) != to
                && sets(Template.with().flag(attribute, to), Template.with().flag(attribute, !to));
    }

    private boolean sets(Template.Builder change, Template.Builder back) {
        try (var changed = change.build();
                var restored = back.build()) {
            return works(() -> {
                session.set(kek, changed);
                works(() -> {
                    session.set(kek, restored);
                    return true;
                });
                return true;
            });
        }
    }

    private boolean kekCopied() {
        var plain = Template.with().flag(Attribute.TOKEN, false);
        return copies(
                        Template.with().flag(Attribute.TOKEN, false).flag(Attribute.DECRYPT, true),
                        key -> has(key, Attribute.DECRYPT))
                || copies(
                        Template.with().flag(Attribute.TOKEN, false).octets(Attribute.UNWRAP_TEMPLATE, Bytes.EMPTY),
                        key -> true)
                || copies(
                        plain,
                        key -> works(() -> {
                            try (var flip = Template.with()
                                    .flag(Attribute.DECRYPT, true)
                                    .build()) {
                                session.set(key, flip);
                            }
                            return has(key, Attribute.DECRYPT);
                        }));
    }

    private boolean copies(Template.Builder changes, LongPredicate gained) {
        try (var template = changes.build()) {
            return makes(() -> session.copy(kek, template), gained);
        }
    }

    /** A use of what wraps: gives octets or is refused. */
    private interface Wrapping {
        Bytes under(long key);
    }

    private boolean underKnownKey(Wrapping use) {
        var known = Template.with()
                .number(Attribute.CLASS, Kinds.SECRET_KEY)
                .number(Attribute.KEY_TYPE, Kinds.AES)
                .flag(Attribute.TOKEN, false)
                .flag(Attribute.WRAP, true);
        return underKnownKey(known, use) || underKnownKey(known.flag(Attribute.TRUSTED, true), use);
    }

    private boolean underKnownKey(Template.Builder known, Wrapping use) {
        try (var value = Secret.taking(new byte[KEY_BYTES]);
                var template = known.secret(Attribute.VALUE, value).build()) {
            return makes(
                    () -> session.create(template),
                    key -> works(() -> use.under(key).size() > 0));
        }
    }

    private boolean unwraps(Bytes blob, Template.Builder as, LongPredicate gained) {
        try (var template = as.build()) {
            return makes(() -> session.unwrap(wrapping, kek, blob, template), gained);
        }
    }

    /** True if it makes an object by which the attacker gained something; the object goes away again. */
    private boolean makes(LongSupplier attempt, LongPredicate gained) {
        return works(() -> {
            long key = attempt.getAsLong();
            try {
                return gained.test(key);
            } finally {
                destroy(key);
            }
        });
    }

    private boolean has(long key, Attribute attribute) {
        return session.flag(key, attribute);
    }

    /** False if the token refuses. A token that is lost refuses nothing: that is told. */
    private static boolean works(BooleanSupplier attempt) {
        try {
            return attempt.getAsBoolean();
        } catch (CryptokiFault e) {
            if (Token.isLost(e)) {
                throw e;
            }
            return false;
        }
    }

    private void destroy(long object) {
        works(() -> {
            session.destroy(object);
            return true;
        });
    }
}
