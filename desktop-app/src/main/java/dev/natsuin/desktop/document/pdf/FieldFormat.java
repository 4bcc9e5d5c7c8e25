package dev.natsuin.desktop.document.pdf;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSString;

/**
 * What Acrobat's own functions for numbers, percentages, dates, times, post codes, telephone and social security
 * numbers show for a value: exactly that, or nothing.
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

    /** Decimals, separators, whether the sign stands before. */
    private static final Pattern PERCENT = Pattern.compile(
            "\\s*AFPercent_Format\\s*\\(\\s*([0-6])\\s*,\\s*([0-4])\\s*(?:,\\s*(true|false)\\s*)?\\)\\s*;?\\s*");

    private static final Pattern SPECIAL = Pattern.compile("\\s*AFSpecial_Format\\s*\\(\\s*([0-3])\\s*\\)\\s*;?\\s*");

    private static final Pattern MOMENT =
            Pattern.compile("\\s*AF(Date|Time)_Format(?:Ex\\s*\\(\\s*([\"'])([^\"'\\\\]*)\\2"
                    + "|\\s*\\(\\s*([0-9]{1,2}))\\s*\\)\\s*;?\\s*");
    private static final List<String> DATES = List.of(
            "m/d",
            "m/d/yy",
            "mm/dd/yy",
            "mm/yy",
            "d-mmm",
            "d-mmm-yy",
            "dd-mmm-yy",
            "yy-mm-dd",
            "mmm-yy",
            "mmmm-yy",
            "mmm d, yyyy",
            "mmmm d, yyyy",
            "m/d/yy h:MM tt",
            "m/d/yy HH:MM");
    private static final List<String> TIMES = List.of("HH:MM", "h:MM tt", "HH:MM:ss", "h:MM:ss tt");

    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");
    private static final Pattern CURRENCY = Pattern.compile("[\\p{Sc}\\p{L}\\s\\u00A0]{0,8}");
    private static final Pattern VALUE = Pattern.compile("(-?)([0-9]{1,15})(?:([.,])([0-9]{1,10}))?");

    private FieldFormat() {}

    /**
     * What may be shown for a value; nothing if that cannot be told.
     *
     * @param widget as it was signed; its field, if that is another dictionary, may have the format
     */
    static Set<String> shown(COSDictionary widget, String value) {
        var script = script(widget);
        var field = widget.getCOSDictionary(COSName.PARENT);
        if (script.isEmpty() && field != null && !widget.containsKey(COSName.T)) {
            script = script(field);
        }
        if (script.length() > LONGEST_SCRIPT) {
            return Set.of();
        }
        var number = NUMBER.matcher(script);
        var percent = PERCENT.matcher(script);
        var special = SPECIAL.matcher(script);
        var moment = MOMENT.matcher(script);
        var stripped = value.strip();
        if (number.matches()) {
            return shown(number, stripped);
        }
        if (percent.matches()) {
            return percentage(percent, stripped);
        }
        if (special.matches()) {
            return special(Integer.parseInt(special.group(1)), stripped);
        }
        return moment.matches() ? moment(moment, stripped) : Set.of();
    }

    private static Set<String> moment(Matcher format, String value) {
        if (format.group(3) != null) {
            return FieldDate.shown(format.group(3), value);
        }
        var all = format.group(1).equals("Date") ? DATES : TIMES;
        int which = Integer.parseInt(format.group(4));
        return which < all.size() ? FieldDate.shown(all.get(which), value) : Set.of();
    }

    /** Exactly as many figures as there are to be, with the marks that belong between them. */
    private static Set<String> special(int kind, String value) {
        var figures = value.replaceAll("[ ()./-]", "");
        if (!figures.matches("[0-9]+")) {
            return Set.of();
        }
        var shape = switch (kind) {
            case 0 -> "99999";
            case 1 -> "99999-9999";
            case 2 -> figures.length() == 7 ? "999-9999" : "(999) 999-9999";
            default -> "999-99-9999";
        };
        if (figures.length() != shape.chars().filter(each -> each == '9').count()) {
            return Set.of();
        }
        var text = new StringBuilder();
        int at = 0;
        for (int i = 0; i < shape.length(); i++) {
            text.append(shape.charAt(i) == '9' ? figures.charAt(at++) : shape.charAt(i));
        }
        return Set.of(text.toString());
    }

    private static Set<String> percentage(Matcher format, String value) {
        int decimals = Integer.parseInt(format.group(1));
        int style = Integer.parseInt(format.group(2));
        var number = number(value, style).map(plain -> plain.scaleByPowerOfTen(2));
        boolean before = "true".equals(format.group(3));
        if (number.isEmpty()
                || number.get().stripTrailingZeros().scale() > decimals
                || (before && number.get().signum() < 0)) {
            return Set.of();
        }
        var sign = number.get().signum() < 0 ? "-" : "";
        var figures = figures(number.get().abs().setScale(decimals).toPlainString(), style);
        return Set.of(before ? "%" + figures : sign + figures + "%");
    }

    /** A comma is a decimal one only where the format has such. */
    private static Optional<BigDecimal> number(String value, int style) {
        var parts = VALUE.matcher(value);
        return parts.matches() && (!",".equals(parts.group(3)) || style == 2 || style == 3)
                ? Optional.of(new BigDecimal(value.replace(',', '.')))
                : Optional.empty();
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
        var read = number(value, style);
        if (read.isEmpty() || !CURRENCY.matcher(currency).matches()) {
            return Set.of();
        }
        var number = read.get().abs().stripTrailingZeros();
        boolean negative = read.get().signum() < 0;
        if (number.scale() > decimals || (negative && negatives == SIGN_IS_A_COLOUR)) {
            return Set.of();
        }
        var figures = figures(number.setScale(decimals).toPlainString(), style);
        boolean before = format.group(5).equals("true");
        var whole = before ? currency + figures : figures + currency;
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
