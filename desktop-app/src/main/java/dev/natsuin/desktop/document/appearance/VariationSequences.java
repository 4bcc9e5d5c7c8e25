package dev.natsuin.desktop.document.appearance;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The forms of a character that variation selectors ask for (葛 with U+E0100 in a name, say): subtable 14 of a font's
 * {@code cmap}, which PDFBox passes over.
 *
 * @param usual by selector: the characters whose usual glyph it is, as pairs of first and last
 * @param others by selector: the glyphs of the other characters
 */
record VariationSequences(Map<Integer, List<int[]>> usual, Map<Integer, Map<Integer, Integer>> others) {
    private static final int FORMAT = 14;

    /** Reads a {@code cmap} table (OpenType 1.9, "cmap", format 14). */
    static VariationSequences read(byte[] cmap) {
        var table = ByteBuffer.wrap(cmap);
        var usual = new HashMap<Integer, List<int[]>>();
        var others = new HashMap<Integer, Map<Integer, Integer>>();
        int subtables = table.getShort(2);
        for (int i = 0; i < subtables; i++) {
            int start = table.getInt(4 + 8 * i + 4);
            if (table.getShort(start) == FORMAT) {
                read(table, start, usual, others);
            }
        }
        return new VariationSequences(Map.copyOf(usual), Map.copyOf(others));
    }

    private static void read(
            ByteBuffer table, int start, Map<Integer, List<int[]>> usual, Map<Integer, Map<Integer, Integer>> others) {
        int records = table.getInt(start + 6);
        for (int i = 0; i < records; i++) {
            int at = start + 10 + 11 * i;
            int selector = threeOctets(table, at);
            int usualAt = table.getInt(at + 3);
            if (usualAt != 0) {
                var ranges = new ArrayList<int[]>();
                for (int j = 0; j < table.getInt(start + usualAt); j++) {
                    int first = threeOctets(table, start + usualAt + 4 + 4 * j);
                    ranges.add(new int[] {first, first + (table.get(start + usualAt + 7 + 4 * j) & 0xFF)});
                }
                usual.put(selector, ranges);
            }
            int othersAt = table.getInt(at + 7);
            if (othersAt != 0) {
                var glyphs = new HashMap<Integer, Integer>();
                for (int j = 0; j < table.getInt(start + othersAt); j++) {
                    int entry = start + othersAt + 4 + 5 * j;
                    glyphs.put(threeOctets(table, entry), table.getShort(entry + 3) & 0xFFFF);
                }
                others.put(selector, glyphs);
            }
        }
    }

    private static int threeOctets(ByteBuffer table, int at) {
        return (table.getShort(at) & 0xFFFF) << 8 | (table.get(at + 2) & 0xFF);
    }

    /** True if the selector asks for the glyph that the character has anyway. */
    boolean usual(int codePoint, int selector) {
        return usual.getOrDefault(selector, List.of()).stream()
                .anyMatch(range -> range[0] <= codePoint && codePoint <= range[1]);
    }

    /** The other glyph that the selector asks for. */
    OptionalInt glyph(int codePoint, int selector) {
        var glyph = others.getOrDefault(selector, Map.of()).get(codePoint);
        return glyph == null ? OptionalInt.empty() : OptionalInt.of(glyph);
    }
}
