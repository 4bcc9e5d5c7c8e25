package dev.natsuin.desktop.document.pdf;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.pdfparser.PDFParser;
import org.apache.pdfbox.pdfparser.XrefTrailerResolver;
import org.jspecify.annotations.Nullable;

/**
 * PDFBox's lenient parser, made to say whether it had to repair anything.
 *
 * <p>Lenient because many files that people must sign bend the rules harmlessly; but a file whose cross-references had
 * to be guessed looks different in every viewer, and must not be signed.
 */
final class CheckedParser extends PDFParser {
    private static final Set<String> READ_AS_ONE_PIECE = Set.of("XRef", "ObjStm");
    private static final long MOST_BYTES = 1 << 26;

    /** What may stand before {@code endstream} and belongs to the stream for some and not for others. */
    private static final int END_OF_LINE = 2;

    static {
        StandInFonts.use();
    }

    private final long checkedBytes;
    private final Set<Long> sections = new HashSet<>();
    private final Set<COSStream> otherLength = Collections.newSetFromMap(new IdentityHashMap<>());
    private @Nullable Map<COSObjectKey, Long> asWritten;
    private final Map<COSObjectKey, Long> toCheck = new HashMap<>();
    private Map<COSObjectKey, Long> toCheckAsWritten = Map.of();
    private final Map<COSObjectKey, Integer> indexes = new HashMap<>();
    private final List<COSObjectKey> packedInSection = new ArrayList<>();
    private final Set<Long> listed = new HashSet<>();
    private final Set<Long> freed = new HashSet<>();
    private List<Long> freeInSection = List.of();
    private boolean rebuilt;
    private boolean encrypted;

    CheckedParser(RandomAccessRead source, String password) throws IOException {
        this(source, password, 0);
    }

    /**
     * With less to check.
     *
     * @param checkedBytes of the file, whose first octets are those of one whose cross-references were found to lead
     *     where they say; only what cross-references behind them lead to is looked up
     */
    CheckedParser(RandomAccessRead source, String password, long checkedBytes) throws IOException {
        super(source, password, null, null, DecryptedStreams::new);
        this.checkedBytes = checkedBytes;
        xrefTrailerResolver = new Recording();
    }

    /** True if the cross-references the document was read with are not the ones that stand in the file. */
    boolean repaired() {
        return rebuilt
                || asWritten == null
                || !asWritten.equals(document.getXrefTable())
                || !toCheckAsWritten.equals(toCheck);
    }

    /** True if the file is encrypted, whether or not it could be opened. */
    boolean encrypted() {
        return encrypted;
    }

    /** True if a stream that was read ends elsewhere than it says, so that other programs read more or less of it. */
    boolean hasOtherLength(COSStream stream) {
        return otherLength.contains(stream);
    }

    /**
     * Which object of its stream the newest cross-references say that this one is; less than 0 if they do not.
     *
     * <p>Not to be asked of the document's own table: there an object that newer cross-references moved keeps the index
     * it had before.
     */
    int indexInStream(COSObjectKey listed) {
        return indexes.getOrDefault(listed, listed.getStreamIndex());
    }

    /**
     * True if an update gave this object up: null for some programs, while PDFBox, which passes over that, goes on with
     * what it was before.
     */
    boolean isFreed(long number) {
        return freed.contains(number);
    }

    /** Where the sections of cross-references begin that the document was read with, and those they name. */
    Set<Long> sections() {
        return Set.copyOf(sections);
    }

    @Override
    protected void prepareDecryption() throws IOException {
        encrypted = document.isEncrypted();
        super.prepareDecryption();
    }

    @Override
    protected synchronized @Nullable COSBase parseObjectDynamically(COSObjectKey key, boolean mustExist)
            throws IOException {
        if (!mustExist && !document.getXrefTable().containsKey(key)) {
            // Null (ISO 32000-2 §7.3.10). PDFBox would search all of the file for something of that number instead.
            document.getObjectFromPool(key).setToNull();
            return null;
        }
        return super.parseObjectDynamically(key, mustExist);
    }

    /** Refuses cross-references and object streams, which are read as one piece, that swell beyond reason. */
    @Override
    protected COSStream parseCOSStream(COSDictionary dictionary) throws IOException {
        long said =
                dictionary.getDictionaryObject(COSName.LENGTH) instanceof COSNumber number ? number.longValue() : -1;
        var stream = super.parseCOSStream(dictionary);
        if (said >= 0 && Math.abs(said - stream.getLength()) > END_OF_LINE) {
            otherLength.add(stream);
        }
        if (READ_AS_ONE_PIECE.contains(stream.getNameAsString(COSName.TYPE, ""))) {
            try {
                PlainStream.limit(stream, MOST_BYTES);
            } catch (ZipException | EOFException e) {
                // Damaged or encrypted: whoever reads it will find out.
                return stream;
            }
            if (stream.getNameAsString(COSName.TYPE, "").equals("XRef")) {
                freeInSection = FreeEntries.in(stream);
            }
        }
        return stream;
    }

    /**
     * Reads a table that is written exactly as it should be (ISO 32000-2 §7.5.4: twenty octets an entry), which is many
     * times faster than PDFBox's way of reading every table; any other goes that way.
     */
    @Override
    protected boolean parseXrefTable(long start) throws IOException {
        long before = source.getPosition();
        var table = XrefTable.read(source);
        if (table.isEmpty()) {
            source.seek(before);
            return super.parseXrefTable(start);
        }
        xrefTrailerResolver.nextXrefObj(start, XrefTrailerResolver.XRefType.TABLE);
        table.get().forEach(xrefTrailerResolver::setXRef);
        freeInSection = table.get().free();
        return true;
    }

    @Override
    protected boolean resetTrailerResolver() {
        return false;
    }

    /** Notes the table before the parser corrects it in place, and any rebuilding from scratch. */
    private final class Recording extends XrefTrailerResolver {
        private boolean later;

        @Override
        public Map<COSObjectKey, Long> getXrefTable() {
            var table = super.getXrefTable();
            if (asWritten == null && table != null) {
                asWritten = new HashMap<>(table);
                if (checkedBytes > 0) {
                    // PDFBox asks first in order to look each of them up, and corrects what it was given.
                    toCheckAsWritten = Map.copyOf(toCheck);
                    return toCheck;
                }
            }
            return table;
        }

        @Override
        public void nextXrefObj(long start, XRefType type) {
            later = start >= checkedBytes;
            // Newest first. Of the oldest section, behind which none comes, PDFBox's own keys are right.
            packedInSection.forEach(key -> indexes.putIfAbsent(key, key.getStreamIndex()));
            packedInSection.clear();
            sections.add(start);
            super.nextXrefObj(start, type);
        }

        @Override
        public void setTrailer(COSDictionary trailer) {
            long hidden = trailer.getLong(COSName.XREF_STM, 0);
            sections.add(hidden);
            if (hidden == 0) {
                // Of a hybrid file the table calls free what its stream then lists.
                freeInSection.stream()
                        .filter(number -> number != 0 && !listed.contains(number))
                        .forEach(freed::add);
            }
            freeInSection = List.of();
            super.setTrailer(trailer);
        }

        @Override
        public void setXRef(COSObjectKey key, long place) {
            if (later && checkedBytes > 0) {
                toCheck.put(key, place);
            }
            if (place < 0) {
                packedInSection.add(key);
            }
            listed.add(key.getNumber());
            super.setXRef(key, place);
        }

        @Override
        protected void reset() {
            rebuilt = true;
            super.reset();
        }
    }
}
