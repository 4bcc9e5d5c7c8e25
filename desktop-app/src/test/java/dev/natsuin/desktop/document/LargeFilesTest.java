package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.pdf.Increment;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.SparsePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing takes the memory it takes, whatever the size of the file. */
final class LargeFilesTest {
    private static final String HEAP = "-Xmx64m";

    @TempDir
    Path desk;

    /** Signs in a JVM of its own; the argument is the file. */
    public static void main(String[] args) {
        var signer = new TestCa("large").signer("Signer", KeyAlgorithm.P_256);
        System.out.println(SigningForTests.signed(Path.of(args[0]), signer, SignAlgorithm.ECDSA_WITH_SHA256));
    }

    private Path signedInALittleHeap(Path file) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var said = desk.resolve("said.txt");
        var process = new ProcessBuilder(
                        java.toString(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeFilesTest.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        return desk.resolve("large-signed.pdf");
    }

    private static void assertValid(Path output) {
        assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
    }

    @Test
    void fifty_megabytes_are_signed_in_a_heap_that_could_not_hold_them_twice() throws Exception {
        assertValid(signedInALittleHeap(SparsePdf.write(desk.resolve("large.pdf"), 50_000_000)));
    }

    @Test
    @Tag("long")
    void more_than_a_thousand_million_octets_are_signed_in_the_same_heap() throws Exception {
        var output = signedInALittleHeap(SparsePdf.write(desk.resolve("large.pdf"), 1_050_000_000));
        assertValid(output);
        assertThat(ForeignJudges.qpdf(output).exit()).isZero();
    }

    /** Beyond 32 bits, and beyond the ten digits that a cross-reference table has. */
    @ParameterizedTest
    @ValueSource(longs = {4_400_000_000L, 10_100_000_000L})
    @Tag("long")
    void offsets_of_any_length_are_written_and_digested(long holeBytes) throws Exception {
        var file = SparsePdf.write(desk.resolve("large.pdf"), holeBytes);
        var increment = increment(file);
        long size = Files.size(file);
        assertThat(increment.originalBytes()).isEqualTo(size);

        // What another reader would digest: the file, and the update without the gap.
        var head = new String(increment.head().toArray(), StandardCharsets.ISO_8859_1);
        var tail = new String(increment.tail().toArray(), StandardCharsets.ISO_8859_1);
        long open = size + increment.head().size();
        long after = open + 2L * increment.roomBytes() + 2;
        assertThat(head)
                .contains("[0 " + open + " " + after + " " + increment.tail().size() + "]");
        var digest = MessageDigest.getInstance("SHA-256");
        try (var sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            Files.copy(file, sink);
            sink.write(increment.head().toArray());
            sink.write(increment.tail().toArray());
        }
        assertThat(Bytes.of(digest.digest())).isEqualTo(increment.messageDigest());

        // The update where it belongs, without a copy of what is before it.
        try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap(increment.head().toArray()));
            channel.write(ByteBuffer.wrap(increment.contents(Bytes.hex("3000")).toArray()));
            channel.write(ByteBuffer.wrap(increment.tail().toArray()));
        }
        try (var updated = ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf()) {
            assertThat(updated.repaired()).isFalse();
            assertThat(updated.pageCount()).isEqualTo(1);
        }
        var start = Pattern.compile("startxref\n(\\d+)\n").matcher(tail);
        assertThat(start.find()).isTrue();
        assertThat(Long.parseLong(start.group(1))).isGreaterThan(holeBytes);
        assertThat(tail.contains("/XRef")).isEqualTo(holeBytes > 10_000_000_000L);
        var verdict = ForeignJudges.qpdf(file);
        assertThat(verdict.exit()).as(verdict.output()).isZero();
    }

    private static Increment increment(Path file) throws IOException {
        try (var pdf = ((PdfFile.Opening.Opened) PdfFile.open(file)).pdf()) {
            var entries = new Increment.Entries(
                    "Signer",
                    Optional.empty(),
                    Optional.empty(),
                    TIME,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    "Signer");
            return Increment.of(pdf, entries, 4096, pdf.digest(HashAlgorithm.SHA_256));
        }
    }
}
