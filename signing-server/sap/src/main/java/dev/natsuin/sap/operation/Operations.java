package dev.natsuin.sap.operation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Statements that the SGM was still working on when their request was answered, by the hash of their sealed octets.
 *
 * <p>Only whoever handed the octets in may ask. They live in memory for half an hour, at most {@value #MOST}: after a
 * restart nobody knows them, and the same octets sent again find the work, or the stored answer, in the SGM.
 * Thread-safe.
 */
public final class Operations {
    /** How long one question waits for the end of the work. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int MOST = 10_000;

    private final Courier courier;
    private final InstantSource clock;
    /** Oldest first: all live equally long. */
    private final LinkedHashMap<Bytes, Operation> open = new LinkedHashMap<>();

    /** Asks through the courier, which verifies. */
    public Operations(Courier courier, InstantSource clock) {
        this.courier = courier;
        this.clock = clock;
    }

    private record Operation(String user, Consumer<Carried> learning, Instant dies) {}

    /** What a question for an operation gives. */
    public sealed interface Outcome {
        /** The SGM decided. */
        record Done(Carried carried) implements Outcome {}

        /** It is still at work. */
        record Working() implements Outcome {}

        /** Nobody here knows it, or it is somebody else's: the same octets may be sent again. */
        record Unknown() implements Outcome {}
    }

    /**
     * Remembers that this account's statement is being worked on.
     *
     * @param learning gets the verified answer, once for each question that finds it: what it keeps must bear that
     */
    public synchronized void begun(Bytes sealedSha256, Account account, Consumer<Carried> learning) {
        var now = clock.instant();
        var oldest = open.values().iterator();
        while (oldest.hasNext()) {
            if (now.isBefore(oldest.next().dies()) && open.size() < MOST) {
                break;
            }
            oldest.remove();
        }
        open.remove(sealedSha256);
        open.put(sealedSha256, new Operation(account.user(), learning, now.plus(LIFE)));
    }

    /** How far it is; waits a while for its end. */
    public Outcome ask(Account account, Bytes sealedSha256) {
        var known = known(account, sealedSha256);
        if (known.isEmpty()) {
            return new Outcome.Unknown();
        }
        var told = courier.outcome(sealedSha256, LONGEST_WAIT);
        if (told instanceof Courier.Outcome.Done done) {
            known.get().learning().accept(done.carried());
            return new Outcome.Done(done.carried());
        }
        return told instanceof Courier.Outcome.Working ? new Outcome.Working() : new Outcome.Unknown();
    }

    private synchronized Optional<Operation> known(Account account, Bytes sealedSha256) {
        return Optional.ofNullable(open.get(sealedSha256))
                .filter(operation -> operation.user().equals(account.user())
                        && clock.instant().isBefore(operation.dies()));
    }
}
