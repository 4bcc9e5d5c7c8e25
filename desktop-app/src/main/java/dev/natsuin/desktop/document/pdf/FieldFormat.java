package dev.natsuin.desktop.document.pdf;

import java.math.BigDecimal;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;

/**
 * What Acrobat's own function for numbers shows for a value: exactly that, or nothing.
 *
 * <p>A format is signed with its field, and its result follows from the value alone, so who fills in chooses one figure
 * and not two. Taken are only values that lose nothing (no rounding, no sign that is a colour) and formats that add
 * nothing that reads as a figure.
 */
final class FieldFormat {
    private static final COSName SCRIPT = COSName.getPDFName("JS");
    private static final COSName NEXT = COSName.getPDFName("Next");
    private static final int LONGEST_SCRIPT = 300;
    private static final int SIGN_IS_A_COLOUR = 1;

    /** Decimals, separators, negative numbers, nothing, currency, whether it stands before. */
    private static final Pattern NUMBER =
            Pattern.compile("\\s*AFNumber_Format\\s*\\(\\s*([0-6])\\s*,\\s*([0-4])\\s*,\\s*([0-3])\\s*,\\s*[0-9]\\s*,"
                    + "\\s*\"((?:[^\"\\\\]|\\\\u[0-9A-Fa-f]{4})*)\"\\s*,\\s*(true|false)\\s*\\)\\s*;?\\s*");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
    private static final Pattern CURRENCY = Pattern.compile("[\\p{Sc}\\p{L}\\s\\u00A0]{0,8}");
    private static final Pattern VALUE = Pattern.compile("(-?)([0-9]{1,15})(?:([.,])([0-9]{1,10}))?");

    private FieldFormat() {}

    /**
     * What may be shown for a value, without spaces; nothing if that cannot be told.
     *
     * @param widget as it was signed; its field, if that is another dictionary, may have the format
     */
    static Set<String> shown(COSDictionary widget, String value) {
        var script = script(widget);
        var field = widget.getCOSDictionary(COSName.PARENT);
        if (script.isEmpty() && field != null && !widget.containsKey(COSName.T)) {
            script = script(field);
        }
        var format = NUMBER.matcher(script.length() > LONGEST_SCRIPT ? "" : script);
        return format.matches() ? shown(format, value.strip()) : Set.of();
    }

    private static String script(COSDictionary dictionary) {
        var actions = dictionary.getCOSDictionary(COSName.AA);
        var format = actions == null ? null : actions.getCOSDictionary(COSName.F);
        return format != null
                        && "JavaScript".equals(format.getNameAsString(COSName.S))
                        && !format.containsKey(NEXT)
                        && format.getDictionaryObject(SCRIPT) instanceof COSString script
                ? script.getString()
                : "";
    }

    private static Set<String> shown(Matcher format, String value) {
        int decimals = Integer.parseInt(format.group(1));
        int style = Integer.parseInt(format.group(2));
        int negatives = Integer.parseInt(format.group(3));
        var currency = ESCAPE.matcher(format.group(4))
                .replaceAll(
                        found -> Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(found.group(1), 16))));
        var parts = VALUE.matcher(value);
        if (!parts.matches()
                || !CURRENCY.matcher(currency).matches()
                || (",".equals(parts.group(3)) && style != 2 && style != 3)) {
            return Set.of();
        }
        var fraction = parts.group(4) == null ? "0" : parts.group(4);
        var number = new BigDecimal(parts.group(2) + "." + fraction).stripTrailingZeros();
        boolean negative = !parts.group(1).isEmpty() && number.signum() != 0;
        if (number.scale() > decimals || (negative && negatives == SIGN_IS_A_COLOUR)) {
            return Set.of();
        }
        var figures = figures(number.setScale(decimals).toPlainString(), style);
        var unit = currency.replaceAll("[\\s\\u00A0]+", "");
        boolean before = format.group(5).equals("true");
        var whole = before ? unit + figures : figures + unit;
        if (!negative) {
            return Set.of(whole);
        }
        return Set.of(negatives == 0 ? "-" + whole : "(" + whole + ")");
    }

    /** With the marks of a style: 1,234.56, 1234.56, 1.234,56, 1234,56 or 1'234.56. */
    private static String figures(String plain, int style) {
        var parts = plain.split("\\.", 2);
        var between = style == 0 ? "," : style == 2 ? "." : style == 4 ? "'" : "";
        var grouped = between.isEmpty() ? parts[0] : parts[0].replaceAll("(?<=\\d)(?=(\\d{3})+$)", between);
        return parts.length == 1 ? grouped : grouped + (style == 2 || style == 3 ? "," : ".") + parts[1];
    }
}
