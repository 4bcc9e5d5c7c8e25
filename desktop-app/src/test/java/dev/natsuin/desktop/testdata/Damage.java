package dev.natsuin.desktop.testdata;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Damages octets by chance: bits, runs, ends, and words that mean something to some reader. */
public final class Damage {
    private static final int MOST_CHANGES = 5;
    private static final int LONGEST_RUN = 400;
    private static final int DEEP = 30_000;

    /** Words that mean something in one of the formats. */
    private static final List<String> WORDS = List.of(
            "-1",
            "0",
            "1",
            "99999999999",
            "2147483647",
            "4294967296",
            "1e400",
            "null",
            "true",
            "obj",
            "endobj",
            "stream\n",
            "\nendstream",
            "xref\n0 1\n",
            "trailer",
            "startxref\n",
            "%%EOF\n",
            "%PDF-1.7\n",
            "<<",
            ">>",
            "[",
            "]",
            "(",
            ")",
            "<",
            ">",
            "/",
            "/Length 99999999 ",
            "/Prev 0 ",
            "/Prev 10 ",
            "/XRefStm 0 ",
            "/Size 5 ",
            "/Type/ObjStm ",
            "/Type/XRef ",
            "/W[1 2 1]",
            "/Index[0 9]",
            "/Filter/FlateDecode ",
            "/Filter[/LZWDecode]",
            "/ByteRange [0 1 2 3]",
            "/Contents <00>",
            "/V 1 0 R",
            "/Kids[1 0 R]",
            "/Parent 3 0 R",
            "/Annots[1 0 R]",
            "1 0 R",
            "1 0 obj",
            "/Encrypt 1 0 R",
            "/AcroForm 1 0 R",
            "/Fields[1 0 R]",
            "/Perms<<>>",
            "/DSS<<>>",
            "<?xml version=\"1.0\"?>",
            "<!DOCTYPE a SYSTEM \"file:///etc/passwd\">",
            "<!ENTITY a \"b\">",
            "<!--",
            "-->",
            "<![CDATA[",
            "]]>",
            "&#0;",
            "&lt;",
            "URI=\"\"",
            "URI=\"#x\"",
            "Id=\"x\"",
            "xmlns=\"\"",
            "Algorithm=\"\"",
            "\"payload\":",
            "\"signatures\":[",
            "\"b64\":false,",
            "\"crit\":[\"b64\"],",
            "{}",
            "eyJ",
            ".",
            "..",
            "\\u0000",
            "\\ud800",
            "PK\u0003\u0004",
            "PK\u0001\u0002",
            "PK\u0005\u0006",
            "mimetype",
            "META-INF/",
            "../",
            "\"",
            "\"\"",
            ",",
            ";",
            "\t",
            "\r\n",
            "=cmd|'/c x'!A0",
            "\u202e",
            "\uff0c",
            "\"index\":",
            "\"leaf\":\"\",",
            "{\"natsuinLog\":1}\n");

    private static final List<String> OCTETS =
            List.of("ffffffff", "7fffffff", "80000000", "3084ffffffff", "3080", "0000", "a080", "0482ffff", "c0af");

    private final Random random;

    /** By this chance. */
    public Damage(Random random) {
        this.random = random;
    }

    /** A damaged copy, perhaps with runs of others. */
    public byte[] of(byte[] whole, List<byte[]> others) {
        var octets = whole;
        for (var i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            octets = changed(octets, others.get(random.nextInt(others.size())));
        }
        return octets;
    }

    private byte[] changed(byte[] octets, byte[] other) {
        var at = random.nextInt(octets.length + 1);
        var to = Math.min(octets.length, at + random.nextInt(LONGEST_RUN));
        var out = new ByteArrayOutputStream();
        out.write(octets, 0, at);
        switch (random.nextInt(11)) {
            case 0 -> out.write(random.nextInt(256)); // one more
            case 1, 2 -> out.writeBytes(WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8));
            case 3 -> { // a word in place of what is there
                var word = WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
                out.writeBytes(word);
                at = Math.min(octets.length, at + word.length);
            }
            case 4 -> out.writeBytes(HexFormat.of().parseHex(OCTETS.get(random.nextInt(OCTETS.size()))));
            case 5 -> out.write(octets, at, to - at); // a run twice
            case 6 -> at = to; // a run missing
            case 7 -> at = random.nextInt(4) == 0 ? octets.length : at; // the end missing
            case 8 -> { // one bit
                if (at < octets.length) {
                    out.write(octets[at] ^ (1 << random.nextInt(8)));
                    at++;
                }
            }
            case 9 -> { // a run of another file
                var from = random.nextInt(other.length + 1);
                out.write(other, from, Math.min(other.length - from, random.nextInt(4 * LONGEST_RUN)));
            }
            default -> { // very deep, now and then
                if (random.nextInt(60) == 0) {
                    var deep = List.of("[", "<<", "<a>", "{\"a\":", "(").get(random.nextInt(5));
                    out.writeBytes(deep.repeat(DEEP).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        out.write(octets, at, octets.length - at);
        return out.toByteArray();
    }
}
