package dev.natsuin.desktop.document.pdf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNull;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;

/**
 * The form fields of a document, flattened, without PDFBox's form model (whose getters change what they read).
 *
 * @param fields every terminal and inner field, in the order of the tree
 */
record FormFields(List<Field> fields) {
    private static final int DEEPEST = 64;

    FormFields {
        fields = List.copyOf(fields);
    }

    /**
     * One field.
     *
     * @param name the full name, parts joined by dots
     * @param dictionary its own dictionary
     * @param type its kind, inherited or own; null if it has none
     */
    record Field(
            String name, COSDictionary dictionary, @Nullable COSName type) {
        /** True for a signature field. */
        boolean signature() {
            return COSName.SIG.equals(type);
        }

        /** True if there is something where a signature would be; nothing is what says null (ISO 32000-2 §7.3.9). */
        boolean taken() {
            var value = dictionary.getItem(COSName.V);
            return value != null && !(value instanceof COSNull);
        }

        /** What shows it: itself, or its only kid, if that is no field but its picture. */
        COSDictionary widget() {
            var kids = dictionary.getCOSArray(COSName.KIDS);
            return !dictionary.containsKey(COSName.RECT)
                            && kids != null
                            && kids.size() == 1
                            && kids.getObject(0) instanceof COSDictionary kid
                            && kid.getKey() != null
                            && !kid.containsKey(COSName.T)
                    ? kid
                    : dictionary;
        }

        /** The signature in this field, if it is a signed signature field. */
        Optional<COSDictionary> signed() {
            return signature() ? Optional.ofNullable(dictionary.getCOSDictionary(COSName.V)) : Optional.empty();
        }
    }

    static @Nullable COSDictionary catalog(PDDocument document) {
        return document.getDocument().getTrailer().getCOSDictionary(COSName.ROOT);
    }

    static @Nullable COSDictionary form(PDDocument document) {
        var catalog = catalog(document);
        return catalog == null ? null : catalog.getCOSDictionary(COSName.ACRO_FORM);
    }

    static FormFields read(PDDocument document) {
        var form = form(document);
        var found = new ArrayList<Field>();
        if (form != null) {
            Set<COSDictionary> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            collect(form.getCOSArray(COSName.FIELDS), "", null, 0, seen, found);
        }
        return new FormFields(found);
    }

    private static void collect(
            @Nullable COSArray kids,
            String prefix,
            @Nullable COSName inherited,
            int depth,
            Set<COSDictionary> seen,
            List<Field> found) {
        if (kids == null || depth > DEEPEST) {
            return;
        }
        for (int i = 0; i < kids.size(); i++) {
            if (kids.getObject(i) instanceof COSDictionary kid && seen.add(kid)) {
                var type = Optional.ofNullable(kid.getCOSName(COSName.FT)).orElse(inherited);
                var own = kid.getString(COSName.T);
                // A kid without a name is a widget of its parent, not a field.
                if (own != null || depth == 0) {
                    var part = own == null ? "" : own;
                    var name = prefix.isEmpty() ? part : prefix + "." + part;
                    found.add(new Field(name, kid, type));
                    collect(kid.getCOSArray(COSName.KIDS), name, type, depth + 1, seen, found);
                }
            }
        }
    }

    /** The field of this name. */
    Optional<Field> named(String name) {
        return fields.stream().filter(f -> f.name().equals(name)).findFirst();
    }

    /** The first {@code SignatureN} that no field is called. */
    String freeName() {
        int n = 1;
        while (named("Signature" + n).isPresent()) {
            n++;
        }
        return "Signature" + n;
    }
}
