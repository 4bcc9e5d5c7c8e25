package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.fontbox.FontBoxFont;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.font.CIDFontMapping;
import org.apache.pdfbox.pdmodel.font.FontMapper;
import org.apache.pdfbox.pdmodel.font.FontMappers;
import org.apache.pdfbox.pdmodel.font.FontMapping;
import org.apache.pdfbox.pdmodel.font.PDCIDSystemInfo;
import org.apache.pdfbox.pdmodel.font.PDFontDescriptor;
import org.jspecify.annotations.Nullable;

/**
 * What stands in for fonts that a document does not hold: what PDFBox finds on this computer, and our own Japanese one
 * for Japanese, Chinese or Korean text where that has no such letters.
 *
 * <p>PDFBox takes any Latin font then, and draws nothing at all.
 */
final class StandInFonts implements FontMapper {
    private static final String OURS = "/dev/natsuin/desktop/document/appearance/NotoSansJP.ttf";

    /** A letter that each font for texts of a collection has. */
    private static final Map<String, Integer> FIRST_LETTERS =
            Map.of("Japan1", 0x4E00, "GB1", 0x4E00, "CNS1", 0x4E00, "Korea1", 0xAC00, "KR", 0xAC00);

    private final FontMapper found;

    private StandInFonts(FontMapper found) {
        this.found = found;
    }

    /** From now on, for all of this program. */
    static void use() {
        if (!(FontMappers.instance() instanceof StandInFonts)) {
            FontMappers.set(new StandInFonts(FontMappers.instance()));
        }
    }

    /** Read when first needed; a tenth of a second. */
    private static final class Ours {
        private static final TrueTypeFont FONT = read();

        private static TrueTypeFont read() {
            try (var octets = StandInFonts.class.getResourceAsStream(OURS)) {
                if (octets == null) {
                    throw new IOException("no font " + OURS);
                }
                return new TTFParser(true).parse(new RandomAccessReadBuffer(octets.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException("a font of this program cannot be read", e);
            }
        }
    }

    @Override
    public FontMapping<TrueTypeFont> getTrueTypeFont(String name, @Nullable PDFontDescriptor descriptor) {
        return found.getTrueTypeFont(name, descriptor);
    }

    @Override
    public FontMapping<FontBoxFont> getFontBoxFont(String name, @Nullable PDFontDescriptor descriptor) {
        return found.getFontBoxFont(name, descriptor);
    }

    @Override
    public CIDFontMapping getCIDFont(
            String name, @Nullable PDFontDescriptor descriptor, @Nullable PDCIDSystemInfo collection) {
        var mapping = found.getCIDFont(name, descriptor, collection);
        var letter = collection == null ? null : FIRST_LETTERS.get(String.valueOf(collection.getOrdering()));
        return letter == null || !mapping.isFallback() || has(mapping, letter)
                ? mapping
                : new CIDFontMapping(null, Ours.FONT, true);
    }

    private static boolean has(CIDFontMapping mapping, int letter) {
        try {
            return (mapping.isCIDFont() ? mapping.getFont() : mapping.getTrueTypeFont()) instanceof TrueTypeFont font
                    && font.getUnicodeCmapLookup().getGlyphId(letter) != 0;
        } catch (IOException e) {
            return false;
        }
    }
}
