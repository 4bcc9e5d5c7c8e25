package dev.natsuin.desktop.endtoend;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Octets, read in every way in which something could be hidden in them by an honest mistake. */
final class Readings {
    static final int WINDOW_BYTES = 8;

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_16BE,
            StandardCharsets.UTF_16LE,
            Charset.forName("Shift_JIS"),
            Charset.forName("EUC-JP"));
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{11,}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{12,}");
    private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9A-Fa-f]{4})");

    /** Each as ISO 8859-1, so that searching characters is searching octets. */
    private final List<String> all = new ArrayList<>();

    /** As they are, and what their base64, hexadecimal, percent and JSON escapes hold, two deep. */
    Readings(byte[] octets) {
        read(new String(octets, StandardCharsets.ISO_8859_1), 2);
    }

    private void read(String octets, int depth) {
        all.add(octets);
        if (depth == 0) {
            return;
        }
        for (var run = BASE64.matcher(octets); run.find(); ) {
            var digits = run.group().replace('-', '+').replace('_', '/');
            for (var shift = 0; shift < 4; shift++) {
                var whole = (digits.length() - shift) / 4 * 4;
                read(latin(Base64.getDecoder().decode(digits.substring(shift, shift + whole))), depth - 1);
            }
        }
        for (var run = HEX.matcher(octets); run.find(); ) {
            var digits = run.group();
            for (var shift = 0; shift < 2; shift++) {
                var whole = (digits.length() - shift) / 2 * 2;
                read(latin(HexFormat.of().parseHex(digits.substring(shift, shift + whole))), depth - 1);
            }
        }
        if (octets.matches("(?s).*%[0-9A-Fa-f]{2}.*")) {
            var wellFormed = octets.replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
            all.add(URLDecoder.decode(wellFormed, StandardCharsets.ISO_8859_1));
        }
        if (ESCAPE.matcher(octets).find()) {
            var text = ESCAPE.matcher(octets)
                    .replaceAll(m -> latin(Character.toString(Integer.parseInt(m.group(1), 16))
                                    .getBytes(StandardCharsets.UTF_8))
                            .replace("\\", "\\\\")
                            .replace("$", "\\$"));
            all.add(text);
        }
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** True if a text is in one of the readings, in any of the encodings a Japanese text is found in. */
    boolean hold(String text) {
        return CHARSETS.stream()
                .map(charset -> latin(text.getBytes(charset)))
                .filter(needle -> !needle.contains("???"))
                .anyMatch(needle -> all.stream().anyMatch(reading -> reading.contains(needle)));
    }

    /** True if these octets, as ISO 8859-1, are in one of the readings. */
    boolean holdOctets(String octets) {
        return all.stream().anyMatch(reading -> reading.contains(octets));
    }

    /** Every run of {@link #WINDOW_BYTES} octets in a content that is in one of the readings too. */
    Set<String> windowsOf(byte[] content) {
        var windows = new HashSet<String>();
        var octets = latin(content);
        for (var i = 0; i + WINDOW_BYTES <= octets.length(); i++) {
            windows.add(octets.substring(i, i + WINDOW_BYTES));
        }
        var found = new HashSet<String>();
        for (var reading : all) {
            for (var i = 0; i + WINDOW_BYTES <= reading.length(); i++) {
                var window = reading.substring(i, i + WINDOW_BYTES);
                if (windows.contains(window)) {
                    found.add(window);
                }
            }
        }
        return found;
    }
}
