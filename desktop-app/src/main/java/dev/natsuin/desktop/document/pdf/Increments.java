package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.jspecify.annotations.Nullable;

/**
 * What was appended to a signed revision, octet by octet: nothing but incremental updates in which each object stands
 * in the cross-references and each cross-reference leads to an object that stands there.
 *
 * <p>So there is one table of objects for every reader: what is freed, numbered anew, defined twice, left out of the
 * table or pointed to in older octets is not such an update. Comments are none of it, but for one short line before
 * {@code startxref}, where some programs leave their name.
 *
 * @param freed numbers of objects that an update gave up
 * @param written objects that stand in the updates, newest last
 */
record Increments(Set<Long> freed, List<COSObjectKey> written) {
    private static final COSName XREF_STREAM = COSName.getPDFName("XRef");
    private static final COSName OBJECT_STREAM = COSName.getPDFName("ObjStm");
    private static final int LONGEST_SIGNATURE_OF_A_PROGRAM = 80;
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern REMARK = Pattern.compile("% [A-Za-z][A-Za-z0-9 .,-]*");
    private static final int MOST_ENTRIES = 1_000_000;

    /** ISO 32000-2 §7.5.4. */
    static final int LARGEST_GENERATION = 65_535;

    Increments {
        freed = Set.copyOf(freed);
        written = List.copyOf(written);
    }

    /** Gives an object as it is in the whole file. */
    @FunctionalInterface
    interface Objects {
        /** The object, null if there is none. */
        @Nullable COSBase get(COSObjectKey key);
    }

    /**
     * Reads everything behind a revision.
     *
     * @param source the whole file
     * @param from where the revision ends
     * @param revisionStart where the cross-references of the revision begin, as its {@code startxref} says
     * @param encrypted true if the revision is, which the trailer of each update must say again
     * @throws IOException if anything there is something else, which the message names
     */
    static Increments read(RandomAccessRead source, long from, long revisionStart, boolean encrypted, Objects objects)
            throws IOException {
        var reading = new Reading(source, from, encrypted, objects);
        reading.previous = revisionStart;
        while (!reading.syntax.atEnd()) {
            reading.update();
        }
        return new Increments(reading.freed, reading.written);
    }

    /**
     * One entry of the cross-references: an object of its own at a place, or one in an object stream.
     *
     * @param place where it stands, or the number of the stream
     * @param index which object of the stream it is
     */
    private record Entry(long place, int generation, boolean compressed, long index) {}

    private static final class Reading {
        private final Syntax syntax;
        private final boolean encrypted;
        private final Objects objects;
        private final Set<Long> freed = new HashSet<>();
        private final List<COSObjectKey> written = new ArrayList<>();
        private long previous;
        private long size;

        Reading(RandomAccessRead source, long from, boolean encrypted, Objects objects) throws IOException {
            this.syntax = new Syntax(source, from, source.length());
            this.encrypted = encrypted;
            this.objects = objects;
        }

        void update() throws IOException {
            var standing = new HashMap<Long, COSObjectKey>();
            long section;
            Map<Long, Entry> entries;
            COSDictionary trailer;
            syntax.space();
            remark();
            while (true) {
                syntax.space();
                section = syntax.position();
                if (!syntax.startsDigit()) {
                    syntax.expect("xref");
                    entries = table();
                    trailer = trailer();
                    break;
                }
                var key = object();
                var isTable = objectAt(key, section);
                standing.put(section, key);
                if (isTable != null) {
                    entries = stream(isTable);
                    trailer = isTable;
                    break;
                }
            }
            end(section);
            check(standing, entries, trailer);
            previous = section;
            written.addAll(standing.values());
        }

        /** The dictionary of the cross-reference stream, if it is one, else null. */
        private @Nullable COSStream objectAt(COSObjectKey key, long place) throws IOException {
            return objects.get(key) instanceof COSStream stream
                            && XREF_STREAM.equals(stream.getCOSName(COSName.TYPE))
                            && startIsSaid(place)
                    ? stream
                    : null;
        }

        private boolean startIsSaid(long place) throws IOException {
            long back = syntax.position();
            try {
                syntax.space();
                comment();
                if (!syntax.word().equals("startxref")) {
                    return false;
                }
                syntax.space();
                return syntax.integer() == place;
            } catch (IOException e) {
                return false;
            } finally {
                syntax.seek(back);
            }
        }

