package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
    private static final Set<COSName> OF_LOOKS = Set.of(COSName.RECT, COSName.BS, COSName.BORDER, COSName.C);
    private static final COSName CAPTION = COSName.getPDFName("CA");
    private static final COSName NEED_APPEARANCES = COSName.getPDFName("NeedAppearances");
    private static final Set<COSName> OF_A_STANDARD_FONT =
            Set.of(COSName.TYPE, COSName.SUBTYPE, COSName.BASE_FONT, COSName.ENCODING, COSName.NAME);
    private static final Pattern STANDARD_FONT =
            Pattern.compile("(Helvetica|Courier)(-(Bold|Oblique|BoldOblique))?|Times-(Roman|Bold|Italic|BoldItalic)");
    private static final Set<COSName> STANDARD_ENCODINGS =
            Set.of(COSName.WIN_ANSI_ENCODING, COSName.MAC_ROMAN_ENCODING, COSName.STANDARD_ENCODING);
    /** Some programs round numbers to two decimals. */
    private static final double ROUNDED = 0.0051;
    /** And colours to whole steps of 255 before that. */
    private static final int STEPS = 3;
    /** How far a picture may be scaled, where the signed one was. */
    private static final double MOST_SCALED = 1.5;

    private static final int MULTILINE = 1 << 12;
    private static final int PASSWORD = 1 << 13;
    private static final int PUSH_BUTTON = 1 << 16;
    private static final int COMBO = 1 << 17;
    private static final int FILE_SELECT = 1 << 20;
    private static final int COMB = 1 << 24;
    private static final int RICH_TEXT = 1 << 25;
    private static final int DEEPEST = 64;
    private static final Pattern SPACES = Pattern.compile("[\\s\\u00A0\\u3000]+");
    private static final Pattern COLOUR = Pattern.compile("((?:[+-]?[0-9.]+\\s+){1,4})(g|rg|k)(?=[\\s\\]/]|$)");

    private final PDDocument before;
    private final PDDocument after;
    private final RevisionDiff.References references;
    private final Set<COSObjectKey> replaced = new HashSet<>();
    private final Set<COSObjectKey> drawn = new HashSet<>();

    FillIn(PDDocument before, PDDocument after, RevisionDiff.References references) {
        this.before = before;
        this.after = after;
        this.references = references;
    }

    /** The objects of the signed revision whose change is nothing but the filling in of fields. */
    Set<COSObjectKey> explained(Predicate<String> locked) {
        var keys = new HashSet<COSObjectKey>();
        if (onlyFontsAdded()) {
            var form = FormFields.form(before);
            var resources = formResources();
            var owners = fieldsAndWidgets();
            owners.add(Objects.requireNonNull(form));
            explain(Objects.requireNonNull(resources), owners, keys);
            owners.add(resources);
            explain(fontsOf(resources), owners, keys);
        }
        for (var field : FormFields.read(before).fields()) {
            if (!field.signature() && field.type() != null && !locked.test(field.name())) {
                keys.addAll(understood(field));
            }
        }
        return keys;
    }

    /**
     * True if the form's resources are what was signed and fonts besides, under names that no signed field writes in:
     * some programs keep there what they draw with.
     */
    boolean onlyFontsAdded() {
        var was = formResources();
        var form = FormFields.form(after);
        var is = form == null ? null : form.getCOSDictionary(COSName.DR);
        if (was == null || is == null || !was.keySet().equals(is.keySet())) {
            return false;
        }
        var old = fontsOf(was);
        var now = fontsOf(is);
        return Objects.equals(was.getKey(), is.getKey())
                && Objects.equals(old.getKey(), now.getKey())
                && was.keySet().stream()
                        .allMatch(name ->
                                name.equals(COSName.FONT) || RevisionDiff.same(was.getItem(name), is.getItem(name)))
                && old.keySet().stream().allMatch(name -> RevisionDiff.same(old.getItem(name), now.getItem(name)))
                && now.keySet().stream().allMatch(name -> old.containsKey(name) || !isWrittenIn(name.getName()));
    }

    private boolean isWrittenIn(String font) {
        var all = fieldsAndWidgets();
        Optional.ofNullable(FormFields.form(before)).ifPresent(all::add);
        return all.stream()
                .anyMatch(each -> each.getDictionaryObject(COSName.DA) instanceof COSString looks
                        && looks.getString().contains("/" + font));
    }

    private Set<COSDictionary> fieldsAndWidgets() {
        Set<COSDictionary> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (var field : FormFields.read(before).fields()) {
            all.add(field.dictionary());
            all.addAll(widgets(field.dictionary()));
        }
        return all;
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
        return names.stream()
                .allMatch(name -> RevisionDiff.same(was.getItem(name), is.getItem(name))
                        || (OF_LOOKS.contains(name) && nearly(was.getItem(name), is.getItem(name)))
                        || (COSName.MK.equals(name) && isSameLook(was.getItem(name), is.getItem(name)))
                        || isSameScalar(was.getDictionaryObject(name), is.getDictionaryObject(name)));
    }

    /** Ground, border and turn as they were; what a program would draw by itself in a box may be left out. */
    private static boolean isSameLook(@Nullable COSBase was, @Nullable COSBase is) {
        if (!(was instanceof COSDictionary one) || !(is instanceof COSDictionary other)) {
            return false;
        }
        var names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        return names.stream()
                .allMatch(name -> nearly(one.getItem(name), other.getItem(name))
                        || (name.equals(CAPTION) && !other.containsKey(name))
                        || ((name.equals(COSName.BC) || name.equals(COSName.BG))
                                && isSameColour(one.getCOSArray(name), other.getCOSArray(name))));
    }

    private static boolean isSameColour(@Nullable COSArray was, @Nullable COSArray is) {
        if (was == null || is == null || was.size() == 0 || is.size() == 0) {
            return (was == null || was.size() == 0) && (is == null || is.size() == 0);
        }
        if (was.size() == 2 || was.size() > 4 || is.size() == 2 || is.size() > 4) {
            return false;
        }
        int one = rgb(numbers(was));
        int other = rgb(numbers(is));
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) > STEPS) {
                return false;
            }
        }
        return true;
    }

    private static float[] numbers(COSArray array) {
        var numbers = new float[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = array.getObject(i) instanceof COSNumber number ? number.floatValue() : 0;
        }
        return numbers;
    }

    /** The same but for how numbers are spelled and rounded. */
    private static boolean nearly(@Nullable COSBase one, @Nullable COSBase other) {
        if (one instanceof COSNumber a && other instanceof COSNumber b) {
            return Math.abs((double) a.floatValue() - b.floatValue()) <= ROUNDED;
        }
        if (one instanceof COSArray a && other instanceof COSArray b) {
            boolean near = a.size() == b.size();
            for (int i = 0; near && i < a.size(); i++) {
                near = nearly(a.get(i), b.get(i));
            }
            return near;
        }
        if (one instanceof COSDictionary a
                && other instanceof COSDictionary b
                && !(one instanceof COSStream)
                && !(other instanceof COSStream)) {
            return a.keySet().equals(b.keySet())
                    && a.keySet().stream().allMatch(name -> nearly(a.getItem(name), b.getItem(name)));
        }
        return RevisionDiff.same(one, other);
    }

    /** The same text or name, also where a program wrote it as an object of its own. */
    private static boolean isSameScalar(@Nullable COSBase one, @Nullable COSBase other) {
        return (one instanceof COSString || one instanceof COSName) && one.equals(other);
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
            explainOld(widget, old, keys);
            return old == null || drawnFromValues();
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
        var lines = FieldPicture.lines(picture, frame(widget, flags, picture), fonts(picture), longestGap(value));
        boolean list = COSName.CH.equals(inherited(field, COSName.FT)) && (flags & COMBO) == 0;
        boolean several = list || (flags & MULTILINE) != 0;
        if ((lines.size() > 1 && !several)
                || !(list ? isListOf(field, lines) : isTextOf(field, lines) || isFormatted(widget, value, lines))) {
            return false;
        }
        explainOld(widget, old, keys);
        if (picture.getKey() != null) {
            drawn.add(picture.getKey());
        }
        return true;
    }

    private void explainOld(COSDictionary widget, @Nullable COSDictionary old, Set<COSObjectKey> keys) {
        if (old != null) {
            explain(old, Set.of(widget), keys);
            if (old.getDictionaryObject(COSName.N) instanceof COSStream stream) {
                explain(stream, Set.of(widget, old), keys);
                if (stream.getKey() != null && keys.contains(stream.getKey())) {
                    replaced.add(stream.getKey());
                }
            }
        }
    }

    /** The signed pictures that others took the place of: they may go. */
    Set<COSObjectKey> replaced() {
        var gone = new HashSet<>(replaced);
        gone.removeAll(drawn);
        return gone;
    }

    /** True if the signed form has every program draw its fields anew. */
    private boolean drawnFromValues() {
        var form = FormFields.form(before);
        return form != null && form.getBoolean(NEED_APPEARANCES, false);
    }

    private void explain(COSDictionary object, Set<COSDictionary> owners, Set<COSObjectKey> keys) {
        var key = object.getKey();
        if (key != null
                && references.referrers().getOrDefault(key, List.of()).stream()
                        .allMatch(owner -> owners.stream().anyMatch(each -> each == owner))) {
            keys.add(key);
        }
    }

    private static String plain(String text) {
        return SPACES.matcher(text).replaceAll(" ").strip();
    }

    private static String plain(@Nullable COSBase value) throws IOException {
        if (value == null) {
            return "";
        }
        if (value instanceof COSString string) {
            return plain(string.getString());
        }
        if (value instanceof COSArray array) {
            var all = new StringBuilder();
            for (int i = 0; i < array.size(); i++) {
                all.append(plain(array.getObject(i))).append(' ');
            }
            return all.toString().strip();
        }
        throw new IOException("a value that is no text");
    }

    /** The value itself, or what a choice among several says for it. */
    private static boolean isTextOf(COSDictionary field, List<FieldPicture.Line> lines) throws IOException {
        var value = plain(field.getDictionaryObject(COSName.V));
        return isText(value, lines)
                || options(field).stream()
                        .anyMatch(option -> option.value().equals(value) && isText(option.shown(), lines));
    }

    /** What the signed field's own format shows for the value. */
    private static boolean isFormatted(COSDictionary widget, @Nullable COSBase value, List<FieldPicture.Line> lines) {
        return value instanceof COSString string
                && lines.size() == 1
                && FieldFormat.shown(widget, string.getString()).stream()
                        .anyMatch(shown -> plain(shown).equals(lines.get(0).text()));
    }

    /** The same text; a line ends where it has a space, or where there is no room for more. */
    private static boolean isText(String text, List<FieldPicture.Line> lines) {
        int at = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                boolean space = at < text.length() && text.charAt(at) == ' ';
                if (!space && !lines.get(i - 1).full()) {
                    return false;
                }
                at += space ? 1 : 0;
            }
            var line = lines.get(i).text();
            if (!text.startsWith(line, at)) {
                return false;
            }
            at += line.length();
        }
        return at == text.length();
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

    /** What can be chosen. */
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

    private FieldPicture.Frame frame(COSDictionary widget, int flags, COSStream picture) throws IOException {
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
        int turned = looks == null ? 0 : Math.floorMod(looks.getInt(COSName.R, 0), 360);
        var size = size(widget, place, turned, picture.getCOSArray(COSName.BBOX));
        return new FieldPicture.Frame(
                size.getWidth(),
                size.getHeight(),
                turned,
                style == null ? 1 : Math.max(0, style.getFloat(COSName.W, 1)),
                cells,
                ink(widget));
    }

    /** The size in which a field is drawn: its own, or that of its signed picture, which is scaled a little. */
    private static PDRectangle size(COSDictionary widget, PDRectangle place, int turned, @Nullable COSArray box) {
        var pictures = widget.getCOSDictionary(COSName.AP);
        var signed = pictures != null && pictures.getDictionaryObject(COSName.N) instanceof COSStream picture
                ? picture.getCOSArray(COSName.BBOX)
                : null;
        if (signed == null || box == null || signed.size() != 4 || !nearly(signed, box)) {
            return place;
        }
        var drawn = new PDRectangle(signed);
        boolean lies = turned % 180 != 0;
        double width = lies ? drawn.getHeight() : drawn.getWidth();
        double height = lies ? drawn.getWidth() : drawn.getHeight();
        return isScaledLittle(width, place.getWidth()) && isScaledLittle(height, place.getHeight())
                ? new PDRectangle((float) width, (float) height)
                : place;
    }

    private static boolean isScaledLittle(double drawn, double shown) {
        return drawn < shown * MOST_SCALED && shown < drawn * MOST_SCALED;
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
            var parts = List.of(SPACES.split(found.group(1).strip()));
            var numbers = new float[parts.size()];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Float.parseFloat(parts.get(i));
            }
            ink = rgb(numbers);
        }
        return ink;
    }

    private static int rgb(float[] parts) {
        var components = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            components[i] = Math.max(0, Math.min(1, parts[i]));
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
            if (font != null
                    && (isSigned(font.getKey())
                            || RevisionDiff.same(font, signed.getCOSDictionary(name))
                            || isStandard(font))) {
                fonts.setItem(name, own.getItem(name));
            } else {
                fonts.removeItem(name);
            }
        }
        return fonts;
    }

    /** One of those that every program has, with nothing that says how its characters look or what they mean. */
    private static boolean isStandard(COSDictionary font) {
        var name = font.getNameAsString(COSName.BASE_FONT, "");
        return OF_A_STANDARD_FONT.containsAll(font.keySet())
                && COSName.FONT.equals(font.getCOSName(COSName.TYPE))
                && COSName.TYPE1.equals(font.getCOSName(COSName.SUBTYPE))
                && STANDARD_FONT.matcher(name).matches()
                && (!font.containsKey(COSName.ENCODING)
                        || (font.getDictionaryObject(COSName.ENCODING) instanceof COSName encoding
                                && STANDARD_ENCODINGS.contains(encoding)));
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
