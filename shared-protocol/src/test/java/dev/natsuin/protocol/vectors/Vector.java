package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One case for readers of one format.
 *
 * @param format the folder it lies in
 * @param name its file name without {@code .txt}
 * @param ok true if it is to be accepted, false if it is to be refused
 * @param source who says so: the program that made it, or the standard it stands in
 * @param comment what it shows; for a refused one, what is wrong
 * @param values by name, in order
 */
record Vector(String format, String name, boolean ok, String source, String comment, Map<String, String> values) {
    private static final String SOURCE = "dev.natsuin.protocol.vectors.MakeVectors";

    static Vector ok(String format, String name, String comment) {
        return new Vector(format, name, true, SOURCE, comment, Map.of());
    }

    static Vector refused(String format, String name, String comment) {
        return new Vector(format, name, false, SOURCE, comment, Map.of());
    }

    /** The same with one more value, or with another for one that is there. */
    Vector with(String key, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Vector(format, name, ok, source, comment, more);
    }

    Vector hex(String key, Bytes value) {
        return with(key, value.toHex());
    }

    Vector base64Url(String key, Bytes value) {
        return with(key, value.toBase64Url());
    }

    Vector hexList(String key, List<Bytes> list) {
        return with(key, String.join(" ", list.stream().map(Bytes::toHex).toList()));
    }

    /** A sibling that is to be refused, the same so far. */
    Vector sibling(String suffix, String why) {
        return new Vector(format, name + "-" + suffix, false, SOURCE, why, values);
    }

    /** The same, to be accepted. */
    Vector accepted() {
        return new Vector(format, name, true, source, comment, values);
    }

    /** The same, as a standard has it. */
    Vector from(String standard) {
        return new Vector(format, name, ok, standard, comment, values);
    }

    String path() {
        return format + "/" + name + ".txt";
    }

    String text() {
        var text = new StringBuilder()
                .append("expect: ")
                .append(ok ? "ok" : "refused")
                .append("\nsource: ")
                .append(source)
                .append("\ncomment: ")
                .append(comment)
                .append("\n\n");
        values.forEach(
                (key, value) -> text.append(key).append(": ").append(value).append('\n'));
        return text.toString();
    }

    /** Reads a file; throws for any line that is not as the README of the vectors says. */
    static Vector read(String format, String name, String text) {
        var lines = text.split("\n", -1);
        if (lines.length < 5 || !lines[3].isEmpty() || !lines[lines.length - 1].isEmpty()) {
            throw new IllegalArgumentException("not a vector: " + name);
        }
        var ok = switch (after("expect", lines[0])) {
            case "ok" -> true;
            case "refused" -> false;
            default -> throw new IllegalArgumentException("neither ok nor refused: " + name);
        };
        var source = after("source", lines[1]);
        var values = new LinkedHashMap<String, String>();
        for (var i = 4; i < lines.length - 1; i++) {
            var colon = lines[i].indexOf(": ");
            if (colon < 0 || values.put(lines[i].substring(0, colon), lines[i].substring(colon + 2)) != null) {
                throw new IllegalArgumentException("line " + (i + 1) + " of " + name);
            }
        }
        return new Vector(format, name, ok, source, after("comment", lines[2]), values);
    }

    private static String after(String key, String line) {
        if (!line.startsWith(key + ": ")) {
            throw new IllegalArgumentException("no " + key);
        }
        return line.substring(key.length() + 2);
    }

    /** The value of this name. */
    String text(String key) {
        return optional(key).orElseThrow(() -> new IllegalArgumentException(path() + " has no " + key));
    }

    Optional<String> optional(String key) {
        return Optional.ofNullable(values.get(key));
    }

    Bytes hex(String key) {
        return Bytes.hex(text(key));
    }

    Bytes base64Url(String key) {
        return Bytes.base64Url(text(key));
    }

    long number(String key) {
        return Long.parseLong(text(key));
    }

    List<Bytes> hexList(String key) {
        return text(key).isEmpty()
                ? List.of()
                : List.of(text(key).split(" ")).stream().map(Bytes::hex).toList();
    }

    @Override
    public String toString() {
        return path();
    }
}
