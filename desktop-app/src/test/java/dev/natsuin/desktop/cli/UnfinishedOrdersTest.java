package dev.natsuin.desktop.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.FakeSgm;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.StrangeFiles;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that were interrupted are finished later: without a PIN, without a second signature, or not at all. */
final class UnfinishedOrdersTest {
    private static final String SIGN = "/csc/v2/signatures/signHash";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;
    private Path documents;
    private Path out;

    @BeforeEach
    void enrol() throws IOException {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
        documents = Files.createDirectories(folder.resolve("documents"));
        out = folder.resolve("out");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Path pdf(String name) {
        return HandMadePdf.onePage("text of " + name).write(documents.resolve(name));
    }

    private List<String> outputs() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        }
    }

    private List<Path> books() throws IOException {
        var orders = typist.profile().resolve("orders");
        if (!Files.isDirectory(orders)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(orders)) {
            return files.sorted().toList();
        }
    }

    private long signatures() {
        return fake.sgm.obeyed.stream().filter("sign"::equals).count();
    }

    private Typist.Outcome resume(String... more) {
        var all = new java.util.ArrayList<>(List.of("sign", "--resume", "--json"));
        all.addAll(List.of(more));
        return typist.typesWith("", all.toArray(String[]::new));
    }

    /** Signed, and then there was no place for the files. */
    private Typist.Outcome signedWithoutFiles(Object... files) throws IOException {
        fake.standsInTheWay(out);
        var all = new java.util.ArrayList<Object>(List.of(files));
        all.addAll(List.of("--out", out));
        var outcome = typist.signs(all.toArray());
        fake.clears(out);
        return outcome;
    }

    /** The SGM signed, and no answer came. */
    private void unanswered(Object... files) {
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        var all = new java.util.ArrayList<Object>(List.of(files));
        all.addAll(List.of("--out", out));
        assertThat(typist.signs(all.toArray()).exit()).isEqualTo(4);
        fake.answersToDrop = 0;
    }

    private void verifies(String name) {
        var verified = typist.types("verify", out.resolve(name).toString(), "--json");
        assertThat(verified.text(0, "verdict")).isEqualTo("valid");
    }

    @Test
    void a_folder_that_takes_no_files_is_told_before_anything_is_signed() throws Exception {
        Files.writeString(out, "in the way");

        var outcome = typist.signs(pdf("a.pdf"), "--out", out);

        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("target-not-writable");
        assertThat(signatures()).isZero();
        assertThat(books()).isEmpty();
    }

    @Test
    void what_could_not_be_written_is_written_later_without_a_pin_and_without_the_server() throws Exception {
        var letter = Files.writeString(documents.resolve("手紙.txt"), "text of a letter");
        var first = signedWithoutFiles(pdf("a.pdf"), letter);
        assertThat(first.exit()).isEqualTo(1);
        assertThat(first.err()).contains("natsuin sign --resume");
        fake.close();

        var outcome = resume();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outputs()).containsExactly("a-signed.pdf", "手紙.txt.asice");
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("file")).isEqualTo(documents.resolve("a.pdf").toString());
        assertThat(row.text("documentDigest"))
                .isEqualTo(Bytes.of(Files.readAllBytes(documents.resolve("a.pdf")))
                        .sha256()
                        .toHex());
        assertThat(row.text("dtbsr")).hasSize(64);
        assertThat(row.index("logIndex")).isEqualTo(3);
        verifies("a-signed.pdf");
        verifies("手紙.txt.asice");
        assertThat(books()).isEmpty();
        assertThat(resume().err()).contains("No order waits");
    }

    @Test
    void an_order_without_an_answer_is_sent_again_octet_for_octet_and_finished() throws Exception {
        unanswered(pdf("a.pdf"), pdf("b.pdf"));
        assertThat(signatures()).isOne();

        var outcome = resume();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(signatures()).isOne();
        assertThat(outputs()).containsExactly("a-signed.pdf", "b-signed.pdf");
        verifies("b-signed.pdf");
        assertThat(books()).isEmpty();
        assertThat(Profile.in(typist.profile()).unanswered()).isEmpty();
        assertThat(Profile.in(typist.profile()).signed()).hasSize(1);
    }

    @Test
    void the_next_order_settles_the_one_before_and_its_files_are_still_to_be_had() throws Exception {
        unanswered(pdf("a.pdf"));

        var next = typist.signs(pdf("b.pdf"), "--out", out);

        assertThat(next.exit()).as(next.err()).isZero();
        assertThat(next.err()).contains("has no answer yet").contains("natsuin sign --resume");
        assertThat(outputs()).containsExactly("b-signed.pdf");
        assertThat(resume().exit()).isZero();
        assertThat(outputs()).containsExactly("a-signed.pdf", "b-signed.pdf");
        assertThat(signatures()).isEqualTo(2);
    }

    @Test
    void still_without_an_answer_it_stays_and_says_so() throws Exception {
        unanswered(pdf("a.pdf"));
        fake.answersToDrop = 1000;

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).contains("did not confirm");
        assertThat(books()).isNotEmpty();
        fake.answersToDrop = 0;
        assertThat(resume().exit()).isZero();
        assertThat(signatures()).isOne();
    }

    private Optional<Earlier> settled() {
        return typist.window().desk().settle().given().orElseThrow();
    }

    @Test
    void the_window_tells_where_the_log_has_it_even_if_no_file_can_be_written() throws Exception {
        signedWithoutFiles(pdf("a.pdf"));
        Files.writeString(out, "in the way again");

        assertThat(settled().map(Earlier::outcome)).contains(new Earlier.Outcome.Finished(3, 0, 1, List.of()));
        assertThat(typist.window().desk().hasOpenOrder()).isTrue();

        fake.clears(out);
        assertThat(settled().map(Earlier::outcome)).contains(new Earlier.Outcome.Finished(3, 1, 0, List.of()));
        assertThat(typist.window().desk().hasOpenOrder()).isFalse();
    }

    /** An order whose copies cannot be written at first; one of the documents is encrypted. */
    private void interrupted(Path... files) throws IOException {
        fake.standsInTheWay(out);
        var order = new ArrayList<>(List.of("sign", "--yes", "--pin-stdin", "--out", out.toString()));
        for (var file : files) {
            order.add(file.toString());
        }
        typist.typesWith(Typist.PIN + "\nnatsuin\n", order.toArray(String[]::new));
        fake.clears(out);
    }

    @Test
    void the_window_tells_which_document_lacks_its_password_and_finishes_it_with_that() throws Exception {
        var locked = Files.copy(Path.of("..", "testdata", "encrypted.pdf"), documents.resolve("locked.pdf"));
        interrupted(pdf("a.pdf"), locked);
        var half = new Earlier.Outcome.Finished(3, 1, 1, List.of("locked.pdf"));
        assertThat(settled().map(Earlier::outcome)).contains(half);

        try (var wrong = Secret.taking("wrong".getBytes(US_ASCII));
                var right = Secret.taking("natsuin".getBytes(US_ASCII))) {
            assertThat(settledWith(wrong).map(Earlier::outcome)).contains(half);
            assertThat(settledWith(right).map(Earlier::outcome))
                    .contains(new Earlier.Outcome.Finished(3, 2, 0, List.of()));
        }
        assertThat(outputs()).containsExactly("a-signed.pdf", "locked-signed.pdf");
    }

    private Optional<Earlier> settledWith(Secret password) {
        return typist.window().desk().settle(Optional.of(password)).given().orElseThrow();
    }

    @Test
    void an_order_whose_time_runs_out_on_its_way_signs_nothing_and_leaves_nothing() throws Exception {
        fake.withholdOn = SIGN;
        var first = typist.signs(pdf("a.pdf"), pdf("b.pdf"), "--out", out);
        assertThat(first.exit()).isEqualTo(4);
        fake.withholdOn = "";
        fake.sgm.now = fake.sgm.now.plus(Duration.ofMinutes(6));

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(2);
        for (var row : List.of(0, 1)) {
            assertThat(outcome.object(row, "error").reader().text("code")).isEqualTo("statement-expired");
        }
        assertThat(signatures()).isZero();
        assertThat(books()).isEmpty();
        assertThat(out).doesNotExist();
        assertThat(typist.signs(documents.resolve("a.pdf"), "--out", out).exit())
                .isZero();
    }

    @Test
    void an_order_whose_time_runs_out_before_its_answer_comes_is_finished_whole_and_once() throws Exception {
        unanswered(pdf("a.pdf"), pdf("b.pdf"));
        fake.sgm.now = fake.sgm.now.plus(Duration.ofMinutes(6));

        var outcome = resume();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(signatures()).isOne();
        assertThat(outputs()).containsExactly("a-signed.pdf", "b-signed.pdf");
        assertThat(books()).isEmpty();
    }

    @Test
    void an_order_that_was_refused_is_told_file_by_file_and_forgotten() throws Exception {
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        typist.typesWith(
                "314159\n", "sign", "--yes", "--pin-stdin", pdf("a.pdf").toString());
        fake.answersToDrop = 0;

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("pin-wrong");
        assertThat(books()).isEmpty();
        assertThat(signatures()).isZero();
    }

    @Test
    void a_document_that_changed_meanwhile_is_refused_and_the_others_are_finished() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"));
        HandMadePdf.onePage("another text").write(documents.resolve("a.pdf"));
        Files.delete(documents.resolve("b.pdf"));

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("document-changed");
        assertThat(outcome.object(1, "error").reader().text("code")).isEqualTo("file-missing");
        assertThat(outputs()).containsExactly("c-signed.pdf");
        pdf("b.pdf");
        var again = resume();
        assertThat(again.lines()).hasSize(3);
        assertThat(outputs()).containsExactly("b-signed.pdf", "c-signed.pdf");
        assertThat(books()).isEmpty();
        assertThat(signatures()).isOne();
    }

    @Test
    void a_document_in_whose_place_a_pipe_or_a_device_is_keeps_nobody_waiting() throws Exception {
        for (var form : List.of("xades enveloping", "xades enveloped", "jades enveloping", "jades detached")) {
            Files.deleteIfExists(out);
            var letter = Files.writeString(documents.resolve("letter.xml"), "<letter/>");
            var wish = form.split(" ", -1);
            var first = signedWithoutFiles(letter, "--format", wish[0], "--packaging", wish[1]);
            assertThat(first.exit()).as(first.err()).isOne();
            Files.delete(letter);
            if (form.equals("xades enveloped")) {
                Files.createSymbolicLink(letter, Path.of("/dev/zero"));
            } else {
                StrangeFiles.pipe(letter);
            }

            var outcome = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> resume());

            assertThat(outcome.exit()).as(form + " " + outcome.err()).isOne();
            assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("file-not-regular");
            assertThat(books()).isEmpty();
            Files.delete(letter);
        }
    }

    @Test
    void a_document_of_the_same_length_with_other_octets_is_refused() throws Exception {
        var file = pdf("a.pdf");
        signedWithoutFiles(file);
        var octets = Files.readAllBytes(file);
        var at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("text of a.pdf");
        octets[at] = 'T';
        Files.write(file, octets);

        var outcome = resume();

        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("document-changed");
        assertThat(outputs()).isEmpty();
    }

    @Test
    void a_file_or_a_link_in_the_place_of_an_output_is_never_written_to() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"));
        Files.createDirectories(out);
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(out.resolve("a-signed.pdf"), victim);
        Files.writeString(out.resolve("b-signed.pdf"), "somebody's");

        assertThat(resume().exit()).isZero();

        assertThat(outputs()).containsExactly("a-signed (2).pdf", "a-signed.pdf", "b-signed (2).pdf", "b-signed.pdf");
        assertThat(Files.readString(victim)).isEqualTo("precious");
        assertThat(Files.isSymbolicLink(out.resolve("a-signed.pdf"))).isTrue();
        assertThat(Files.readString(out.resolve("b-signed.pdf"))).isEqualTo("somebody's");
    }

    @Test
    void a_link_in_the_place_of_the_temporary_file_is_thrown_away_and_not_followed() throws Exception {
        signedWithoutFiles(pdf("a.pdf"));
        Files.createDirectories(out);
        var victim = Files.writeString(folder.resolve("victim"), "precious");
        var name = String.valueOf(book().getFileName()).substring(0, 32);
        Files.createSymbolicLink(out.resolve(".natsuin-" + name + "-0.tmp"), victim);

        assertThat(resume().exit()).isZero();

        assertThat(outputs()).containsExactly("a-signed.pdf");
        assertThat(Files.readString(victim)).isEqualTo("precious");
    }

    private Path book() throws IOException {
        return books().stream()
                .filter(file -> file.toString().endsWith(".jsonl"))
                .findFirst()
                .orElseThrow();
    }

    private Path signedBeside() throws IOException {
        return books().stream()
                .filter(file -> file.toString().endsWith(".signed"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_journal_that_was_changed_finishes_nothing_and_says_so() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"));
        var text = Files.readString(book());
        Files.writeString(book(), text.replace("\"folder\":\"" + out, "\"folder\":\"" + folder));

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("were changed or are damaged");
        assertThat(out).doesNotExist();
        assertThat(books()).isNotEmpty();
        assertThat(typist.types("sign", "--give-up").exit()).isZero();
        assertThat(books()).isEmpty();
    }

    @Test
    void a_line_that_is_left_out_or_changes_places_is_noticed() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"));
        var lines = Files.readAllLines(book());
        var without = new java.util.ArrayList<>(lines);
        without.remove(1);
        var swapped = List.of(lines.get(0), lines.get(2), lines.get(1), lines.get(3));

        for (var changed : List.of(without, swapped)) {
            Files.write(book(), changed);
            assertThat(resume().err()).contains("were changed or are damaged");
        }
        Files.write(book(), lines);
        assertThat(resume().exit()).isZero();
    }

    @Test
    void the_journal_of_another_order_or_of_another_computer_is_worth_nothing() throws Exception {
        signedWithoutFiles(pdf("a.pdf"));
        var first = book();
        var content = Files.readAllBytes(first);
        var signed = Files.readAllBytes(signedBeside());
        assertThat(resume().exit()).isZero();
        Files.write(first.resolveSibling("0".repeat(32) + ".jsonl"), content);
        Files.write(first.resolveSibling("0".repeat(32) + ".signed"), signed);

        assertThat(resume().lines()).isEmpty();

        var other = Typist.signer(folder.resolve("other"), fake);
        var orders = Files.createDirectories(other.profile().resolve("orders"));
        Files.write(orders.resolve(String.valueOf(first.getFileName())), content);
        Files.write(orders.resolve(String.valueOf(first.getFileName()).replace("jsonl", "signed")), signed);
        var outcome = other.typesWith("", "sign", "--resume", "--json");
        assertThat(outcome.lines()).isEmpty();
        assertThat(outputs()).containsExactly("a-signed.pdf");
    }

    @Test
    void signatures_that_were_changed_or_changed_places_are_not_used() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"));
        var text = Files.readString(signedBeside());
        Files.writeString(signedBeside(), text.replace("\"logIndex\":3", "\"logIndex\":4"));

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.err()).contains("were changed or are damaged");
        assertThat(out).doesNotExist();
    }

    @Test
    void a_lying_answer_is_not_believed_later_either() throws Exception {
        fake.sgm.resultLie = FakeSgm::swapSignatures;
        unanswered(pdf("a.pdf"), pdf("b.pdf"));

        var outcome = resume();

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("answer-not-believable");
        assertThat(out).doesNotExist();
    }

    @Test
    void nothing_in_the_journal_is_secret_and_nobody_else_may_read_it() throws Exception {
        signedWithoutFiles(pdf("a.pdf"));
        var pin = Typist.PIN;
        byte[] secret = Files.readAllBytes(typist.profile().resolve("device.secret"));

        for (var file : books()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            var text = Files.readString(file);
            assertThat(text)
                    .doesNotContain(
                            pin,
                            Bytes.of(secret).toBase64Url(),
                            Bytes.of(secret).toHex(),
                            "sealed");
        }
    }

    @Test
    void a_cut_off_journal_of_an_order_that_never_left_is_cleared_away() throws Exception {
        signedWithoutFiles(pdf("a.pdf"));
        var content = Files.readString(book());
        Files.delete(signedBeside());
        Files.writeString(book(), content.substring(0, content.length() - 20));

        assertThat(resume().err()).contains("No order waits");

        assertThat(books()).isEmpty();
    }

    @Test
    void what_an_interrupted_attempt_wrote_is_found_and_not_written_twice() throws Exception {
        signedWithoutFiles(pdf("a.pdf"), pdf("b.pdf"));
        var book = Files.readAllBytes(book());
        var signed = Files.readAllBytes(signedBeside());
        var bookName = book();
        var signedName = signedBeside();
        assertThat(resume().exit()).isZero();
        Files.delete(out.resolve("b-signed.pdf"));
        // As if the machine had lost its power: the files are there, what was noted of them is not.
        Files.write(bookName, book);
        Files.write(signedName, signed);

        var outcome = resume();

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outputs()).containsExactly("a-signed.pdf", "b-signed.pdf");
        assertThat(outcome.text(0, "output"))
                .isEqualTo(out.resolve("a-signed.pdf").toString());
    }

    @Test
    void an_encrypted_document_is_finished_with_its_password() throws Exception {
        var file = Files.copy(Path.of("..", "testdata", "encrypted.pdf"), documents.resolve("locked.pdf"));
        fake.standsInTheWay(out);
        typist.typesWith(
                Typist.PIN + "\nnatsuin\n", "sign", "--yes", "--pin-stdin", "--out", out.toString(), file.toString());
        fake.clears(out);
        assertThat(Files.readString(book())).doesNotContain("\"natsuin\"");

        var without = resume();
        var wrong = typist.typesWith("wrong\n", "sign", "--resume", "--json", "--pin-stdin");
        var with = typist.typesWith("natsuin\n", "sign", "--resume", "--json", "--pin-stdin");

        assertThat(without.object(0, "error").reader().text("code")).isEqualTo("document-encrypted");
        assertThat(wrong.object(0, "error").reader().text("code")).isEqualTo("document-encrypted");
        assertThat(with.exit()).as(with.err()).isZero();
        assertThat(outputs()).containsExactly("locked-signed.pdf");
    }

    @Test
    void two_copies_of_one_document_keep_a_row_each_when_a_third_needs_its_password() throws Exception {
        var one = pdf("one.pdf");
        var two = Files.copy(one, documents.resolve("two.pdf"));
        var locked = Files.copy(Path.of("..", "testdata", "encrypted.pdf"), documents.resolve("locked.pdf"));
        interrupted(one, two, locked);

        var outcome = typist.typesWith("natsuin\n", "sign", "--resume", "--json", "--pin-stdin");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.text(0, "dtbsr")).isEqualTo(outcome.text(1, "dtbsr"));
        assertThat(outcome.lines()).hasSize(3);
    }

    @Test
    void an_order_whose_files_cannot_be_written_is_tried_once_although_another_is_settled() throws Exception {
        fake.standsInTheWay(out);
        typist.signs(pdf("a.pdf"), "--out", out);
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        typist.signs(pdf("b.pdf"));
        fake.answersToDrop = 0;

        var outcome = resume();

        assertThat(outcome.lines()).hasSize(2);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("target-not-writable");
        assertThat(outcome.text(1, "output")).endsWith("b-signed.pdf");
    }

    @Test
    void signatures_that_are_here_need_no_server_even_if_the_order_was_not_forgotten_yet() throws Exception {
        unanswered(pdf("a.pdf"));
        var order = typist.profile().resolve("unanswered.json");
        var kept = Files.readAllBytes(order);
        Files.writeString(out, "in the way");
        resume();
        Files.delete(out);
        // As if the machine had lost its power between the two.
        Files.write(order, kept);
        fake.close();

        assertThat(resume().text(0, "output")).endsWith("a-signed.pdf");

        assertThat(outputs()).containsExactly("a-signed.pdf");
    }

    @Test
    void giving_up_forgets_and_signs_nothing() throws IOException, Refusal, Malformed {
        unanswered(pdf("a.pdf"));

        assertThat(typist.types("sign", "--give-up").err()).contains("1 interrupted order is forgotten");

        assertThat(books()).isEmpty();
        assertThat(Profile.in(typist.profile()).unanswered()).isPresent();
        assertThat(typist.signs(pdf("b.pdf")).err()).contains("was carried out");
    }

    @Test
    void files_of_one_name_get_names_in_their_order() throws Exception {
        var one = pdf("a.pdf");
        var more = Files.createDirectories(documents.resolve("more"));
        var other = HandMadePdf.onePage("other").write(more.resolve("a.pdf"));

        var outcome = typist.signs(one, other, "--out", out);

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.text(0, "output")).endsWith("a-signed.pdf");
        assertThat(outcome.text(1, "output")).endsWith("a-signed (2).pdf");
    }

    @Test
    void resuming_takes_no_files_and_no_way_of_signing() {
        for (var line : List.of(
                "sign --resume a.pdf",
                "sign --resume --level T",
                "sign --give-up --yes",
                "sign --resume --give-up",
                "sign a.pdf --yes --summary list.txt",
                "sign --yes")) {
            var outcome = typist.types(line.split(" "));
            assertThat(outcome.exit()).as(line).isEqualTo(64);
        }
    }
}
