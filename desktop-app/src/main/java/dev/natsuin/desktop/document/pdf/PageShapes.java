package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.common.PDRectangle;

/** The pages of a document as they are shown (turned, cropped, in points), and the empty signature fields on them. */
public final class PageShapes {
    private static final Size A4 = new Size(595, 842);

    private PageShapes() {}

    /**
     * How large a page is as it is shown.
     *
     * @param width in points, at least 1
     * @param height in points, at least 1
     */
    public record Size(double width, double height) {}

    /**
     * An empty signature field that is seen on a page.
     *
     * @param name its full name; text from outside
     * @param place its rectangle; the page counts from 1
     */
    public record Field(String name, StampPlace place) {}

    /** The sizes of all pages, in order; A4 where a size cannot be made out. Equal sizes are one object. */
    public static List<Size> sizes(PdfFile pdf) {
        var known = new HashMap<Size, Size>();
        return pdf.pages().leaves().stream()
                .map(PageShapes::size)
                .map(size -> known.computeIfAbsent(size, same -> same))
                .toList();
    }

    private static Size size(COSDictionary page) {
        try {
            return HostileInput.read(() -> {
                var shown = StampPlace.Shown.of(page);
                return new Size(Math.max(1, shown.width()), Math.max(1, shown.height()));
            });
        } catch (IOException e) {
            return A4;
        }
    }

    /** The empty signature fields that have an area on a page, in the order of the form. */
    public static List<Field> emptyFields(PdfFile pdf) {
        try {
            return HostileInput.read(() -> fields(pdf));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static List<Field> fields(PdfFile pdf) throws IOException {
        var empty = FormFields.read(pdf.document()).fields().stream()
                .filter(field -> field.signature() && field.signed().isEmpty())
                .filter(field -> field.widget().getCOSArray(COSName.RECT) != null)
                .toList();
        var found = new ArrayList<Field>();
        if (empty.isEmpty()) {
            return found;
        }
        var pages = pagesOfWidgets(pdf);
        for (var field : empty) {
            var page = pages.get(field.widget());
            var corners = field.widget().getCOSArray(COSName.RECT);
            if (page != null && corners != null && corners.size() == 4) {
                var place =
                        StampPlace.Shown.of(pdf.pages().leaves().get(page - 1)).place(page, new PDRectangle(corners));
                if (place.width() >= 1 && place.height() >= 1) {
                    found.add(new Field(field.name(), place));
                }
            }
        }
        return found;
    }

    private static Map<COSDictionary, Integer> pagesOfWidgets(PdfFile pdf) {
        var pages = new IdentityHashMap<COSDictionary, Integer>();
        var leaves = pdf.pages().leaves();
        for (int page = 1; page <= leaves.size(); page++) {
            var annotations = leaves.get(page - 1).getCOSArray(COSName.ANNOTS);
            for (int i = 0; annotations != null && i < annotations.size(); i++) {
                if (annotations.getObject(i) instanceof COSDictionary widget) {
                    pages.putIfAbsent(widget, page);
                }
            }
        }
        return pages;
    }
}
