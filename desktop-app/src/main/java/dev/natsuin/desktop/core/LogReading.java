package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The signature log as an auditor reads it, from its first entry on. */
public final class LogReading {
    private static final List<String> ABOUT = List.of("invitedUser", "confirmedUser", "person", "removedDevice");

    private LogReading() {}

    /** Is shown each entry, in the log's order. */
    public interface Reader {
        /** Takes the next one. */
        void take(Entry entry) throws Refusal;
    }

    /**
     * One entry.
     *
     * @param entry as it came; without a proof if it is from an export
     * @param leaf what is hashed into the log
     * @param user id of who did it; of the first administrator, what the console did
     * @param about id of the person or device that it was done to, if it was to another
     * @param keyId the key; nothing if the entry concerns none
     * @param hashes what was signed
     * @param proven whether its proof holds
     */
    public record Entry(
            LogEntry entry,
            Leaf leaf,
            String user,
            Optional<String> about,
            Optional<String> keyId,
            List<Bytes> hashes,
            boolean proven) {
        /** Copies the list. */
        public Entry {
            hashes = List.copyOf(hashes);
        }

        /** SHA-256 of the certificate of a key that the entry's order hands over, if it hands one over. */
        public Optional<Bytes> handedCertificate() {
            try {
                var record = JsonObject.strict(entry.record()).reader();
                return record.has("statement")
                                && StatementText.read(record.bytes("statement")) instanceof Statement.Invite invite
                        ? invite.handing()
                                .map(handing -> handing.certificates().get(0).sha256())
                        : Optional.empty();
            } catch (Malformed e) {
                return Optional.empty(); // what cannot be read hands nothing over
            }
        }

        /** Why staff did it, as the entry's order says, or the one that it approves. */
        public Optional<Reason> reason() {
            try {
                return StatedReason.in(entry.record());
            } catch (Malformed e) {
                return Optional.empty(); // what cannot be read gives no reason
            }
        }

        /** What the entry's order changed in somebody's name, if it is such an order. */
        public Optional<NameChange> change() {
            try {
                return NameChanges.in(leaf, entry.record());
            } catch (Malformed e) {
                return Optional.empty(); // what cannot be read tells of no name
            }
        }

        /**
         * Reads one, with its proof.
         *
         * @throws Malformed if it has not the form of an entry
         */
        static Entry under(Checkpoint checkpoint, LogEntry entry) throws Malformed {
            return read(entry, Leaf.read(entry.leaf()), LogAudit.proven(entry, checkpoint));
        }

        /**
         * Reads one whose leaf stands for itself: whoever takes it has all leaves, and saw that it names the record.
         *
         * @throws Malformed if it has not the form of an entry
         */
        static Entry whole(LogEntry entry, Leaf leaf) throws Malformed {
            return read(entry, leaf, true);
        }

        private static Entry read(LogEntry entry, Leaf leaf, boolean proven) throws Malformed {
            var record = JsonObject.strict(entry.record()).reader();
            var about = Optional.<String>empty();
            for (var member : ABOUT) {
                if (about.isEmpty()) {
                    about = record.optionalText(member);
                }
            }
            return new Entry(
                    entry,
                    leaf,
                    record.hexText("user", Ids.PERSON_SIZE_BYTES),
                    about,
                    record.optionalText("keyId"),
                    record.has("hashes") ? record.bytesList("hashes") : List.of(),
                    proven);
        }
    }

    /**
     * What was read.
     *
     * @param checkpoint the newest, which covers all of it
     * @param note the same, signed
     * @param time when the SGM said so
     * @param complete true if all entries gave the checkpoint's root: nothing is missing and nothing was put in
     */
    public record Done(Checkpoint checkpoint, String note, Instant time, boolean complete) {}
}
