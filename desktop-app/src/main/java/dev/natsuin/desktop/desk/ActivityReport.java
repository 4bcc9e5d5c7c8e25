package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.statement.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log uses known to this desk.
 *
 * @param rows newest first
 * @param freshness whether the log confirmed them now
 * @param restores when the server was restored from a backup, oldest first
 * @param byStaff what staff did about the signer
 */
public record ActivityReport(List<Row> rows, Freshness freshness, List<Restore> restores, ByStaff byStaff) {
    /** A report of a server that was never restored, and whose staff did nothing. */
    public ActivityReport(List<Row> rows, Freshness freshness) {
        this(rows, freshness, List.of(), new ByStaff(List.of(), Optional.empty()));
    }

    /**
     * What staff did about the signer.
     *
     * @param acts newest first
     * @param problem why it could not be asked for
     */
    public record ByStaff(List<StaffAct> acts, Optional<Problem> problem) {
        /** Copies the list. */
        public ByStaff {
            acts = List.copyOf(acts);
        }
    }

    /**
     * One order of staff about the signer, proven by the log.
     *
     * @param logIndex its place in the log
     * @param type its name there
     * @param by id of who ordered it
     * @param reason why, as the order says; empty if it states none
     * @param change what it changed in the signer's name, if it did
     */
    public record StaffAct(
            long logIndex,
            Instant time,
            Operation operation,
            String type,
            String by,
            Optional<Reason> reason,
            Optional<NameChange> change) {
        /** About anything but the name. */
        public StaffAct(
                long logIndex, Instant time, Operation operation, String type, String by, Optional<Reason> reason) {
            this(logIndex, time, operation, type, by, reason, Optional.empty());
        }
    }

    /**
     * The server was restored from a backup; its log proves it.
     *
     * @param time when
     * @param entries how many entries the backup held
     * @param lost how many entries that this desk had seen are in the log no more
     */
    public record Restore(Instant time, long entries, long lost) {}

    /** Whether the log confirmed the rows now. */
    public sealed interface Freshness {
        /**
         * A fresh signed answer of the SGM covers all rows.
         *
         * @param time its signed time
         */
        record ConfirmedAt(Instant time) implements Freshness {}

        /**
         * No fresh answer.
         *
         * @param last when one came last; null if never
         * @param why what prevents it now
         */
        record NotConfirmedSince(@Nullable Instant last, Problem why) implements Freshness {}
    }

    /** What was done with a key. */
    public enum Operation {
        SIGN,
        KEY_CREATED,
        KEY_IMPORTED,
        CERTIFICATE_ISSUED,
        KEY_DESTROYED,
        DEVICE_ADDED,
        DEVICE_REMOVED,
        PIN_CHANGED,
        PIN_FAILED,
        /** A code for a further computer was made. */
        DEVICE_INVITED,
        DEVICE_CONFIRMED,
        /** What was read out was another fingerprint. */
        FINGERPRINT_DIFFERS,
        INVITED,
        SUSPENDED,
        RESUMED,
        /** Somebody's registration ended. */
        REVOKED,
        RE_ENROLLED,
        /** A signer got another name. */
        RENAMED,
        /** A second person is asked for. */
        REQUESTED,
        APPROVED,
        WITHDRAWN,
        SERVER_SET_UP,
        IDENTITY_RENEWED,
        /** The key that encrypts what the server keeps is another one. */
        KEK_RENEWED,
        AUTHORITY_RENEWED,
        RESTORED,
        OTHER
    }

    /** Whether the log's proof for a row holds. */
    public enum Proof {
        VERIFIED,
        MISSING
    }

    /**
     * One entry.
     *
     * @param logIndex its place in the log
     * @param time as the log has it
     * @param keyId which key; empty if it concerns none
     * @param number the key's running number; 0 if it concerns none
     * @param operation what was done
     * @param device name of the device whose order it was; empty if none of the signer's devices signed for it
     * @param thisDevice true if it was this desk
     * @param hashes what was signed
     * @param documents names of documents known to this computer under those hashes
     * @param reason why the signer, being staff, ordered it
     * @param proof whether its proof holds
     * @param explained true if it is proven and one of the signer's devices signed for it, or it is an act of the
     *     server's console that is no use of a key
     */
    public record Row(
            long logIndex,
            Instant time,
            String keyId,
            long number,
            Operation operation,
            String device,
            boolean thisDevice,
            List<Bytes> hashes,
            List<String> documents,
            Optional<Reason> reason,
            Proof proof,
            boolean explained) {
        /** Copies the lists. */
        public Row {
            hashes = List.copyOf(hashes);
            documents = List.copyOf(documents);
        }

        /** True if the signer must look. */
        public boolean alarming() {
            return !explained;
        }
    }

    /** Copies the lists. */
    public ActivityReport {
        rows = List.copyOf(rows);
        restores = List.copyOf(restores);
    }
}
