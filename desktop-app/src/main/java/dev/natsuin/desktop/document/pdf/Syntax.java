package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.pdfbox.io.RandomAccessRead;
import org.jspecify.annotations.Nullable;

/**
 * Reads PDF syntax octet by octet, and strictly: what one reader may take for this and another for that is an error.
 *
 * <p>Knows where things stand, which a parser that builds objects does not tell. Comments between tokens, long runs of
 * white space and keys that occur twice in a dictionary are errors: nobody needs them, and much can be hidden there.
 */
final class Syntax {
    private static final int DEEPEST = 64;
    private static final int LONGEST_SPACE = 1024;
    private static final int LONGEST_WORD = 127;
    private static final Pattern REFERENCE = Pattern.compile("\\d{1,12}[\\s\\x00]+\\d{1,5}[\\s\\x00]+R");

    private final RandomAccessRead source;
    private final long end;

    /**
     * Reads from the source's position.
     *
     * @param end where the octets end for this reading
     */
    Syntax(RandomAccessRead source, long from, long end) throws IOException {
        this.source = source;
        this.end = end;
        source.seek(from);
    }

    /**
     * Where a value stands.
     *
     * @param from its first octet
     * @param to behind its last octet
     */
    record Span(long from, long to) {}

    long position() throws IOException {
        return source.getPosition();
    }

    void seek(long position) throws IOException {
        source.seek(position);
    }

    private int peek() throws IOException {
        return source.getPosition() >= end ? -1 : source.peek();
    }

    private int next() throws IOException {
        return source.getPosition() >= end ? -1 : source.read();
    }

    boolean atEnd() throws IOException {
        return source.getPosition() >= end;
    }

    /** Passes over white space; returns how much there was. */
    int space() throws IOException {
        int passed = 0;
        while (isSpace(peek())) {
            next();
            if (++passed > LONGEST_SPACE) {
                throw wrong("too much white space");
            }
        }
        return passed;
    }

    private static boolean isSpace(int octet) {
        return octet == 0 || octet == '\t' || octet == '\n' || octet == '\f' || octet == '\r' || octet == ' ';
    }

    private static boolean isDelimiter(int octet) {
        return octet < 0 || "()<>[]{}/%".indexOf(octet) >= 0;
    }

    /** The next word of regular characters; empty if there is none. */
    String word() throws IOException {
        var word = new StringBuilder();
        while (!isSpace(peek()) && !isDelimiter(peek())) {
            word.append((char) next());
            if (word.length() > LONGEST_WORD) {
                throw wrong("a word without an end");
            }
        }
        return word.toString();
    }

    /** A number of decimal digits. */
    long integer() throws IOException {
        var word = word();
        if (word.isEmpty() || word.length() > 15 || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw wrong("no number");
        }
        return Long.parseLong(word);
    }

    void expect(String word) throws IOException {
        var found = word();
        if (!found.equals(word)) {
            throw wrong("not " + word);
        }
    }

    /** The rest of the line, of printable characters, without its end; at most so many. */
    String line(int most) throws IOException {
        var line = new StringBuilder();
        while (peek() >= 0 && peek() != '\n' && peek() != '\r') {
            line.append((char) next());
            if (line.length() > most) {
                throw wrong("a long line");
            }
        }
        return line.toString();
    }

    boolean startsComment() throws IOException {
        return peek() == '%';
    }

    boolean startsDigit() throws IOException {
        return peek() >= '0' && peek() <= '9';
    }

    /** Passes over one value, references included. */
    Span value() throws IOException {
        space();
        long from = position();
        value(0);
        return new Span(from, position());
    }

    private void value(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw wrong("too deep");
        }
        int first = peek();
        if (first == '<') {
            next();
            if (peek() == '<') {
                next();
                entries(depth, null);
            } else {
                hex();
            }
        } else if (first == '[') {
            next();
            space();
            while (peek() != ']') {
                value(depth + 1);
                space();
            }
            next();
        } else if (first == '(') {
            string();
        } else if (first == '/') {
            name();
        } else if (isDelimiter(first)) {
            throw wrong("no value");
        } else {
            word();
        }
    }

    /** The entries of the dictionary that begins here, by name as written, references whole. */
    Map<String, Span> dictionary() throws IOException {
        space();
        open();
        open();
        var entries = new LinkedHashMap<String, Span>();
        entries(0, entries);
        return entries;
    }

    private void open() throws IOException {
        if (next() != '<') {
            throw wrong("no dictionary");
        }
    }

    private void entries(int depth, @Nullable Map<String, Span> noted) throws IOException {
        var names = new HashSet<String>();
        space();
        while (peek() != '>') {
            if (peek() != '/') {
                throw wrong("no name");
            }
            var name = name();
            if (!names.add(name)) {
                throw wrong("a key twice");
            }
            space();
            long from = position();
            value(depth + 1);
            long to = position();
            space();
            if (peek() != '/' && peek() != '>') {
                integer();
                space();
                expect("R");
                to = position();
                space();
                var words = text(new Span(from, to));
                if (!REFERENCE.matcher(words).matches() || (peek() != '/' && peek() != '>')) {
                    throw wrong("a key with several values");
                }
            }
            if (noted != null) {
                noted.put(name, new Span(from, to));
            }
        }
        next();
        if (next() != '>') {
            throw wrong("a dictionary that does not end");
        }
    }

    private String name() throws IOException {
        next();
        var name = word();
        if (name.indexOf('#') < 0) {
            return name;
        }
        var plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) == '#'
                    && i + 2 < name.length()
                    && name.substring(i + 1, i + 3).matches("[0-9A-Fa-f]{2}")) {
                plain.append((char) Integer.parseInt(name.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                plain.append(name.charAt(i));
            }
        }
        return plain.toString();
    }

    private void hex() throws IOException {
        int octet = next();
        while (octet != '>') {
            if (Character.digit(octet, 16) < 0 && !isSpace(octet)) {
                throw wrong("no hexadecimal digit");
            }
            octet = next();
        }
    }

    private void string() throws IOException {
        next();
        int open = 1;
        while (open > 0) {
            switch (next()) {
                case '\\' -> next();
                case '(' -> open++;
                case ')' -> open--;
                case -1 -> throw wrong("a string that does not end");
                default -> {
                    // part of the string
                }
            }
        }
    }

    /** What stands between two places. */
    String text(Span span) throws IOException {
        long back = position();
        seek(span.from());
        var octets = new byte[(int) Math.min(span.to() - span.from(), 1 << 26)];
        source.readFully(octets, 0, octets.length);
        seek(back);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** Passes over octets, for streams. */
    void skip(long octets) throws IOException {
        if (octets < 0 || octets > end - position()) {
            throw wrong("a stream beyond the end");
        }
        seek(position() + octets);
    }

    /** Passes over the line end behind {@code stream}. */
    void endOfStreamKeyword() throws IOException {
        int octet = next();
        if (octet == '\r') {
            octet = next();
        }
        if (octet != '\n') {
            throw wrong("no line end");
        }
    }

    IOException wrong(String what) throws IOException {
        return new IOException(what + " at " + position());
    }
}
