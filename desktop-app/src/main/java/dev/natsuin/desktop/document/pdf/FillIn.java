package dev.natsuin.desktop.document.pdf;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDFontFactory;
import org.jspecify.annotations.Nullable;

/**
 * What filling in a form changes: the value of a field, and pictures of it that say the same as the value.
 *
 * <p>A picture counts only if it draws nothing but text in fonts of the signed revision, after at most a background,
 * and that text is the value: a field that says one thing and shows another was not filled in but forged.
 */
final class FillIn {
    private static final Set<COSName> OF_A_VALUE =
            Set.of(COSName.V, COSName.AP, COSName.AS, COSName.M, COSName.getPDFName("I"));
    private static final Set<String> BEFORE_TEXT =
            Set.of("re", "f", "f*", "F", "n", "W", "W*", "m", "l", "h", "S", "s");
    private static final Set<String> ANYWHERE = Set.of(
            "q", "Q", "BMC", "BDC", "EMC", "BT", "ET", "Tm", "Td", "TD", "T*", "TL", "Tc", "Tw", "Tz", "g", "G", "rg",
            "RG", "k", "K", "w", "J", "j", "M", "d", "cm", "sc", "SC");
    private static final Set<String> COLOURS = Set.of("DeviceGray", "DeviceRGB", "DeviceCMYK");
    private static final int PASSWORD = 1 << 13;
    private static final int PUSH_BUTTON = 1 << 16;
    private static final int FILE_SELECT = 1 << 20;
    private static final int RICH_TEXT = 1 << 25;

    private final PDDocument before;
    private final PDDocument after;
    private final RevisionDiff.References references;

    FillIn(PDDocument before, PDDocument after, RevisionDiff.References references) {
        this.before = before;
        this.after = after;
        this.references = references;
    }

    /** The objects of the signed revision whose change is nothing but the filling in of fields. */
    Set<COSObjectKey> explained(Predicate<String> locked) {
        var keys = new HashSet<COSObjectKey>();
        for (var field : FormFields.read(before).fields()) {
            if (!field.signature() && field.type() != null && !locked.test(field.name())) {
                keys.addAll(understood(field));
            }
        }
        return keys;
    }

    /** What is not understood is not explained. */
    private Set<COSObjectKey> understood(FormFields.Field field) {
        try {
            return filled(field);
        } catch (IOException e) {
            return Set.of();
        }
    }

    private Set<COSObjectKey> filled(FormFields.Field field) throws IOException {
        var old = field.dictionary();
        if (old.getKey() == null || !(now(old) instanceof COSDictionary is) || !sameButValue(old, is)) {
            return Set.of();
        }
        int flags = old.getInt(COSName.FF, 0);
        if ((flags & (PASSWORD | FILE_SELECT | RICH_TEXT)) != 0 && !COSName.BTN.equals(field.type())) {
            return Set.of();
        }
        var keys = new HashSet<COSObjectKey>();
        keys.add(old.getKey());
        for (var widget : widgets(old)) {
            if (!(now(widget) instanceof COSDictionary shown) || !sameButValue(widget, shown)) {
                return Set.of();
            }
            boolean right = COSName.BTN.equals(field.type())
                    ? (flags & PUSH_BUTTON) == 0 && isState(is, widget, shown)
                    : isPictureOf(is, widget, shown, keys);
            if (!right) {
                return Set.of();
            }
            if (widget.getKey() != null) {
                keys.add(widget.getKey());
            }
        }
        return keys;
    }

    private static List<COSDictionary> widgets(COSDictionary field) {
        var kids = field.getCOSArray(COSName.KIDS);
        if (kids == null) {
            return List.of(field);
        }
        var widgets = new ArrayList<COSDictionary>();
        for (int i = 0; i < kids.size(); i++) {
            if (kids.getObject(i) instanceof COSDictionary kid && !kid.containsKey(COSName.T)) {
                widgets.add(kid);
            }
        }
        return widgets;
    }

    private @Nullable COSBase now(COSDictionary old) {
        return old.getKey() == null ? old : RevisionDiff.object(after, old.getKey());
    }

    private static boolean sameButValue(COSDictionary was, COSDictionary is) {
        var names = new HashSet<>(was.keySet());
        names.addAll(is.keySet());
        names.removeAll(OF_A_VALUE);
        return names.stream().allMatch(name -> RevisionDiff.same(was.getItem(name), is.getItem(name)));
    }

    /** A box or radio button in one of the states it had when signed. */
    private static boolean isState(COSDictionary field, COSDictionary widget, COSDictionary shown) {
        if (!RevisionDiff.same(widget.getItem(COSName.AP), shown.getItem(COSName.AP))) {
            return false;
        }
        var pictures = widget.getCOSDictionary(COSName.AP);
        var normal = pictures == null ? null : pictures.getCOSDictionary(COSName.N);
        var state = shown.getCOSName(COSName.AS);
        var off = COSName.getPDFName("Off");
        return normal != null
                && state != null
                && (state.equals(off) || (normal.containsKey(state) && state.equals(field.getCOSName(COSName.V))));
    }

