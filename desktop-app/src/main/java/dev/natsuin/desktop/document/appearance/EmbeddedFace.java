package dev.natsuin.desktop.document.appearance;

import dev.natsuin.desktop.document.appearance.Faces.Glyph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSFloat;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.jspecify.annotations.Nullable;

/**
 * The part of a font that one appearance uses, as objects of a PDF (ISO 32000-2 §9.7).
 *
 * <p>Every pair of glyph and meaning has a code of its own, and {@code /CIDToGIDMap} leads several codes to one glyph
 * where characters share it. So text that is searched or copied is exactly what was meant, not what some table of the
 * font gives back for the glyph: 月 is never taken for the radical ⽉.
 */
final class EmbeddedFace {
    private static final int USUAL_WIDTH = 1000;
    private static final int SYMBOLIC = 4;
    private static final int MOST_CHARACTERS_A_BLOCK = 100;
    private static final COSName CID_SET = COSName.getPDFName("CIDSet");

    private final Face face;
    private final Map<Glyph, Integer> codes = new LinkedHashMap<>();
    private @Nullable COSDictionary descendant;
    private @Nullable COSStream meanings;

    EmbeddedFace(Face face) {
        this.face = face;
    }

    /** The code that shows this glyph; asked before the objects are made. */
    int code(Glyph glyph) {
        return codes.computeIfAbsent(glyph, each -> codes.size() + 1);
    }

    /**
     * The font.
     *
     * @param vertical true for the one that writes downwards
     */
    COSObject object(boolean vertical) throws IOException {
        if (descendant == null) {
            descendant = descendant();
            meanings = meanings();
        }
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.TYPE0);
        font.setItem(COSName.BASE_FONT, descendant.getItem(COSName.BASE_FONT));
        font.setItem(COSName.ENCODING, vertical ? COSName.IDENTITY_V : COSName.IDENTITY_H);
        var descendants = new COSArray();
        descendants.add(new COSObject(descendant));
        font.setItem(COSName.DESCENDANT_FONTS, descendants);
        font.setItem(COSName.TO_UNICODE, meanings);
        // Objects of their own in the file: readers remember fonts by number.
        return new COSObject(font);
    }

    private COSDictionary descendant() throws IOException {
        var part = face.part(codes.keySet().stream().map(Glyph::id).collect(Collectors.toCollection(TreeSet::new)));
        var glyphs = part.glyphs();
        var font = new COSDictionary();
        font.setItem(COSName.TYPE, COSName.FONT);
        font.setItem(COSName.SUBTYPE, COSName.CID_FONT_TYPE2);
        font.setName(COSName.BASE_FONT, name());
        var system = new COSDictionary();
        system.setItem(COSName.REGISTRY, new COSString("Adobe"));
        system.setItem(COSName.ORDERING, new COSString("Identity"));
        system.setInt(COSName.SUPPLEMENT, 0);
        font.setItem(COSName.CIDSYSTEMINFO, system);
        font.setItem(COSName.FONT_DESC, descriptor(part.program().toArray()));
        font.setInt(COSName.DW, USUAL_WIDTH);
        font.setItem(COSName.W, widths());
        var map = new ByteArrayOutputStream();
        map.write(0);
        map.write(0);
        for (var glyph : codes.keySet()) {
            int place = glyphs.getOrDefault(glyph.id(), 0);
            map.write(place >> 8);
            map.write(place);
        }
        font.setItem(COSName.CID_TO_GID_MAP, Streams.deflated(map.toByteArray()));
        return font;
    }

    private String name() {
        // Six letters that differ with what is in the part (ISO 32000-2 §9.9.2).
        var tag = new StringBuilder();
        long rest = Integer.toUnsignedLong(codes.keySet().stream()
                .map(glyph -> glyph.id() + glyph.text())
                .toList()
                .hashCode());
        for (int i = 0; i < 6; i++) {
            tag.append((char) ('A' + rest % 26));
            rest /= 26;
        }
        return tag + "+" + face.name();
    }

    private COSDictionary descriptor(byte[] program) throws IOException {
        var descriptor = new COSDictionary();
        descriptor.setItem(COSName.TYPE, COSName.FONT_DESC);
        descriptor.setName(COSName.FONT_NAME, name());
        descriptor.setInt(COSName.FLAGS, SYMBOLIC);
        var box = face.box();
        var corners = new COSArray();
        for (float each :
                new float[] {box.getLowerLeftX(), box.getLowerLeftY(), box.getUpperRightX(), box.getUpperRightY()}) {
            corners.add(COSInteger.get(Math.round(each)));
        }
        descriptor.setItem(COSName.FONT_BBOX, corners);
        descriptor.setInt(COSName.ITALIC_ANGLE, 0);
        descriptor.setInt(COSName.ASCENT, 880);
        descriptor.setInt(COSName.DESCENT, -120);
        descriptor.setInt(COSName.CAP_HEIGHT, 733);
        descriptor.setInt(COSName.STEM_V, 80);
        var file = Streams.deflated(program);
        file.setInt(COSName.LENGTH1, program.length);
        descriptor.setItem(COSName.FONT_FILE2, file);
        descriptor.setItem(CID_SET, Streams.deflated(present()));
        return descriptor;
    }

    /** Every code there is, which PDF/A-1 wants to be told (ISO 19005-1 §6.3.5). */
    private byte[] present() {
        var bits = new byte[codes.size() / 8 + 1];
        for (int code = 0; code <= codes.size(); code++) {
            bits[code / 8] |= (byte) (0x80 >> code % 8);
        }
        return bits;
    }

    private COSArray widths() {
        var each = new COSArray();
        codes.keySet().forEach(glyph -> each.add(new COSFloat((float) (Math.round(glyph.width() * 10000) / 10.0))));
        var widths = new COSArray();
        widths.add(COSInteger.ONE);
        widths.add(each);
        return widths;
    }

    private COSStream meanings() throws IOException {
        var cmap = new StringBuilder("""
                /CIDInit /ProcSet findresource begin
                12 dict begin
                begincmap
                /CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
                /CMapName /Adobe-Identity-UCS def
                /CMapType 2 def
                1 begincodespacerange
                <0000> <FFFF>
                endcodespacerange
                """);
        var all = new ArrayList<>(codes.entrySet());
        for (int from = 0; from < all.size(); from += MOST_CHARACTERS_A_BLOCK) {
            var block = all.subList(from, Math.min(all.size(), from + MOST_CHARACTERS_A_BLOCK));
            cmap.append(block.size()).append(" beginbfchar\n");
            for (var entry : block) {
                cmap.append("<%04X> <%s>\n"
                        .formatted(entry.getValue(), utf16(entry.getKey().text())));
            }
            cmap.append("endbfchar\n");
        }
        cmap.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
        return Streams.deflated(cmap.toString().getBytes(StandardCharsets.US_ASCII));
    }

    private static String utf16(String text) {
        return text.chars().mapToObj("%04X"::formatted).collect(Collectors.joining());
    }

    /** The codes of these glyphs as a string of a content stream. */
    String shown(List<Glyph> glyphs) {
        return glyphs.stream().map(glyph -> "%04X".formatted(code(glyph))).collect(Collectors.joining("", "<", ">"));
    }
}
