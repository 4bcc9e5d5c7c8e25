package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.HostileInput;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.fontbox.cff.CFFFont;
import org.apache.fontbox.ttf.CmapSubtable;
import org.apache.fontbox.ttf.CmapTable;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.font.PDCIDFont;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType0;
import org.apache.pdfbox.pdmodel.font.PDCIDFontType2;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDSimpleFont;
import org.apache.pdfbox.pdmodel.font.PDTrueTypeFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType3Font;
import org.apache.pdfbox.pdmodel.font.PDVectorFont;
import org.apache.pdfbox.pdmodel.font.encoding.GlyphList;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.jspecify.annotations.Nullable;

/** The fonts that a document uses: whether they are in it, and whether they show what the text behind them says. */
final class Fonts {
    private static final COSName TO_UNICODE = COSName.TO_UNICODE;
    private static final float USUAL_ASCENT = 0.7f;
    private static final Set<Byte> UNSEEN = Set.of(Character.CONTROL, Character.FORMAT, Character.UNASSIGNED);
    private static final int MOST_OUTLINES = 200_000;

    private final Map<COSBase, Use> uses = new LinkedHashMap<>();
    private final Map<COSBase, Lack> lacking = new LinkedHashMap<>();
    private final IdentityHashMap<PDFont, Map<Integer, Rectangle2D>> outlines = new IdentityHashMap<>();
    private int outlined;
    private int page;

    /** A font and the codes that are shown in it. */
    private static final class Use {
        private final PDFont font;
        private final int firstPage;
        private final Set<Integer> codes = new HashSet<>();

        Use(PDFont font, int firstPage) {
            this.font = font;
            this.firstPage = firstPage;
        }
    }

    /** A font that is not in the file, and how often the one that stands in for it has nothing to show. */
    private static final class Lack {
        private final PDFont font;
        private final int firstPage;
        private int count;

        Lack(PDFont font, int firstPage) {
            this.font = font;
            this.firstPage = firstPage;
        }
    }

    /** From now on fonts are used on this page. */
    void page(int number) {
        this.page = number;
    }

    void used(PDFont font, int code) {
        uses.computeIfAbsent(font.getCOSObject(), dictionary -> new Use(font, page))
                .codes
                .add(code);
    }

    /** Nothing is drawn for this code: it counts, unless nothing should be. */
    void drewNothing(PDFont font, int code) {
        if (!font.isEmbedded() && !(font instanceof PDType3Font) && isMeantToBeSeen(font, code)) {
            lacking.computeIfAbsent(font.getCOSObject(), dictionary -> new Lack(font, page)).count++;
        }
    }

    /** What a code means nobody may know; those of composite fonts mean a character each. */
    private boolean isMeantToBeSeen(PDFont font, int code) {
        var text = text(font, code);
        return text.isEmpty()
                ? font instanceof PDType0Font
                : text.codePoints()
                        .anyMatch(each -> !Character.isWhitespace(each)
                                && !Character.isSpaceChar(each)
                                && !UNSEEN.contains((byte) Character.getType(each)));
    }

    // Boxes.

    /** True if nothing is painted for this code. */
    boolean blank(PDFont font, int code) {
        return font instanceof PDVectorFont && outline(font, code).isEmpty();
    }

    /** Where a character stands on the page; null if that cannot be said. */
    Rectangle2D.@Nullable Float boxOf(PDFont font, int code, Matrix at) {
        var matrix = at.createAffineTransform();
        matrix.concatenate(font.getFontMatrix().createAffineTransform());
        var outline = outline(font, code);
        return outline.isEmpty()
                ? null
                : finite(matrix.createTransformedShape(outline).getBounds2D());
    }

    /**
     * True if something of a character that stands askew comes into an area, and not only its box; or if nobody can
     * say.
     */
    boolean reaches(Rectangle2D area, PDFont font, int code, Matrix at) {
        if (!(font instanceof PDVectorFont drawn)) {
            return true;
        }
        var matrix = at.createAffineTransform();
        matrix.concatenate(font.getFontMatrix().createAffineTransform());
        return read(() -> drawn.getNormalizedPath(code))
                .map(path -> matrix.createTransformedShape(path).intersects(area))
                .orElse(true);
    }

