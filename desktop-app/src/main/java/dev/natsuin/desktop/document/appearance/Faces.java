package dev.natsuin.desktop.document.appearance;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The bundled fonts in the order they are asked: Noto Sans JP, then Noto Sans for Latin, Greek and Cyrillic letters the
 * first does not have.
 *
 * <p>A character keeps its own identity: 髙 is not 高, and ⽉ (U+2F49) is not 月 to whoever searches the text, although
 * they share a glyph. Only what no font has is shown as what Unicode calls compatible with it, and at last as 〓, the
 * printer's sign for a letter that is not in the case.
 */
final class Faces {
    private static final Set<Character.UnicodeBlock> TWINS = Set.of(
            Character.UnicodeBlock.KANGXI_RADICALS,
            Character.UnicodeBlock.CJK_RADICALS_SUPPLEMENT,
            Character.UnicodeBlock.CJK_COMPATIBILITY_IDEOGRAPHS,
            Character.UnicodeBlock.CJK_COMPATIBILITY_IDEOGRAPHS_SUPPLEMENT,
            Character.UnicodeBlock.HALFWIDTH_AND_FULLWIDTH_FORMS);

    static final String MISSING = "〓";

    private static final Faces BUNDLED = new Faces(List.of(
            Face.bundled("NotoSansJP.ttf", "NotoSansJP-Regular"), Face.bundled("NotoSans.ttf", "NotoSans-Regular")));

    private final List<Face> faces;

    private Faces(List<Face> faces) {
        this.faces = faces;
    }

    /** Those in this program. Read when first asked for; a tenth of a second. */
    static Faces bundled() {
        return BUNDLED;
    }

    /**
     * One glyph to draw.
     *
     * @param face whose
     * @param id which
     * @param text what it says, for search and for copying
     */
    record Glyph(Face face, int id, String text) {
        double width() {
            return face.width(id);
        }

        /** Its form for vertical lines. */
        Glyph upright() {
            return new Glyph(face, face.upright(id), text);
        }
    }

    /**
     * A character as it will be drawn.
     *
     * @param glyphs one, or a letter and its marks
     * @param missing true if it is only 〓
     */
    record Drawn(List<Glyph> glyphs, boolean missing) {}

    /** The glyphs of one character with its marks. */
    Drawn drawn(String cluster) {
        return known(cluster)
                .or(() -> compatible(cluster))
                .map(glyphs -> new Drawn(glyphs, false))
                .orElseGet(() -> new Drawn(known(MISSING).orElseThrow(), true));
    }

    /** True if the first font has all of these characters, so that a word need not be mixed. */
    Optional<Face> whole(List<String> word) {
        return faces.stream()
                .filter(face ->
                        word.stream().allMatch(cluster -> in(face, cluster).isPresent()))
                .findFirst();
    }

    /** The glyphs of a character in one font. */
    static Optional<List<Glyph>> in(Face face, String cluster) {
        var composed = Normalizer.normalize(cluster, Normalizer.Form.NFC);
        var single = single(face, cluster).or(() -> single(face, composed));
        return single.isPresent() ? single : letterAndMarks(face, composed);
    }

    private Optional<List<Glyph>> known(String cluster) {
        return faces.stream().flatMap(face -> in(face, cluster).stream()).findFirst();
    }

    private static Optional<List<Glyph>> single(Face face, String cluster) {
        int base = cluster.codePointAt(0);
        int rest = Character.charCount(base);
        if (rest == cluster.length()) {
            var glyph = face.glyph(base);
            return glyph.isPresent()
                    ? Optional.of(List.of(new Glyph(face, glyph.getAsInt(), cluster)))
                    : Optional.empty();
        }
        int selector = cluster.codePointAt(rest);
        if (!Clusters.selects(selector) || rest + Character.charCount(selector) != cluster.length()) {
            return Optional.empty();
        }
        // An unknown selector is to be passed over (Unicode 15 §23.4); the character itself stays right.
        var asked = face.glyph(base, selector);
        var glyph = asked.isPresent() ? asked : face.glyph(base);
        return glyph.isPresent() ? Optional.of(List.of(new Glyph(face, glyph.getAsInt(), cluster))) : Optional.empty();
    }

    private static Optional<List<Glyph>> letterAndMarks(Face face, String cluster) {
        var glyphs = new ArrayList<Glyph>();
        for (int codePoint : cluster.codePoints().toArray()) {
            var glyph = face.glyph(codePoint);
            if (glyph.isEmpty()) {
                return Optional.empty();
            }
            glyphs.add(new Glyph(face, glyph.getAsInt(), Character.toString(codePoint)));
        }
        return Optional.of(List.copyOf(glyphs));
    }

    /** Only where the same character has two numbers: radicals, compatibility ideographs, full and half width forms. */
    private Optional<List<Glyph>> compatible(String cluster) {
        var block = Character.UnicodeBlock.of(cluster.codePointAt(0));
        boolean twin = block != null && TWINS.contains(block);
        return twin ? known(Normalizer.normalize(cluster, Normalizer.Form.NFKC)) : Optional.empty();
    }
}
