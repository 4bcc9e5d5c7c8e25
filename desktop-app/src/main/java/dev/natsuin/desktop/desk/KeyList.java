package dev.natsuin.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
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
}
