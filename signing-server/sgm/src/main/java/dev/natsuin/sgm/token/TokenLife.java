package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.token.cryptoki.Cryptoki;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.ModuleFault;
import dev.natsuin.sgm.token.cryptoki.Returned;
import dev.natsuin.sgm.token.cryptoki.Session;
import dev.natsuin.sgm.token.cryptoki.TokenInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One life of the connection with a token: from initialising the module to finalising it. A token that was lost gets a
 * new one. Nothing may use it while it closes.
 */
final class TokenLife implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TokenLife.class);

    private final Cryptoki cryptoki;
    private final TokenInfo info;
    private final Session keeper;
    private final Deque<Session> idle = new ArrayDeque<>();
    private final TransportRoom room = new TransportRoom(this::newSession);

    private TokenLife(Cryptoki cryptoki, TokenInfo info, Session keeper) {
        this.cryptoki = cryptoki;
        this.info = info;
        this.keeper = keeper;
    }

    /**
     * Initialises the module, finds the token by its label and logs in.
     *
     * @throws TokenAbsent if module or token do not answer now
     * @throws SgmFault if the module cannot be used or the label is not one token's
     * @throws PinRefused if the PIN is not taken, or one more wrong one would lock the token
     */
    static TokenLife begin(TokenAccess access, Session.User user) {
        var cryptoki = opened(access);
        var sound = false;
        try {
            var info = found(cryptoki, access.label());
            var session = cryptoki.session(info.slot());
            login(session, info, access, user);
            sound = true;
            return new TokenLife(cryptoki, info, session);
        } catch (CryptokiFault e) {
            throw new TokenAbsent("The token " + access.label() + " does not answer: " + e.getMessage(), e);
        } finally {
            if (!sound) {
                finalise(cryptoki);
            }
        }
    }

    private static Cryptoki opened(TokenAccess access) {
        try {
            return Cryptoki.open(access.module());
        } catch (ModuleFault e) {
            throw new SgmFault(e.getMessage() + ".", e);
        } catch (CryptokiFault e) {
            throw new TokenAbsent("The PKCS#11 module does not start: " + e.getMessage(), e);
        }
    }

    private static TokenInfo found(Cryptoki cryptoki, String label) {
        var found =
                cryptoki.tokens().stream().filter(t -> t.label().equals(label)).toList();
        if (found.size() > 1) {
            throw new SgmFault("There are " + found.size() + " tokens with the label " + label
                    + ". Give each its own label; nothing is guessed.");
        }
        return found.stream()
                .findFirst()
                .orElseThrow(() -> new TokenAbsent("There is no token with the label " + label + "."));
    }

    private static void login(Session session, TokenInfo info, TokenAccess access, Session.User user) {
        if (user == Session.User.USER && info.pinAtItsEnd()) {
            throw new PinRefused("The token " + info.label()
                    + " is locked, or one wrong PIN from it. No PIN was tried: unlock it with its own tool first.");
        }
        var source = user == Session.User.USER ? access.pin() : officerPin(access);
        try (var pin = source.read()) {
            session.login(user, pin);
        } catch (CryptokiFault e) {
            if (e.isOneOf(Returned.PIN_INCORRECT, Returned.PIN_LOCKED)) {
                throw new PinRefused(
                        "The token " + info.label() + " does not take the PIN in " + source.file() + " ("
                                + e.getMessage() + "). It is not tried again: too many wrong ones lock a token.",
                        e);
            }
            throw e;
        }
    }

    private static TokenPin officerPin(TokenAccess access) {
        return access.officerPin()
                .orElseThrow(
                        () -> new SgmFault(
                                "The profile " + access.profile().name()
                                        + " has keys marked as trusted, which takes the security officer's PIN: give --so-pin-file."));
    }

    /** What the token says of itself. */
    TokenInfo info() {
        return info;
    }

    Cryptoki cryptoki() {
        return cryptoki;
    }

    /** The session of whoever looks after the connection; one thread at a time. */
    Session keeper() {
        return keeper;
    }

    /** The key of this id, if the token has exactly one. */
    static Optional<Long> key(Session session, Bytes id) {
        try (var sought = TokenKeys.sought(id)) {
            var found = session.find(sought);
            if (found.length > 1) {
                throw new SgmFault("The token has more than one key of the id " + id.toHex() + ". Nothing is guessed.");
            }
            return found.length == 0 ? Optional.empty() : Optional.of(found[0]);
        }
    }

    /** A session nobody else has. */
    Session take() {
        synchronized (idle) {
            var session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        return newSession();
    }

    private Session newSession() {
        return cryptoki.session(info.slot());
    }

    /** Where the transport keys of this life lie. */
    TransportRoom room() {
        return room;
    }

    /** Gives a session back for the next. */
    void give(Session session) {
        synchronized (idle) {
            idle.push(session);
        }
    }

    /** Ends a session that an operation failed in: it may be in the middle of it. */
    static void drop(Session session) {
        try {
            session.close();
        } catch (CryptokiFault e) {
            LOG.debug("session not closed cleanly reason={}", e.getMessage());
        }
    }

    @Override
    public void close() {
        finalise(cryptoki);
    }

    private static void finalise(Cryptoki cryptoki) {
        try {
            cryptoki.close();
        } catch (CryptokiFault e) {
            LOG.warn("the PKCS#11 module did not end cleanly reason={}", e.getMessage());
        }
    }
}
