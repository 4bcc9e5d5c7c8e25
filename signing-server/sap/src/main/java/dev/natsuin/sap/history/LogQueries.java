package dev.natsuin.sap.history;

import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import java.util.List;
import java.util.Optional;

/** Asks the SGM about its log. The proofs speak for themselves: whoever holds two checkpoints verifies. Thread-safe. */
public final class LogQueries {
    private final SgmGateway sgm;

    /** Asks through the gateway. */
    public LogQueries(SgmGateway sgm) {
        this.sgm = sgm;
    }

    /**
     * The proof that the log of the second size continues that of the first.
     *
     * @throws Malformed if the first size is larger than the second, or the log never had that size
     */
    public List<Bytes> consistency(long first, long second) throws Malformed {
        if (first > second) {
            throw new Malformed("a log does not shrink");
        }
        var answer = sgm.consistency(new ConsistencyCall(first, second))
                .orElseThrow(() -> new Malformed("sizes the log never had"));
        try {
            return ConsistencyCall.readProof(answer);
        } catch (Malformed e) {
            throw new SgmNotBelieved("an answer that is no proof", e);
        }
    }

    /**
     * The entries that begin later epochs of the log, proven in the log of that size.
     *
     * @throws Malformed if the log never had that size
     */
    public List<LogEntry> epochs(long size) throws Malformed {
        return entries(sgm.epochs(new EpochsCall(size)));
    }

    /**
     * The entries of new identity keys, proven in the log of that size.
     *
     * @throws Malformed if the log never had that size
     */
    public List<LogEntry> successions(long size) throws Malformed {
        return entries(sgm.successions(new EpochsCall(size)));
    }

    private static List<LogEntry> entries(Optional<Bytes> told) throws Malformed {
        var answer = told.orElseThrow(() -> new Malformed("a size the log never had"));
        try {
            return EpochsCall.readEntries(answer);
        } catch (Malformed e) {
            throw new SgmNotBelieved("an answer that holds no entries", e);
        }
    }
}
