package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.StreamSize;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.pdfbox.cos.COSStream;

/** Pictures in formats for which nothing here has a reader: the page is drawn without them and nobody is told. */
final class Images {
    /** Names as readers announce them. */
    private static final Map<String, String> FORMATS =
            Map.of("JPXDecode", "JPEG2000", "JBIG2Decode", "JBIG2", "DCTDecode", "JPEG", "DCT", "JPEG");

    private Images() {}

    static void report(COSStream image, int page, Findings findings) {
        var format = FORMATS.get(StreamSize.lastFilter(image));
        if (format != null && !ImageIO.getImageReadersByFormatName(format).hasNext()) {
            findings.add(FindingCode.IMAGE_UNDECODABLE, page, format);
        }
    }
}