        /** PDFBox keeps both in one number of 64 bits, where larger ones become those of another object. */
        private COSObjectKey key(long number, long generation) throws IOException {
            if (number < 0 || number > PdfFile.LARGEST_NUMBER || generation < 0 || generation > LARGEST_GENERATION) {
                throw syntax.wrong("a number that no object has");
            }
            return new COSObjectKey(number, (int) generation);
        }

        private COSObjectKey object() throws IOException {
            long number = syntax.integer();
            syntax.space();
            long generation = syntax.integer();
            syntax.space();
            syntax.expect("obj");
            var body = syntax.value();
            var key = key(number, generation);
            syntax.space();
            var word = syntax.word();
            if (word.equals("stream")) {
                syntax.endOfStreamKeyword();
                syntax.skip(length(body));
                syntax.space();
                syntax.expect("endstream");
                syntax.space();
                word = syntax.word();
            } else if (word.matches("\\d+")) {
                // The object is a reference.
                syntax.space();
                syntax.integer();
                syntax.space();
                syntax.expect("R");
                syntax.space();
                word = syntax.word();
            }
            if (!word.equals("endobj")) {
                throw syntax.wrong("no end of an object");
            }
            return key;
        }

        private long length(Syntax.Span body) throws IOException {
            long back = syntax.position();
            syntax.seek(body.from());
            var entry = syntax.dictionary().get("Length");
            syntax.seek(back);
            if (entry == null) {
                throw syntax.wrong("a stream without a length");
            }
            var words = List.of(SPACE.split(syntax.text(entry).trim()));
            if (words.size() == 1 && words.get(0).matches("\\d{1,12}")) {
                return Long.parseLong(words.get(0));
            }
            if (words.size() == 3
                    && words.get(0).matches("\\d{1,12}")
                    && words.get(1).matches("\\d{1,5}")
                    && objects.get(new COSObjectKey(Long.parseLong(words.get(0)), Integer.parseInt(words.get(1))))
                            instanceof COSNumber number) {
                return number.longValue();
            }
            throw syntax.wrong("a stream without a length");
        }

        private Map<Long, Entry> table() throws IOException {
            var entries = new HashMap<Long, Entry>();
            syntax.space();
            while (syntax.startsDigit()) {
                long first = syntax.integer();
                syntax.space();
                long count = syntax.integer();
                syntax.space();
                for (long number = first; number < first + count; number++) {
                    long place = syntax.integer();
                    syntax.space();
                    long generation = syntax.integer();
                    syntax.space();
                    var state = syntax.word();
                    syntax.space();
                    if (state.equals("f")) {
                        free(number);
                    } else if (state.equals("n")) {
                        add(
                                entries,
                                number,
                                new Entry(place, key(number, generation).getGeneration(), false, 0));
                    } else {
                        throw syntax.wrong("no cross-reference");
                    }
                }
            }
            return entries;
        }

        private void free(long number) throws IOException {
            if (number != 0 && freed.add(number) && freed.size() > MOST_ENTRIES) {
                throw syntax.wrong("more freed than there can be");
            }
        }

        private void add(Map<Long, Entry> entries, long number, Entry entry) throws IOException {
            if (entries.put(number, entry) != null || entries.size() > MOST_ENTRIES) {
                throw syntax.wrong("an object twice");
            }
        }

        private Map<Long, Entry> stream(COSStream table) throws IOException {
            var entries = new HashMap<Long, Entry>();
            var widths = table.getCOSArray(COSName.W);
            if (widths == null || widths.size() != 3) {
                throw syntax.wrong("no widths");
            }
            int[] width = new int[3];
            for (int i = 0; i < 3; i++) {
                width[i] = widths.getInt(i, -1);
                if (width[i] < 0 || width[i] > 8) {
                    throw syntax.wrong("a wrong width");
                }
            }
            var index = table.getCOSArray(COSName.INDEX);
            if (index == null) {
                index = new COSArray();
                index.add(COSInteger.ZERO);
                index.add(COSInteger.get(table.getLong(COSName.SIZE)));
            }
            try (var in = table.createInputStream()) {
                for (int i = 0; i + 1 < index.size(); i += 2) {
                    long first = number(index.getObject(i));
                    long count = number(index.getObject(i + 1));
                    for (long number = first; number < first + count; number++) {
                        entry(entries, number, width, in);
                    }
                }
                if (in.read() >= 0) {
                    throw syntax.wrong("more than the cross-references");
                }
            }
            return entries;
        }

