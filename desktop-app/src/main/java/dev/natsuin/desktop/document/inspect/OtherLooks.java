package dev.natsuin.desktop.document.inspect;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.jspecify.annotations.Nullable;

/**
 * The looks that an annotation has and does not show: while it is pointed at or pressed, in another state, or at all,
 * as it takes no room.
 *
 * <p>Ordinary buttons are pressed in another colour and shape, and ordinary boxes are ticked with a mark: what counts
 * is what can be read.
 */
final class OtherLooks {
    /** A look that is drawn with so many more lines than the usual one may be of letters. */
    private static final int MANY_SEGMENTS = 40;

    /** What a box may say when it is ticked, in letters: yes, say. */
    private static final int LONGEST_MARK = 8;

    private static final Pattern FIGURES = Pattern.compile("\\p{N}.*\\p{N}");
    private static final COSName ONLY = COSName.getPDFName("");
    private static final PageReading.Apart NOTHING = new PageReading.Apart("", Set.of(), 0);
    private static final int SIDE = 100;

    private final COSDictionary annotation;
    private final PageReading reading;

    OtherLooks(COSDictionary annotation, PageReading reading) {
        this.annotation = annotation;
        this.reading = reading;
    }

    /** Tells of an annotation that is shown what it shows at other times. */
    void report(int page, String label, Findings findings) throws IOException {
        var looks = annotation.getCOSDictionary(COSName.AP);
        if (looks == null || (!looks.containsKey(COSName.R) && !looks.containsKey(COSName.D) && !hasStates(looks))) {
            return;
        }
        var usual = read(looks.getDictionaryObject(COSName.N));
        var state = usual.containsKey(ONLY) ? ONLY : annotation.getCOSName(COSName.AS);
        var now = state == null ? NOTHING : usual.getOrDefault(state, NOTHING);
        for (var each : usual.entrySet()) {
            var text = each.getValue().text().strip();
            if (!each.getKey().equals(state) && isMoreThanMark(text) && !isSame(text, now.text())) {
                findings.add(FindingCode.FIELD_OTHER_STATE, page, label, text);
            }
        }
        for (var name : List.of(COSName.R, COSName.D)) {
            for (var other : read(looks.getDictionaryObject(name)).entrySet()) {
                if (saysMore(other.getValue(), usual.getOrDefault(other.getKey(), now))) {
                    findings.add(FindingCode.ANNOTATION_ON_HOVER, page, label);
                    return;
                }
            }
        }
    }

    /** Tells of an annotation that takes no room on the page what it would show. */
    void reportRoomless(int page, String label, Findings findings) throws IOException {
        var looks = annotation.getCOSDictionary(COSName.AP);
        for (var look : read(looks == null ? null : looks.getDictionaryObject(COSName.N))
                .values()) {
            if (!Annotations.essence(look.text()).isEmpty() || !look.pictures().isEmpty()) {
                findings.add(FindingCode.ANNOTATION_HIDDEN, page, label);
                return;
            }
        }
    }

    private static boolean hasStates(COSDictionary looks) {
        var normal = looks.getDictionaryObject(COSName.N);
        return normal instanceof COSDictionary && !(normal instanceof COSStream);
    }

    private static boolean isSame(String one, String other) {
        return Annotations.essence(one).equals(Annotations.essence(other));
    }

    private static boolean isMoreThanMark(String text) {
        var essence = Annotations.essence(text);
        return essence.length() > LONGEST_MARK || FIGURES.matcher(essence).find();
    }

    private static boolean saysMore(PageReading.Apart other, PageReading.Apart usual) {
        return (!Annotations.essence(other.text()).isEmpty() && !isSame(other.text(), usual.text()))
                || !usual.pictures().containsAll(other.pictures())
                || other.segments() > usual.segments() + MANY_SEGMENTS;
    }

    /** A look, or one for each state. */
    private Map<COSName, PageReading.Apart> read(@Nullable COSBase looks) throws IOException {
        var read = new LinkedHashMap<COSName, PageReading.Apart>();
        if (looks instanceof COSStream look) {
            read.put(ONLY, read(look));
        } else if (looks instanceof COSDictionary states) {
            for (var state : states.keySet()) {
                if (states.getDictionaryObject(state) instanceof COSStream look) {
                    read.put(state, read(look));
                }
            }
        }
        return read;
    }

    private PageReading.Apart read(COSStream look) throws IOException {
        var looks = new COSDictionary();
        looks.setItem(COSName.N, look);
        var alone = new COSDictionary(annotation);
        alone.setItem(COSName.AP, looks);
        alone.setItem(COSName.RECT, somewhere());
        alone.removeItem(COSName.AS);
        return reading.apart(PDAnnotation.createAnnotation(alone));
    }

    private static COSArray somewhere() {
        var box = new COSArray();
        box.add(COSInteger.ZERO);
        box.add(COSInteger.ZERO);
        box.add(COSInteger.get(SIDE));
        box.add(COSInteger.get(SIDE));
        return box;
    }
}
