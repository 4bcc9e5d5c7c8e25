package dev.natsuin.desktop.document.pdf;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a picture of a date or a time, as Acrobat's functions take it, shows for a value: exactly that, or nothing.
 *
 * <p>The figures of a value stand for what the picture names, in the picture's order; a value as {@code 2026-11-05}
 * says itself what they stand for. Value and picture must speak of the same things: what only one of them has would be
 * dropped, or made up. Names of months and days are English; in others the same name is another month.
 */
final class FieldDate {
    private static final Pattern TOKEN =
            Pattern.compile("mmmm|mmm|mm?|dddd|ddd|dd?|yyyy|yy|HH?|hh?|MM?|ss?|tt|[\\s,./:'年月日時分秒-]");
    private static final Pattern WORD = Pattern.compile("[0-9]+|[A-Za-z]+|[\\s,./:'年月日時分秒-]+");
    private static final Pattern ISO = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9]).*");
    private static final int LONGEST = 60;
    private static final int LEAP_YEAR = 2000;
    private static final int FIRST_SHORT = 1950;
    private static final int LAST_SHORT = 2049;
    private static final int CENTURY = 100;
    private static final int HALF_DAY = 12;

    private enum Part {
        YEAR,
        MONTH,
        DAY,
        HOUR,
        MINUTE,
        SECOND
    }

    private FieldDate() {}

    /** What may be shown; nothing if that cannot be told. */
    static Set<String> shown(String picture, String value) {
        if (picture.length() > LONGEST || value.length() > LONGEST) {
            return Set.of();
        }
        var tokens = tokens(picture, TOKEN);
        var words = tokens(value, WORD);
        if (tokens.isEmpty() || words.isEmpty() || !isPlain(tokens)) {
            return Set.of();
        }
        try {
            var parts = parts(tokens);
            return read(parts, words, value)
                    .filter(read -> read.keySet().equals(Set.copyOf(parts)))
                    .map(read -> Set.of(written(tokens, read)))
                    .orElse(Set.of());
        } catch (DateTimeException e) {
            return Set.of();
        }
    }

    /** All of a text in pieces of a kind; none if something is of no kind. */
    private static List<String> tokens(String text, Pattern kind) {
        var tokens = new ArrayList<String>();
        var found = kind.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (!found.find(at) || found.start() != at) {
                return List.of();
            }
            tokens.add(found.group());
            at = found.end();
        }
        return tokens;
    }

    /** Nothing twice, no half days without their name, and something between figures. */
    private static boolean isPlain(List<String> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            if (isFigures(tokens.get(i - 1)) && isFigures(tokens.get(i))) {
                return false;
            }
        }
        var parts = parts(tokens);
        long halves = tokens.stream().filter(token -> token.startsWith("h")).count();
        return parts.stream().distinct().count() == parts.size()
                && halves == tokens.stream().filter("tt"::equals).count()
                && (tokens.stream().noneMatch(FieldDate::isWeekday)
                        || parts.containsAll(List.of(Part.YEAR, Part.MONTH, Part.DAY)));
    }

    private static boolean isFigures(String token) {
        return part(token).isPresent() && !token.startsWith("mmm");
    }

    private static boolean isWeekday(String token) {
        return token.startsWith("ddd");
    }

    private static List<Part> parts(List<String> tokens) {
        return tokens.stream().flatMap(token -> part(token).stream()).toList();
    }

    private static Optional<Part> part(String token) {
        return isWeekday(token)
                ? Optional.empty()
                : Optional.ofNullable(
                        switch (token.charAt(0)) {
                            case 'y' -> Part.YEAR;
                            case 'm' -> Part.MONTH;
                            case 'd' -> Part.DAY;
                            case 'H', 'h' -> Part.HOUR;
                            case 'M' -> Part.MINUTE;
                            case 's' -> Part.SECOND;
                            default -> null;
                        });
    }

    private static Optional<Map<Part, Integer>> read(List<Part> parts, List<String> words, String value) {
        var read = new EnumMap<Part, Integer>(Part.class);
        var open = new ArrayList<>(parts);
        if (ISO.matcher(value).matches()) {
            open.removeAll(List.of(Part.YEAR, Part.MONTH, Part.DAY));
            open.addAll(0, List.of(Part.YEAR, Part.MONTH, Part.DAY));
        }
        Optional<String> half = Optional.empty();
        for (var word : words) {
            var month = month(word);
            if (month.isPresent()) {
                open.remove(Part.MONTH);
                if (read.put(Part.MONTH, month.get()) != null) {
                    return Optional.empty();
                }
            } else if (word.matches("(?i)[ap]m") && half.isEmpty()) {
                half = Optional.of(word.toLowerCase(Locale.ROOT));
            } else if (Character.isLetter(word.charAt(0)) && word.charAt(0) < 0x80) {
                return Optional.empty();
            }
        }
        for (var word : words) {
            if (Character.isDigit(word.charAt(0))) {
                if (open.isEmpty() || word.length() > (open.get(0) == Part.YEAR ? 4 : 2)) {
                    return Optional.empty();
                }
                var part = open.remove(0);
                var number = part == Part.YEAR ? year(word) : Optional.of(Integer.valueOf(word));
                if (number.isEmpty()) {
                    return Optional.empty();
                }
                read.put(part, number.get());
            }
        }
        return open.isEmpty() && isHour(read, half) && exists(read) ? Optional.of(read) : Optional.empty();
    }

    /** Two figures are a year of 2000 to 2049, which is how all programs read them. */
    private static Optional<Integer> year(String word) {
        int number = Integer.parseInt(word);
        if (word.length() == 2) {
            return Optional.of(number + LEAP_YEAR).filter(year -> year <= LAST_SHORT);
        }
        return Optional.of(number).filter(year -> word.length() == 4 && year > 0);
    }

    private static Optional<Integer> month(String word) {
        for (int month = 1; month <= 12; month++) {
            if (word.equalsIgnoreCase(nameOf(month, TextStyle.FULL))
                    || word.equalsIgnoreCase(nameOf(month, TextStyle.SHORT))) {
                return Optional.of(month);
            }
        }
        return Optional.empty();
    }

    private static String nameOf(int month, TextStyle style) {
        var name = Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
        return style == TextStyle.FULL ? name : name.substring(0, 3);
    }

    /** Makes hours of half days those of whole ones. */
    private static boolean isHour(Map<Part, Integer> read, Optional<String> half) {
        var hour = read.get(Part.HOUR);
        if (half.isEmpty()) {
            return hour == null || hour < 2 * HALF_DAY;
        }
        if (hour == null || hour < 1 || hour > HALF_DAY) {
            return false;
        }
        read.put(Part.HOUR, hour % HALF_DAY + (half.get().equals("pm") ? HALF_DAY : 0));
        return true;
    }

    private static boolean exists(Map<Part, Integer> read) {
        date(read);
        return read.getOrDefault(Part.MINUTE, 0) < 60 && read.getOrDefault(Part.SECOND, 0) < 60;
    }

    private static LocalDate date(Map<Part, Integer> read) {
        return LocalDate.of(
                read.getOrDefault(Part.YEAR, LEAP_YEAR),
                read.getOrDefault(Part.MONTH, 1),
                read.getOrDefault(Part.DAY, 1));
    }

    private static String written(List<String> tokens, Map<Part, Integer> read) {
        var text = new StringBuilder();
        for (var token : tokens) {
            text.append(written(token, read));
        }
        return text.toString();
    }

    private static String written(String token, Map<Part, Integer> read) {
        if (isWeekday(token)) {
            var name = date(read).getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            return token.equals("dddd") ? name : name.substring(0, 3);
        }
        if (token.equals("tt")) {
            return read.getOrDefault(Part.HOUR, 0) < HALF_DAY ? "am" : "pm";
        }
        var part = part(token);
        if (part.isEmpty()) {
            return token;
        }
        int number = read.getOrDefault(part.get(), 0);
        if (token.startsWith("mmm")) {
            return nameOf(number, token.equals("mmmm") ? TextStyle.FULL : TextStyle.SHORT);
        }
        if (token.equals("yy")) {
            if (number < FIRST_SHORT || number > LAST_SHORT) {
                throw new DateTimeException("a year that two figures do not tell");
            }
            number %= CENTURY;
        }
        if (token.startsWith("h")) {
            number = number % HALF_DAY == 0 ? HALF_DAY : number % HALF_DAY;
        }
        return String.format(Locale.ROOT, "%0" + token.length() + "d", number);
    }
}
