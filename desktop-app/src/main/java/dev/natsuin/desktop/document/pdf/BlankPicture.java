package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdfparser.PDFStreamParser;
import org.jspecify.annotations.Nullable;

/**
 * Whether a widget shows nothing although it has an area: some programs give what nobody is to see a place, and a
 * picture without a stroke.
 */
final class BlankPicture {
    /** What neither paints nor leads to something that does. */
    private static final Set<String> WITHOUT_INK = Set.of(
            "q", "Q", "cm", "re", "m", "l", "c", "v", "y", "h", "n", "W", "W*", "w", "J", "j", "M", "d", "i", "ri", "g",
            "G", "rg", "RG", "k", "K", "BT", "ET", "Tf", "Td", "TD", "Tm", "TL", "Tc", "Tw", "Tz", "Tr", "Ts", "BMC",
            "EMC");

    private static final Set<COSName> FROM_WHICH_READERS_DRAW =
            Set.of(COSName.getPDFName("MK"), COSName.BS, COSName.BORDER, COSName.AS);

    private static final int DEEPEST = 4;
    private static final int MOST_BYTES = 1 << 16;

    private BlankPicture() {}

    /** True if nobody sees this widget; false also if that cannot be told. */
    static boolean of(COSDictionary widget) throws IOException {
        if (FROM_WHICH_READERS_DRAW.stream().anyMatch(widget::containsKey)) {
            return false;
        }
        if (!widget.containsKey(COSName.AP)) {
            return true;
        }
        var pictures = widget.getCOSDictionary(COSName.AP);
        return pictures != null && pictures.keySet().equals(Set.of(COSName.N)) && isBlank(picture(pictures), DEEPEST);
    }

    private static @Nullable COSStream picture(COSDictionary pictures) {
        return pictures.getDictionaryObject(COSName.N) instanceof COSStream picture ? picture : null;
    }

    private static boolean isBlank(@Nullable COSStream picture, int deep) throws IOException {
        var plain =
                picture == null || deep == 0 ? null : PlainStream.of(picture).orElse(null);
        if (picture == null || plain == null) {
            return false;
        }
        byte[] octets;
        try (plain) {
            octets = plain.readNBytes(MOST_BYTES + 1);
        }
        if (octets.length > MOST_BYTES) {
            return false;
        }
        List<Object> tokens = new PDFStreamParser(octets).parse();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i) instanceof Operator operator
                    && !WITHOUT_INK.contains(operator.getName())
                    && !(operator.getName().equals("Do")
                            && i > 0
                            && tokens.get(i - 1) instanceof COSName name
                            && isBlank(form(picture, name), deep - 1))) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable COSStream form(COSStream picture, COSName name) {
        var resources = picture.getCOSDictionary(COSName.RESOURCES);
        var objects = resources == null ? null : resources.getCOSDictionary(COSName.XOBJECT);
        return objects != null
                        && objects.getDictionaryObject(name) instanceof COSStream form
                        && COSName.FORM.equals(form.getCOSName(COSName.SUBTYPE))
                ? form
                : null;
    }
}
