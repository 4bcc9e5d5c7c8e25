package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.StreamSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.jspecify.annotations.Nullable;

/**
 * Pages and whole documents that a file lists and that nothing leads to: what a shadow attack would show later.
 *
 * <p>Empty pages do not count: some programs make a page to measure on, and leave it behind.
 */
final class UnusedPages {
    private static final COSName PAGE = COSName.PAGE;
    private static final int LONGEST_CONTENT = 1 << 12;
    private static final Pattern PAINTS_NOTHING = Pattern.compile("[\\sqQ]*");

    private UnusedPages() {}

    /**
     * How many.
     *
     * @param several true if the file has earlier states, in which pages may have been that were taken out since
     */
    static int count(PdfFile pdf, boolean several, Budget budget) throws IOException {
        var file = pdf.document().getDocument();
        Set<COSBase> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(pdf.pageDictionaries());
        var root = file.getTrailer().getCOSDictionary(COSName.ROOT);
        int unused = 0;
        for (var key : new ArrayList<>(file.getXrefTable().keySet())) {
            budget.spend();
            var object = file.getObjectFromPool(key).getObject();
            if (!(object instanceof COSDictionary dictionary) || object instanceof COSStream) {
                continue;
            }
            var type = dictionary.getCOSName(COSName.TYPE);
            boolean catalog = COSName.CATALOG.equals(type) || (type == null && dictionary.containsKey(COSName.PAGES));
            boolean page = PAGE.equals(type)
                    || (type == null
                            && dictionary.containsKey(COSName.CONTENTS)
                            && dictionary.containsKey(COSName.PARENT));
            if (catalog && dictionary != root) {
                unused++;
            } else if (page && !several && !used.contains(dictionary) && shows(dictionary, budget)) {
                unused++;
            }
        }
        return unused;
    }

    private static boolean shows(COSDictionary page, Budget budget) throws IOException {
        var annotations = page.getCOSArray(COSName.ANNOTS);
        if (annotations != null && annotations.size() > 0) {
            return true;
        }
        var contents = page.getDictionaryObject(COSName.CONTENTS);
        if (contents instanceof COSArray parts) {
            for (int i = 0; i < parts.size(); i++) {
                if (paints(parts.getObject(i), budget)) {
                    return true;
                }
            }
            return false;
        }
        return paints(contents, budget);
    }

    private static boolean paints(@Nullable COSBase content, Budget budget) throws IOException {
        if (!(content instanceof COSStream stream)) {
            return false;
        }
        if (!StreamSize.isBearable(stream, budget::check)) {
            return true;
        }
        try (var in = stream.createInputStream()) {
            var octets = in.readNBytes(LONGEST_CONTENT);
            return octets.length == LONGEST_CONTENT
                    || !PAINTS_NOTHING
                            .matcher(new String(octets, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .matches();
        }
    }
}
