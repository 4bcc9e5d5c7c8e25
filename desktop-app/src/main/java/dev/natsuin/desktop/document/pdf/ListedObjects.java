package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.apache.pdfbox.cos.COSDocument;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;

/**
 * Where the cross-references of a document and of its earlier revisions say that objects stand.
 *
 * <p>Of each revision the merged table counts, as a reader of that revision would see it.
 */
public final class ListedObjects {
    /** A program that saves by updates makes one for each time. */
    private static final int MOST_REVISIONS = 300;

    private static final long MOST_ENTRIES = 4_000_000;
    private static final int LARGEST_HEADER = 1 << 20;

    private final Set<Long> numbers = new HashSet<>();
    private final TreeSet<Long> offsets = new TreeSet<>();
    private final Map<Long, Map<Long, Integer>> packed = new HashMap<>();
    private final List<Long> unlistedPacked = new ArrayList<>();
    private final List<Long> ambiguousPacked = new ArrayList<>();
    private int unreadable;
    private long entries;
    private long from;

    private ListedObjects() {}

    /**
     * Reads the cross-references.
     *
     * @param ends where revisions end in the file; the last needs no entry
     * @param password what opened the file, if anything had to; stays the caller's
     */
    public static ListedObjects of(PdfFile pdf, List<Long> ends, Optional<Secret> password) throws IOException {
        var text = DocumentPassword.text(password);
        return HostileInput.read(() -> {
            var listed = new ListedObjects();
            var now = pdf.document().getDocument();
            listed.add(now, pdf::indexInStream);
            listed.offsets.addAll(pdf.sectionsOfCrossReferences());
            for (int i = ends.size() - 1; i >= 0; i--) {
                long end = ends.get(i);
                if (ends.size() - i > MOST_REVISIONS || listed.entries > MOST_ENTRIES) {
                    listed.from = end;
                    break;
                }
                if (end + 16 < pdf.sizeBytes()) {
                    listed.addRevision(pdf, end, text);
                }
            }
            listed.comparePacked(now);
            return listed;
        });
    }

    private void addRevision(PdfFile pdf, long end, String password) {
        try (var prefix = pdf.firstBytes(end)) {
            var parser = HostileInput.read(() -> new CheckedParser(prefix, password, end));
            try (var document = HostileInput.read(() -> parser.parse(true))) {
                add(document.getDocument(), parser::indexInStream);
                offsets.addAll(parser.sections());
            }
        } catch (IOException e) {
            return; // The first part of a linearized file is no document by itself.
        }
    }

    private void add(COSDocument document, ToIntFunction<COSObjectKey> index) {
        entries += document.getXrefTable().size();
        document.getXrefTable().forEach((key, offset) -> {
            numbers.add(key.getNumber());
            if (offset > 0) {
                offsets.add(offset);
            } else if (offset < 0) {
                packed.computeIfAbsent(-offset, container -> new HashMap<>())
                        .put(key.getNumber(), index.applyAsInt(key));
            }
        });
    }

    /** Objects that stand in an object stream and that no revision takes from there. */
    private void comparePacked(COSDocument document) throws IOException {
        for (var container : packed.entrySet()) {
            var object = document.getObjectFromPool(new COSObjectKey(container.getKey(), 0));
            if (object != null && object.getObject() instanceof COSStream stream) {
                if (!StreamSize.isBearable(stream, () -> {})) {
                    unreadable++;
                    continue;
                }
                comparePacked(container.getValue(), header(stream));
            }
        }
    }

    private void comparePacked(Map<Long, Integer> listed, List<Long> header) {
        var seen = new HashMap<Long, Integer>();
        for (int i = 0; i < header.size(); i++) {
            long number = header.get(i);
            if (!listed.containsKey(number)) {
                unlistedPacked.add(number);
            } else if (seen.put(number, i) != null) {
                ambiguousPacked.add(number);
            }
        }
        for (var entry : listed.entrySet()) {
            int index = entry.getValue();
            var there = seen.get(entry.getKey());
            if (index >= 0 && there != null && there != index && !ambiguousPacked.contains(entry.getKey())) {
                ambiguousPacked.add(entry.getKey());
            }
        }
    }

    private static List<Long> header(COSStream stream) throws IOException {
        int length = Math.min(LARGEST_HEADER, Math.max(0, stream.getInt(COSName.FIRST)));
        int count = Math.max(0, stream.getInt(COSName.N));
        try (var in = stream.createInputStream()) {
            var words = new StringTokenizer(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
            var numbers = new ArrayList<Long>();
            while (numbers.size() < count && words.hasMoreTokens()) {
                var number = words.nextToken();
                if (!words.hasMoreTokens()) {
                    break;
                }
                words.nextToken();
                if (number.matches("\\d{1,10}")) {
                    numbers.add(Long.parseLong(number));
                }
            }
            return numbers;
        }
    }

    /** Before here nothing can be said: there are more revisions than are looked at. 0 if there are not. */
    public long from() {
        return from;
    }

    /** True if some revision has an object of this number. */
    public boolean has(long number) {
        return numbers.contains(number);
    }

    /**
     * The last place up to here to which cross-references of some revision lead, or where some stand: streams of them
     * need not name themselves. Less than 0 if there is none.
     */
    public long placeUpTo(long offset) {
        var listed = offsets.floor(offset);
        return listed == null ? -1 : listed;
    }

    /** The numbers of objects in object streams that no revision takes from there. */
    public List<Long> unlistedPacked() {
        return List.copyOf(unlistedPacked);
    }

    /**
     * The numbers of objects that an object stream has twice, or has at another place than the cross-references say:
     * some programs take the first, some the last, some the one at the place.
     */
    public List<Long> ambiguousPacked() {
        return List.copyOf(ambiguousPacked);
    }

    /** How many object streams are too large to be read. */
    public int unreadable() {
        return unreadable;
    }
}
