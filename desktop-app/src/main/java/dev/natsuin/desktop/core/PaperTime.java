package dev.natsuin.desktop.core;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.util.Locale;

/** A moment as a page that is printed says it: in its reader's way, with its zone, as nobody knows where it is read. */
final class PaperTime {
    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendLocalized(FormatStyle.LONG, FormatStyle.SHORT)
            .appendPattern(" z")
            .toFormatter(Locale.ROOT);

    private PaperTime() {}

    static String of(Instant time, Locale language, ZoneId zone) {
        return FORMAT.withLocale(language).withZone(zone).format(time);
    }
}
