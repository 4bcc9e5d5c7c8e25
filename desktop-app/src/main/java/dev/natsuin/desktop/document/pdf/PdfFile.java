package dev.natsuin.desktop.document.pdf;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.RandomAccessRead;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import org.jspecify.annotations.Nullable;

/**
 * One PDF, open for reading.
 *
 * <p>Opened lazily: pages are read when asked for, decoded streams go to temporary files, so memory does not grow with
 * the file. Not thread-safe; keeps the file open until closed.
 */
public final class PdfFile implements AutoCloseable {
    /** Up to here a file whose cross-references are not where it says is searched for objects, to be shown at least. */
    private static final long LARGEST_GUESS_BYTES = 200_000_000;

    /** Readers hold object numbers in 32 bits with a sign; room is left for those that are added. */
    static final long LARGEST_NUMBER = 2_000_000_000;

    /** Up to here a file is read in one piece: whoever looks its objects up otherwise waits for the disk's pages. */
    private static final long LARGEST_IN_MEMORY_BYTES = 16L << 20;

    /** Up to here also a file that is known is read in one piece: that costs no more than the few places do. */
    private static final long LARGEST_READ_AGAIN_BYTES = 1L << 20;

    private static final int HEAD_BYTES = 1024;
    private static final int TAIL_BYTES = 2048;
    private static final String MAGIC = "%PDF-";
    private static final Pattern START = Pattern.compile("startxref[\\r\\n \\t]+(\\d{1,18})[\\r\\n \\t]+%%EOF");
    private static final Pattern SECTION = Pattern.compile("^\\s*(xref\\b|\\d+\\s+\\d+\\s+obj\\b)");

    private final Path path;
    private final PDDocument document;
    private final RandomAccessRead source;
    private final byte @Nullable [] octets;
    private final long sizeBytes;
    private final FileTime modified;
    private final boolean encrypted;
    private final CheckedParser parser;
    private final boolean repaired;
    private final String password;
    private @Nullable PageTree pages;

    private PdfFile(
            Source source,
            PDDocument document,
            @Nullable PageTree pages,
            CheckedParser parser,
            boolean repaired,
            String password) {
        this.path = source.file;
        this.document = document;
        this.source = source.reading;
        this.octets = source.octets;
        this.pages = pages;
        this.sizeBytes = source.sizeBytes;
        this.modified = source.modified;
        this.encrypted = parser.encrypted();
        this.parser = parser;
        this.repaired = repaired;
        this.password = password;
    }

    /** What came of opening. */
    public sealed interface Opening {
        /** The file is open; close it. */
        record Opened(PdfFile pdf) implements Opening {}

        /** It could not be opened. */
        record Refused(ProblemCode why) implements Opening {}
    }

    /** Opens a file for reading; one whose contents a password protects is refused. */
    public static Opening open(Path file) {
        return open(file, Optional.empty());
    }

    /**
     * Opens a file for reading; one that neither this password nor none opens is refused.
     *
     * @param password the owner's or the user's; stays the caller's
     */
    public static Opening open(Path file, Optional<Secret> password) {
        return open(file, password, 0);
    }

    /**
     * The same for a file whose first octets were opened before and found whole: only what was added is looked up, and
     * pages are not looked at before somebody asks for them.
     *
     * @param wholeBytes how many octets; at least one
     */
    public static Opening openKnown(Path file, Optional<Secret> password, long wholeBytes) {
        return open(file, password, wholeBytes);
    }

    private static Opening open(Path file, Optional<Secret> password, long checkedBytes) {
        try {
            var looks = NamedFile.requireRegular(file);
            long size = looks.size();
            Windows windows = (from, length) -> window(file, from, length);
            var head = windows.at(0, HEAD_BYTES);
            if (!head.contains(MAGIC)) {
                return new Opening.Refused(ProblemCode.FILE_NOT_PDF);
            }
            boolean sound = head.startsWith(MAGIC) && crossReferencesStandWhereSaid(windows, size);
            return sound || size <= LARGEST_GUESS_BYTES
                    ? parsed(file, looks, sound, password, checkedBytes)
                    : new Opening.Refused(ProblemCode.DOCUMENT_DAMAGED);
        } catch (IOException e) {
            return new Opening.Refused(NamedFile.why(e));
        }
    }

    /**
     * What this file will be with something appended, read by a reader that knows this file whole, before anything is
     * written. Of what comes, only the document may be asked for, and how it was read.
     *
     * @throws IllegalStateException unless this file was read {@linkplain #isInOnePiece() in one piece}
     */
    Opening openAppended(byte[] appended) throws IOException {
        if (octets == null) {
            throw new IllegalStateException("what is read later may be something else");
        }
        var reading = new Appended(new RandomAccessReadBuffer(octets), appended);
        boolean sound =
                crossReferencesStandWhereSaid((from, length) -> window(reading, from, length), reading.length());
        var source = new Source(path, reading, null, reading.length(), modified);
        var opening = parsed(source, sound, password, sizeBytes);
        if (opening instanceof Opening.Refused) {
            reading.close();
        }
        return opening;
    }

