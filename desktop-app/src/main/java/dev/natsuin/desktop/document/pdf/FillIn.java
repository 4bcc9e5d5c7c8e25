package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDColorSpace;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceCMYK;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceGray;
import org.apache.pdfbox.pdmodel.graphics.color.PDDeviceRGB;
import org.jspecify.annotations.Nullable;

/**
 * What filling in a form changes: the value of a field, and pictures of it that say the same as the value.
 *
 * <p>A picture counts only if it shows nothing but text in fonts of the signed revision on at most a background
 * ({@link FieldPicture}), and that text, as it is read, is the value, or what is shown for it: a field that says one
 * thing and shows another was not filled in but forged.
 */
final class FillIn {
    private static final COSName MAX_LENGTH = COSName.getPDFName("MaxLen");
    private static final COSName OPTIONS = COSName.getPDFName("Opt");
    private static final COSName OFF = COSName.getPDFName("Off");
    private static final Set<COSName> OF_A_VALUE =
            Set.of(COSName.V, COSName.AP, COSName.AS, COSName.M, COSName.getPDFName("I"), COSName.getPDFName("TI"));
    private static final int MULTILINE = 1 << 12;
    private static final int PASSWORD = 1 << 13;
    private static final int PUSH_BUTTON = 1 << 16;
    private static final int COMBO = 1 << 17;
    private static final int FILE_SELECT = 1 << 20;
    private static final int COMB = 1 << 24;
    private static final int RICH_TEXT = 1 << 25;
    private static final int DEEPEST = 64;
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final Pattern COLOUR = Pattern.compile("((?:[+-]?[0-9.]+\\s+){1,4})(g|rg|k)(?=[\\s\\]/]|$)");

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
        int flags = inherited(old, COSName.FF) instanceof COSNumber number ? number.intValue() : 0;
        if ((flags & (PASSWORD | FILE_SELECT | RICH_TEXT)) != 0 && !COSName.BTN.equals(field.type())) {
            return Set.of();
        }
        var keys = new HashSet<COSObjectKey>();
        keys.add(old.getKey());
        boolean button = COSName.BTN.equals(field.type());
        boolean on = false;
        var widgets = widgets(old);
        if (widgets.isEmpty()) {
            return Set.of(); // Other fields inherit what is written there.
        }
        for (var widget : widgets) {
            if (!(now(widget) instanceof COSDictionary shown) || !sameButValue(widget, shown)) {
                return Set.of();
            }
            boolean right = button
                    ? (flags & PUSH_BUTTON) == 0 && isState(is, widget, shown)
                    : isPictureOf(is, widget, shown, flags, keys);
            if (!right) {
                return Set.of();
            }
            on |= !OFF.equals(shown.getCOSName(COSName.AS));
            if (widget.getKey() != null) {
                keys.add(widget.getKey());
            }
        }
        boolean chosen = is.getCOSName(COSName.V) != null && !OFF.equals(is.getCOSName(COSName.V));
        return button && on != chosen ? Set.of() : keys;
    }

    private static @Nullable COSBase inherited(COSDictionary field, COSName name) {
        @Nullable COSDictionary at = field;
        for (int i = 0; at != null && i < DEEPEST; i++) {
            var value = at.getDictionaryObject(name);
            if (value != null) {
                return value;
            }
            at = at.getCOSDictionary(COSName.PARENT);
        }
        return null;
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
        return normal != null
                && state != null
                && (state.equals(OFF) || (normal.containsKey(state) && state.equals(field.getCOSName(COSName.V))));
    }

    private boolean isPictureOf(
            COSDictionary field, COSDictionary widget, COSDictionary shown, int flags, Set<COSObjectKey> keys)
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
        var value = field.getDictionaryObject(COSName.V);
        var lines = FieldPicture.lines(picture, frame(widget, flags), fonts(picture), longestGap(value));
        boolean list = COSName.CH.equals(inherited(field, COSName.FT)) && (flags & COMBO) == 0;
        boolean several = list || (flags & MULTILINE) != 0;
        if ((lines.size() > 1 && !several)
                || !(list ? isListOf(field, lines) : isTextOf(field, lines) || isFormatted(widget, value, lines))) {
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
            return SPACES.matcher(string.getString()).replaceAll("");
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

    /** The value itself, or what a choice among several says for it. */
    private static boolean isTextOf(COSDictionary field, List<FieldPicture.Line> lines) throws IOException {
        var value = plain(field.getDictionaryObject(COSName.V));
        var text = lines.stream().map(FieldPicture.Line::text).collect(Collectors.joining());
        return (text.equals(value) && breaks(field.getDictionaryObject(COSName.V), lines))
                || options(field).stream()
                        .anyMatch(option ->
                                option.value().equals(value) && option.shown().equals(text));
    }

    /** What the signed field's own format shows for the value. */
    private static boolean isFormatted(COSDictionary widget, @Nullable COSBase value, List<FieldPicture.Line> lines) {
        return value instanceof COSString string
                && lines.size() == 1
                && FieldFormat.shown(widget, string.getString())
                        .contains(lines.get(0).text());
    }

    /** True if each line ends where the value has a space, or where there is no room for more. */
    private static boolean breaks(@Nullable COSBase value, List<FieldPicture.Line> lines) {
        var text = value instanceof COSString string ? string.getString() : "";
        int at = 0;
        for (var line : lines.subList(0, Math.max(0, lines.size() - 1))) {
            for (int left = line.text().length(); left > 0 && at < text.length(); at++) {
                left -= Character.isWhitespace(text.charAt(at)) ? 0 : 1;
            }
            if (!line.full() && at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    /** All that can be chosen, or a part of it, and a bar behind each that is and no other. */
    private static boolean isListOf(COSDictionary field, List<FieldPicture.Line> lines) throws IOException {
        var options = options(field);
        var chosen = new HashSet<String>();
        var value = field.getDictionaryObject(COSName.V);
        for (int i = 0; value instanceof COSArray several && i < several.size(); i++) {
            chosen.add(plain(several.getObject(i)));
        }
        if (!(value instanceof COSArray) && value != null) {
            chosen.add(plain(value));
        }
        for (int first = 0; first + lines.size() <= options.size(); first++) {
            var told = new HashSet<String>();
            boolean right = true;
            for (int i = 0; right && i < lines.size(); i++) {
                var option = options.get(first + i);
                var line = lines.get(i);
                right = line.text().equals(option.shown())
                        && (!line.shown() || line.bar() == chosen.contains(option.value()));
                if (line.shown() && line.bar()) {
                    told.add(option.value());
                }
            }
            if (right && told.equals(chosen)) {
                return true;
            }
        }
        return false;
    }

    /** What can be chosen, without spaces. */
    private record Option(String value, String shown) {}

    private static List<Option> options(COSDictionary field) throws IOException {
        var options = new ArrayList<Option>();
        if (inherited(field, OPTIONS) instanceof COSArray array) {
            for (int i = 0; i < array.size(); i++) {
                var each = array.getObject(i);
                options.add(
                        each instanceof COSArray pair && pair.size() == 2
                                ? new Option(plain(pair.getObject(0)), plain(pair.getObject(1)))
                                : new Option(plain(each), plain(each)));
            }
        }
        return options;
    }

    /** How many spaces follow each other somewhere in a value. */
    private static int longestGap(@Nullable COSBase value) {
        return value instanceof COSString string
                ? SPACES.matcher(string.getString())
                        .results()
                        .mapToInt(found -> found.end() - found.start())
                        .max()
                        .orElse(0)
                : 0;
    }

    private FieldPicture.Frame frame(COSDictionary widget, int flags) throws IOException {
        var corners = widget.getCOSArray(COSName.RECT);
        if (corners == null || corners.size() != 4) {
            throw new IOException("a field without a place");
        }
        var place = new PDRectangle(corners);
        var looks = widget.getCOSDictionary(COSName.MK);
        var style = widget.getCOSDictionary(COSName.BS);
        int cells = (flags & COMB) != 0 && inherited(widget, MAX_LENGTH) instanceof COSNumber most
                ? Math.max(0, most.intValue())
                : 0;
        return new FieldPicture.Frame(
                place.getWidth(),
                place.getHeight(),
                looks == null ? 0 : Math.floorMod(looks.getInt(COSName.R, 0), 360),
                style == null ? 1 : Math.max(0, style.getFloat(COSName.W, 1)),
                cells,
                ink(widget));
    }

    /** The colour in which a field says that its text is to be written. */
    private int ink(COSDictionary widget) {
        var form = FormFields.form(before);
        var looks = inherited(widget, COSName.DA);
        if (looks == null && form != null) {
            looks = form.getDictionaryObject(COSName.DA);
        }
        int ink = 0;
        var found = COLOUR.matcher(looks instanceof COSString string ? string.getString() : "");
        while (found.find()) {
            ink = rgb(SPACES.split(found.group(1).strip()));
        }
        return ink;
    }

    private static int rgb(String[] parts) {
        var components = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            components[i] = Math.max(0, Math.min(1, Float.parseFloat(parts[i])));
        }
        PDColorSpace space = parts.length == 1
                ? PDDeviceGray.INSTANCE
                : parts.length == 3 ? PDDeviceRGB.INSTANCE : PDDeviceCMYK.INSTANCE;
        try {
            return new PDColor(components, space).toRGB() & 0xFFFFFF;
        } catch (IOException e) {
            return 0;
        }
    }

    /** The fonts that a picture may use, by its own names for them. */
    private COSDictionary fonts(COSStream picture) {
        var fonts = new COSDictionary();
        var signed = fontsOf(formResources());
        var own = fontsOf(picture.getCOSDictionary(COSName.RESOURCES));
        signed.keySet().forEach(name -> fonts.setItem(name, signed.getItem(name)));
        for (var name : own.keySet()) {
            var font = own.getCOSDictionary(name);
            // Some programs write the font once more; what it refers to is compared as everything is.
            if (font != null && (isSigned(font.getKey()) || RevisionDiff.same(font, signed.getCOSDictionary(name)))) {
                fonts.setItem(name, own.getItem(name));
            } else {
                fonts.removeItem(name);
            }
        }
        return fonts;
    }

    private @Nullable COSDictionary formResources() {
        var form = FormFields.form(before);
        return form == null ? null : form.getCOSDictionary(COSName.DR);
    }

    private static COSDictionary fontsOf(@Nullable COSDictionary resources) {
        var fonts = resources == null ? null : resources.getCOSDictionary(COSName.FONT);
        return fonts == null ? new COSDictionary() : fonts;
    }

    private boolean isSigned(@Nullable COSObjectKey key) {
        var place = key == null ? null : before.getDocument().getXrefTable().get(key);
        return place != null && place.equals(after.getDocument().getXrefTable().get(key));
    }
}
