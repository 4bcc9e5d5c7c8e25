package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.OrderBooks;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * What an order of many PDFs costs the desk once its signatures came, without a server: processor time and time of the
 * clock for each file. {@code FinishingCost FOLDER FILES OCTETS ROUNDS}; each round is an order of its own, RSA-3072.
 */
final class FinishingCost {
    private static final SignAlgorithm BY = SignAlgorithm.SHA256_WITH_RSA;
    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    private static final Progress SILENT = (step, done, total) -> {};

    private final Path folder;
    private final List<Path> files;
    private final OrderBooks books;
    private final TestSigner signer = new TestCa("bench").signer("Signer", KeyAlgorithm.RSA_3072);

    private FinishingCost(Path folder, int count, int octets) throws IOException, Refusal {
        this.folder = folder;
        var documents = Files.createDirectories(folder.resolve("documents"));
        files = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            files.add(Files.write(documents.resolve(String.format(Locale.ROOT, "%05d.pdf", i)), pdf(octets, i)));
        }
        var profile = Profile.in(folder.resolve("profile"));
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        profile.keepDeviceSecret(Secret.taking(secret));
        books = new OrderBooks(profile, new SecureRandom());
    }

    /** As many rounds as told, each told. */
    public static void main(String[] arguments) throws Exception {
        var cost = new FinishingCost(
                Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        System.out.println("| prepare | sign | finish, CPU ms a file | finish, ms a file | load |");
        System.out.println("|---|---|---|---|---|");
        for (var i = 0; i < Integer.parseInt(arguments[3]); i++) {
            cost.round(i);
        }
    }

    private void round(int number) throws Exception {
        var out = folder.resolve("out-" + number);
        var worked = SYSTEM.getProcessCpuTime();
        var terms = OrderJournal.Terms.of(
                "0".repeat(32),
                signer.with(BY),
                Instant.parse("2026-11-26T00:00:00Z"),
                new SignOptions(SignatureLevel.B, out, "-signed"));
        var journal = OrderJournal.begin(books.create(), terms);
        for (var file : files) {
            try (var document = SigningForTests.prepared(file, signer, BY)) {
                journal.add(file, document.toBeSigned(), document.kept());
            }
        }
        journal.complete();
        var prepared = SYSTEM.getProcessCpuTime() - worked;
        var values = new ArrayList<Bytes>();
        for (var hash : journal.hashes()) {
            values.add(signer.sign(hash, BY));
        }
        journal.signed(new OrderJournal.Signed(1, 1, Instant.EPOCH, values));
        var signed = SYSTEM.getProcessCpuTime() - worked - prepared;
        worked = SYSTEM.getProcessCpuTime();
        var begun = System.nanoTime();
        var results = finish(journal);
        var took = System.nanoTime() - begun;
        worked = SYSTEM.getProcessCpuTime() - worked;
        for (var result : results) {
            Files.delete(result.outcome().given().orElseThrow().output());
        }
        books.delete(journal.book());
        System.out.printf(
                Locale.ROOT,
                "| %.2f | %.2f | %.2f | %.2f | %.1f |%n",
                each(prepared),
                each(signed),
                each(worked),
                each(took),
                SYSTEM.getSystemLoadAverage());
    }

    private List<SignResult> finish(OrderJournal journal) throws Refusal {
        var profile = Profile.in(folder.resolve("profile"));
        var levels = new Levels(profile, Surroundings.real(new SecureRandom(), Ways.DIRECT), InstantSource.system());
        return new Finishing(levels, new LaterLevels(profile, levels))
                .finish(journal, files, DocumentPasswords.forAll(Optional.empty()), false, SILENT, Stopping.NEVER);
    }

    private double each(long nanoseconds) {
        return nanoseconds / 1e6 / files.size();
    }

    /** One page of text and noise, which does not compress; no two are alike. */
    private static byte[] pdf(int octets, int number) {
        var noise = new byte[Math.max(1, octets - 1200)];
        new Random(number).nextBytes(noise);
        var text = "BT /F1 12 Tf 72 700 Td (Agreement number " + number + ".) Tj ET";
        var objects = List.of(
                latin1("<</Type/Catalog/Pages 2 0 R>>"),
                latin1("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
                latin1("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
                        + "/Resources<</Font<</F1 5 0 R>>>>/PieceInfo 6 0 R>>"),
                stream(latin1(text)),
                latin1("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
                stream(noise));
        var all = new ByteArrayOutputStream();
        all.writeBytes(latin1("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n"));
        var table = new StringBuilder("xref\n0 7\n0000000000 65535 f \n");
        for (var i = 0; i < objects.size(); i++) {
            table.append(String.format(Locale.ROOT, "%010d 00000 n \n", all.size()));
            all.writeBytes(latin1((i + 1) + " 0 obj\n"));
            all.writeBytes(objects.get(i));
            all.writeBytes(latin1("\nendobj\n"));
        }
        var start = all.size();
        all.writeBytes(latin1(table + "trailer<</Size 7/Root 1 0 R>>\nstartxref\n" + start + "\n%%EOF\n"));
        return all.toByteArray();
    }

    private static byte[] stream(byte[] octets) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(latin1("<</Length " + octets.length + ">>stream\n"));
        all.writeBytes(octets);
        all.writeBytes(latin1("\nendstream"));
        return all.toByteArray();
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
