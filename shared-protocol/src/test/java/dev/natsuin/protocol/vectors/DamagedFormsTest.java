package dev.natsuin.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Every reader of octets from outside, given vectors that were damaged at places a seed chooses: it reads them or says
 * that they are malformed, and throws nothing else. {@code -Dnatsuin.fuzz.seconds} says for how long,
 * {@code -Dnatsuin.seed} makes a run happen again.
 */
final class DamagedFormsTest {
    private static final int SECONDS = Integer.getInteger("natsuin.fuzz.seconds", 1);
    private static final int MOST_CHANGES = 4;
    private static final int LONGEST_RUN = 48;
    private static final int DEEP = 20_000;

    /** What is damaged of each format. */
    static final Map<String, String> OCTETS = Map.of(
            "statement", "statement",
            "envelope", "envelope",
            "sealed-statement", "sealed",
            "leaf", "leaf",
            "log-entry", "entry",
            "checkpoint", "note",
            "key-handover", "sealed",
            "signed-attributes", "certificate");

    static final Map<String, String> TEXTS = Map.of(
            "token", "token",
            "answer", "token",
            "hello", "token",
            "sealing-key", "token",
            "descriptor", "token",
            "enrolment-code", "code");

    /** What somebody signed: one octet more or less, and it is refused. */
    static final List<String> SIGNED =
            List.of("sealed-statement", "key-handover", "token", "answer", "hello", "sealing-key", "descriptor");

    /** Where the payload is damaged before the SGM signs it, so that what stands behind the signature is reached. */
    private static final Map<String, Token.Purpose> PAYLOADS = Map.of(
            "answer", Token.Purpose.ANSWER,
            "hello", Token.Purpose.HELLO,
            "sealing-key", Token.Purpose.SEALING_KEY,
            "descriptor", Token.Purpose.DESCRIPTOR);

    /** Octets that mean something in one of the formats. */
    private static final byte[] MEANING = "\"\\{}[]:,-+.eE0198 \n\t=_".getBytes(StandardCharsets.US_ASCII);

    private static final List<Bytes> WORDS = List.of(
            Bytes.utf8("-1"),
            Bytes.utf8("99999999999999999999"),
            Bytes.utf8("1e400"),
            Bytes.utf8("9007199254740993"),
            Bytes.utf8("null"),
            Bytes.utf8("\\u0000"),
            Bytes.utf8("\\ud800"),
            Bytes.utf8("\"v\":1,"),
            Bytes.hex("ffffffff"),
            Bytes.hex("7fffffff"),
            Bytes.hex("80000000"),
            Bytes.hex("3084ffffffff"),
            Bytes.hex("c0af"),
            Bytes.hex("efbbbf"));

    private final long seed = Long.getLong("natsuin.seed", System.nanoTime());
    private final Random random = new Random(seed);

    private final List<Vector> vectors = VectorsTest.vectors()
            .filter(Vector::ok)
            .filter(v -> OCTETS.containsKey(v.format()) || TEXTS.containsKey(v.format()))
            .toList();

    @Test
    void are_read_or_malformed_and_never_anything_else() {
        System.out.println("damaged forms: " + SECONDS + " s, seed: " + seed);
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long tried = 0;
        long accepted = 0;
        try (var identity = Samples.identity()) {
            while (System.nanoTime() < end) {
                var vector = vectors.get(random.nextInt(vectors.size()));
                var damaged = damaged(vector, identity);
                accepted += held(vector, damaged) ? 1 : 0;
                tried++;
            }
        }
        System.out.printf("damaged forms: %d tried, %d of them still had the form%n", tried, accepted);
        assertThat(tried).isPositive();
    }

    private boolean held(Vector vector, Vector damaged) {
        boolean accepted;
        try {
            accepted = Readers.accept(damaged);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("seed " + seed + ": a reader threw at " + damaged.text(), e);
        }
        if (accepted && SIGNED.contains(vector.format()) && !damaged.comment().equals("signed anew")) {
            assertThat(damaged.values())
                    .as("seed %d: changed and accepted", seed)
                    .isEqualTo(vector.values());
        }
        return accepted;
    }

    private Vector damaged(Vector vector, SigningSeed identity) {
        var octets = OCTETS.get(vector.format());
        if (octets != null) {
            return vector.base64Url(octets, damaged(vector.base64Url(octets)));
        }
        var text = String.valueOf(TEXTS.get(vector.format()));
        var purpose = PAYLOADS.get(vector.format());
        if (purpose != null && random.nextBoolean()) {
            try {
                var payload = damaged(Token.unverifiedPayload(purpose, vector.text(text)));
                var signed = vector.with(text, Token.sign(purpose, payload, identity));
                return new Vector(
                        signed.format(), signed.name(), signed.ok(), signed.source(), "signed anew", signed.values());
            } catch (Malformed e) {
                throw new AssertionError(e); // They are good before they are damaged.
            }
        }
        // Characters, not octets: these come as text.
        var value = Bytes.of(vector.text(text).getBytes(StandardCharsets.ISO_8859_1));
        return vector.with(text, new String(damaged(value).toArray(), StandardCharsets.ISO_8859_1));
    }

    private Bytes damaged(Bytes whole) {
        var octets = whole.toArray();
        for (var i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            octets = changed(octets);
        }
        return Bytes.of(octets);
    }

    private byte[] changed(byte[] octets) {
        var at = random.nextInt(octets.length + 1);
        var to = Math.min(octets.length, at + random.nextInt(LONGEST_RUN));
        var out = new ByteArrayOutputStream();
        out.write(octets, 0, at);
        switch (random.nextInt(8)) {
            case 0 -> out.write(random.nextInt(256)); // one more
            case 1 -> out.write(MEANING[random.nextInt(MEANING.length)]);
            case 2 -> out.writeBytes(WORDS.get(random.nextInt(WORDS.size())).toArray());
            case 3 -> { // a run twice
                out.write(octets, at, to - at);
            }
            case 4 -> at = to; // a run missing
            case 5 -> at = octets.length; // the end missing
            case 6 -> { // one bit
                if (at < octets.length) {
                    out.write(octets[at] ^ (1 << random.nextInt(8)));
                    at++;
                }
            }
            default -> { // very deep, now and then
                if (random.nextInt(100) == 0) {
                    out.writeBytes("[".repeat(DEEP).getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        out.write(octets, at, octets.length - at);
        return out.toByteArray();
    }
}