    private boolean isPictureOf(COSDictionary field, COSDictionary widget, COSDictionary shown, Set<COSObjectKey> keys)
            throws IOException {
        var old = widget.getCOSDictionary(COSName.AP);
        var pictures = shown.getCOSDictionary(COSName.AP);
        if (pictures == null) {
            return old == null;
        }
        for (var name : List.of(COSName.D, COSName.R)) {
            if (!RevisionDiff.same(old == null ? null : old.getItem(name), pictures.getItem(name))) {
                return false;
            }
        }
        if (!(pictures.getDictionaryObject(COSName.N) instanceof COSStream picture)) {
            return false;
        }
        var value = plain(field.getDictionaryObject(COSName.V));
        if (!value.equals(text(picture).replaceAll("\\s+", ""))) {
            return false;
        }
        if (old != null) {
            explain(old, Set.of(widget), keys);
            if (old.getDictionaryObject(COSName.N) instanceof COSStream stream) {
                explain(stream, Set.of(widget, old), keys);
            }
        }
        return true;
    }

    private void explain(COSDictionary object, Set<COSDictionary> owners, Set<COSObjectKey> keys) {
        var key = object.getKey();
        if (key != null
                && references.referrers().getOrDefault(key, List.of()).stream()
                        .allMatch(owner -> owners.stream().anyMatch(each -> each == owner))) {
            keys.add(key);
        }
    }

    private static String plain(@Nullable COSBase value) throws IOException {
        if (value == null) {
            return "";
        }
        if (value instanceof COSString string) {
            return string.getString().replaceAll("\\s+", "");
        }
        if (value instanceof COSArray array) {
            var all = new StringBuilder();
            for (int i = 0; i < array.size(); i++) {
                all.append(plain(array.getObject(i)));
            }
            return all.toString();
        }
        throw new IOException("a value that is no text");
    }

    /** The text that a picture draws; an error if it draws anything else. */
    private String text(COSStream picture) throws IOException {
        var text = new StringBuilder();
        boolean written = false;
        PDFont font = null;
        var operands = new ArrayList<COSBase>();
        byte[] octets;
        try (var in = PlainStream.of(picture).orElseThrow(() -> new IOException("unusual filters"))) {
            octets = in.readNBytes(1 << 20);
        }
        for (var token : new PDFStreamParser(octets).parse()) {
            if (!(token instanceof Operator operator)) {
                operands.add((COSBase) token);
                continue;
            }
            var name = operator.getName();
            switch (name) {
                case "Tf" -> font = font(picture, operands);
                case "Tj", "'", "\"" -> {
                    append(text, font, operands.get(operands.size() - 1));
                    written = true;
                }
                case "TJ" -> {
                    var parts = (COSArray) operands.get(operands.size() - 1);
                    for (int i = 0; i < parts.size(); i++) {
                        if (parts.getObject(i) instanceof COSString) {
                            append(text, font, parts.getObject(i));
                        }
                    }
                    written = true;
                }
                case "cs", "CS" -> {
                    if (!(operands.get(0) instanceof COSName space) || !COLOURS.contains(space.getName())) {
                        throw new IOException("a picture of more than text");
                    }
                }
                default -> {
                    if (!ANYWHERE.contains(name) && (written || !BEFORE_TEXT.contains(name))) {
                        throw new IOException("a picture of more than text");
                    }
                }
            }
            operands.clear();
        }
        return text.toString();
    }

    private PDFont font(COSStream picture, List<COSBase> operands) throws IOException {
        if (operands.size() == 2 && operands.get(0) instanceof COSName name) {
            var own = font(picture.getCOSDictionary(COSName.RESOURCES), name);
            var signed = font(formResources(), name);
            if (own == null && signed != null) {
                return PDFontFactory.createFont(signed);
            }
            // Some programs write the font once more; what it refers to is compared as everything is.
            if (own != null && (isSigned(own.getKey()) || RevisionDiff.same(own, signed))) {
                return PDFontFactory.createFont(own);
            }
        }
        throw new IOException("a font that was not signed");
    }

    private @Nullable COSDictionary formResources() {
        var form = FormFields.form(before);
        return form == null ? null : form.getCOSDictionary(COSName.DR);
    }

    private static @Nullable COSDictionary font(@Nullable COSDictionary resources, COSName name) {
        var fonts = resources == null ? null : resources.getCOSDictionary(COSName.FONT);
        return fonts == null ? null : fonts.getCOSDictionary(name);
    }

    private boolean isSigned(@Nullable COSObjectKey key) {
        var place = key == null ? null : before.getDocument().getXrefTable().get(key);
        return place != null && place.equals(after.getDocument().getXrefTable().get(key));
    }

    private static void append(StringBuilder text, @Nullable PDFont font, COSBase shown) throws IOException {
        if (font == null || !(shown instanceof COSString string)) {
            throw new IOException("text without a font");
        }
        try (var in = new ByteArrayInputStream(string.getBytes())) {
            while (in.available() > 0) {
                var character = font.toUnicode(font.readCode(in));
                if (character == null) {
                    throw new IOException("a character without a meaning");
                }
                text.append(character);
            }
        }
    }
}
