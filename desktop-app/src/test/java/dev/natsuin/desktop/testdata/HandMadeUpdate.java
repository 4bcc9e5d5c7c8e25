package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** An incremental update written octet by octet, as an attacker would append it to somebody's signed file. */
public final class HandMadeUpdate {
    private static final Pattern START = Pattern.compile("startxref\\s+(\\d+)");
    private static final Pattern SIZE = Pattern.compile("/Size\\s+(\\d+)");

    private final byte[] file;
    private final TreeMap<Integer, String> objects = new TreeMap<>();

    private final Set<Integer> freed = new TreeSet<>();
    private String remark = "";

    private HandMadeUpdate(byte[] file) {
        this.file = file;
    }

    /** An update of this file, whose catalog is object 1. */
    public static HandMadeUpdate of(Path file) {
        try {
            return new HandMadeUpdate(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first object number the file does not use. */
    public int free() {
        return (int) last(SIZE);
    }

    /** Sets an object, new or old. */
    public HandMadeUpdate object(int number, String body) {
        objects.put(number, body);
        return this;
    }

    /** Sets a stream object. */
    public HandMadeUpdate stream(int number, String entries, String body) {
        return object(number, "<</Length " + body.length() + entries + ">>stream\n" + body + "\nendstream");
    }

    /** Has the cross-references say that an object is free. */
    public HandMadeUpdate freeing(int number) {
        freed.add(number);
        return this;
    }

    /** Writes a line before the first object. */
    public HandMadeUpdate saying(String line) {
        remark = line + "\n";
        return this;
    }

    /** The updated file. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        out.writeBytes(file);
        out.writeBytes(remark.getBytes(StandardCharsets.ISO_8859_1));
        var table = new StringBuilder("xref\n");
        freed.forEach(number -> table.append(number).append(" 1\n0000000000 00001 f \n"));
        objects.forEach((number, body) -> {
            if (freed.contains(number)) {
                return;
            }
            table.append(String.format(Locale.ROOT, "%d 1\n%010d 00000 n \n", number, out.size()));
            out.writeBytes((number + " 0 obj\n" + body + "\nendobj\n").getBytes(StandardCharsets.ISO_8859_1));
        });
        long size = Math.max(last(SIZE), objects.lastKey() + 1);
        table.append("trailer<</Size ").append(size).append("/Root 1 0 R/Prev ").append(last(START));
        table.append(">>\nstartxref\n").append(out.size()).append("\n%%EOF\n");
        out.writeBytes(table.toString().getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    /** Writes the updated file. */
    public Path write(Path target) {
        try {
            return Files.write(target, bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long last(Pattern pattern) {
        var found = pattern.matcher(new String(file, StandardCharsets.ISO_8859_1));
        long value = 0;
        while (found.find()) {
            value = Long.parseLong(found.group(1));
        }
        return value;
    }
}
