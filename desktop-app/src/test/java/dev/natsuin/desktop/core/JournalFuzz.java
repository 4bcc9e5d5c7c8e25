package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.device.OrderBooks;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.FileSigning;
import dev.natsuin.desktop.document.KeptDocument;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.FuzzSeeds;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Optional;

/**
 * Journals of orders whose lines say anything, under MACs that hold, for a fuzzer: a journal is read, is worth nothing
 * or was changed, and never anything else. Run by {@code src/test/fuzz/fuzz}.
 */
public final class JournalFuzz {
    private static final OrderBooks BOOKS = books();

    private JournalFuzz() {}

    private static OrderBooks books() {
        var profile = Profile.in(FuzzSeeds.folder().resolve("profile"));
        try (var secret =
                Secret.taking(Bytes.utf8("0123456789abcdef0123456789abcdef").toArray())) {
            profile.keepDeviceSecret(secret);
        } catch (Refusal e) {
            throw new IllegalStateException(e);
        }
        return new OrderBooks(profile, new SecureRandom());
    }

    /** Writes what to begin with. */
    public static void fuzzerInitialize() throws Exception {
        var folder = FuzzSeeds.folder();
        var signer = new TestCa("journals").signer("Hanako", KeyAlgorithm.P_256);
        var by = SignAlgorithm.ECDSA_WITH_SHA256;
        var pdf = HandMadePdf.onePage("contract").write(folder.resolve("contract.pdf"));
        var text = Files.writeString(folder.resolve("letter.txt"), "Dear Sir");
        var book = BOOKS.create();
        var options = new SignOptions(SignatureLevel.LTA, folder, "-signed");
        var journal = OrderJournal.begin(
                book, OrderJournal.Terms.of("0".repeat(32), signer.with(by), SigningForTests.TIME, options));
        try (var document = SigningForTests.prepared(pdf, signer, by)) {
            journal.add(pdf, document.toBeSigned(), document.kept());
        }
        var letter = FileSigning.prepare(text, SignatureForm.ASIC_E, SigningForTests.TIME, signer.with(by));
        try (var document = ((Preparation.Prepared) letter).document()) {
            journal.add(text, document.toBeSigned(), document.kept());
        }
        journal.complete();
        journal.note(
                0,
                new OrderJournal.Standing.Done(
                        folder.resolve("contract-signed.pdf"), 7, Optional.of(Bytes.EMPTY.sha256()), SignatureLevel.T));
        journal.note(1, new OrderJournal.Standing.Failed(ProblemCode.DOCUMENT_CHANGED));
        var lines = new ArrayList<String>();
        for (int i = 0; i < book.size(); i++) {
            lines.add(book.line(i).toBytes().toUtf8());
        }
        BOOKS.delete(book);
        var seeds = new ArrayList<byte[]>();
        for (int end = 1; end <= lines.size(); end++) {
            seeds.add(String.join("\n", lines.subList(0, end)).getBytes(StandardCharsets.UTF_8));
        }
        FuzzSeeds.write(seeds);
    }

    /** Reads it. */
    public static void fuzzerTestOneInput(byte[] data) throws Exception {
        var book = BOOKS.create();
        try {
            for (var line : new String(data, StandardCharsets.UTF_8).split("\n", -1)) {
                book.append(JsonObject.strict(Bytes.utf8(line)));
            }
            var journal = OrderJournal.read(book);
            if (journal.isPresent()) {
                var terms = journal.get().terms();
                for (int i = 0; i < journal.get().items().size(); i++) {
                    var kept = journal.get().kept(i);
                    KeptDocument.original(kept);
                    KeptDocument.again(
                            kept,
                            journal.get().items().get(i).file(),
                            terms.certificate(),
                            terms.time(),
                            Optional.empty());
                    journal.get().standing(i);
                }
            }
        } catch (Malformed | IOException e) {
            return; // It is none.
        } finally {
            BOOKS.delete(book);
        }
    }
}
