package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;

/** The objects of a signature and what they change in a document: its field, the form, a page's annotations. */
final class SignaturePlacing {
    private static final COSName SIG_FLAGS = COSName.getPDFName("SigFlags");
    private static final COSName SIGNATURE = COSName.getPDFName("Sig");
    private static final COSName LOCK = COSName.getPDFName("Lock");
    private static final COSName ACTION = COSName.getPDFName("Action");
    private static final COSName REFERENCE = COSName.getPDFName("Reference");
    private static final COSName DOC_MDP = COSName.getPDFName("DocMDP");
    private static final COSName PPK_LITE = COSName.getPDFName("Adobe.PPKLite");
    private static final COSName CADES = COSName.getPDFName("ETSI.CAdES.detached");
    private static final int SIGNATURES_EXIST_AND_APPEND_ONLY = 3;
    private static final int PRINT_AND_LOCKED = 4 + 128;
    private static final DateTimeFormatter PDF_TIME = DateTimeFormatter.ofPattern(
                    "'D:'uuuuMMddHHmmss'+00''00'''", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final PdfFile pdf;
    private final Update update;
    private final Bytes originalDigest;

    private SignaturePlacing(PdfFile pdf, Update update, Bytes originalDigest) {
        this.pdf = pdf;
        this.update = update;
        this.originalDigest = originalDigest;
    }

    /**
     * A signature dictionary (ISO 32000-2 table 255).
     *
     * @param contents stands for the CMS
     * @param byteRange stands for the byte range
     */
    static COSDictionary signature(Increment.Entries entries, COSString contents, COSArray byteRange) {
        var signature = new COSDictionary();
        signature.setItem(COSName.TYPE, SIGNATURE);
        signature.setItem(COSName.FILTER, PPK_LITE);
        signature.setItem(COSName.SUB_FILTER, CADES);
        signature.setString(COSName.NAME, entries.signerName());
        entries.reason().ifPresent(reason -> signature.setString(COSName.REASON, reason));
        entries.location().ifPresent(location -> signature.setString(COSName.LOCATION, location));
        signature.setString(COSName.M, time(entries.time()));
        signature.setItem(COSName.BYTERANGE, byteRange);
        signature.setItem(COSName.CONTENTS, contents);
        return signature;
    }

    private static String time(Instant time) {
        return PDF_TIME.format(time);
    }

    /**
     * Puts a signature into the field named, or into a new one: at the stamp's place, or invisible on the first page.
     */
    static void place(
            PdfFile pdf, Update update, Increment.Entries entries, COSDictionary signature, Bytes originalDigest)
            throws IOException {
        new SignaturePlacing(pdf, update, originalDigest).place(entries, signature);
    }

    private void place(Increment.Entries entries, COSDictionary signature) throws IOException {
        var fields = FormFields.read(pdf.document());
        if (entries.field().isPresent()) {
            var named = fields.named(entries.field().get())
                    .orElseThrow(() -> new IOException("the signature field is gone"));
            var field = named.dictionary();
            var widget = named.widget();
            field.setItem(COSName.V, signature);
            var box = entries.stamp().isPresent() ? StampPlace.of(pdf, widget) : Optional.<StampBox>empty();
            if (box.isPresent()) {
                draw(entries.stamp().orElseThrow(), widget, box.get());
                update.replace(widget);
            }
            update.replace(field);
            var lock = field.getCOSDictionary(LOCK);
            if (lock != null) {
                refer(signature, "FieldMDP", locking(lock));
            }
            form();
        } else {
            var place = entries.stamp().flatMap(Stamp::place);
            var standing = place.isPresent() ? place.get().standing(pdf) : Optional.<StampPlace.Standing>empty();
            if (place.isPresent() && standing.isEmpty()) {
                throw new IOException("the place of the signature is gone");
            }
            var page = standing.isPresent() ? standing.get().page() : pdf.firstPage();
            var field = invisibleField(fields.freeName(), signature, page);
            field.setString(COSName.TU, entries.spoken());
            if (standing.isPresent()) {
                field.setItem(COSName.RECT, standing.get().rectangle());
                draw(entries.stamp().orElseThrow(), field, standing.get().box());
            }
            update.add(field);
            StructureTag.put(pdf, update, field, page);
            addField(field);
            addAnnotation(page, field);
        }
        update.add(signature);
        if (entries.certify().isPresent()) {
            certify(signature, entries.certify().get());
        }
    }

    /** What the field's lock says, as a transform of the signature (ISO 32000-2 table 258). */
    private static COSDictionary locking(COSDictionary lock) {
        var parameters = parameters();
        parameters.setItem(ACTION, lock.getItem(ACTION));
        var fields = lock.getCOSArray(COSName.FIELDS);
        if (fields != null) {
            parameters.setItem(COSName.FIELDS, new COSArray(fields.toList()));
        }
        return parameters;
    }

    /** Makes it the certification of the document (ISO 32000-2 §12.8.2.2). */
    private void certify(COSDictionary signature, int allowed) throws IOException {
        var parameters = parameters();
        parameters.setInt(COSName.P, allowed);
        refer(signature, "DocMDP", parameters);
        var catalog = catalog();
        var permissions = catalog.getCOSDictionary(COSName.PERMS);
        if (permissions == null) {
            permissions = new COSDictionary();
            catalog.setItem(COSName.PERMS, permissions);
        }
        permissions.setItem(DOC_MDP, signature);
        replace(permissions, catalog);
    }

    private static COSDictionary parameters() {
        var parameters = new COSDictionary();
        parameters.setName(COSName.TYPE, "TransformParams");
        parameters.setName(COSName.V, "1.2");
        return parameters;
    }

    private static void refer(COSDictionary signature, String method, COSDictionary parameters) {
        var reference = new COSDictionary();
        reference.setName(COSName.TYPE, "SigRef");
        reference.setName(COSName.getPDFName("TransformMethod"), method);
        reference.setItem(COSName.getPDFName("TransformParams"), parameters);
        var references = signature.getCOSArray(REFERENCE);
        if (references == null) {
            references = new COSArray();
            signature.setItem(REFERENCE, references);
        }
        references.add(reference);
    }

    private void draw(Stamp stamp, COSDictionary widget, StampBox box) throws IOException {
        var appearances = new COSDictionary();
        appearances.setItem(COSName.N, stamp.artist().drawn(box, originalDigest, pdf.sizeBytes()));
        widget.setItem(COSName.AP, appearances);
        // An appearance state would choose among several; there is one.
        widget.removeItem(COSName.AS);
    }

    /** The form, made if there is none, which from now on says that there are signatures. */
    private COSDictionary form() throws IOException {
        var catalog = catalog();
        var form = catalog.getCOSDictionary(COSName.ACRO_FORM);
        if (form == null) {
            form = new COSDictionary();
            form.setItem(COSName.FIELDS, new COSArray());
            catalog.setItem(COSName.ACRO_FORM, form);
        }
        int flags = form.getInt(SIG_FLAGS, 0);
        if ((flags | SIGNATURES_EXIST_AND_APPEND_ONLY) != flags) {
            form.setInt(SIG_FLAGS, flags | SIGNATURES_EXIST_AND_APPEND_ONLY);
            replace(form, catalog);
        }
        return form;
    }

    private COSDictionary catalog() throws IOException {
        var catalog = FormFields.catalog(pdf.document());
        if (catalog == null) {
            throw new IOException("no catalog");
        }
        return catalog;
    }

    private void addField(COSDictionary field) throws IOException {
        var form = form();
        var fields = form.getCOSArray(COSName.FIELDS);
        if (fields == null) {
            fields = new COSArray();
            form.setItem(COSName.FIELDS, fields);
        }
        fields.add(field);
        if (pdf.has(fields)) {
            update.replace(fields);
        } else {
            replace(form, catalog());
        }
    }

    /** Writes an object anew, or the one that holds it in its place. */
    private void replace(COSDictionary object, COSDictionary holder) throws IOException {
        update.replace(pdf.has(object) ? object : holder);
    }

    private static COSDictionary invisibleField(String name, COSDictionary signature, COSDictionary page)
            throws IOException {
        // Field and its only widget in one dictionary (ISO 32000-2 §12.7.5.5).
        var field = new COSDictionary();
        field.setItem(COSName.TYPE, COSName.ANNOT);
        field.setItem(COSName.SUBTYPE, COSName.WIDGET);
        field.setItem(COSName.FT, SIGNATURE);
        field.setString(COSName.T, name);
        field.setItem(COSName.RECT, nowhere());
        field.setInt(COSName.F, PRINT_AND_LOCKED);
        field.setItem(COSName.P, page);
        field.setItem(COSName.V, signature);
        // An empty rectangle needs no appearance but in PDF/A-1 (ISO 19005-1 §6.9).
        var appearances = new COSDictionary();
        appearances.setItem(COSName.N, nothing());
        field.setItem(COSName.AP, appearances);
        return field;
    }

    /** A form XObject in which nothing is drawn. */
    private static COSStream nothing() throws IOException {
        var form = new COSStream();
        form.createOutputStream().close();
        form.setItem(COSName.TYPE, COSName.XOBJECT);
        form.setItem(COSName.SUBTYPE, COSName.FORM);
        form.setItem(COSName.BBOX, nowhere());
        form.setItem(COSName.RESOURCES, new COSDictionary());
        return form;
    }

    private static COSArray nowhere() {
        var nowhere = new COSArray();
        for (int i = 0; i < 4; i++) {
            nowhere.add(COSInteger.ZERO);
        }
        return nowhere;
    }

    private void addAnnotation(COSDictionary page, COSDictionary field) throws IOException {
        // The array is written anew inside the page: Adobe's reader calls a changed shared array a changed document.
        var annotations = new COSArray();
        var earlier = page.getCOSArray(COSName.ANNOTS);
        for (int i = 0; earlier != null && i < earlier.size(); i++) {
            annotations.add(earlier.get(i));
        }
        annotations.add(field);
        page.setItem(COSName.ANNOTS, annotations);
        update.replace(page);
    }
}
