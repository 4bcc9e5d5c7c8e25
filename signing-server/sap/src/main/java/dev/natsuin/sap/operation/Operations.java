package dev.natsuin.sap.operation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.courier.Courier.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Statements that the SGM took and works on, by the hash of their sealed octets.
 *
 * <p>Only whoever handed the octets in may ask; to everybody else there is no such operation. They live in memory for
 * half an hour, at most {@value #MOST}: after a restart nobody knows them, and the same octets sent again find the
 * work, or the stored answer, in the SGM. Thread-safe; nothing here waits on the thread of its caller but for one
 * exchange with the SGM.
 */
public final class Operations implements AutoCloseable {
    /** How long an operation is known at least, unless the server is restarted. */
    public static final Duration LIFE = Duration.ofMinutes(30);

    private static final int MOST = 10_000;

    private final Courier courier;
    private final InstantSource clock;
    private final Follower follower;
    /** Oldest first: all live equally long. */
    private final LinkedHashMap<Name, Operation> open = new LinkedHashMap<>();

    /** Asks through the courier, which verifies. */
    public Operations(Courier courier, InstantSource clock) {
        this.courier = courier;
        this.clock = clock;
        this.follower = new Follower(this::asked);
    }

    /** Whoever else hands the same octets in has an operation of their own, and takes nobody's. */
    private record Name(String user, Bytes sealedSha256) {}

    private record Operation(Consumer<Carried> learning, Instant dies) {
        /** Not if it was begun while the clock was ahead. */
        boolean isKnownAt(Instant now) {
            return now.isBefore(dies) && !now.plus(LIFE).isBefore(dies);
        }
    }

    /**
     * Remembers that this account's statement is being worked on, and gives how it ended, or that it goes on when the
     * time is over. Whoever takes that up must not linger on the thread.
     *
     * @param learning gets the verified answer, whether anybody still asks or not, and again with each question that
     *     finds it: what it keeps must bear that
     * @param patience how long to wait
     */
    public CompletableFuture<Outcome> begun(
            Bytes sealedSha256, Account account, Consumer<Carried> learning, Duration patience) {
        remember(new Name(account.user(), sealedSha256), learning);
        return follower.follow(sealedSha256, patience);
    }

    private synchronized void remember(Name name, Consumer<Carried> learning) {
        var now = clock.instant();
        var oldest = open.values().iterator();
        while (oldest.hasNext()) {
            if (oldest.next().isKnownAt(now) && open.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        open.remove(name);
        open.put(name, new Operation(learning, now.plus(LIFE)));
    }

    /**
     * How far it is: ended, or still worked on when the time is over, or unknown, which it also is if it is somebody
     * else's. Whoever takes that up must not linger on the thread.
     *
     * @param patience how long to wait for its end
     */
    public CompletableFuture<Outcome> ask(Account account, Bytes sealedSha256, Duration patience) {
        if (!knows(new Name(account.user(), sealedSha256))) {
            return CompletableFuture.completedFuture(new Outcome.Unknown());
        }
        if (follower.follows(sealedSha256)) {
            return follower.follow(sealedSha256, patience);
        }
        var outcome = asked(sealedSha256);
        return outcome instanceof Outcome.Working
                ? follower.follow(sealedSha256, patience)
                : CompletableFuture.completedFuture(outcome);
    }

    private synchronized boolean knows(Name name) {
        return Optional.ofNullable(open.get(name))
                .filter(operation -> operation.isKnownAt(clock.instant()))
                .isPresent();
    }

    private Outcome asked(Bytes sealedSha256) {
        var outcome = courier.outcome(sealedSha256);
        if (outcome instanceof Outcome.Done done) {
            learning(sealedSha256).forEach(each -> each.accept(done.carried()));
        }
        return outcome;
    }

    private synchronized List<Consumer<Carried>> learning(Bytes sealedSha256) {
        return open.entrySet().stream()
                .filter(entry -> entry.getKey().sealedSha256().equals(sealedSha256))
                .map(entry -> entry.getValue().learning())
                .toList();
    }

    /** Tells all who wait that the work goes on; the SGM does go on. */
    @Override
    public void close() {
        follower.close();
    }
}
