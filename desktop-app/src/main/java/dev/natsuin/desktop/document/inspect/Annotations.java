package dev.natsuin.desktop.document.inspect;

import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.jspecify.annotations.Nullable;

/** Annotations of a page, fields among them: which are not shown, and which show something that can change. */
final class Annotations {
    private static final int HIDDEN = 1 << 1;
    private static final int PRINT = 1 << 2;
    private static final int NO_VIEW = 1 << 5;
    private static final int READ_ONLY = 1;
    private static final int PASSWORD = 1 << 13;
    private static final int DEEPEST = 32;
    private static final int MOST_TO_SIGN = 100;

    /** What is to be done in a field, in letters. */
    private static final int LONGEST_LABEL = 20;

    /** The same, where it speaks of signing or is a name. */
    private static final int LONGEST_CAPTION = 45;

    private static final Pattern SIGNING = Pattern.compile(
            "(?:sign|unterschr|unterzeichn|firma|assinat|handteken|underskri|allekirj|podpis|podpís|署名|捺印|押印|記名)",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** Words that begin with capitals, and what stands between those of a name, a firm or a title. */
    private static final Pattern NAME = Pattern.compile(
            "(?:(?:\\p{Lu}[\\p{L}\\p{M}.,'’&()/-]*|von|van|der|den|de|da|di|du|del|la|zu|und|and|of|[\\p{Po}\\p{Pd}\\p{Pc}]+)"
                    + "(?:\\s+|$))+");

    private static final double MARGIN_POINTS = 3;
    private static final Set<String> WITHOUT_LOOKS = Set.of("Popup", "Link", "TrapNet", "PrinterMark", "");

    private final PDDocument document;
    private final Layers layers;
    private final Findings findings;
    private final Budget budget;
    private int fillable;

    Annotations(PDDocument document, Layers layers, Findings findings, Budget budget) {
        this.document = document;
        this.layers = layers;
        this.findings = findings;
        this.budget = budget;
    }

    /** Looks at the annotations of a page and paints the shown ones onto what was read of it. */
    void look(int page, COSDictionary dictionary, PageReading reading) throws IOException {
        var annotations = dictionary.getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size(); i++) {
            budget.spend();
            if (annotations.getObject(i) instanceof COSDictionary annotation) {
                one(page, annotation, reading);
            }
        }
    }

    /** Has noted what is written where a signature is to come. */
    List<ToSign> toSign(COSDictionary dictionary, PageReading reading) {
        var found = new ArrayList<ToSign>();
        var annotations = dictionary.getCOSArray(COSName.ANNOTS);
        for (int i = 0; annotations != null && i < annotations.size() && found.size() < MOST_TO_SIGN; i++) {
            budget.spend();
            if (annotations.getObject(i) instanceof COSDictionary widget
                    && COSName.SIG.equals(field(widget, COSName.FT))
                    && field(widget, COSName.V) == null
                    && (widget.getInt(COSName.F, 0) & (HIDDEN | NO_VIEW)) == 0
                    && !box(widget).isEmpty()) {
                found.add(new ToSign(name(widget), reading.spot(box(widget))));
            }
        }
        return found;
    }

    /** An empty signature field. */
    record ToSign(String name, PageReading.Spot spot) {
        private void report(int page, Findings findings) {
            var text = spot.text();
            long letters = text.codePoints().filter(Character::isLetterOrDigit).count();
            if (letters > 0) {
                boolean label = text.codePoints().noneMatch(Character::isDigit)
                        && (letters <= LONGEST_LABEL
                                || (letters <= LONGEST_CAPTION
                                        && (SIGNING.matcher(text).find()
                                                || NAME.matcher(text).matches())));
                findings.add(label ? FindingCode.FIELD_OVER_LABEL : FindingCode.FIELD_OVER_TEXT, page, name, text);
            }
        }
    }

    void report(int page, List<ToSign> toSign) {
        toSign.forEach(each -> each.report(page, findings));
    }

    private void one(int page, COSDictionary annotation, PageReading reading) throws IOException {
        var kind = annotation.getNameAsString(COSName.SUBTYPE, "");
        int flags = annotation.getInt(COSName.F, 0);
        boolean hidden = (flags & (HIDDEN | NO_VIEW)) != 0;
        var box = box(annotation);
        if (hidden && !WITHOUT_LOOKS.contains(kind) && !box.isEmpty() && hasLooks(annotation)) {
            boolean printed = (flags & HIDDEN) == 0 && (flags & PRINT) != 0;
            findings.add(printed ? FindingCode.ANNOTATION_PRINT_ONLY : FindingCode.ANNOTATION_HIDDEN, page, kind);
        }
        var layer = annotation.getCOSDictionary(COSName.OC);
        boolean off = layer != null && layers.hides(layer);
        if (off && !hidden && !WITHOUT_LOOKS.contains(kind) && !box.isEmpty() && hasLooks(annotation)) {
            findings.add(FindingCode.LAYER_HIDDEN, page, Layers.name(layer));
        }
        if (hidden || off) {
            return;
        }
        if ((flags & PRINT) == 0
                && Set.of("FreeText", "Stamp", "Ink", "Square", "Circle", "Line")
                        .contains(kind)) {
            findings.add(FindingCode.ANNOTATION_NOT_PRINTED, page, kind);
        }
        boolean isText = kind.equals("Widget")
                && field(annotation, COSName.FT) instanceof COSName type
                && Set.of("Tx", "Ch").contains(type.getName());
        boolean drawnAround = isText && reading.drawnAt(grown(box));
        if (WITHOUT_LOOKS.contains(kind)) {
            return;
        }
        var shown = PDAnnotation.createAnnotation(annotation);
        if (shown.getAppearance() == null || shown.getAppearance().getNormalAppearance() == null) {
            shown.constructAppearances(document);
        }
        var text = reading.textOf(shown);
        var others = new OtherLooks(annotation, reading);
        if (!box.isEmpty()) {
            others.report(page, label(annotation, kind), findings);
        } else if (!COSName.SIG.equals(field(annotation, COSName.FT))) {
            others.reportRoomless(page, kind, findings);
        }
        if (kind.equals("Widget")) {
            field(page, annotation, isText, drawnAround, text);
        }
    }

