package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.StreamSize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.graphics.image.PDImage;

/**
 * Pictures that nothing here can decode, be it that there is no reader for the format or that the one there is does not
 * know this kind of it: the page is drawn without them and nobody is told.
 */
final class Images {
    /** Names as readers announce them. */
    private static final Map<String, String> FORMATS =
            Map.of("JPXDecode", "JPEG2000", "JBIG2Decode", "JBIG2", "DCTDecode", "JPEG", "DCT", "JPEG");

    private static final List<String> JPEG = List.of("DCTDecode", "DCT");

    /** Profiles, thumbnails and descriptions stand before the picture. */
    private static final int LONGEST_HEAD = 4 << 20;

    // ISO 10918-1 table B.1.
    private static final int MARK = 0xFF;
    private static final int FIRST_FRAME = 0xC0;
    private static final int LAST_BY_HUFFMAN = 0xC2;
    private static final int LAST_FRAME = 0xCF;
    private static final Set<Integer> NO_FRAMES = Set.of(0xC4, 0xC8, 0xCC);

    private Images() {}

    /**
     * Tells one.
     *
     * @param bearable false if it is too large to be decoded, so that only its format is looked at
     */
    static void report(COSStream image, int page, boolean bearable, Findings findings) {
        var filter = StreamSize.lastFilter(image);
        var format = FORMATS.getOrDefault(filter, "");
        if (isNamedElsewhere(image)
                || (!format.isEmpty() && !isDecodable(image, format, bearable && JPEG.contains(filter)))) {
            findings.add(FindingCode.IMAGE_UNDECODABLE, page, format.isEmpty() ? filter : format);
        }
    }

    /** True if the colours of a picture are in a space that we know. */
    static boolean hasKnownColours(PDImage image) {
        try {
            return image.isStencil() || image.isEmpty() || image.getColorSpace() != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** A list of filters may be one of references; PDFBox decodes no such picture. */
    private static boolean isNamedElsewhere(COSStream image) {
        if (image.getFilters() instanceof COSArray filters) {
            for (var filter : filters) {
                if (filter instanceof COSObject) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isDecodable(COSStream image, String format, boolean looked) {
        var readers = ImageIO.getImageReadersByFormatName(format);
        return readers.hasNext() && (!looked || hasReadableHead(image, readers));
    }

    /** What a reader cannot decode (twelve bits, no JPEG at all) it finds out at the beginning. */
    private static boolean hasReadableHead(COSStream image, Iterator<ImageReader> readers) {
        var reader = readers.next();
        try (var in = new PDStream(image).createInputStream(JPEG)) {
            var head = in.readNBytes(LONGEST_HEAD);
            int from = head.length > 0 && head[0] == '\n' ? 1 : 0; // as PDFBox does
            reader.setInput(
                    new MemoryCacheImageInputStream(new ByteArrayInputStream(head, from, head.length - from)),
                    true,
                    true);
            return reader.getWidth(0) > 0 && isCodedByHuffman(head, from);
        } catch (IOException e) {
            return false;
        } finally {
            reader.dispose();
        }
    }

    /** Of arithmetic coding some builds of Java find out later, and some can decode it. */
    private static boolean isCodedByHuffman(byte[] head, int from) {
        int at = from + 2;
        while (at + 3 < head.length && (head[at] & MARK) == MARK) {
            int marker = head[at + 1] & MARK;
            if (marker == MARK) {
                at++; // filling
            } else if (marker >= FIRST_FRAME && marker <= LAST_FRAME && !NO_FRAMES.contains(marker)) {
                return marker <= LAST_BY_HUFFMAN;
            } else {
                at += 2 + ((head[at + 2] & MARK) << 8) + (head[at + 3] & MARK);
            }
        }
        return true;
    }
}
