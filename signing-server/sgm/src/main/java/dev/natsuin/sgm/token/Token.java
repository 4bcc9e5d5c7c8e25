package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.token.cryptoki.CryptokiFault;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import dev.natsuin.sgm.token.cryptoki.Returned;
import dev.natsuin.sgm.token.cryptoki.Session;
import java.time.Duration;
import java.util.EnumSet;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of a server: a bounded number of sessions with it, its root and its key-encryption keys, and a keeper that
 * looks every two seconds whether it is still there.
 *
 * <p>A token that is lost (unplugged, its files gone, logged out by somebody) is sought again until it is back,
 * attacked anew by the {@link SelfTest}, and used on; who asks meanwhile is told to come again. A key-encryption key
 * that is not found is never made anew. Thread-safe.
 */
public final class Token implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Token.class);
    private static final Duration LOOKED_AFTER = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration STUCK_AFTER = Duration.ofSeconds(90);

    /** So many key-encryption keys are sought before the database says which there are. */
    private static final int MOST_EPOCHS = 64;

    private final TokenAccess access;
    private final TokenKeys keys;

    /** The key-encryption keys that must be there; the newest is the one in use. */
    private volatile NavigableSet<Integer> epochs;

    private final ScheduledExecutorService keeper;
    private final ScheduledFuture<?> looking;
    private volatile Runnable whenStuck = () -> {};

    /** Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Condition changed = lock.newCondition();
    private @Nullable Living living;
    private boolean changing;
    private boolean absent;
    private boolean given;
    private volatile boolean pinRefused;
    private int leased;
    private long openings;

    /** A life with the handles of our keys. */
    private record Living(TokenLife life, NavigableMap<Integer, Long> keks, long root) {}

    private Token(TokenAccess access, TokenKeys keys, Living living) {
        this.access = access;
        this.keys = keys;
        this.living = living;
        this.epochs = living.keks().navigableKeySet();
        keeper = Executors.newSingleThreadScheduledExecutor(work -> {
            var thread = new Thread(work, "sgm-token");
            thread.setDaemon(true);
            return thread;
        });
        looking = keeper.scheduleWithFixedDelay(
                this::look, LOOKED_AFTER.toMillis(), LOOKED_AFTER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Connects with a token that holds the keys of this server, and attacks it before it is used.
     *
     * @param mark what tells this server's keys from others'; 32 octets, no secret
     * @throws TokenAbsent if it cannot be reached now
     * @throws SgmFault if it is not to be used: wrong PIN, no such key, an attack succeeded
     */
    public static Token open(TokenAccess access, Bytes mark) {
        var keys = new TokenKeys(mark, access.profile());
        try {
            return new Token(access, keys, begun(access, keys, new TreeSet<>()));
        } catch (PinRefused e) {
            throw new SgmFault(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Makes the two keys of a new server in a token, attacks them, and connects.
     *
     * @throws TokenAbsent if it cannot be reached now
     * @throws SgmFault if it is not to be used, or has the keys already
     */
    public static Token create(TokenAccess access, Bytes mark) {
        var keys = new TokenKeys(mark, access.profile());
        try {
            new TokenMaking(access, keys).make();
        } catch (PinRefused e) {
            throw new SgmFault(String.valueOf(e.getMessage()), e);
        }
        return open(access, mark);
    }

    /**
     * Makes a further key-encryption key in a token that nobody has open in this process, attacks it, and keeps it if
     * it stands that. Its number is the first from this one on that no key there has.
     *
     * @return its number
     * @throws TokenAbsent if the token cannot be reached now
     * @throws SgmFault if it does not make such a key
     */
    public static int makeKek(TokenAccess access, Bytes mark, int from) {
        try {
            return new TokenMaking(access, new TokenKeys(mark, access.profile())).makeKek(from);
        } catch (PinRefused e) {
            throw new SgmFault(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Destroys the keys that {@link #create} made for a server that did not come to be, if it came to making them.
     *
     * @return how many there were
     * @throws TokenAbsent if the token cannot be reached now
     * @throws SgmFault if it does not take the PIN, or destroys no key
     */
    public static int unmake(TokenAccess access, Bytes mark) {
        try {
            return new TokenMaking(access, new TokenKeys(mark, access.profile())).unmake();
        } catch (PinRefused e) {
            throw new SgmFault(String.valueOf(e.getMessage()), e);
        }
    }

    /** @param wanted the key-encryption keys that must be there; if it is empty, whichever are */
    private static Living begun(TokenAccess access, TokenKeys keys, NavigableSet<Integer> wanted) {
        var life = TokenLife.begin(access, Session.User.USER);
        var sound = false;
        try {
            var session = life.keeper();
            var found = new Living(life, keks(session, access, keys, wanted), required(session, access, keys.rootId()));
            for (var kek : found.keks().values()) {
                requireRefusals(access.profile(), SelfTest.succeededIn(life, kek, keys));
            }
            sound = true;
            return found;
        } catch (CryptokiFault e) {
            throw new TokenAbsent("The token " + access.label() + " does not answer: " + e.getMessage(), e);
        } finally {
            if (!sound) {
                life.close();
            }
        }
    }

    private static NavigableMap<Integer, Long> keks(
            Session session, TokenAccess access, TokenKeys keys, NavigableSet<Integer> wanted) {
        var found = new TreeMap<Integer, Long>();
        for (var epoch : wanted) {
            found.put(epoch, required(session, access, keys.kekId(epoch)));
        }
        for (int epoch = 1; wanted.isEmpty() && epoch <= MOST_EPOCHS; epoch++) {
            int sought = epoch;
            TokenLife.key(session, keys.kekId(epoch)).ifPresent(kek -> found.put(sought, kek));
        }
        if (found.isEmpty()) {
            required(session, access, keys.kekId(1));
        }
        return found;
    }

    private static long required(Session session, TokenAccess access, Bytes id) {
        return TokenLife.key(session, id)
                .orElseThrow(() -> new SgmFault("The token " + access.label() + " does not hold this server's key "
                        + id.toHex() + ". It may be another token with the same label, or its keys were destroyed:"
                        + " bring the right token, or restore its backup. No key is made anew."));
    }

    /** Refuses a token that attacks succeed on, but for what its profile states. */
    static void requireRefusals(TokenProfile profile, Set<Attack> succeeded) {
        var unexpected = EnumSet.noneOf(Attack.class);
        unexpected.addAll(succeeded);
        unexpected.removeAll(profile.exceptions());
        if (!unexpected.isEmpty()) {
            var sentences = unexpected.stream()
                    .map(attack -> attack.words() + " (" + attack.code() + "): " + attack.remedy())
                    .toList();
            throw new SgmFault("The token does not refuse what it must: " + String.join("; ", sentences)
                    + ". Nothing is served with it.");
        }
    }

    /** Has this run if a call into the token does not come back, so that only a new process helps. */
    public void whenStuck(Runnable told) {
        whenStuck = told;
    }

    /** The attacks that succeed now, stated or not. */
    public Set<Attack> succeedingAttacks() {
        try (var lease = lease()) {
            var succeeding = EnumSet.noneOf(Attack.class);
            for (var epoch : epochs) {
                succeeding.addAll(
                        lease.with(session -> SelfTest.succeededIn(lease.from.life(), lease.kek(epoch), keys)));
            }
            return succeeding;
        }
    }

    /** What the profile says, for people. */
    public TokenProfile profile() {
        return access.profile();
    }

    TokenKeys keys() {
        return keys;
    }

    /** What a key-encryption key is called. */
    Bytes kekId(int epoch) {
        return keys.kekId(epoch);
    }

    /** Which key-encryption key is in use. */
    public int epoch() {
        return epochs.last();
    }

    /**
     * Says which key-encryption keys the server has: these must be there from now on, and no other is used.
     *
     * @throws SgmFault if one is not there
     */
    public void require(NavigableSet<Integer> wanted) {
        try (var lease = lease()) {
            for (var epoch : wanted) {
                if (!lease.from.keks().containsKey(epoch)) {
                    throw new SgmFault("The token " + access.label() + " does not hold key-encryption key " + epoch
                            + " of this server. Bring the right token, or restore its backup. No key is made anew.");
                }
            }
        }
        epochs = new TreeSet<>(wanted);
    }

    /** The key-encryption keys of this server in the token that it was not said to have: what renewals left behind. */
    public Set<Integer> leftKeks() {
        try (var lease = lease()) {
            return lease.with(session -> {
                var left = new TreeSet<>(
                        keks(session, access, keys, new TreeSet<>()).keySet());
                left.removeAll(epochs);
                return left;
            });
        }
    }

    /** A secret that only this token can make from these octets; the caller closes it. */
    public Secret root(Bytes from) {
        try (var lease = lease()) {
            return lease.with(session -> Secret.taking(
                    session.sign(Mechanism.HMAC_SHA256, lease.root(), from).toArray()));
        }
    }

    /** True if such a failure may pass once somebody else is done. */
    static boolean hasNoRoom(CryptokiFault fault) {
        return fault.isOneOf(Returned.SESSION_COUNT, Returned.DEVICE_MEMORY);
    }

    /** True if such a failure means that the token, or our login, is gone. */
    static boolean isLost(CryptokiFault fault) {
        return fault.isOneOf(
                Returned.DEVICE_ERROR,
                Returned.DEVICE_REMOVED,
                Returned.TOKEN_NOT_PRESENT,
                Returned.TOKEN_NOT_RECOGNIZED,
                Returned.SESSION_CLOSED,
                Returned.SESSION_HANDLE_INVALID,
                Returned.USER_NOT_LOGGED_IN,
                Returned.CRYPTOKI_NOT_INITIALIZED);
    }

    // Leases.

    /**
     * A session, for as long as the caller wants it.
     *
     * @throws KeyStoreUnavailable if all are in use for two seconds, or the token is gone
     */
    Lease lease() {
        lock.lock();
        try {
            long left = PATIENCE.toNanos();
            while (given
                    || living == null
                    || changing
                    || leased >= access.profile().sessions()) {
                if (absent || given) {
                    throw new KeyStoreUnavailable("the token " + access.label() + " cannot be reached");
                }
                if (left <= 0) {
                    throw new KeyStoreUnavailable("every session with the token is in use");
                }
                left = changed.awaitNanos(left);
            }
            leased++;
            openings++;
            return new Lease(living);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeyStoreUnavailable("waiting for a session with the token was interrupted", e);
        } finally {
            lock.unlock();
        }
    }

    /** One session, lent. Used by one thread at a time. */
    final class Lease implements AutoCloseable {
        private final Living from;
        private @Nullable Session session;
        private boolean over;

        private Lease(Living from) {
            this.from = from;
        }

        /** The key-encryption key in use. */
        long kek() {
            return kek(epoch());
        }

        /**
         * One of those in use or before.
         *
         * @throws KeyStoreFault if the server has none of that number
         */
        long kek(int epoch) {
            return Optional.ofNullable(epochs.contains(epoch) ? from.keks().get(epoch) : null)
                    .orElseThrow(() -> new KeyStoreFault("asking for a key-encryption key that there is not"));
        }

        long root() {
            return from.root();
        }

        /**
         * Works with the session.
         *
         * @throws KeyStoreUnavailable if the token is gone; the keeper is told
         * @throws KeyStoreFault if the token refused
         */
        <R> R with(Work<R> work) {
            try {
                if (session == null) {
                    session = from.life().take();
                }
                return work.in(session);
            } catch (CryptokiFault e) {
                throw judged(e);
            }
        }

        /** Which life of the connection this is of. */
        TokenLife life() {
            return from.life();
        }

        /**
         * Works in the session of transport keys, where strangers' octets are read.
         *
         * @throws CryptokiFault if the token refuses; that says nothing against the token
         * @throws KeyStoreUnavailable if the token is gone; the keeper is told
         */
        <R> R withTransportKeys(Work<R> work) {
            try {
                return from.life().room().with(work);
            } catch (CryptokiFault e) {
                if (isLost(e) || !isThere()) {
                    lost(from, e);
                    throw new KeyStoreUnavailable("the token was lost", e);
                }
                if (hasNoRoom(e)) {
                    throw new KeyStoreUnavailable("the token has no room", e);
                }
                throw e;
            }
        }

        private boolean isThere() {
            try {
                return from.life().room().with(this::holdsKek);
            } catch (CryptokiFault e) {
                return false;
            }
        }

        private RuntimeException judged(CryptokiFault fault) {
            var failed = session;
            session = null;
            boolean gone = isLost(fault) || !holdsKek(failed);
            if (failed != null) {
                TokenLife.drop(failed);
            }
            if (gone) {
                lost(from, fault);
                return new KeyStoreUnavailable("the token was lost", fault);
            }
            return hasNoRoom(fault)
                    ? new KeyStoreUnavailable("the token has no room", fault)
                    : new KeyStoreFault("asking the token", fault);
        }

        private boolean holdsKek(@Nullable Session asked) {
            try {
                return asked != null && TokenLife.key(asked, kekId(epoch())).isPresent();
            } catch (CryptokiFault e) {
                return false;
            }
        }

        @Override
        public void close() {
            if (over) {
                return;
            }
            over = true;
            if (session != null) {
                from.life().give(session);
            }
            lock.lock();
            try {
                leased--;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** What is done in a session. */
    @FunctionalInterface
    interface Work<R> {
        R in(Session session);
    }

    // Keeping.

    private void lost(Living which, CryptokiFault why) {
        lock.lock();
        try {
            if (which.equals(living) && !changing && !given) {
                LOG.warn("token lost label={} reason={}", access.label(), why.getMessage());
                changing = true;
                keeper.execute(this::look);
            }
        } finally {
            lock.unlock();
        }
    }

    /** True once the token refused the PIN while it was sought: only a restart tries again. */
    boolean pinRefused() {
        return pinRefused;
    }

    /** Looks whether the token is well, and connects anew if not. */
    // The keeper must outlive whatever a look throws.
    @SuppressWarnings("IllegalCatch")
    void look() {
        try {
            if (isWell()) {
                emptyRoom();
            } else {
                anew();
            }
        } catch (RuntimeException e) {
            LOG.error("looking after the token failed", e);
        }
    }

    private boolean isWell() {
        Living now;
        lock.lock();
        try {
            if (given || pinRefused) {
                return true; // nothing that looking could better
            }
            if (living == null || changing || isDue()) {
                return false;
            }
            now = living;
        } finally {
            lock.unlock();
        }
        try {
            if (TokenLife.key(now.life().keeper(), kekId(epoch())).isPresent()) {
                return true;
            }
            LOG.warn("token lost label={} reason=its keys are not found", access.label());
            return false;
        } catch (CryptokiFault | SgmFault e) {
            LOG.warn("token lost label={} reason={}", access.label(), e.getMessage());
            return false;
        }
    }

    /** Transport keys whose time is over do not wait for the next import. */
    private void emptyRoom() {
        Living now;
        lock.lock();
        try {
            now = living;
        } finally {
            lock.unlock();
        }
        if (now != null) {
            now.life().room().empty();
        }
    }

    private boolean isDue() {
        long after = access.profile().freshAfter();
        return after > 0 && openings >= after;
    }

    /** Waits until nothing uses the token, ends that life and begins another. */
    private void anew() {
        if (!emptied()) {
            LOG.error("a call into the token does not come back; this process ends and is started anew");
            whenStuck.run();
            return;
        }
        Living old;
        lock.lock();
        try {
            old = living;
            living = null;
            openings = 0;
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.life().close();
        }
        begun(begunOrTold());
    }

    private @Nullable Living begunOrTold() {
        try {
            return begun(access, keys, epochs);
        } catch (PinRefused e) {
            LOG.error("token not usable, and not tried again before a restart reason={}", e.getMessage());
            pinRefused = true;
            return null;
        } catch (TokenAbsent | SgmFault e) {
            if (!absent) { // once for each loss
                LOG.error("token not usable label={} reason={}", access.label(), e.getMessage());
            }
            return null;
        }
    }

    private boolean emptied() {
        lock.lock();
        try {
            changing = true;
            long left = STUCK_AFTER.toNanos();
            while (leased > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return leased == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void begun(@Nullable Living next) {
        lock.lock();
        try {
            if (given && next != null) {
                next.life().close();
                return;
            }
            if (next != null) {
                LOG.info("token in use label={}", access.label());
            }
            living = next;
            absent = next == null;
            changing = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What it says of itself, for people. */
    public String said() {
        try (var lease = lease()) {
            var info = lease.from.life().info();
            return String.join(", ", info.label(), info.manufacturer(), info.model(), info.serial());
        }
    }

    /** Destroys the keys of this server: for one that did not come to be. */
    public void discard() {
        try (var lease = lease()) {
            lease.with(session -> {
                lease.from.keks().values().forEach(session::destroy);
                session.destroy(lease.root());
                return lease;
            });
        }
    }

    /** Ends it; waits for the keeper, who may be in the middle of connecting anew. */
    @Override
    public void close() {
        lock.lock();
        try {
            given = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        looking.cancel(false);
        keeper.shutdown();
        awaitKeeper();
        Living last;
        lock.lock();
        try {
            last = leased == 0 ? living : null; // whoever still uses it ends with the process
            living = null;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.life().close();
        }
    }

    private void awaitKeeper() {
        try {
            if (!keeper.awaitTermination(PATIENCE.toSeconds() * 5, TimeUnit.SECONDS)) {
                keeper.shutdownNow();
            }
        } catch (InterruptedException e) {
            keeper.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