    /** A field by its name, anything else by its kind. */
    private static String label(COSDictionary annotation, String kind) {
        var name = kind.equals("Widget") ? name(annotation) : "";
        return name.isEmpty() ? kind : name;
    }

    private static boolean hasLooks(COSDictionary annotation) {
        var appearance = annotation.getCOSDictionary(COSName.AP);
        var normal = appearance == null ? null : appearance.getDictionaryObject(COSName.N);
        return (normal instanceof COSStream stream && stream.getLong(COSName.LENGTH, 0) > 20)
                || (normal instanceof COSDictionary states && !(normal instanceof COSStream) && states.size() > 0)
                || annotation.containsKey(COSName.CONTENTS);
    }

    private void field(int page, COSDictionary widget, boolean isText, boolean drawnAround, String shown) {
        int flags = field(widget, COSName.FF) instanceof COSNumber number ? number.intValue() : 0;
        boolean open = (flags & READ_ONLY) == 0 && !COSName.SIG.equals(field(widget, COSName.FT));
        if (open) {
            fillable++;
        }
        if (!isText || (flags & PASSWORD) != 0) {
            return;
        }
        var value = value(field(widget, COSName.V));
        var look = widget.getCOSDictionary(COSName.MK);
        boolean framed = look != null && (some(look.getCOSArray(COSName.BC)) || some(look.getCOSArray(COSName.BG)));
        if (open && !shown.isBlank() && !framed && !drawnAround) {
            findings.add(FindingCode.FIELD_AS_TEXT, page, name(widget), shown.strip());
        }
        boolean formatted = widget.getCOSDictionary(COSName.AA) != null;
        if (!formatted
                && COSName.TX.equals(field(widget, COSName.FT))
                && !essence(value).equals(essence(shown))) {
            findings.add(FindingCode.FIELD_VALUE_DIFFERS, page, name(widget), shown.strip(), value);
        }
    }

    void report() {
        if (fillable > 0) {
            findings.add(FindingCode.FORM_FIELDS, 0, fillable);
        }
    }

    private static boolean some(@Nullable COSArray colour) {
        return colour != null && colour.size() > 0;
    }

    private static Rectangle2D grown(Rectangle2D box) {
        return new Rectangle2D.Double(
                box.getX() - MARGIN_POINTS,
                box.getY() - MARGIN_POINTS,
                box.getWidth() + 2 * MARGIN_POINTS,
                box.getHeight() + 2 * MARGIN_POINTS);
    }

    private static Rectangle2D box(COSDictionary annotation) {
        var corners = annotation.getCOSArray(COSName.RECT);
        var at = new double[4];
        for (int i = 0; corners != null && i < at.length && i < corners.size(); i++) {
            at[i] = corners.getObject(i) instanceof COSNumber number ? number.floatValue() : 0;
        }
        return new Rectangle2D.Double(
                Math.min(at[0], at[2]), Math.min(at[1], at[3]), Math.abs(at[2] - at[0]), Math.abs(at[3] - at[1]));
    }

    /** An entry of a field, its own or inherited. */
    private static @Nullable COSBase field(COSDictionary widget, COSName key) {
        @Nullable COSDictionary at = widget;
        for (int i = 0; at != null && i < DEEPEST; i++) {
            var value = at.getDictionaryObject(key);
            if (value != null) {
                return value;
            }
            at = at.getCOSDictionary(COSName.PARENT);
        }
        return null;
    }

    private static String name(COSDictionary widget) {
        List<String> parts = new ArrayList<>();
        @Nullable COSDictionary at = widget;
        for (int i = 0; at != null && i < DEEPEST; i++) {
            var part = at.getString(COSName.T);
            if (part != null) {
                parts.add(0, part);
            }
            at = at.getCOSDictionary(COSName.PARENT);
        }
        return String.join(".", parts);
    }

    private static String value(@Nullable COSBase value) {
        if (value instanceof COSString text) {
            return text.getString();
        }
        if (value instanceof COSStream stream) {
            try (var in = stream.createInputStream()) {
                return new String(in.readNBytes(1 << 16), java.nio.charset.StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                return "";
            }
        }
        return "";
    }

    /** What counts of a text: its letters and figures, whatever the breaks and marks between. */
    static String essence(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).replaceAll("[^\\p{L}\\p{N}]", "");
    }
}
