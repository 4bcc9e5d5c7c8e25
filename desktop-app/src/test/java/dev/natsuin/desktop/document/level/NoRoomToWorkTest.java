package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.inspect.Inspection;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.testdata.FullDisk;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A temporary folder that takes nothing is told as that: anybody who may write into it can fill it, and what could not
 * be decrypted was passed over as if it stood in no document. In JVMs with temporary folders of their own.
 */
final class NoRoomToWorkTest {
    private static final int SWELLING_BYTES = 20 << 20;

    @TempDir
    Path folder;

    /** Looks at a document, or raises one, and writes what came of it into a file. */
    public static void main(String[] args) throws IOException {
        var out = Path.of(args[1]);
        if (args[0].equals("inspect")) {
            try (var password = Secret.taking("user".getBytes(StandardCharsets.US_ASCII))) {
                Files.writeString(out, told(Inspection.of(Path.of(args[2]), Optional.of(password))));
            }
            return;
        }
        var ca = new TestCa("authority");
        var plain = HandMadePdf.onePage("contract").stream("", "x".repeat(100_000))
                .write(Path.of(args[2]).resolve("a.pdf"));
        var file =
                SigningForTests.signed(plain, ca.signer("Taro", KeyAlgorithm.RSA_2048), SignAlgorithm.SHA256_WITH_RSA);
        var authority = new ScriptedAuthority();
        var raised = new LevelRaising(
                        TrustAnchors.of(List.of(ca.certificate(), authority.believed())),
                        List.of("http://authority/"),
                        authority,
                        new SecureRandom(),
                        () -> Instant.parse("2026-11-25T12:00:00Z"))
                .raise(file, SignatureLevel.T);
        Files.writeString(out, raised.level() + " " + raised.why());
    }

    private static String told(Inspection.Look look) {
        return look instanceof Inspection.Look.Refused refused
                ? refused.why().code().code()
                : String.valueOf(((Inspection.Look.Inspected) look).findings());
    }

    private String workedIn(Path temporary, String work, Path on) throws IOException, InterruptedException {
        var out = folder.resolve("out.txt");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NoRoomToWorkTest.class.getName(),
                        work,
                        out.toString(),
                        on.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return Files.readString(out);
    }

    /** White on white; with so much besides, where nobody looks, that it does not stay in memory. */
    private Path encrypted(int besides) throws IOException {
        var plain =
                HandMadePdf.onePage("contract) Tj 1 1 1 rg 0 -100 Td (and more").write(folder.resolve("plain.pdf"));
        var file = folder.resolve("encrypted.pdf");
        try (var document = Loader.loadPDF(plain.toFile())) {
            var contents = document.getPage(0).getCOSObject().getCOSStream(COSName.CONTENTS);
            byte[] said;
            try (var in = contents.createInputStream()) {
                said = in.readAllBytes();
            }
            var random = new byte[besides];
            new Random(1).nextBytes(random);
            try (var to = contents.createOutputStream()) {
                to.write(said);
                to.write("\n%".getBytes(StandardCharsets.US_ASCII));
                for (var octet : random) {
                    to.write('0' + Math.floorMod(octet, 64));
                }
                to.write('\n');
            }
            document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
            document.save(file.toFile());
        }
        return file;
    }

    @Test
    void what_cannot_be_decrypted_for_want_of_room_is_not_passed_over() throws Exception {
        var small = encrypted(10);
        assertThat(workedIn(Files.createDirectory(folder.resolve("tmp")), "inspect", small))
                .contains("TEXT_FAINT");

        assertThat(workedIn(folder.resolve("absent"), "inspect", small)).isEqualTo("no-room-to-work");
    }

    @Test
    void nor_is_what_the_disk_takes_only_in_part() throws Exception {
        var large = encrypted(SWELLING_BYTES);
        try (var disk = FullDisk.in(Files.createDirectory(folder.resolve("disk")), "256k")) {
            assertThat(workedIn(folder.resolve("disk"), "inspect", large)).isEqualTo("no-room-to-work");
            assertThat(disk).isNotNull();
        }
    }

    @Test
    void a_level_that_finds_no_room_can_be_reached_later() throws Exception {
        assertThat(workedIn(folder.resolve("absent"), "raise", folder)).isEqualTo("B Optional[NO_ROOM_TO_WORK]");
    }

    @Test
    void a_disk_that_is_full_in_the_middle_of_it_is_named_too() throws Exception {
        try (var disk = FullDisk.in(Files.createDirectory(folder.resolve("disk")), "64k")) {
            assertThat(workedIn(folder.resolve("disk"), "raise", folder)).isEqualTo("B Optional[NO_ROOM_TO_WORK]");
            assertThat(disk).isNotNull();
        }
    }
}
