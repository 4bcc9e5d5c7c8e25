package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;

/**
 * Makes fields look here as they do elsewhere: where a form asks for it ({@code /NeedAppearances}), viewers draw each
 * field from its value and pass over what the file holds. For documents that are shown, never for those written on.
 */
public final class FieldLooks {
    private static final COSName NEEDED = COSName.NEED_APPEARANCES;

    private FieldLooks() {}

    /**
     * Draws what is asked for, in memory alone; what cannot be drawn stays as the file has it.
     *
     * @throws IOException if the form is so broken that nothing could be drawn
     */
    public static void complete(PDDocument document) throws IOException {
        var catalog = document.getDocumentCatalog();
        var form = catalog.getCOSObject().getCOSDictionary(COSName.ACRO_FORM);
        if (form == null || !form.getBoolean(NEEDED, false)) {
            return;
        }
        HostileInput.read(() -> {
            var fields = catalog.getAcroForm();
            return fields != null;
        });
    }
}
