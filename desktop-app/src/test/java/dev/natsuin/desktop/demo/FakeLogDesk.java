package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.LogDesk;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A log of some hundred entries that is not there. */
public final class FakeLogDesk implements LogDesk {
    public static final String KEY = "7f3a".repeat(8);
    private static final List<String> OPERATIONS =
            List.of("sign", "sign", "sign", "invite", "enrol", "create-key", "pin-failure", "suspend", "resume");

    private final FakeDesk desk;
    private final List<Row> entries = new ArrayList<>();
    private long known = 120;

    FakeLogDesk(FakeDesk desk) {
        this.desk = desk;
        for (var i = 0; i < 300; i++) {
            entries.add(row(i, true));
        }
    }

    private static Row row(int index, boolean proven) {
        var operation = OPERATIONS.get(index % OPERATIONS.size());
        var sign = operation.equals("sign");
        return new Row(
                index,
                FakeDesk.NOW.minus(Duration.ofHours(300 - index)),
                operation,
                "00000000000000a" + index % 4,
                List.of("invite", "suspend", "resume").contains(operation) ? "00000000000000b1" : "",
                sign || operation.equals("create-key") ? KEY : "",
                "1a".repeat(16),
                index,
                1,
                "device",
                sign ? List.of(Bytes.utf8("hash " + index).sha256()) : List.of(),
                operation.equals("suspend") ? Optional.of(FakeStaff.ABSENT) : Optional.empty(),
                proven);
    }

    /** From now on one entry has no proof. */
    public void unproven(int index) {
        entries.set(index, row(index, false));
    }

    private Point point() {
        return new Point(entries.size(), Bytes.utf8("root").sha256(), FakeDesk.NOW);
    }

    private <T> Answer<T> answer(T value) {
        var trouble = desk.trouble();
        return trouble == null ? Answer.of(value) : new Answer.Refused<>(trouble);
    }

    @Override
    public Answer<Found> search(Wanted wanted, Optional<Path> export, LongConsumer progress, Cancellation cancel) {
        if (export.isPresent() && export.get().toString().contains("altered")) {
            return Answer.refused(ProblemCode.LOG_EXPORT_ALTERED);
        }
        progress.accept(entries.size());
        if (cancel.cancelled()) {
            return Answer.refused(ProblemCode.CANCELLED);
        }
        var rows = entries.stream()
                .filter(row -> wanted.has(row) || !row.proven())
                .sorted(Comparator.comparing(Row::proven)
                        .thenComparing(Comparator.comparingLong(Row::index).reversed()))
                .toList();
        return answer(new Found(
                rows,
                entries.stream().filter(wanted::has).count(),
                entries.stream().filter(row -> !row.proven()).count(),
                point()));
    }

    @Override
    public Answer<Point> export(Path file) {
        return Files.exists(file) ? Answer.refused(ProblemCode.TARGET_EXISTS) : answer(point());
    }

    @Override
    public Answer<Checked> checkpoint(Optional<Path> since) {
        if (since.isPresent() && since.get().toString().contains("other")) {
            return Answer.refused(ProblemCode.CHECKPOINT_NOT_OURS);
        }
        var before = known;
        known = entries.size();
        return answer(new Checked(point(), "note", Optional.of(before)));
    }

    @Override
    public Answer<Path> keep(Checked checked, Path file) {
        try {
            Files.writeString(file, checked.note());
            return Answer.of(file);
        } catch (IOException e) {
            return Answer.refused(ProblemCode.TARGET_NOT_WRITABLE);
        }
    }
}
