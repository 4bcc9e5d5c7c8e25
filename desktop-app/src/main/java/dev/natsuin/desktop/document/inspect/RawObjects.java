package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.ListedObjects;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The objects that stand in a file's octets, listed or not.
 *
 * <p>A shadow attack hides what shall be shown later inside the signed octets: a second object of the same number, or a
 * second document, to which an appended cross-reference then leads. So every object is looked for in the octets, and
 * each that no revision's cross-references lead to is one too many.
 *
 * @param objects in the order of the file
 * @param ends where each revision ends
 * @param linearized how long the file was when it was linearized, as it says itself; 0 if it was not
 */
record RawObjects(List<Standing> objects, List<Long> ends, long linearized) {
    private static final int WINDOW = 1 << 20;
    private static final int BEFORE = 1 << 12;
    private static final int AFTER = 300;
    private static final int MOST_DIGITS = 10;
    private static final int LONGEST_COMPARED = 1 << 16;
    private static final int LONGEST_BLANK = 256;
    private static final int MOST_OBJECTS = 2_000_000;
    private static final Pattern BLANK = Pattern.compile("(?:[\\s\\x00]|%[^\\r\\n]*+[\\r\\n])*+");
    private static final Pattern LINEARIZED = Pattern.compile("/Linearized\\b");
    private static final Pattern LENGTH = Pattern.compile("/L\\s+(\\d{1,15})\\b");

    /**
     * One object.
     *
     * @param number its number
     * @param offset where its number stands
     * @param linearized the length that it names, if these are the parameters of a linearized file; else 0
     */
    record Standing(long number, long offset, long linearized) {}

