package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The signer's keys, from a signed answer.
 *
 * @param rows in the server's order, which stays the same between calls
 * @param time SGM time of the answer
 * @param soon how long before its end a certificate is told of
 */
public record KeyList(List<KeyRow> rows, Instant time, Duration soon) {
    /** Unless somebody says otherwise. */
    private static final Duration USUALLY = Duration.ofDays(30);

    /** Copies the list. */
    public KeyList {
        rows = List.copyOf(rows);
    }

    /** Told of as usual. */
    public KeyList(List<KeyRow> rows, Instant time) {
        this(rows, time, USUALLY);
    }

    /** How many whole days the certificate of a key that can sign still holds, if it ends soon. */
    public OptionalLong daysLeft(KeyRow row) {
        return row.endsWithin(soon, time)
                ? OptionalLong.of(Duration.between(
                                time, Objects.requireNonNull(row.certificate()).notAfter())
                        .toDays())
                : OptionalLong.empty();
    }

    /** Why nothing can be signed with any of them; empty if there is one that can sign. */
    public Optional<ProblemCode> whyNone() {
        return rows.stream()
                .map(KeyRow::status)
                .min(Comparator.comparingInt(KeyList::nearness))
                .map(KeyList::why)
                .orElse(Optional.of(ProblemCode.NO_KEY));
    }

    /** Of several reasons that one is told which can be mended soonest. */
    private static int nearness(KeyRow.Status status) {
        return switch (status) {
            case READY -> 0;
            case SUSPENDED -> 1; // A person is, with every key: renewing one would not help.
            case EXPIRED -> 2;
            case WAITING_FOR_CERTIFICATE -> 3;
            case REVOKED -> 4;
        };
    }

    private static Optional<ProblemCode> why(KeyRow.Status status) {
        return switch (status) {
            case READY -> Optional.empty();
            case SUSPENDED -> Optional.of(ProblemCode.PERSON_NOT_ACTIVE);
            case EXPIRED -> Optional.of(ProblemCode.CERTIFICATE_EXPIRED);
            case WAITING_FOR_CERTIFICATE -> Optional.of(ProblemCode.KEY_NOT_ENABLED);
            case REVOKED -> Optional.of(ProblemCode.CERTIFICATE_REVOKED);
        };
    }
}
