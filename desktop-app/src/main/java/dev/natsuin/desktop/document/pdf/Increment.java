package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.jspecify.annotations.Nullable;

/**
 * The octets a signature appends to a document, with room for a CMS, and the digests over both.
 *
 * <p>Holds nothing of the document and keeps no file open: between preparing and embedding lies a person's PIN.
 *
 * @param originalDigest SHA-256 of the whole original file
 * @param originalBytes its length
 * @param messageDigest the digest of the byte range: everything but {@code /Contents}
 * @param head the increment up to, without, the {@code <} of {@code /Contents}
 * @param roomBytes how long the CMS may be
 * @param tail the increment from after the {@code >}
 */
public record Increment(
        Bytes originalDigest, long originalBytes, Bytes messageDigest, Bytes head, int roomBytes, Bytes tail) {
    private static final COSName SIG_FLAGS = COSName.getPDFName("SigFlags");
    private static final COSName SIGNATURE = COSName.getPDFName("Sig");
    private static final int SIGNATURES_EXIST_AND_APPEND_ONLY = 3;
    private static final int PRINT_AND_LOCKED = 4 + 128;
    private static final DateTimeFormatter PDF_TIME = DateTimeFormatter.ofPattern(
                    "'D:'uuuuMMddHHmmss'+00''00'''", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /**
     * What the signature dictionary says.
     *
     * @param signerName the signer's name as it stands in the certificate
     * @param time the claimed time, for {@code /M}; seconds count
     * @param field the existing, empty signature field to use; otherwise a new, invisible one is added
     */
    public record Entries(
            String signerName,
            Optional<String> reason,
            Optional<String> location,
            Instant time,
            Optional<String> field) {}

    /**
     * Makes the increment for a document that {@link SigningObstacles} let pass. The document is spent afterwards:
     * close it.
     *
     * @throws IOException if the document turns out to be damaged
     */
    public static Increment of(PdfFile pdf, Entries entries, int roomBytes, HashAlgorithm algorithm)
            throws IOException {
        return HostileInput.read(() -> {
            var signature = signature(entries, roomBytes);
            place(pdf, entries, signature.getCOSObject());
            // PDFBox derives the second half of /ID from this; by the clock it would differ with every run.
            pdf.document().setDocumentId(entries.time().toEpochMilli());
            var capture = new Capture(pdf.sizeBytes(), new RangeDigest(algorithm));
            pdf.document().saveIncrementalForExternalSigning(capture).setSignature(new byte[0]);
            return capture.increment(signature.getByteRange(), roomBytes);
        });
    }

    private static PDSignature signature(Entries entries, int roomBytes) {
        var signature = new PDSignature();
        signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
        signature.setSubFilter(PDSignature.SUBFILTER_ETSI_CADES_DETACHED);
        signature.setName(entries.signerName());
        entries.reason().ifPresent(signature::setReason);
        entries.location().ifPresent(signature::setLocation);
        signature.getCOSObject().setString(COSName.M, PDF_TIME.format(entries.time()));
        // The writer finds the place of both by their order: /Contents first.
        signature.setContents(new byte[roomBytes]);
        signature.setByteRange(new int[] {0, 1_000_000_000, 1_000_000_000, 1_000_000_000});
        return signature;
    }

    private static void place(PdfFile pdf, Entries entries, COSDictionary signature) throws IOException {
        var fields = FormFields.read(pdf.document());
        var form = formOf(pdf);
        if (entries.field().isPresent()) {
            var field = fields.named(entries.field().get())
                    .orElseThrow(() -> new IOException("the signature field is gone"));
            field.dictionary().setItem(COSName.V, signature);
        } else {
            var page = pdf.pages().leaves().get(0);
            var field = invisibleField(fields.freeName(), signature, page);
            fieldsOf(form).add(field);
            addAnnotation(page, field);
        }
        signature.setNeedToBeUpdated(true);
        int flags = form.getInt(SIG_FLAGS, 0);
        if ((flags | SIGNATURES_EXIST_AND_APPEND_ONLY) != flags) {
            form.setInt(SIG_FLAGS, flags | SIGNATURES_EXIST_AND_APPEND_ONLY);
        }
    }

    private static COSDictionary formOf(PdfFile pdf) throws IOException {
        var catalog = FormFields.catalog(pdf.document());
        if (catalog == null) {
            throw new IOException("no catalog");
        }
        var form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        if (form == null) {
            form = new COSDictionary();
            catalog.setItem(COSName.ACRO_FORM, form);
        }
        if (!(catalog.getItem(COSName.ACRO_FORM) instanceof COSObject)) {
            // Written inside the catalog; PDFBox does not know so of what it read and would write it as an orphan.
            form.setDirect(true);
            catalog.setNeedToBeUpdated(true);
        }
        return form;
    }

    private static COSArray fieldsOf(COSDictionary form) {
        var fields = form.getCOSArray(COSName.FIELDS);
        if (fields != null) {
            return fields;
        }
        var made = new COSArray();
        form.setItem(COSName.FIELDS, made);
        return made;
    }

    private static COSDictionary invisibleField(String name, COSDictionary signature, COSDictionary page) {
        // Field and its only widget in one dictionary (ISO 32000-1 §12.7.4.5); an empty rectangle needs no appearance.
        var field = new COSDictionary();
        field.setItem(COSName.TYPE, COSName.ANNOT);
        field.setItem(COSName.SUBTYPE, COSName.WIDGET);
        field.setItem(COSName.FT, SIGNATURE);
        field.setString(COSName.T, name);
        var nowhere = new COSArray();
        for (int i = 0; i < 4; i++) {
            nowhere.add(COSInteger.ZERO);
        }
        field.setItem(COSName.RECT, nowhere);
        field.setInt(COSName.F, PRINT_AND_LOCKED);
        field.setItem(COSName.P, page);
        field.setItem(COSName.V, signature);
        return field;
    }

    private static void addAnnotation(COSDictionary page, COSDictionary field) {
        // The array is written anew inside the page: Adobe's reader calls a changed shared array a changed document.
        var annotations = new COSArray();
        var earlier = page.getCOSArray(COSName.ANNOTS);
        for (int i = 0; earlier != null && i < earlier.size(); i++) {
            annotations.add(earlier.get(i));
        }
        annotations.add(field);
        page.setItem(COSName.ANNOTS, annotations);
    }

    /** Takes the writer's output: digests what is the original, keeps what comes after it. */
    private static final class Capture extends OutputStream {
        private final RangeDigest digests;
        private final long originalBytes;
        private final ByteArrayOutputStream increment = new ByteArrayOutputStream();
        private long seen;
        private @Nullable Bytes originalDigest;

        Capture(long originalBytes, RangeDigest digests) {
            this.originalBytes = originalBytes;
            this.digests = digests;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] buffer, int from, int length) {
            int ofOriginal = (int) Math.min(length, Math.max(0, originalBytes - seen));
            if (ofOriginal > 0) {
                digests.original(buffer, from, ofOriginal);
            }
            seen += length;
            if (seen >= originalBytes && originalDigest == null) {
                originalDigest = digests.endOfOriginal();
            }
            increment.write(buffer, from + ofOriginal, length - ofOriginal);
        }

        Increment increment(int[] byteRange, int roomBytes) throws IOException {
            var octets = increment.toByteArray();
            int open = (int) (byteRange[1] - originalBytes);
            int after = (int) (byteRange[2] - originalBytes);
            if (originalDigest == null
                    || byteRange[0] != 0
                    || open < 0
                    || after - open != 2 * roomBytes + 2
                    || after + byteRange[3] != octets.length
                    || octets[open] != '<'
                    || octets[after - 1] != '>') {
                throw new IOException("the writer made another increment than was asked for");
            }
            digests.after(octets, 0, open);
            digests.after(octets, after, octets.length - after);
            var all = Bytes.of(octets);
            return new Increment(
                    originalDigest,
                    originalBytes,
                    digests.all(),
                    all.slice(0, open),
                    roomBytes,
                    all.slice(after, octets.length));
        }
    }
}
