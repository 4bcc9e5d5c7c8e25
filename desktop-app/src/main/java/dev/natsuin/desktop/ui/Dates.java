package dev.natsuin.desktop.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.chrono.JapaneseDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Days and moments as people write them, always with the zone where there is a time.
 *
 * @param language English or Japanese
 * @param zone the reader's
 */
public record Dates(Locale language, ZoneId zone) {
    /** A moment to the minute, with its zone. */
    public String moment(Instant time) {
        return format(time, japanese() ? "uuuu年M月d日 HH:mm z" : "d MMM uuuu, HH:mm z");
    }

    /** A moment to the second with its zone, short and in the order of time, for tables. */
    public String stamp(Instant time) {
        return format(time, japanese() ? "uuuu/MM/dd HH:mm:ss z" : "uuuu-MM-dd HH:mm:ss z");
    }

    /** A day; in Japanese with the year of the era, as on official papers. */
    public String day(Instant time) {
        if (!japanese()) {
            return format(time, "d MMMM uuuu");
        }
        var era = JapaneseDate.from(time.atZone(zone));
        return format(time, "uuuu年M月d日") + "（"
                + DateTimeFormatter.ofPattern("Gy年", language).format(era) + "）";
    }

    private String format(Instant time, String pattern) {
        return DateTimeFormatter.ofPattern(pattern, language).format(time.atZone(zone));
    }

    private boolean japanese() {
        return language.equals(Locale.JAPANESE);
    }
}
