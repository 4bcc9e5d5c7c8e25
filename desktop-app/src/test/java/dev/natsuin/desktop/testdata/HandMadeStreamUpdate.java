package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A file, or an update of one, that ends with a cross-reference stream, written octet by octet. */
public final class HandMadeStreamUpdate {
    /** What stands in one row beside its kind. */
    public static final int ROW_BYTES = 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
    private final List<Integer> numbers = new ArrayList<>();

    /** Behind these octets, which may be none but the header of a new file. */
    public HandMadeStreamUpdate(byte[] file) {
        out.writeBytes(file);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private HandMadeStreamUpdate row(int number, int kind, byte[] rest) {
        numbers.add(number);
        rows.write(kind);
        rows.writeBytes(rest);
        return this;
    }

    private static byte[] two(long one, long other) {
        return ByteBuffer.allocate(ROW_BYTES).putLong(one).putLong(other).array();
    }

    /** An object of its own. */
    public HandMadeStreamUpdate object(int number, String body) {
        return object(number, 0, body);
    }

    /** The same with something in front of it, where its row leads. */
    public HandMadeStreamUpdate object(int number, String before, String body) {
        row(number, 1, two(out.size(), 0));
        out.writeBytes(octets(before + number + " 0 obj\n" + body + "\nendobj\n"));
        return this;
    }

    /** The same, of generation 0, with another one in its row. */
    public HandMadeStreamUpdate object(int number, int generationInRow, String body) {
        row(number, 1, two(out.size(), generationInRow));
        out.writeBytes(octets(number + " 0 obj\n" + body + "\nendobj\n"));
        return this;
    }

    /** An object stream with what it says about itself: pairs of a number and a place, then the objects. */
    public HandMadeStreamUpdate packed(int number, int count, String header, String objects) {
        return object(
                number,
                "<</Type/ObjStm/N " + count + "/First " + header.length() + "/Length "
                        + (header.length() + objects.length()) + ">>stream\n" + header + objects + "\nendstream");
    }

    /** An object that stands in such a stream. */
    public HandMadeStreamUpdate inside(int number, int container, int index) {
        return row(number, 2, two(container, index));
    }

    /** A free number with anything in its row. */
    public HandMadeStreamUpdate free(int number, String anything) {
        return row(number, 0, octets((anything + " ".repeat(ROW_BYTES)).substring(0, ROW_BYTES)));
    }

    /** All of it, with the cross-references as this object and more in their dictionary. */
    public byte[] end(int own, String entries) {
        int start = out.size();
        row(own, 1, two(start, 0));
        var index = new StringBuilder();
        numbers.forEach(number -> index.append(number).append(" 1 "));
        out.writeBytes(octets(own + " 0 obj\n<</Type/XRef/W[1 8 8]/Index[" + index + "]/Length " + rows.size() + entries
                + ">>stream\n"));
        out.writeBytes(rows.toByteArray());
        out.writeBytes(octets("\nendstream\nendobj\nstartxref\n" + start + "\n%%EOF\n"));
        return out.toByteArray();
    }
}
