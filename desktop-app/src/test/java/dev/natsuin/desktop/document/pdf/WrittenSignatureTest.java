package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about a signature before there is one, and what is left to be found when it is written. */
final class WrittenSignatureTest {
    private static final int ROOM_BYTES = 2048;
    private static final Bytes CMS = Bytes.hex("3003020101");

    @TempDir
    private Path folder;

    private byte[] octets;
    private PdfFile original;
    private Increment increment;

    @BeforeEach
    void prepare() throws IOException {
        var file = HandMadePdf.onePage("agreement").write(folder.resolve("a.pdf"));
        octets = Files.readAllBytes(file);
        try (var pdf = opened(file)) {
            increment = Increment.of(pdf, entries(), ROOM_BYTES, pdf.digest(HashAlgorithm.SHA_256));
        }
        original = opened(file);
    }

    @AfterEach
    void close() {
        original.close();
    }

    private static PdfFile opened(Path file) {
        return ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf();
    }

    private static Increment.Entries entries() {
        return new Increment.Entries(
                "Hanako",
                Optional.of("agreed"),
                Optional.empty(),
                Instant.parse("2026-11-26T00:00:00Z"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "Hanako");
    }

    private Increment with(Bytes head, int roomBytes, Bytes tail) {
        return new Increment(
                increment.originalDigest(),
                increment.originalBytes(),
                increment.messageDigest(),
                head,
                roomBytes,
                tail);
    }

    private static Bytes latin1(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String latin1(Bytes octets) {
        return new String(octets.toArray(), StandardCharsets.ISO_8859_1);
    }

    private RangeDigest copied() {
        var digests = new RangeDigest(HashAlgorithm.SHA_256);
        digests.original(octets, 0, octets.length);
        return digests;
    }

    private boolean willBeFound(Increment increment, int pages) throws IOException {
        return WrittenSignature.willBeFound(original, increment, pages);
    }

    @Test
    void what_is_prepared_will_be_found_and_is_found_once_it_is_written() throws IOException {
        assertThat(willBeFound(increment, 1)).isTrue();
        var written = folder.resolve("written.pdf");
        Files.write(written, Bytes.concat(Bytes.of(octets), increment.with(CMS)).toArray());

        var byReading = WrittenSignature.read(written, octets.length, HashAlgorithm.SHA_256)
                .orElseThrow();
        var byPlace = WrittenSignature.at(increment.with(CMS), increment, CMS, copied())
                .orElseThrow();

        assertThat(byPlace.contents()).isEqualTo(byReading.contents());
        assertThat(byPlace.messageDigest()).isEqualTo(byReading.messageDigest()).isEqualTo(increment.messageDigest());
        assertThat(byPlace.originalDigest()).isEqualTo(Bytes.of(octets).sha256());
    }

    @Test
    void what_another_reader_would_not_find_is_known_before_anything_is_signed() throws IOException {
        assertThat(willBeFound(increment, 2)).as("another number of pages").isFalse();
        assertThat(willBeFound(with(increment.head(), ROOM_BYTES - 1, increment.tail()), 1))
                .as("less room than the byte range says")
                .isFalse();
        var tail = latin1(increment.tail());
        assertThat(willBeFound(with(increment.head(), ROOM_BYTES, latin1(tail + "\n% more")), 1))
                .as("octets that no byte range covers")
                .isFalse();
        var head = latin1(increment.head());
        for (var change : List.of(
                List.of("/ByteRange", "/ByteRangX"),
                List.of("/Fields", "/Fieldz"),
                List.of("/AcroForm", "/AcroFork"))) {
            assertThat(head + tail).as(change.get(0)).contains(change.get(0));
            var changed = with(
                    latin1(head.replace(change.get(0), change.get(1))),
                    ROOM_BYTES,
                    latin1(tail.replace(change.get(0), change.get(1))));
            assertThat(willBeFound(changed, 1)).as(change.get(1)).isFalse();
        }
    }

    @Test
    void an_added_cross_reference_that_leads_elsewhere_is_known_before_anything_is_signed() throws IOException {
        var tail = latin1(increment.tail());
        var entries =
                Pattern.compile("(\\d{10}) 00000 n").matcher(tail).results().toList();
        assertThat(entries).hasSizeGreaterThan(1);
        for (var entry : entries) {
            for (var place : List.of(15L, Long.parseLong(entry.group(1)) + 2)) {
                var changed = tail.substring(0, entry.start(1))
                        + String.format("%010d", place)
                        + tail.substring(entry.end(1));
                assertThat(willBeFound(with(increment.head(), ROOM_BYTES, latin1(changed)), 1))
                        .as(entry.group() + " as " + place)
                        .isFalse();
            }
        }
    }

    @Test
    void each_octet_that_is_read_back_is_compared() {
        var whole = increment.with(CMS);
        for (var i = 0; i < whole.size(); i++) {
            var changed = whole.toArray();
            changed[i] ^= 0x20; // also a letter's other case, which would be the same digit
            assertThat(WrittenSignature.at(Bytes.of(changed), increment, CMS, copied()))
                    .as("octet " + i)
                    .isEmpty();
        }
        for (var length : List.of(0, 1, increment.head().size(), whole.size() - 1)) {
            assertThat(WrittenSignature.at(whole.slice(0, length), increment, CMS, copied()))
                    .as("cut off at " + length)
                    .isEmpty();
        }
        assertThat(WrittenSignature.at(Bytes.concat(whole, latin1("\n")), increment, CMS, copied()))
                .isEmpty();
        assertThat(WrittenSignature.at(whole, increment, Bytes.hex("3003020102"), copied()))
                .as("the CMS of another document")
                .isEmpty();
    }

    @Test
    void an_original_that_was_copied_otherwise_shows_in_the_digests() {
        octets = Arrays.copyOf(octets, octets.length);
        octets[20] ^= 1;
        var found = WrittenSignature.at(increment.with(CMS), increment, CMS, copied())
                .orElseThrow();
        assertThat(found.originalDigest()).isNotEqualTo(increment.originalDigest());
        assertThat(found.messageDigest()).isNotEqualTo(increment.messageDigest());
    }
}
