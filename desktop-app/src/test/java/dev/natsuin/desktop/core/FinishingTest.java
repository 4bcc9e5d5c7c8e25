package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.OrderBooks;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.pdf.WrittenSignature;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.testdata.FullDisk;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the documents of an order between the preparation and their signatures hurts nobody else. */
final class FinishingTest {
    private static final SignAlgorithm BY = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final TestSigner SIGNER = new TestCa("finishing").signer("Hanako", KeyAlgorithm.P_256);
    private static final int COUNT = 40;

    @TempDir
    private Path folder;

    private Path out;
    private List<Path> files;
    private OrderJournal journal;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void prepare() throws Exception {
        out = folder.resolve("out");
        var documents = Files.createDirectory(folder.resolve("documents"));
        files = new ArrayList<>();
        for (var i = 0; i < COUNT; i++) {
            var name = String.format(Locale.ROOT, "%02d.pdf", i);
            files.add(HandMadePdf.onePage("agreement " + i).write(documents.resolve(name)));
        }
        journal = ordered(folder.resolve("profile"));
    }

    private OrderJournal ordered(Path desk) throws Exception {
        return ordered(desk, SignatureLevel.B);
    }

    private OrderJournal ordered(Path desk, SignatureLevel level) throws Exception {
        var profile = Profile.in(desk);
        try (var secret = Secret.taking(new byte[32])) {
            profile.keepDeviceSecret(secret);
        }
        var terms = OrderJournal.Terms.of(
                "0".repeat(32), SIGNER.with(BY), SigningForTests.TIME, new SignOptions(level, out, "-signed"));
        var begun = OrderJournal.begin(new OrderBooks(profile, new SecureRandom()).create(), terms);
        for (var file : files) {
            try (var document = SigningForTests.prepared(file, SIGNER, BY)) {
                begun.add(file, document.toBeSigned(), document.kept());
            }
        }
        begun.complete();
        return begun;
    }

    private List<Bytes> values() {
        return journal.hashes().stream().map(hash -> SIGNER.sign(hash, BY)).toList();
    }

    private List<SignResult> finished(boolean again) throws Refusal {
        return finished(values(), again);
    }

    private List<SignResult> finished(List<Bytes> values, boolean again) throws Refusal {
        return finished(values, again, Stopping.NEVER);
    }

    private List<SignResult> finished(List<Bytes> values, boolean again, Stopping raisesLater) throws Refusal {
        journal.signed(new OrderJournal.Signed(1, 1, Instant.EPOCH, values));
        Progress telling = (step, done, total) -> told.add(step + " " + done + "/" + total);
        var profile = Profile.in(folder.resolve("profile"));
        var levels = new Levels(profile, Surroundings.real(new SecureRandom(), Ways.DIRECT), InstantSource.system());
        return new Finishing(levels, new LaterLevels(profile, levels))
                .finish(journal, files, DocumentPasswords.forAll(Optional.empty()), again, telling, raisesLater);
    }

