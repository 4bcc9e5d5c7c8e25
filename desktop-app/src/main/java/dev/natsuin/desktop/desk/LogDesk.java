package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What auditors do with the signature log as a whole. Nothing here changes anything at the server, so no PIN is asked
 * for.
 *
 * <p>Blocks; one call at a time for each profile.
 */
public interface LogDesk {
    /**
     * One entry.
     *
     * @param index place in the log
     * @param operation by its name in the log
     * @param user id of who did it
     * @param about id of the person or device that it was done to; empty if none
     * @param keyId the key; empty if it concerns none
     * @param device id of the device that ordered it; empty if the server's console did
     * @param number running number in its chain
     * @param method what activated the key, or how it was ordered
     * @param hashes what was signed
     * @param reason why staff did it, as the order says, or the one that it approves
     * @param change of an {@code amend}: what it changed in somebody's name
     * @param proven whether its proof holds
     */
    record Row(
            long index,
            Instant time,
            String operation,
            String user,
            String about,
            String keyId,
            String device,
            long number,
            int level,
            String method,
            List<Bytes> hashes,
            Optional<Reason> reason,
            Optional<NameChange> change,
            boolean proven) {
        /** Copies the list. */
        public Row {
            hashes = List.copyOf(hashes);
        }

        /** About anything but a name. */
        public Row(
                long index,
                Instant time,
                String operation,
                String user,
                String about,
                String keyId,
                String device,
                long number,
                int level,
                String method,
                List<Bytes> hashes,
                Optional<Reason> reason,
                boolean proven) {
            this(
                    index,
                    time,
                    operation,
                    user,
                    about,
                    keyId,
                    device,
                    number,
                    level,
                    method,
                    hashes,
                    reason,
                    Optional.empty(),
                    proven);
        }

        /** True of what can have a reason: if it has none, none was stated. */
        public boolean canHaveReason() {
            return reason.isPresent() || !Reason.Code.of(operation).isEmpty();
        }

        /** True if a text stands in one of its ids or is the beginning of a hash; case does not matter. */
        public boolean names(String text) {
            var wanted = text.strip().toLowerCase(Locale.ROOT);
            return List.of(user, about, keyId, device).stream().anyMatch(id -> id.contains(wanted))
                    || hashes.stream().anyMatch(hash -> hash.toHex().startsWith(wanted));
        }
    }

    /**
     * What is looked for; what is left empty is anything.
     *
     * @param operation by its name in the log
     * @param text part of an id of a person, device or key, or the beginning of a hash
     * @param from the first moment
     * @param before the first moment no more
     */
    record Wanted(Optional<String> operation, String text, Optional<Instant> from, Optional<Instant> before) {
        /** Everything. */
        public static final Wanted ANYTHING = new Wanted(Optional.empty(), "", Optional.empty(), Optional.empty());

        /** True if this entry is looked for. */
        public boolean has(Row row) {
            return operation.filter(each -> !each.equals(row.operation())).isEmpty()
                    && from.filter(row.time()::isBefore).isEmpty()
                    && before.filter(end -> !row.time().isBefore(end)).isEmpty()
                    && (text.isBlank() || row.names(text));
        }
    }

    /**
     * A checkpoint of the log.
     *
     * @param size how many entries it covers
     * @param root which all of them give
     * @param time SGM time
     */
    record Point(long size, Bytes root, Instant time) {}

    /**
     * What was found. Everything was read: the entries give the root that the log's key signed, so that none is missing
     * and none was put in.
     *
     * @param rows newest first, the newest {@value #MOST_ROWS} at most; those whose proof does not hold are always
     *     among them
     * @param matching how many there are
     * @param unproven how many entries of the log have no proof that holds
     * @param point what covers all of it
     */
    record Found(List<Row> rows, long matching, long unproven, Point point) {
        /** Copies the list. */
        public Found {
            rows = List.copyOf(rows);
        }
    }

    /** Beyond this nobody reads a table. */
    int MOST_ROWS = 2000;

    /**
     * Looks through the whole log.
     *
     * @param export a file that {@link #export} wrote, to be read in the place of the server's log
     * @param progress hears how many entries were read
     */
    Answer<Found> search(Wanted wanted, Optional<Path> export, LongConsumer progress, Cancellation cancel);

    /** Writes the whole log to a new file; one that is not believable is gone again. */
    Answer<Point> export(Path file);

    /**
     * The newest checkpoint, which continues all that this computer knew.
     *
     * @param point what it says
     * @param note the same as the log's key signed it
     * @param continues how many entries the older one had that it was proven to continue; empty if there was none
     */
    record Checked(Point point, String note, Optional<Long> continues) {}

    /**
     * Asks for the newest checkpoint.
     *
     * @param since a file with an older one, which it must continue too
     */
    Answer<Checked> checkpoint(Optional<Path> since);

    /** Writes a checkpoint to a new file, for the next one to be compared with. */
    Answer<Path> keep(Checked checked, Path file);
}
