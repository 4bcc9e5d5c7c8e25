package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A table as RFC 4180 has it, with commas, every cell in quotes, and UTF-8 with a byte order mark, by which
 * spreadsheets know it.
 *
 * <p>No cell begins a formula, also where a spreadsheet parts at {@code ;} or tabs instead and then sees no quotes: an
 * apostrophe stands before what would begin one. What is not seen in a name, line ends too, is written as its number.
 */
final class CommaTable {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Japanese spreadsheets take characters of full width for those of half width. */
    private static final Pattern FORMULA = Pattern.compile("(^|;)(?=[\\s\u3000\"']*[=+\\-@＝＋－＠])");

    private CommaTable() {}

    static Bytes of(List<List<String>> rows) {
        return Bytes.utf8(rows.stream().map(CommaTable::row).collect(Collectors.joining("", BYTE_ORDER_MARK, "")));
    }

    private static String row(List<String> cells) {
        return cells.stream().map(CommaTable::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        var harmless = FORMULA.matcher(Printable.line(text)).replaceAll("$1'");
        return '"' + harmless.replace("\"", "\"\"") + '"';
    }
}
