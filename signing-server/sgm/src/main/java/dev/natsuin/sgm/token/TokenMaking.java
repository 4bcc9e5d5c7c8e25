package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.token.cryptoki.Attribute;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Session;
import dev.natsuin.sgm.token.cryptoki.Template;

/** Makes the two keys of a new server, once, and further key-encryption keys, by hand of whoever is at the console. */
final class TokenMaking {
    private static final int FIRST = 1;

    private final TokenAccess access;
    private final TokenKeys keys;

    TokenMaking(TokenAccess access, TokenKeys keys) {
        this.access = access;
        this.keys = keys;
    }

    /** Makes them: if the token cannot keep them as they must be, none. */
    void make() {
        if (access.profile().trusted()) {
            as(Session.User.SECURITY_OFFICER, session -> makeKek(session, FIRST));
        }
        as(Session.User.USER, session -> {
            if (!access.profile().trusted()) {
                makeKek(session, FIRST);
            }
            makeRoot(session);
        });
    }

    private void makeKek(Session session, int epoch) {
        generate(session, Mechanism.AES_KEY, keys.kek(epoch));
    }

    /**
     * Makes a further key-encryption key under the first number from this one on that no key in the token has; keeps
     * none that attacks succeed on. What has a number already was left by a renewal that was cut off, or is needed by a
     * later state of the server than the one that is open: nobody here can tell, so it stays.
     *
     * @return its number
     */
    int makeKek(int from) {
        var user = access.profile().trusted() ? Session.User.SECURITY_OFFICER : Session.User.USER;
        int epoch = firstFree(from);
        as(user, session -> makeKek(session, epoch));
        var sound = false;
        try (var life = TokenLife.begin(access, Session.User.USER)) {
            var kek = TokenLife.key(life.keeper(), keys.kekId(epoch))
                    .orElseThrow(() -> new SgmFault("The token " + access.label() + " did not keep a key it made."));
            Token.requireRefusals(access.profile(), SelfTest.succeededIn(life, kek, keys));
            sound = true;
            return epoch;
        } finally {
            if (!sound) {
                as(user, session -> destroyKek(session, epoch));
            }
        }
    }

    private int firstFree(int from) {
        try (var life = TokenLife.begin(access, Session.User.USER)) {
            int epoch = from;
            while (TokenLife.key(life.keeper(), keys.kekId(epoch)).isPresent()) {
                epoch++;
            }
            return epoch;
        } catch (CryptokiFault e) {
            throw new SgmFault(
                    "The token " + access.label() + " does not say which keys it holds: " + e.getMessage() + ".", e);
        }
    }

    private void destroyKek(Session session, int epoch) {
        TokenLife.key(session, keys.kekId(epoch)).ifPresent(session::destroy);
    }

    /**
     * Destroys what {@link #make} made, if it did.
     *
     * @return how many keys there were
     */
    int unmake() {
        if (!access.profile().trusted()) {
            return destroyed(Session.User.USER, keys.kekId(FIRST), keys.rootId());
        }
        return destroyed(Session.User.SECURITY_OFFICER, keys.kekId(FIRST))
                + destroyed(Session.User.USER, keys.rootId());
    }

    private int destroyed(Session.User user, Bytes... ids) {
        try (var life = TokenLife.begin(access, user)) {
            int count = 0;
            for (var id : ids) {
                var key = TokenLife.key(life.keeper(), id);
                key.ifPresent(life.keeper()::destroy);
                count += key.isPresent() ? 1 : 0;
            }
            return count;
        } catch (CryptokiFault e) {
            throw new SgmFault("The token " + access.label() + " does not destroy a key: " + e.getMessage() + ".", e);
        }
    }

    private void makeRoot(Session session) {
        var whole = false;
        try {
            generate(session, Mechanism.GENERIC_SECRET_KEY, keys.root());
            whole = true;
        } finally {
            if (!whole) {
                destroyKek(session, FIRST);
            }
        }
    }

    private interface Steps {
        void in(Session session);
    }

    private void as(Session.User user, Steps steps) {
        try (var life = TokenLife.begin(access, user)) {
            if (user == Session.User.USER) {
                requireMechanisms(life);
                if (!access.profile().trusted()) {
                    rehearse(life);
                }
            }
            steps.in(life.keeper());
        } catch (CryptokiFault e) {
            throw new SgmFault(
                    "The token " + access.label() + " does not make the keys of a server: "
                            + e.getMessage() + ". It may not know an attribute or a mechanism of the profile "
                            + access.profile().name() + ".",
                    e);
        }
    }

    private void requireMechanisms(TokenLife life) {
        for (var mechanism : new Mechanism[] {
            Mechanism.AES_KEY,
            Mechanism.GENERIC_SECRET_KEY,
            Mechanism.HMAC_SHA256,
            access.profile().wrapping()
        }) {
            if (!life.cryptoki().offers(life.info().slot(), mechanism)) {
                throw new SgmFault("The token " + access.label() + " does not offer the mechanism 0x"
                        + Long.toHexString(mechanism.type()) + " of the profile "
                        + access.profile().name() + ".");
            }
        }
    }

    /** The whole self-test on a key that goes with the session, so that a token that fails it keeps nothing. */
    private void rehearse(TokenLife life) {
        try (var template = keys.kek(FIRST);
                var passing = template.and().flag(Attribute.TOKEN, false).build()) {
            long kek = life.keeper().generate(Mechanism.AES_KEY, passing);
            Token.requireRefusals(access.profile(), SelfTest.succeededIn(life, kek, keys));
        }
    }

    private void generate(Session session, Mechanism mechanism, Template made) {
        try (made) {
            session.generate(mechanism, made);
        }
    }
}