        private void entry(Map<Long, Entry> entries, long number, int[] width, InputStream in) throws IOException {
            long[] field = new long[3];
            for (int i = 0; i < 3; i++) {
                for (int k = 0; k < width[i]; k++) {
                    int octet = in.read();
                    if (octet < 0) {
                        throw syntax.wrong("cross-references that end too soon");
                    }
                    field[i] = field[i] << 8 | octet;
                }
            }
            long type = width[0] == 0 ? 1 : field[0];
            if (type == 0) {
                free(number);
            } else if (type == 1 || type == 2) {
                var key = key(number, type == 1 ? field[2] : 0);
                add(entries, number, new Entry(field[1], key.getGeneration(), type == 2, type == 2 ? field[2] : 0));
            } else {
                throw syntax.wrong("an unknown kind of cross-reference");
            }
        }

        private long number(@Nullable COSBase base) throws IOException {
            if (base instanceof COSNumber number
                    && number.longValue() >= 0
                    && number.longValue() <= MOST_ENTRIES * 100L) {
                return number.longValue();
            }
            throw syntax.wrong("no number");
        }

        /** The trailer's own words, as a dictionary of what is needed of it. */
        private COSDictionary trailer() throws IOException {
            syntax.expect("trailer");
            var entries = syntax.dictionary();
            var needed = new COSDictionary();
            for (var name : List.of(COSName.SIZE, COSName.PREV)) {
                var entry = entries.get(name.getName());
                if (entry != null && syntax.text(entry).trim().matches("\\d{1,15}")) {
                    needed.setLong(name, Long.parseLong(syntax.text(entry).trim()));
                }
            }
            if (entries.containsKey("XRefStm")) {
                throw syntax.wrong("cross-references of two kinds");
            }
            for (var name : List.of(COSName.ROOT, COSName.ENCRYPT)) {
                if (entries.containsKey(name.getName())) {
                    // Which one it is, is compared elsewhere.
                    needed.setItem(name, name);
                }
            }
            return needed;
        }

        private void comment() throws IOException {
            if (syntax.startsComment()) {
                var line = syntax.line(LONGEST_SIGNATURE_OF_A_PROGRAM);
                if (!line.chars().allMatch(c -> c >= ' ' && c <= '~')) {
                    throw syntax.wrong("a comment that is no text");
                }
                syntax.space();
            }
        }

        /** Before its first object a program may say in a line who it is; not what begins or ends a file. */
        private void remark() throws IOException {
            if (syntax.startsComment()) {
                var line = syntax.line(LONGEST_SIGNATURE_OF_A_PROGRAM);
                if (!REMARK.matcher(line).matches()) {
                    throw syntax.wrong("a comment that is no remark of a program");
                }
            }
        }

        private void end(long section) throws IOException {
            syntax.space();
            comment();
            syntax.expect("startxref");
            syntax.space();
            if (syntax.integer() != section) {
                throw syntax.wrong("cross-references that stand elsewhere");
            }
            syntax.space();
            if (!syntax.line(5).equals("%%EOF")) {
                throw syntax.wrong("no end of an update");
            }
            long line = syntax.position();
            syntax.space();
            if (syntax.atEnd() && syntax.position() - line > 2) {
                throw syntax.wrong("octets behind the last update");
            }
        }

        /**
         * Each object in an object stream is the one of that number and that place in it, and all are named: some
         * programs look for an object by its number, others by its place.
         */
        private void checkStreams(Map<Long, COSObjectKey> standing, Map<Long, Entry> entries) throws IOException {
            var inside = new HashMap<Long, Map<Long, Long>>();
            for (var entry : entries.entrySet()) {
                if (entry.getValue().compressed()) {
                    var stream = inside.computeIfAbsent(entry.getValue().place(), n -> new HashMap<>());
                    if (stream.put(entry.getValue().index(), entry.getKey()) != null) {
                        throw syntax.wrong("two objects at one place");
                    }
                }
            }
            for (var key : standing.values()) {
                if (!(objects.get(key) instanceof COSStream stream)) {
                    continue;
                }
                var named = inside.getOrDefault(key.getNumber(), Map.of());
                if (!named.isEmpty() || OBJECT_STREAM.equals(stream.getCOSName(COSName.TYPE))) {
                    var numbers = packed(stream);
                    for (int i = 0; i < numbers.size(); i++) {
                        if (!numbers.get(i).equals(named.get((long) i))) {
                            throw syntax.wrong("an object stream with other objects than are named");
                        }
                    }
                    if (numbers.size() != named.size()) {
                        throw syntax.wrong("an object stream without an object that is named");
                    }
                }
            }
        }

