package dev.natsuin.desktop.document.appearance;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TTFSubsetter;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.fontbox.util.BoundingBox;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * One bundled font: which characters it has, how wide they are, and the part of it that a document needs. Thread-safe.
 */
final class Face {
    private static final List<String> TABLES =
            List.of("head", "hhea", "loca", "maxp", "cvt ", "prep", "glyf", "hmtx", "fpgm", "gasp");
    private static final List<String> UPRIGHT_FORMS = List.of("vert");

    private final String name;
    private final TrueTypeFont font;
    private final CmapLookup characters;
    private final VariationSequences variations;
    private final String[] scripts;

    private Face(String name, TrueTypeFont font) throws IOException {
        this.name = name;
        this.font = font;
        this.characters = font.getUnicodeCmapLookup();
        this.variations =
                VariationSequences.read(font.getTableBytes(font.getTableMap().get("cmap")));
        var gsub = font.getGsub();
        this.scripts =
                gsub == null ? new String[0] : gsub.getSupportedScriptTags().toArray(String[]::new);
    }

    /**
     * Reads a font that lies beside this class.
     *
     * @throws UncheckedIOException if it is not there, which a test would have seen
     */
    static Face bundled(String resource, String name) {
        try (var octets = Face.class.getResourceAsStream(resource)) {
            if (octets == null) {
                throw new IOException("no font " + resource);
            }
            return new Face(name, new TTFParser(true).parse(new RandomAccessReadBuffer(octets.readAllBytes())));
        } catch (IOException e) {
            throw new UncheckedIOException("a font of this program cannot be read", e);
        }
    }

    /** Its PostScript name. */
    String name() {
        return name;
    }

    /** The glyph of a character, if the font has it. */
    synchronized OptionalInt glyph(int codePoint) {
        int glyph = characters.getGlyphId(codePoint);
        return glyph == 0 ? OptionalInt.empty() : OptionalInt.of(glyph);
    }

    /** The glyph of a character in the form that a variation selector asks for, if the font knows the sequence. */
    OptionalInt glyph(int codePoint, int selector) {
        return variations.usual(codePoint, selector) ? glyph(codePoint) : variations.glyph(codePoint, selector);
    }

    /** The form of a glyph for vertical lines; the glyph itself if it has no other. */
    synchronized int upright(int glyph) {
        try {
            var gsub = font.getGsub();
            return gsub == null ? glyph : gsub.getSubstitution(glyph, scripts, UPRIGHT_FORMS);
        } catch (IOException e) {
            throw new UncheckedIOException("a font of this program cannot be read", e);
        }
    }

    /** How far a glyph advances horizontally, as a part of the font size. */
    synchronized double width(int glyph) {
        try {
            return font.getAdvanceWidth(glyph) / (double) font.getUnitsPerEm();
        } catch (IOException e) {
            throw new UncheckedIOException("a font of this program cannot be read", e);
        }
    }

    /** The box around all glyphs, in thousandths of the font size. */
    synchronized BoundingBox box() {
        try {
            return font.getFontBBox();
        } catch (IOException e) {
            throw new UncheckedIOException("a font of this program cannot be read", e);
        }
    }

    /**
     * A part of this font.
     *
     * @param program a TrueType font
     * @param glyphs where the glyphs of the whole font stand in it; with those that others are composed of
     */
    record Part(Bytes program, Map<Integer, Integer> glyphs) {}

    /** Only these glyphs, and what they are composed of. */
    synchronized Part part(Set<Integer> glyphs) {
        try {
            var subsetter = new TTFSubsetter(font, TABLES);
            subsetter.addGlyphIds(new TreeSet<>(glyphs));
            var numbers = new HashMap<Integer, Integer>();
            subsetter.getGIDMap().forEach((now, before) -> numbers.put(before, now));
            var octets = new ByteArrayOutputStream();
            subsetter.writeToStream(octets);
            return new Part(Bytes.of(octets.toByteArray()), Map.copyOf(numbers));
        } catch (IOException e) {
            throw new UncheckedIOException("a font of this program cannot be read", e);
        }
    }
}
