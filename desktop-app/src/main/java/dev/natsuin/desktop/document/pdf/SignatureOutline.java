package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSNumber;
import org.apache.pdfbox.cos.COSString;

/**
 * Where one signature of a document stands, without judging it.
 *
 * @param field the full name of its field
 * @param endBytes where its byte range ends: the length of the revision it signs; 0 if it has no sound byte range
 * @param contents the CMS with its padding
 */
public record SignatureOutline(String field, long endBytes, Bytes contents) {
    /** The signatures and document time-stamps of a document, in the order of its fields. */
    public static List<SignatureOutline> of(PdfFile pdf) throws IOException {
        return HostileInput.read(() -> FormFields.read(pdf.document()).fields().stream()
                .flatMap(field -> field.signed().stream()
                        .map(signature -> new SignatureOutline(field.name(), end(signature), contents(signature))))
                .toList());
    }

    static long end(COSDictionary signature) {
        var range = signature.getCOSArray(COSName.BYTERANGE);
        return range != null
                        && range.size() == 4
                        && range.getObject(2) instanceof COSNumber from
                        && range.getObject(3) instanceof COSNumber length
                        && from.longValue() >= 0
                        && length.longValue() >= 0
                ? from.longValue() + length.longValue()
                : 0;
    }

    private static Bytes contents(COSDictionary signature) {
        return signature.getDictionaryObject(COSName.CONTENTS) instanceof COSString contents
                ? Bytes.of(contents.getBytes())
                : Bytes.EMPTY;
    }
}
