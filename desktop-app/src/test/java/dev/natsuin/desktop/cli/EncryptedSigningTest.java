package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that a password opens, signed with what the window has behind it. */
final class EncryptedSigningTest {
    @TempDir
    private Path folder;

    private FakeServer fake;
    private DeskServices window;
    private Path out;

    @BeforeEach
    void enrol() throws IOException {
        fake = new FakeServer();
        window = Typist.signer(folder.resolve("profile"), fake).window();
        out = folder.resolve("out");
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private static Secret secret(String text) {
        return Secret.taking(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path encrypted(String name, String password) {
        return ForeignJudges.rewritten(
                Path.of("..", "testdata", "contract-ja.pdf"),
                folder.resolve(name),
                "--encrypt",
                password,
                "owner",
                "256",
                "--");
    }

    private DocumentFacts opened(Path file, String password) throws Refusal {
        try (var secret = secret(password)) {
            return Refusal.orThrow(window.documents().facts(file, secret));
        }
    }

    private List<SignResult> signed(DocumentFacts... documents) throws Refusal {
        var key = Refusal.orThrow(window.desk().keys()).rows().get(0);
        try (var order = Refusal.orThrow(window.signing()
                        .prepare(
                                List.of(documents),
                                key,
                                new SignOptions(SignatureLevel.B, out, "-signed"),
                                (step, done, total) -> {},
                                new Cancellation()));
                var pin = secret(Typist.PIN)) {
            for (var document : documents) {
                window.documents().forget(document.file());
            }
            return Refusal.orThrow(window.signing().sign(order, pin, (step, done, total) -> {}, new Cancellation()));
        }
    }

    private static ProblemCode why(Answer<?> answer) {
        return answer.refusal().orElseThrow().code();
    }

    @Test
    void two_documents_with_different_passwords_are_signed_in_one_order_and_stay_encrypted() throws Exception {
        var first = encrypted("一.pdf", "ひらけごま");
        var second = encrypted("二.pdf", "another");

        var results = signed(opened(first, "ひらけごま"), opened(second, "another"));

        assertThat(results).allMatch(result -> result.outcome().given().isPresent());
        for (var password : List.of("ひらけごま", "another")) {
            var output = out.resolve(password.equals("another") ? "二-signed.pdf" : "一-signed.pdf");
            assertThat(ForeignJudges.pdfsig(output, "owner")).contains("Signature is Valid");
            try (var secret = secret(password)) {
                assertThat(window.verifying()
                                .verify(output, Optional.of(secret))
                                .given())
                        .map(Verification::verdict)
                        .contains(Verification.Verdict.VALID);
            }
            assertThat(why(window.verifying().verify(output))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        }
    }

    @Test
    void what_the_author_permits_nobody_to_sign_is_signed_with_the_owners_password() throws Exception {
        var file = ForeignJudges.rewritten(
                Path.of("..", "testdata", "contract-ja.pdf"),
                folder.resolve("protected.pdf"),
                "--encrypt",
                "user",
                "owner",
                "256",
                "--modify=none",
                "--");
        try (var user = secret("user")) {
            assertThat(why(window.documents().facts(file, user))).isEqualTo(ProblemCode.DOCUMENT_PROTECTED);
        }

        assertThat(signed(opened(file, "owner")))
                .allMatch(result -> result.outcome().given().isPresent());

        assertThat(ForeignJudges.pdfsig(out.resolve("protected-signed.pdf"), "owner"))
                .contains("Signature is Valid");
    }

    @Test
    void a_password_that_opens_nothing_is_not_kept() {
        var file = encrypted("locked.pdf", "right");
        try (var wrong = secret("wrong")) {
            assertThat(why(window.documents().facts(file, wrong))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        }

        assertThat(why(window.documents().facts(file))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        assertThat(why(window.documents().openPages(file))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
    }

    @Test
    void its_pages_and_what_they_hide_are_looked_at_with_its_password_until_it_is_forgotten() throws Exception {
        var file = encrypted("locked.pdf", "right");
        var facts = opened(file, "right");

        try (Pages pages = Refusal.orThrow(window.documents().openPages(file))) {
            assertThat(pages.count()).isEqualTo(facts.pages());
        }
        assertThat(window.documents().inspect(facts).given()).isPresent();
        assertThat(Refusal.orThrow(window.documents().facts(file)).sha256()).isEqualTo(facts.sha256());
        window.documents().forget(file);

        assertThat(why(window.documents().openPages(file))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
        assertThat(why(window.documents().facts(file))).isEqualTo(ProblemCode.DOCUMENT_ENCRYPTED);
    }

    @Test
    void an_order_whose_file_could_not_be_written_is_finished_while_the_password_is_known() throws Exception {
        var file = encrypted("locked.pdf", "right");
        var facts = opened(file, "right");
        fake.standsInTheWay(out);
        assertThat(signed(facts)).allMatch(result -> result.outcome().refusal().isPresent());
        fake.clears(out);

        var without = Refusal.orThrow(window.signing().finishUnfinished((step, done, total) -> {}, new Cancellation()));
        opened(file, "right");
        var with = Refusal.orThrow(window.signing().finishUnfinished((step, done, total) -> {}, new Cancellation()));

        assertThat(without).extracting(result -> why(result.outcome())).containsExactly(ProblemCode.DOCUMENT_ENCRYPTED);
        assertThat(with).allMatch(result -> result.outcome().given().isPresent());
        assertThat(out.resolve("locked-signed.pdf")).exists();
    }
}