    private static Opening parsed(
            Path file, BasicFileAttributes looks, boolean sound, Optional<Secret> password, long checkedBytes)
            throws IOException {
        var source = Source.of(file, looks, checkedBytes);
        var opening = parsed(source, sound, DocumentPassword.text(password), checkedBytes);
        if (opening instanceof Opening.Refused refused
                && refused.why() == ProblemCode.DOCUMENT_ENCRYPTED
                && password.isPresent()) {
            // One password is given for many files; some may need none.
            source.reading.close();
            return parsed(file, looks, sound, Optional.empty(), checkedBytes);
        }
        if (opening instanceof Opening.Refused) {
            source.reading.close();
        }
        return opening;
    }

    private static Opening parsed(Source source, boolean sound, String password, long checkedBytes) {
        CheckedParser parser;
        try {
            parser = HostileInput.read(() -> new CheckedParser(source.reading, password, checkedBytes));
        } catch (IOException e) {
            return new Opening.Refused(ProblemCode.DOCUMENT_DAMAGED);
        }
        try {
            return HostileInput.read(() -> {
                var document = parser.parse(true);
                var opened = false;
                try {
                    var pages = checkedBytes == 0 ? PageTree.read(document) : null;
                    boolean repaired = !sound || parser.repaired() || hidesFromPdfBox(document);
                    var file = new PdfFile(source, document, pages, parser, repaired, password);
                    opened = true;
                    return new Opening.Opened(file);
                } finally {
                    if (!opened) {
                        document.close(); // What was decrypted of it lies in a temporary file.
                    }
                }
            });
        } catch (InvalidPasswordException e) {
            return new Opening.Refused(ProblemCode.DOCUMENT_ENCRYPTED);
        } catch (PageTree.NoPages e) {
            // Where parts had to be looked for, those that have pages may be lost.
            return new Opening.Refused(
                    sound && !parser.repaired() ? ProblemCode.DOCUMENT_WITHOUT_PAGES : ProblemCode.DOCUMENT_DAMAGED);
        } catch (IOException e) {
            return new Opening.Refused(NoRoom.isCauseOf(e) ? ProblemCode.NO_ROOM_TO_WORK : notRead(parser));
        }
    }

    private static ProblemCode notRead(CheckedParser parser) {
        return parser.encrypted() ? ProblemCode.DOCUMENT_ENCRYPTION_UNKNOWN : ProblemCode.DOCUMENT_DAMAGED;
    }

    /** What is read from. */
    private static final class Source {
        private final Path file;
        private final RandomAccessRead reading;
        private final byte @Nullable [] octets;
        private final long sizeBytes;
        private final FileTime modified;

        private Source(
                Path file, RandomAccessRead reading, byte @Nullable [] octets, long sizeBytes, FileTime modified) {
            this.file = file;
            this.reading = reading;
            this.octets = octets;
            this.sizeBytes = sizeBytes;
            this.modified = modified;
        }

        static Source of(Path file, BasicFileAttributes looks, long checkedBytes) throws IOException {
            if (checkedBytes > 0 && looks.size() > LARGEST_READ_AGAIN_BYTES) {
                return new Source(file, new FileBlocks(file), null, looks.size(), looks.lastModifiedTime());
            }
            if (looks.size() > LARGEST_IN_MEMORY_BYTES) {
                var reading = new RandomAccessReadBufferedFile(file);
                return new Source(file, reading, null, looks.size(), looks.lastModifiedTime());
            }
            var octets = NamedFile.octets(file, LARGEST_IN_MEMORY_BYTES);
            var reading = new RandomAccessReadBuffer(octets);
            return new Source(file, reading, octets, octets.length, looks.lastModifiedTime());
        }
    }

    /** PDFBox holds the place of a hybrid file's hidden section in 32 bits and goes on without what it cannot find. */
    private static boolean hidesFromPdfBox(PDDocument document) {
        return document.getDocument().getTrailer().getLong(COSName.XREF_STM, 0) > Integer.MAX_VALUE;
    }

    /** Looks at a part of a file. */
    @FunctionalInterface
    private interface Windows {
        /** As many octets from there as there are, each a character. */
        String at(long from, int length) throws IOException;
    }

    private static boolean crossReferencesStandWhereSaid(Windows file, long size) throws IOException {
        var tail = file.at(Math.max(0, size - TAIL_BYTES), TAIL_BYTES);
        var found = START.matcher(tail);
        long start = -1;
        while (found.find()) {
            start = Long.parseLong(found.group(1));
        }
        return start > 0 && start < size && SECTION.matcher(file.at(start, 64)).find();
    }