    static RawObjects in(Path file, Budget budget) throws IOException {
        var objects = new ArrayList<Standing>();
        var ends = new ArrayList<Long>();
        // Of a small file all, and one octet more that says that it has ended.
        var window =
                new byte[(int) Math.min(BEFORE + WINDOW + AFTER, Math.max(2 * (BEFORE + AFTER), Files.size(file) + 1))];
        int kept = 0;
        long start = 0;
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            boolean last = false;
            int from = 0;
            while (!last) {
                int read = in.readNBytes(window, kept, window.length - kept);
                int length = kept + read;
                last = length < window.length;
                int to = last ? length : length - AFTER;
                scan(window, from, to, length, start, objects, ends);
                budget.check();
                if (objects.size() > MOST_OBJECTS) {
                    throw new Budget.Spent();
                }
                int keepFrom = Math.max(0, to - BEFORE);
                kept = length - keepFrom;
                System.arraycopy(window, keepFrom, window, 0, kept);
                start += keepFrom;
                from = to - keepFrom;
            }
        }
        long linearized = objects.isEmpty() ? 0 : objects.get(0).linearized();
        return new RawObjects(List.copyOf(objects), List.copyOf(ends), linearized);
    }

    private static void scan(
            byte[] in, int from, int to, int length, long start, List<Standing> objects, List<Long> ends) {
        for (int i = Math.max(from, 4); i < to; i++) {
            if (in[i] == 'j' && in[i - 1] == 'b' && in[i - 2] == 'o' && isWordsEnd(in, i + 1, length)) {
                standing(in, i, length, start).ifPresent(objects::add);
            } else if (in[i] == 'F' && in[i - 1] == 'O' && in[i - 2] == 'E' && in[i - 3] == '%' && in[i - 4] == '%') {
                ends.add(start + i + 1);
            }
        }
    }

    private static boolean isWordsEnd(byte[] in, int at, int length) {
        return at >= length || !Character.isLetterOrDigit(in[at]);
    }

    private static Optional<Standing> standing(byte[] in, int at, int length, long start) {
        int afterGeneration = beforeSpace(in, at - 3);
        int generation = skipDigits(in, afterGeneration);
        int afterNumber = beforeSpace(in, generation);
        int number = skipDigits(in, afterNumber);
        boolean isHead = generation < afterGeneration && afterNumber < generation && number < afterNumber;
        if (!isHead) {
            return Optional.empty();
        }
        int last = Math.max(number + 1, afterNumber + 1 - MOST_DIGITS); // What is before these makes no other number.
        var digits = new String(in, last, afterNumber + 1 - last, StandardCharsets.ISO_8859_1);
        var begins = new String(in, at + 1, Math.min(AFTER, length - at - 1), StandardCharsets.ISO_8859_1);
        int end = begins.indexOf("endobj");
        var whole = end < 0 ? begins : begins.substring(0, end);
        var named = LENGTH.matcher(whole);
        return Optional.of(new Standing(
                Long.parseLong(digits),
                start + number + 1,
                LINEARIZED.matcher(whole).find() && named.find() ? Long.parseLong(named.group(1)) : 0));
    }

    /** True if cross-references lead to an object, or to nothing but blanks and comments before it. */
    private static boolean isListed(Path file, Standing standing, ListedObjects listed, Budget budget)
            throws IOException {
        long place = listed.placeUpTo(standing.offset());
        long between = standing.offset() - place;
        if (place < 0 || between > LONGEST_BLANK) {
            return false;
        }
        if (between == 0) {
            return true;
        }
        budget.check();
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(place);
            return BLANK.matcher(new String(in.readNBytes((int) between), StandardCharsets.ISO_8859_1))
                    .matches();
        }
    }

    /** True if one of the listed objects has the same octets: some programs write an object twice. */
    private static boolean repeats(Path file, Standing unlisted, List<Standing> listed, Budget budget)
            throws IOException {
        var one = listed.isEmpty() ? Optional.<String>empty() : octets(file, unlisted.offset());
        for (var other : listed) {
            budget.spend();
            budget.check();
            if (one.isPresent() && one.equals(octets(file, other.offset()))) {
                return true;
            }
        }
        return false;
    }

    /** An object from its number to its end; nothing if that is too far off to be compared. */
    private static Optional<String> octets(Path file, long offset) throws IOException {
        try (var in = Files.newInputStream(file)) {
            in.skipNBytes(offset);
            var text = new String(in.readNBytes(LONGEST_COMPARED), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("endobj");
            return end < 0 ? Optional.empty() : Optional.of(text.substring(0, end));
        }
    }

    /** Where the digit stands after which there are only white space and comments, which count as such. */
    private static int beforeSpace(byte[] in, int from) {
        int i = skipSpace(in, from);
        if (!isLineBetween(in, i, from + 1)) {
            return i; // Whatever stands on this line cannot be a comment: that ends with its line.
        }
        for (int mark = i; mark > 0 && !isDigit(in[i]) && in[mark] != '\n' && in[mark] != '\r'; mark--) {
            int before = in[mark] == '%' ? skipSpace(in, mark - 1) : -1;
            if (before >= 0 && (isDigit(in[before]) || isLineBetween(in, before, mark))) {
                i = before;
                mark = before + 1;
            }
        }
        return i;
    }

    private static boolean isLineBetween(byte[] in, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (in[i] == '\n' || in[i] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    private static int skipSpace(byte[] in, int from) {
        int i = from;
        while (i >= 0 && isSpace(in[i])) {
            i--;
        }
        return i;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t' || octet == '\f' || octet == 0;
    }

    private static int skipDigits(byte[] in, int from) {
        int i = from;
        while (i >= 0 && isDigit(in[i])) {
            i--;
        }
        return i;
    }

    /**
     * How many states of the document the file holds. The first part of a linearized file is none, and has an end of
     * its own unless its cross-references are a stream.
     */
    int revisions() {
        long first = ends.stream().filter(end -> end <= linearized).count();
        return Math.max(1, ends.size() - (first > 1 ? 1 : 0));
    }

    /** Tells objects that no cross-references list, and that are no copies of ones that are listed. */
    void report(Path file, ListedObjects listed, Findings findings, Budget budget) throws IOException {
        var unlisted = new LinkedHashSet<Standing>();
        for (var standing : objects) {
            budget.spend();
            if (!isListed(file, standing, listed, budget)) {
                unlisted.add(standing);
            }
        }
        var byNumber = objects.stream()
                .filter(standing -> !unlisted.contains(standing))
                .collect(Collectors.groupingBy(Standing::number));
        for (var standing : unlisted) {
            budget.spend();
            if (standing.offset() >= listed.from()
                    && !repeats(file, standing, byNumber.getOrDefault(standing.number(), List.of()), budget)) {
                findings.add(
                        listed.has(standing.number()) ? FindingCode.TWIN_OBJECT : FindingCode.UNLISTED_OBJECT,
                        0,
                        standing.number());
            }
        }
        for (var packed : listed.unlistedPacked()) {
            findings.add(FindingCode.UNLISTED_OBJECT, 0, packed);
        }
        for (var packed : listed.ambiguousPacked()) {
            findings.add(FindingCode.AMBIGUOUS_OBJECT, 0, packed);
        }
    }
}
