package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * One signature or document time-stamp of a file, and whether it stands in the file the way a signature must.
 *
 * <p>Sound means: its dictionary is an object of its own, which one field and no other refers to, now as in the
 * revision it signs; {@code /ByteRange} is four numbers from the first octet to the end of an update, that leave out
 * exactly the octets of {@code /Contents}, and those are hexadecimal digits that begin with a CMS structure. Whatever
 * is not sound is not judged by what its CMS says: each deviation is how a known attack makes one reader see what
 * another does not.
 *
 * @param field the full name of its field
 * @param timestamp true for a document time-stamp
 * @param gapFrom where {@code /Contents} begins; 0 if unsound
 * @param gapTo behind {@code /Contents}; 0 if unsound
 * @param endBytes the length of the revision it signs; 0 if it has no sound byte range
 * @param contents the CMS with its padding
 * @param flaw why it is not sound, in words for a log; empty if it is
 * @param dictionary its dictionary in the whole file
 * @param holder the dictionary of its field in the whole file
 */
public record SignedRevision(
        String field,
        boolean timestamp,
        long gapFrom,
        long gapTo,
        long endBytes,
        Bytes contents,
        Optional<String> flaw,
        COSDictionary dictionary,
        COSDictionary holder) {
    /** More signatures than any process needs, and few enough to look at each within seconds. */
    public static final int MOST = 100;

    private static final COSName DOC_TIMESTAMP = COSName.getPDFName("DocTimeStamp");
    private static final COSName SIG = COSName.getPDFName("Sig");
    private static final Pattern RANGE = Pattern.compile("\\[\\s*0\\s+(\\d{1,10})\\s+(\\d{1,10})\\s+(\\d{1,10})\\s*]");

    /** The signatures and document time-stamps of a document, oldest first; unsound ones before all. */
    public static List<SignedRevision> of(PdfFile pdf) throws IOException {
        return HostileInput.read(() -> {
            var fields = FormFields.read(pdf.document()).fields();
            var found = new ArrayList<SignedRevision>();
            var uses = new IdentityHashMap<COSDictionary, Integer>();
            Map<String, Integer> names = new HashMap<>();
            for (var field : fields) {
                field.signed().ifPresent(signature -> uses.merge(signature, 1, Integer::sum));
                if (field.signature()) {
                    names.merge(field.name(), 1, Integer::sum);
                }
            }
            for (var field : fields) {
                if (field.signed().isPresent()) {
                    if (found.size() == MOST) {
                        throw new IOException("too many signatures");
                    }
                    var once =
                            uses.getOrDefault(field.signed().get(), 0) == 1 && names.getOrDefault(field.name(), 0) == 1;
                    found.add(read(pdf, field, once));
                } else if (field.signature() && field.taken()) {
                    found.add(unsound(field, new COSDictionary(), "a signature that is none"));
                }
            }
            found.sort(Comparator.comparingLong(SignedRevision::endBytes));
            return parted(found);
        });
    }

    /** True if it stands in the file the way a signature must. */
    public boolean sound() {
        return flaw.isEmpty();
    }

    /** Two signatures of one revision: the second must have been put in by moving octets about. */
    private static List<SignedRevision> parted(List<SignedRevision> sorted) {
        var result = new ArrayList<SignedRevision>();
        long last = 0;
        for (var each : sorted) {
            if (each.sound() && each.gapFrom() < last) {
                result.add(each.withFlaw("a signature inside a signed revision"));
            } else {
                result.add(each);
                last = Math.max(last, each.endBytes());
            }
        }
        return result;
    }

    private static SignedRevision unsound(FormFields.Field field, COSDictionary dictionary, String why) {
        return new SignedRevision(
                field.name(),
                isTimestamp(dictionary),
                0,
                0,
                0,
                contents(dictionary),
                Optional.of(why),
                dictionary,
                field.dictionary());
    }

    /** The same, found not to be sound after all. */
    public SignedRevision withFlaw(String why) {
        return new SignedRevision(field, timestamp, 0, 0, 0, contents, Optional.of(why), dictionary, holder);
    }

    private static SignedRevision read(PdfFile pdf, FormFields.Field field, boolean once) throws IOException {
        var dictionary = field.signed().orElseThrow();
        if (!once) {
            return unsound(field, dictionary, "fields that share a name or a signature");
        }
        try {
            return placed(pdf, field, dictionary);
        } catch (IOException e) {
            return unsound(field, dictionary, String.valueOf(e.getMessage()));
        }
    }

    private static SignedRevision placed(PdfFile pdf, FormFields.Field field, COSDictionary dictionary)
            throws IOException {
        var type = dictionary.getItem(COSName.TYPE);
        if (type != null && !SIG.equals(type) && !DOC_TIMESTAMP.equals(type)) {
            throw new IOException("a dictionary of another type");
        }
        if (!(field.dictionary().getItem(COSName.V) instanceof COSObject reference)) {
            throw new IOException("a signature that is no object of its own");
        }
        var place = pdf.document().getDocument().getXrefTable().get(reference.getKey());
        if (place == null || place <= 0) {
            throw new IOException("a signature inside an object stream");
        }
        try (var source = pdf.firstBytes(pdf.sizeBytes())) {
            var syntax = new Syntax(source, place, pdf.sizeBytes());
            syntax.integer();
            syntax.space();
            syntax.integer();
            syntax.space();
            syntax.expect("obj");
            var entries = syntax.dictionary();
            syntax.space();
            syntax.expect("endobj");
            var contents = entries.get("Contents");
            var range = entries.get("ByteRange");
            if (contents == null || range == null || contents.to() - contents.from() > 1 << 26) {
                throw new IOException("no contents or no byte range");
            }
            var numbers = RANGE.matcher(syntax.text(range));
            if (!numbers.matches()) {
                throw new IOException("a byte range that is none");
            }
            long before = Long.parseLong(numbers.group(1));
            long after = Long.parseLong(numbers.group(2));
            long end = after + Long.parseLong(numbers.group(3));
            if (before != contents.from() || after != contents.to() || end > pdf.sizeBytes()) {
                throw new IOException("a byte range that leaves out something else than the contents");
            }
            var octets = contents(dictionary);
            var gap = syntax.text(contents);
            if (!gap.equalsIgnoreCase("<" + octets.toHex() + ">")) {
                throw new IOException("contents that are not hexadecimal digits");
            }
            if (octets.size() < 2 || octets.toArray()[0] != 0x30) {
                throw new IOException("contents without a signature");
            }
            if (Increments.startOf(source, end).isEmpty()) {
                throw new IOException("a byte range that ends in the middle");
            }
            return new SignedRevision(
                    field.name(),
                    isTimestamp(dictionary),
                    before,
                    after,
                    end,
                    octets,
                    Optional.empty(),
                    dictionary,
                    field.dictionary());
        }
    }

    private static boolean isTimestamp(COSDictionary dictionary) {
        return DOC_TIMESTAMP.equals(dictionary.getCOSName(COSName.TYPE))
                || "ETSI.RFC3161".equals(dictionary.getNameAsString(COSName.SUB_FILTER));
    }

    private static Bytes contents(COSDictionary signature) {
        return signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString contents
                ? Bytes.of(contents.getBytes())
                : Bytes.EMPTY;
    }

    private boolean standsIn(PDDocument revision, PDDocument whole) {
        var field = FormFields.read(revision).named(field());
        return field.filter(FormFields.Field::signature)
                .map(found -> found.dictionary().getItem(COSName.V))
                .filter(item -> item instanceof COSObject then
                        && holder.getItem(COSName.V) instanceof COSObject now
                        && then.getKey().equals(now.getKey())
                        && place(revision, then.getKey()).equals(place(whole, now.getKey())))
                .isPresent();
    }

    private static Optional<Long> place(PDDocument document, COSObjectKey key) {
        return Optional.ofNullable(document.getDocument().getXrefTable().get(key));
    }

    /**
     * The signed revision, open for reading; empty if the signature is not in it, so that it is not sound after all.
     */
    public record Opened(Optional<PDDocument> document, boolean borrowed) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            if (document.isPresent() && !borrowed) {
                document.get().close();
            }
        }
    }

    /**
     * Opens the revision by itself, as if nothing followed it.
     *
     * @throws IOException if it cannot be read without repair
     */
    public Opened open(PdfFile pdf) throws IOException {
        return HostileInput.read(() -> {
            if (endBytes == pdf.sizeBytes()) {
                return new Opened(Optional.of(pdf.document()), true);
            }
            var document = parsed(pdf.firstBytes(endBytes), pdf.password());
            if (!standsIn(document, pdf.document())) {
                document.close();
                return new Opened(Optional.empty(), false);
            }
            return new Opened(Optional.of(document), false);
        });
    }

    private static PDDocument parsed(FilePrefix octets, String password) throws IOException {
        boolean done = false;
        try {
            var parser = new CheckedParser(octets, password);
            var document = parser.parse(true);
            done = true;
            if (parser.repaired()) {
                document.close();
                throw new IOException("the signed revision needs repair");
            }
            return document;
        } finally {
            if (!done) {
                octets.close();
            }
        }
    }

    /**
     * Where the update that holds the signature begins: behind the last end of an update before it; 0 if it is the
     * first of the file.
     */
    public long updateStart(PdfFile pdf) throws IOException {
        try (var source = pdf.firstBytes(pdf.sizeBytes())) {
            return Increments.lastEndBefore(source, gapFrom);
        }
    }
}
