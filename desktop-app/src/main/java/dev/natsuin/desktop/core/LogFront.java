package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The signature log as a whole, for an auditor's window. */
final class LogFront implements LogDesk {
    /** As often people see a number move. */
    private static final int TOLD_EVERY = 500;

    private final SignatureLog log;

    LogFront(SignatureLog log) {
        this.log = log;
    }

    /** The newest of what is looked for, and whatever has no proof. */
    private static final class Sieve implements LogReading.Reader {
        private final Wanted wanted;
        private final LongConsumer progress;
        private final Cancellation cancel;
        private final ArrayDeque<Row> newest = new ArrayDeque<>();
        private final List<Row> unproven = new ArrayList<>();
        private long read;
        private long matching;
        private long unprovenCount;

        Sieve(Wanted wanted, LongConsumer progress, Cancellation cancel) {
            this.wanted = wanted;
            this.progress = progress;
            this.cancel = cancel;
        }

        @Override
        public void take(LogReading.Entry entry) throws Refusal {
            if (cancel.cancelled()) {
                throw new Refusal(ProblemCode.CANCELLED);
            }
            read++;
            if (read % TOLD_EVERY == 0) {
                progress.accept(read);
            }
            var row = row(entry);
            if (!row.proven()) {
                unprovenCount++;
                if (unproven.size() < MOST_ROWS) {
                    unproven.add(row);
                }
            }
            if (wanted.has(row)) {
                matching++;
                if (row.proven()) {
                    newest.addFirst(row);
                    if (newest.size() > MOST_ROWS) {
                        newest.removeLast();
                    }
                }
            }
        }

        Found found(LogReading.Done done) {
            var rows = new ArrayList<>(newest);
            rows.addAll(unproven);
            rows.sort(Comparator.comparing(Row::proven)
                    .thenComparing(Comparator.comparingLong(Row::index).reversed()));
            return new Found(
                    rows.subList(0, Math.min(rows.size(), MOST_ROWS)),
                    matching,
                    unprovenCount,
                    point(done.checkpoint(), done.time()));
        }
    }

    private static Point point(Checkpoint checkpoint, Instant time) {
        return new Point(checkpoint.size(), checkpoint.root(), time);
    }

    private static Row row(LogReading.Entry entry) {
        var leaf = entry.leaf();
        return new Row(
                entry.entry().index(),
                leaf.time(),
                leaf.type().wireName(),
                entry.user(),
                entry.about().orElse(""),
                entry.keyId().orElse(""),
                leaf.device().equals(Leaf.CONSOLE) ? "" : leaf.device(),
                leaf.number(),
                leaf.level(),
                leaf.method(),
                entry.hashes(),
                entry.reason(),
                entry.change(),
                entry.proven());
    }

    @Override
    public Answer<Found> search(Wanted wanted, Optional<Path> export, LongConsumer progress, Cancellation cancel) {
        return Refusal.answer(() -> {
            var sieve = new Sieve(wanted, progress, cancel);
            var done = export.isPresent() ? log.readExport(export.get(), sieve) : log.read(Optional.empty(), sieve);
            return sieve.found(done);
        });
    }

    @Override
    public Answer<Point> export(Path file) {
        return Refusal.answer(() -> {
            var done = log.export(file);
            return point(done.checkpoint(), done.time());
        });
    }

    @Override
    public Answer<Checked> checkpoint(Optional<Path> since) {
        return Refusal.answer(() -> {
            var watched = log.newest(since);
            var news = watched.news();
            return new Checked(
                    point(news.checkpoint(), news.time()),
                    news.note(),
                    watched.continues().map(Checkpoint::size));
        });
    }

    @Override
    public Answer<Path> keep(Checked checked, Path file) {
        return Refusal.answer(() -> {
            SignatureLog.write(checked.note(), file);
            return file;
        });
    }
}