        private void check(Map<Long, COSObjectKey> standing, Map<Long, Entry> entries, COSDictionary trailer)
                throws IOException {
            if (trailer.getLong(COSName.PREV, -1) != previous) {
                throw syntax.wrong("cross-references that do not go on from the last");
            }
            // Some programs go by the last trailer alone, others by all of them.
            if (!trailer.containsKey(COSName.ROOT) || trailer.containsKey(COSName.ENCRYPT) != encrypted) {
                throw syntax.wrong("a trailer that leaves out what the last one said");
            }
            long highest = entries.keySet().stream().mapToLong(n -> n).max().orElse(0);
            if (trailer.getLong(COSName.SIZE, -1) <= highest || trailer.getLong(COSName.SIZE, -1) < size) {
                throw syntax.wrong("a size that hides objects");
            }
            size = trailer.getLong(COSName.SIZE, -1);
            checkStreams(standing, entries);
            var left = new HashMap<>(standing);
            for (var entry : entries.entrySet()) {
                var place = entry.getValue().place();
                if (entry.getValue().compressed()) {
                    if (standing.values().stream().noneMatch(key -> key.getNumber() == place)) {
                        throw syntax.wrong("an object of an older stream");
                    }
                    written.add(new COSObjectKey(entry.getKey(), 0));
                    continue;
                }
                var there = standing.get(place);
                if (there == null
                        || there.getNumber() != entry.getKey()
                        || there.getGeneration() != entry.getValue().generation()) {
                    throw syntax.wrong("a cross-reference to older octets");
                }
                left.remove(place);
            }
            for (var key : left.values()) {
                // A cross-reference stream need not name itself.
                if (!(objects.get(key) instanceof COSStream stream
                        && XREF_STREAM.equals(stream.getCOSName(COSName.TYPE)))) {
                    throw syntax.wrong("an object that no cross-reference names");
                }
            }
        }
    }

    /** The numbers of the objects in an object stream, in their order, as it says itself (ISO 32000-2 §7.5.7). */
    private static List<Long> packed(COSStream stream) throws IOException {
        long first = stream.getLong(COSName.FIRST, -1);
        long count = stream.getLong(COSName.N, -1);
        if (first < 0 || first > MOST_ENTRIES * 20L || count < 0 || count > MOST_ENTRIES) {
            throw new IOException("an object stream that does not say what it holds");
        }
        try (var in = PlainStream.of(stream).orElseGet(InputStream::nullInputStream)) {
            var header = new String(in.readNBytes((int) first), StandardCharsets.ISO_8859_1).strip();
            var words = header.isEmpty() ? List.<String>of() : List.of(SPACE.split(header));
            var numbers = new ArrayList<Long>();
            long before = -1;
            for (int i = 0; i + 1 < words.size(); i += 2) {
                long place = number(words.get(i + 1));
                if (place <= before) {
                    throw new IOException("objects of a stream that lie in each other");
                }
                before = place;
                numbers.add(number(words.get(i)));
            }
            if (numbers.size() != count || words.size() != 2 * count) {
                throw new IOException("an object stream that does not say what it holds");
            }
            return numbers;
        }
    }

    private static long number(String word) throws IOException {
        if (!word.matches("0|[1-9]\\d{0,11}")) {
            throw new IOException("no number");
        }
        return Long.parseLong(word);
    }

    /** The cross-references that the end of a revision names. */
    static OptionalLong startOf(RandomAccessRead source, long end) throws IOException {
        int length = (int) Math.min(end, 1024);
        var octets = new byte[length];
        source.seek(end - length);
        source.readFully(octets, 0, length);
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        var found = Pattern.compile("startxref[\\r\\n \\t]+(\\d{1,10})[\\r\\n \\t]+%%EOF[\\r\\n \\t]{0,2}$")
                .matcher(text);
        return found.find() ? OptionalLong.of(Long.parseLong(found.group(1))) : OptionalLong.empty();
    }

    /** Behind the last {@code %%EOF} before a place, with its line end; 0 if there is none. */
    static long lastEndBefore(RandomAccessRead source, long place) throws IOException {
        int block = 1 << 16;
        for (long to = place; to > 0; to -= block - 8) {
            int length = (int) Math.min(to, block);
            var octets = new byte[length];
            source.seek(to - length);
            source.readFully(octets, 0, length);
            int found = new String(octets, StandardCharsets.ISO_8859_1).lastIndexOf("%%EOF");
            if (found >= 0) {
                long end = to - length + found + 5;
                source.seek(end);
                int octet = source.read();
                end += octet == '\r' || octet == '\n' ? 1 : 0;
                return octet == '\r' && source.read() == '\n' ? end + 1 : end;
            }
            if (length == to) {
                break;
            }
        }
        return 0;
    }
}