    /** Where a character whose shape is a drawing of its own stands: its width, from the line up. */
    static Rectangle2D.@Nullable Float boxOfDrawing(Vector displacement, Matrix at) {
        double width = Math.max(Math.abs(displacement.getX()), 0.05);
        return finite(at.createAffineTransform()
                .createTransformedShape(new Rectangle2D.Double(0, 0, width, USUAL_ASCENT))
                .getBounds2D());
    }

    static Rectangle2D.@Nullable Float finite(@Nullable Rectangle2D box) {
        if (box == null || !Double.isFinite(box.getX() + box.getY() + box.getWidth() + box.getHeight())) {
            return null;
        }
        var exact = new Rectangle2D.Float();
        exact.setRect(box);
        return exact;
    }

    private Rectangle2D outline(PDFont font, int code) {
        var known = outlines.computeIfAbsent(font, f -> new HashMap<>());
        var box = known.get(code);
        if (box == null) {
            box = read(() -> ((PDVectorFont) font).getNormalizedPath(code).getBounds2D())
                    .orElseGet(Rectangle2D.Double::new);
            if (outlined++ > MOST_OUTLINES) {
                throw new Budget.Spent();
            }
            known.put(code, box);
        }
        return box;
    }

    private static <T> Optional<T> read(HostileInput.Reading<@Nullable T> reading) {
        try {
            return Optional.ofNullable(HostileInput.read(reading));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The text that a code stands for, as a reader would copy it. */
    String text(PDFont font, int code) {
        return read(() -> font.toUnicode(code)).orElse("");
    }

    // What is told.

    void report(Findings findings, Budget budget) {
        var told = new HashSet<String>();
        lacking.values()
                .forEach(each ->
                        findings.add(FindingCode.TEXT_WITHOUT_FONT, each.firstPage, each.count, name(each.font)));
        for (var use : uses.values()) {
            budget.check();
            if (use.font instanceof PDType3Font) {
                continue;
            }
            var name = name(use.font);
            if (!use.font.isEmbedded()) {
                if (!told.add(name)) {
                    continue;
                }
                missing(use, name, findings);
            } else if (use.font.isDamaged()) {
                findings.add(FindingCode.FONT_UNKNOWN, use.firstPage, name);
            } else if (use.font.getCOSObject().containsKey(TO_UNICODE)) {
                compare(use, name, findings, budget);
            }
        }
    }

    private static void missing(Use use, String name, Findings findings) {
        boolean codesSayNothing = (use.font instanceof PDType0Font composite && !meansCharacters(composite))
                || (use.font instanceof PDSimpleFont simple && ownSymbols(simple));
        if (codesSayNothing) {
            findings.add(FindingCode.FONT_UNKNOWN, use.firstPage, name);
        } else {
            findings.add(FindingCode.FONT_MISSING, use.firstPage, name, standIn(use.font));
        }
    }

    /** True if the codes of a font are numbers of its own. */
    private static boolean ownSymbols(PDSimpleFont font) {
        var descriptor = font.getFontDescriptor();
        return !font.isStandard14()
                && !font.getCOSObject().containsKey(COSName.ENCODING)
                && descriptor != null
                && descriptor.isSymbolic();
    }

    /** True if the codes of a composite font are those of a published collection, not of one font program. */
    private static boolean meansCharacters(PDType0Font font) {
        var info = font.getDescendantFont().getCOSObject().getCOSDictionary(COSName.CIDSYSTEMINFO);
        var ordering = info == null ? null : info.getString(COSName.ORDERING);
        return ordering != null
                && List.of("Japan1", "GB1", "CNS1", "Korea1", "KR").contains(ordering);
    }

    private static String name(PDFont font) {
        return read(font::getName).orElse("?");
    }

    private static String standIn(PDFont font) {
        return read(() -> {
                    if (font instanceof PDSimpleFont simple) {
                        return simple.getFontBoxFont().getName();
                    }
                    if (font instanceof PDType0Font composite
                            && composite.getDescendantFont() instanceof PDCIDFontType2 trueType) {
                        return trueType.getTrueTypeFont().getName();
                    }
                    if (font instanceof PDType0Font composite
                            && composite.getDescendantFont() instanceof PDCIDFontType0 compact) {
                        return compact.getCFFFont() == null
                                ? "?"
                                : compact.getCFFFont().getName();
                    }
                    return "?";
                })
                .orElse("?");
    }

    private void compare(Use use, String name, Findings findings, Budget budget) {
        for (int code : use.codes) {
            budget.spend();
            var text = text(use.font, code);
            var shown = shown(use.font, code);
            if (shown.stream().noneMatch(each -> alike(each, text)) && !shown.isEmpty()) {
                findings.add(FindingCode.TEXT_DIFFERS, use.firstPage, name, shown.get(0), text);
                return;
            }
        }
    }

    /** What the font program itself says that it draws for a code; empty if it does not say. */
    private static List<String> shown(PDFont font, int code) {
        return read(() -> {
                    var found = new ArrayList<String>();
                    if (font instanceof PDTrueTypeFont trueType) {
                        ofGlyph(trueType.getTrueTypeFont(), trueType.codeToGID(code), found);
                    } else if (font instanceof PDSimpleFont simple) {
                        ofName(simple.getEncoding().getName(code), found);
                    } else if (font instanceof PDType0Font composite) {
                        ofDescendant(composite.getDescendantFont(), composite.codeToGID(code), found);
                    }
                    return found;
                })
                .orElse(new ArrayList<>());
    }

    private static void ofDescendant(PDCIDFont font, int glyph, List<String> found) throws IOException {
        if (font instanceof PDCIDFontType2 trueType) {
            ofGlyph(trueType.getTrueTypeFont(), glyph, found);
        } else if (font instanceof PDCIDFontType0 compact) {
            CFFFont program = compact.getCFFFont();
            if (program != null && !program.getCharset().isCIDFont()) {
                ofName(program.getCharset().getNameForGID(glyph), found);
            }
        }
    }

    private static void ofGlyph(TrueTypeFont font, int glyph, List<String> found) throws IOException {
        var lookup = ofCharacters(font);
        var codes = lookup == null ? null : lookup.getCharCodes(glyph);
        if (codes != null) {
            for (int each : codes) {
                if (Character.isValidCodePoint(each) && Character.getType(each) != Character.PRIVATE_USE) {
                    found.add(Character.toString(each));
                }
            }
        }
        var names = font.getPostScript();
        if (names != null && names.getGlyphNames() != null && glyph < names.getGlyphNames().length) {
            ofName(names.getName(glyph), found);
        }
    }

    /** The table of characters; none of the tables whose codes are the font's own. */
    private static @Nullable CmapSubtable ofCharacters(TrueTypeFont font) throws IOException {
        var all = font.getCmap();
        for (var each : all == null ? new CmapSubtable[0] : all.getCmaps()) {
            boolean windows = each.getPlatformId() == CmapTable.PLATFORM_WINDOWS
                    && each.getPlatformEncodingId() != CmapTable.ENCODING_WIN_SYMBOL;
            if (windows || each.getPlatformId() == CmapTable.PLATFORM_UNICODE) {
                return each;
            }
        }
        return null;
    }

    private static void ofName(@Nullable String glyph, List<String> found) {
        var text = glyph == null ? null : GlyphList.getAdobeGlyphList().toUnicode(glyph);
        if (text != null && !text.isEmpty()) {
            found.add(text);
        }
    }

    /** True unless both are one letter or figure each, and not the same one. */
    private static boolean alike(String shown, String text) {
        var one = plain(shown);
        var other = plain(text);
        return one.equals(other) || !single(one) || !single(other);
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static boolean single(String text) {
        return text.codePointCount(0, text.length()) == 1 && Character.isLetterOrDigit(text.codePointAt(0));
    }
}