    private static String window(RandomAccessRead file, long from, int length) throws IOException {
        var bytes = new byte[(int) Math.max(0, Math.min(length, file.length() - from))];
        file.seek(from);
        file.readFully(bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static String window(Path file, long from, int length) throws IOException {
        var bytes = ByteBuffer.allocate(length);
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // until the window is full or the file ends
            }
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    /** The file up to a length, as a source of its own. */
    FilePrefix firstBytes(long length) throws IOException {
        return new FilePrefix(path, length);
    }

    /** What opened it: earlier revisions open with the same. Empty if it needs none. */
    public String password() {
        return password;
    }

    /** PDFBox's document, for the document packages. */
    public PDDocument document() {
        return document;
    }

    /** @throws UncheckedIOException if nobody looked at them when it was opened, and they are not whole */
    PageTree pages() {
        if (pages == null) {
            try {
                pages = PageTree.read(document);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return pages;
    }

    /** The first page, without a look at the others. */
    COSDictionary firstPage() throws IOException {
        return pages == null ? PageTree.first(document) : pages.leaves().get(0);
    }

    COSDictionary trailer() {
        return document.getDocument().getTrailer();
    }

    /** Where the last cross-reference section begins. */
    long startOfCrossReferences() {
        return document.getDocument().getStartXref();
    }

    /** Where all sections of cross-references begin that it was read with. */
    Set<Long> sectionsOfCrossReferences() {
        return parser.sections();
    }

    /** Which object of its stream the cross-references say that this one is; less than 0 if they do not. */
    int indexInStream(COSObjectKey listed) {
        return parser.indexInStream(listed);
    }

    /** True if the last cross-reference section is a stream; false for a table, be it one of a hybrid file. */
    boolean endsWithStream() {
        return document.getDocument().isXRefStream();
    }

    /**
     * The lowest number that is neither used nor promised by {@code /Size}.
     *
     * @throws IOException if there is none that readers could count with
     */
    long firstFreeNumber() throws IOException {
        long number = Math.max(
                trailer().getLong(COSName.SIZE, 1), document.getDocument().getHighestXRefObjectNumber() + 1);
        if (number > LARGEST_NUMBER) {
            throw new IOException("more objects than a file can have");
        }
        return number;
    }

    /** True if this is a reference to an object of this file, or an object that a reference of this file led to. */
    boolean has(COSBase item) {
        var key = item.getKey();
        if (key == null) {
            return false;
        }
        var reference = document.getDocument().getObjectFromPool(key);
        return reference == item || (reference.isDereferenced() && reference.getObject() == item);
    }

    /** The digests with the whole file in them: of what is in memory, or else read once more. */
    public RangeDigest digest(HashAlgorithm algorithm) throws IOException {
        if (octets == null) {
            return RangeDigest.ofOriginal(path, sizeBytes, algorithm);
        }
        var digests = new RangeDigest(algorithm);
        digests.original(octets, 0, octets.length);
        return digests;
    }

    /**
     * True if all of this file was read in one piece, so that {@link #digest} is of what was looked at; nothing had to
     * be guessed, and no password has a part in it.
     */
    public boolean isKnownWhole() {
        return octets != null && !repaired && !encrypted;
    }

    /** True if all of this file was read in one piece, so that {@link #digest} is of what was looked at. */
    public boolean isInOnePiece() {
        return octets != null;
    }

    /** When it was changed last, asked before it was read. */
    public FileTime modified() {
        return modified;
    }

    /**
     * What encrypts what is added to this file.
     *
     * @throws IOException if the file is encrypted in a way that {@link #extensible()} denies
     */
    ObjectCipher cipher() throws IOException {
        return encrypted ? new DocumentCipher(document.getEncryption()) : ObjectCipher.NONE;
    }

    /** True unless the file is encrypted in a way that we cannot add to. */
    boolean extensible() {
        return !encrypted || (document.getEncryption() != null && DocumentCipher.knows(document.getEncryption()));
    }

    /** What the author allows whoever has the password that opened the file; everything, if it is not encrypted. */
    AccessPermission permissions() {
        return document.getCurrentAccessPermission();
    }

    /** The dictionaries of the pages, in order. */
    public List<COSDictionary> pageDictionaries() {
        return pages().leaves();
    }

    /** How many pages there are, counted, not as the file claims. */
    public int pageCount() {
        return pages().leaves().size();
    }

    /** The length of the file. */
    public long sizeBytes() {
        return sizeBytes;
    }

    /** True if the file is encrypted, be it with an empty password. */
    public boolean encrypted() {
        return encrypted;
    }

    /** True if a stream that was read ends elsewhere than it says, so that other programs read more or less of it. */
    public boolean hasOtherLength(COSStream stream) {
        return parser.hasOtherLength(stream);
    }

    /** True if an update gave this object up: null for some programs, though here it is what it was before. */
    public boolean hasFreed(long number) {
        return parser.isFreed(number);
    }

    /** True if the file is damaged so that it could only be read by guessing. */
    public boolean repaired() {
        return repaired;
    }

    @Override
    public void close() {
        try (source) {
            document.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing a file that was only read", e);
        }
    }
}
