package dev.natsuin.desktop.audit;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;

/**
 * A day as it is typed: year, month and day in this order, with whatever stands between them, also in full-width
 * digits. Written as the table writes it.
 */
final class DayText extends StringConverter<LocalDate> {
    private static final Pattern DAY =
            Pattern.compile("(\\d{4})(?:\\D(?=\\d{1,2}\\D)|(?=\\d{4}$))(\\d{1,2})\\D?(\\d{1,2})日?");

    private final DateTimeFormatter written;
    private final Consumer<String> unread;

    /**
     * For people of this language.
     *
     * @param unread hears what could not be read, and an empty text for everything that could
     */
    DayText(Locale language, Consumer<String> unread) {
        this.written = DateTimeFormatter.ofPattern(language.equals(Locale.JAPANESE) ? "uuuu/MM/dd" : "uuuu-MM-dd");
        this.unread = unread;
    }

    @Override
    public String toString(@Nullable LocalDate day) {
        return day == null ? "" : written.format(day);
    }

    /** Nothing, for what is none: a search that leaves out what was meant would look like one that found all. */
    @Override
    public @Nullable LocalDate fromString(String text) {
        var day = day(text);
        unread.accept(day == null ? text.strip() : "");
        return day;
    }

    private static @Nullable LocalDate day(String text) {
        var typed = DAY.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC).strip());
        if (!typed.matches()) {
            return null;
        }
        try {
            return LocalDate.of(
                    Integer.parseInt(typed.group(1)),
                    Integer.parseInt(typed.group(2)),
                    Integer.parseInt(typed.group(3)));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
