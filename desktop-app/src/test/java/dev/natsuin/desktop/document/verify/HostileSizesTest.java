package dev.natsuin.desktop.document.verify;

import static dev.natsuin.desktop.document.SigningForTests.TIME;
import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of at most a megabyte that would take memory or time without end: 512 MB and ten seconds of a processor are
 * enough. Of the processor, as a busy machine is not a slow reader.
 */
final class HostileSizesTest {
    private static final TestCa CA = new TestCa("sizes");
    private static final TestSigner HANAKO = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final int SWOLLEN = 700_000_000;

    /** Waiting for itself takes no processor: so much longer than all files may take that no load explains it. */
    private static final int HANGS_MINUTES = 12;

    @TempDir
    Path desk;

    /**
     * Verifies files in a JVM of its own and tells the milliseconds of processor time that each took, of all threads.
     */
    public static void main(String[] args) {
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        for (var file : args) {
            long from = system.getProcessCpuTime();
            var verification = PdfVerification.verify(Path.of(file), TrustAnchors.of(CA.certificate()), TIME);
            var verdict = verification instanceof Verification.Judged judged
                    ? judged.verdict().code()
                    : "refused " + ((Verification.Refused) verification).why().code();
            System.out.println("took "
                    + Duration.ofNanos(system.getProcessCpuTime() - from).toMillis() + " " + verdict + " "
                    + Path.of(file).getFileName());
        }
    }

    private static byte[] deflated(byte[] block, int times) {
        return deflated(new byte[0], block, times);
    }

    private static byte[] deflated(byte[] first, byte[] block, int times) {
        var out = new ByteArrayOutputStream();
        try (var deflating = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
            deflating.write(first);
            for (int i = 0; i < times; i++) {
                deflating.write(block);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private Path write(String name, String file) throws IOException {
        assertThat(file.length()).as(name).isLessThan(4 << 20);
        return Files.write(desk.resolve(name), file.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String swelling(String bomb, String filter, String type) {
        var head = "%PDF-1.7\n";
        var stream = "5 0 obj\n<</Type/" + type + "/Size 6/W[1 4 2]/Root 1 0 R/N 1/First 4" + filter + "/Length "
                + bomb.length() + ">>stream\n" + bomb + "\nendstream\nendobj\n";
        var table = text(deflated(
                new byte[] {
                    0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 2, 0, 0, 0, 5, 0, 1, 2, 0, 0, 0, 5, 0, 2, 0, 0, 0, 0, 0,
                    0, 0, 1, 0, 0, 0, 9, 0, 0
                },
                1));
        int start = head.length() + stream.length();
        return type.equals("XRef")
                ? head + stream + "startxref\n" + head.length() + "\n%%EOF\n"
                : head + stream + "6 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length "
                        + table.length() + ">>stream\n" + table + "\nendstream\nendobj\nstartxref\n" + start
                        + "\n%%EOF\n";
    }

    /** Cross-references that name themselves, and say of as many objects as can be that they are free. */
    private static String freeing(String signed) {
        int many = 12_000_000;
        int start = signed.length();
        var own = ByteBuffer.allocate(5).put((byte) 1).putInt(start).array();
        var rows = text(deflated(own, new byte[1_000_000], 5 * many / 1_000_000));
        var found = Pattern.compile("startxref\\s+(\\d+)\\s+%%EOF\\s*$").matcher(signed);
        assertThat(found.find()).isTrue();
        return signed + "20 0 obj\n<</Type/XRef/Size " + (many + 30) + "/W[1 4 0]/Index[20 1 30 " + many
                + "]/Root 1 0 R/Prev " + found.group(1) + "/Filter/FlateDecode/Length " + rows.length() + ">>stream\n"
                + rows + "\nendstream\nendobj\nstartxref\n" + start + "\n%%EOF\n";
    }

    private Path signedPage() {
        return signed(
                HandMadePdf.onePage("contract").write(desk.resolve("a.pdf")), HANAKO, SignAlgorithm.ECDSA_WITH_SHA256);
    }

    private List<Path> files() throws IOException {
        var bomb = text(deflated(new byte[1_000_000], SWOLLEN / 1_000_000));
        var twice = text(deflated(bomb.getBytes(StandardCharsets.ISO_8859_1), 1));
        var files = new ArrayList<Path>();
        for (var type : List.of("XRef", "ObjStm")) {
            files.add(write(type + ".pdf", swelling(bomb, "/Filter/FlateDecode", type)));
            files.add(write(type + "-twice.pdf", swelling(twice, "/Filter[/FlateDecode/FlateDecode]", type)));
        }
        var page = signedPage();
        var signed = Files.readString(page, StandardCharsets.ISO_8859_1);
        var data = HandMadeUpdate.of(page);
        int free = data.free();
        data.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[6 0 R]>>/DSS " + free + " 0 R>>");
        data.object(
                free,
                "<</Type/DSS/Certs[" + ((free + 1) + " 0 R ").repeat(500) + "]/CRLs["
                        + ((free + 1) + " 0 R ").repeat(500) + "]>>");
        data.stream(free + 1, "/Filter/FlateDecode", bomb);
        files.add(data.write(desk.resolve("validation-data.pdf")));
        data.stream(free + 1, "/Filter[/FlateDecode/FlateDecode]", twice);
        files.add(data.write(desk.resolve("validation-data-twice.pdf")));
        files.add(HandMadeUpdate.of(page).object(8, "[".repeat(500_000)).write(desk.resolve("deep.pdf")));
        files.add(HandMadeUpdate.of(page)
                .object(8, "<<" + "/A".repeat(250_000) + ">>")
                .write(desk.resolve("names.pdf")));
        files.add(write("spaces.pdf", signed + " ".repeat(1_000_000)));
        files.add(write("ends.pdf", signed + "startxref\n9\n%%EOF\n".repeat(50_000)));
        files.add(write("objects.pdf", signed + "9 0 obj\nnull\nendobj\n".repeat(45_000)));
        files.add(write("free.pdf", freeing(signed)));
        var many = HandMadeUpdate.of(page);
        var fields = new StringBuilder();
        var contents =
                signed.substring(signed.indexOf("/Contents <"), signed.indexOf('>', signed.indexOf("/Contents <")) + 1);
        for (int i = 0; i < 80; i++) {
            fields.append(20 + i).append(" 0 R ");
            many.object(20 + i, "<</FT/Sig/T(S" + i + ")/V " + (200 + i) + " 0 R>>");
            many.object(200 + i, "<</Type/Sig/ByteRange[0 1 2 3]" + contents + ">>");
        }
        many.object(1, "<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[6 0 R " + fields + "]>>>>");
        files.add(many.write(desk.resolve("signatures.pdf")));
        return files;
    }

    @Test
    void no_small_file_takes_long_or_much() throws IOException, InterruptedException {
        var files = files();
        var said = desk.resolve("said.txt");
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HostileSizesTest.class.getName()));
        files.forEach(file -> command.add(file.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(HANGS_MINUTES, TimeUnit.MINUTES)).isTrue();
        var lines = Files.readAllLines(said).stream()
                .filter(line -> line.startsWith("took "))
                .toList();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
        assertThat(lines).hasSize(files.size()).allSatisfy(line -> {
            var words = List.of(line.split(" ", -1));
            assertThat(Long.parseLong(words.get(1))).as(line).isLessThan(10_000);
            // Useless validation data is nowhere shown; that it swells changes nothing that was signed.
            if (!line.contains("validation-data")) {
                assertThat(words.get(2)).as(line).isNotEqualTo("valid");
            }
        });
    }
}