    private List<String> written() throws IOException {
        try (Stream<Path> all = Files.list(out)) {
            return all.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private void isSigned(SignResult result) throws IOException {
        var output = result.outcome().given().orElseThrow().output();
        var original = Files.readAllBytes(result.file());
        assertThat(Arrays.copyOf(Files.readAllBytes(output), original.length)).isEqualTo(original);
        var found = WrittenSignature.read(output, original.length, HashAlgorithm.SHA_256);
        assertThat(found).as("the signature as another reader finds it").isPresent();
    }

    private void areSignedBut(List<SignResult> results, int... refused) throws IOException {
        var names = new ArrayList<String>();
        for (var i = 0; i < COUNT; i++) {
            var at = i;
            if (Arrays.stream(refused).noneMatch(one -> one == at)) {
                isSigned(results.get(i));
                names.add(String.format(Locale.ROOT, "%02d-signed.pdf", i));
            }
        }
        assertThat(written()).isEqualTo(names);
    }

    private static ProblemCode why(SignResult result) {
        return result.outcome().refusal().map(Problem::code).orElseThrow();
    }

    @Test
    void whoever_does_not_wait_for_levels_has_every_file_signed_and_remembered_for_later() throws Exception {
        journal.finish();
        journal = ordered(folder.resolve("profile"), SignatureLevel.LT);

        var results = finished(values(), false, () -> true);

        areSignedBut(results);
        var level = new SignResult.Signed(
                out.resolve("00-signed.pdf"), SignatureLevel.B, Optional.of(Problem.of(ProblemCode.LEVEL_LATER)), 1);
        assertThat(results.get(0).outcome()).isEqualTo(Answer.of(level));
        assertThat(results)
                .allMatch(result -> result.outcome().given().orElseThrow().waits());
        var profile = Profile.in(folder.resolve("profile"));
        var levels = new Levels(profile, Surroundings.real(new SecureRandom(), Ways.DIRECT), InstantSource.system());
        var later = new LaterLevels(profile, levels);
        assertThat(later.count()).isEqualTo(COUNT);
        assertThat(later.tryAgain(() -> true)).hasSize(COUNT).allMatch(LevelResult::waits);
        assertThat(later.count()).as("they wait on").isEqualTo(COUNT);
        areSignedBut(results);
    }

    @Test
    void each_has_its_own_signature_and_the_last_is_told_once() throws Exception {
        var results = finished(false);

        areSignedBut(results);
        assertThat(results.stream().map(SignResult::file)).isEqualTo(files);
        assertThat(journal.isOver()).isTrue();
        assertThat(told).doesNotHaveDuplicates().endsWith("CHECK " + COUNT + "/" + COUNT);
    }

    @Test
    void what_became_of_some_originals_meanwhile_hurts_no_other() throws Exception {
        var time = Files.getLastModifiedTime(files.get(3));
        var octets = Files.readAllBytes(files.get(3));
        octets[octets.length - 2] ^= 1;
        Files.write(files.get(3), octets);
        Files.setLastModifiedTime(files.get(3), time); // of the same size and time, so that nothing shows from outside
        Files.write(files.get(7), Arrays.copyOf(octets, octets.length - 1));
        Files.delete(files.get(11));
        Files.delete(files.get(COUNT - 1));
        Files.createDirectory(files.get(COUNT - 1));

        for (var again : List.of(false, true)) {
            var results = finished(again);

            assertThat(why(results.get(3))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
            assertThat(why(results.get(7))).isEqualTo(ProblemCode.DOCUMENT_CHANGED);
            assertThat(why(results.get(11))).isEqualTo(ProblemCode.FILE_MISSING);
            assertThat(results.get(COUNT - 1).outcome().given()).isEmpty();
            areSignedBut(results, 3, 7, 11, COUNT - 1);
        }
    }

    @Test
    void a_signature_of_another_document_is_believed_of_none() {
        var swapped = new ArrayList<>(values());
        Collections.swap(swapped, 5, 6);
        var missing = values().subList(0, COUNT - 1);

        for (var values : List.of(swapped, missing)) {
            assertThatThrownBy(() -> finished(values, false))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            e -> assertThat(e.why().code()).isEqualTo(ProblemCode.ANSWER_NOT_BELIEVABLE));
            assertThat(out).doesNotExist();
        }
    }

    @Test
    void files_in_the_way_are_kept_and_the_others_have_their_names() throws Exception {
        Files.createDirectory(out);
        Files.writeString(out.resolve("05-signed.pdf"), "precious");
        Files.createDirectory(out.resolve("06-signed.pdf"));

        var results = finished(false);

        for (var result : results) {
            isSigned(result);
        }
        assertThat(out.resolve("05-signed.pdf")).hasContent("precious");
        assertThat(written())
                .hasSize(COUNT + 2)
                .contains("05-signed (2).pdf", "06-signed (2).pdf", "07-signed.pdf")
                .noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void a_disk_that_is_full_has_whole_files_only_and_the_others_are_written_when_there_is_room() throws Exception {
        Files.createDirectory(out);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=200k,mode=700", "tmpfs", out.toString()) == 0,
                "only root can mount a small disk");
        try {
            var results = finished(false);

            var signed = results.stream()
                    .filter(result -> result.outcome().given().isPresent())
                    .toList();
            for (var result : signed) {
                isSigned(result);
            }
            assertThat(signed.size()).isBetween(1, COUNT - 1);
            assertThat(results.stream()
                            .filter(result -> result.outcome().given().isEmpty())
                            .map(FinishingTest::why))
                    .containsOnly(ProblemCode.TARGET_NOT_WRITABLE);
            assertThat(written()).hasSameSizeAs(signed).allMatch(name -> name.endsWith("-signed.pdf"));
            assertThat(journal.isOver()).isFalse();

            assertThat(run("mount", "-o", "remount,size=20m", out.toString())).isZero();
            areSignedBut(finished(true));
        } finally {
            run("umount", out.toString());
        }
    }

    @Test
    void a_journal_that_cannot_be_written_takes_nothing_from_what_stands() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        try (var disk = FullDisk.in(small, "1m")) {
            journal = ordered(small.resolve("profile"));
            disk.fill();

            var results = finished(false);

            areSignedBut(results);
            assertThat(journal.isOver()).isTrue();
            journal.book().close();
        }
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void what_was_changed_in_the_book_is_not_written() throws Exception {
        var book = folder.resolve("profile/orders").resolve(journal.book().name());
        var text = Files.readString(book);
        var hash = journal.items().get(4).hash().toBase64Url();
        assertThat(text).contains(hash);
        Files.writeString(book, text.replace(hash, journal.items().get(5).hash().toBase64Url()));

        var results = finished(false);

        assertThat(results.get(4).outcome().given()).isEmpty();
        areSignedBut(results, 4);
    }
}
