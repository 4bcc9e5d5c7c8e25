package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.LogVerification;
import dev.natsuin.sgm.log.Successions;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks the whole database: the log against itself and its signatures, and every row against the log.
 *
 * <p>What the log implies (people, invitations, devices with their counters, keys and their states, revocations, spent
 * ids, chains) must be what is kept, no more and no less; so a row that was altered, deleted, moved or put back in an
 * older form is found and named. Not seen, because no entry tells of it: that both rows of a refusal, spent id and
 * answer, were deleted together, and that an invitation has an older count of wrong secrets.
 *
 * <p>Time and reads grow with the log; memory with people, devices, keys and what was done about them, and by 16 octets
 * for each signature.
 */
public final class Audit {
    private final Successions identities;
    private final VerifyingKey logKey;
    private final Duration answersKept;

    /**
     * Over the rows of that SGM.
     *
     * @param identities whose keys sign and signed answers
     * @param logKey the key that signs checkpoints
     * @param answersKept for how long answers are surely there
     */
    public Audit(Successions identities, VerifyingKey logKey, Duration answersKept) {
        this.identities = identities;
        this.logKey = logKey;
        this.answersKept = answersKept;
    }

    /** Checks everything; adds what it finds, and gives the number of entries. */
    public long check(Rows rows, Instant now, Faults faults) {
        var sgm = identities.current().sgm();
        var epochs = epochs(rows, faults);
        var implied = new ImpliedState(rows, identities, now.minus(answersKept), epochs::taken);
        new LogVerification(Checkpoint.originOf(sgm), epochs).verify(rows, implied, faults);
        implied.end(logKey, faults);
        if (!rows.successions().equals(implied.successions())) {
            faults.add("succession: the rows name other entries than the log has of new identity keys");
        }
        var kept = new KeptRows(implied, identities, faults);
        rows.inspect(kept);
        kept.end();
        return rows.logSize();
    }

    private Epochs epochs(Rows rows, Faults faults) {
        try {
            return Epochs.of(rows);
        } catch (RowTampered e) {
            faults.add("the beginnings of the log's epochs: " + e.getMessage());
            return Epochs.one(logKey);
        }
    }
}
