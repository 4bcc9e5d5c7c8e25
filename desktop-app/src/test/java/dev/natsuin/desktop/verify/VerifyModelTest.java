package dev.natsuin.desktop.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VerifyModelTest {
    private final HeldBackground background = new HeldBackground();
    private final VerifyModel model = new VerifyModel(FakeDesk.enrolled(Duration.ZERO), background);

    @Test
    void no_verdict_is_there_before_the_file_was_verified() {
        model.verify(Path.of("a-signed.pdf"));

        assertThat(model.selectedProperty().get().answer()).isEmpty();
    }

    @Test
    void the_verdict_follows() {
        model.verify(Path.of("a-signed.pdf"));
        background.go();

        assertThat(model.selectedProperty().get().answer().orElseThrow().given().map(Verification::verdict))
                .contains(Verification.Verdict.VALID);
    }

    @Test
    void a_file_that_cannot_be_read_gets_its_reason() {
        model.verify(Path.of("damaged.pdf"));
        background.go();

        assertThat(model.selectedProperty().get().answer().orElseThrow().refusal())
                .contains(Problem.of(ProblemCode.DOCUMENT_DAMAGED));
    }

    @Test
    void a_file_asked_about_again_stands_once_and_on_top() {
        model.verify(Path.of("a-signed.pdf"));
        model.verify(Path.of("b-signed.pdf"));
        model.verify(Path.of("a-signed.pdf"));

        assertThat(model.items()).extracting(VerifyModel.Item::name).containsExactly("a-signed.pdf", "b-signed.pdf");
    }

    private static Verification invalid(Verification.Signature... signatures) {
        return new Verification(Path.of("a.pdf"), Verification.Verdict.INVALID, List.of(signatures));
    }

    private static Verification.Signature signature(Verification.Indication indication, String why) {
        return new Verification.Signature(
                "山田 花子", "CA", "PAdES-BASELINE-T", indication, why, FakeDesk.NOW, true, true, List.of(), "server");
    }

    @Test
    void a_certificate_is_called_revoked_only_where_that_is_what_makes_the_file_invalid() {
        var valid = signature(Verification.Indication.TOTAL_PASSED, "");
        var revoked = signature(Verification.Indication.TOTAL_FAILED, "REVOKED");
        var broken = signature(Verification.Indication.TOTAL_FAILED, "HASH_FAILURE");

        assertThat(invalid(valid, revoked).revoked()).isTrue();
        assertThat(invalid(revoked, broken).revoked()).isFalse();
        // A broken timestamp: none of the signatures is invalid.
        assertThat(invalid(valid).revoked()).isFalse();
        assertThat(invalid().revoked()).isFalse();
    }

    @Test
    void the_password_of_a_document_reaches_whoever_verifies() {
        var heard = new ArrayList<String>();
        var asking = new VerifyModel(
                new Verifying() {
                    @Override
                    public Answer<Verification> verify(Path file) {
                        return Answer.refused(ProblemCode.DOCUMENT_ENCRYPTED);
                    }

                    @Override
                    public Answer<Verification> verify(Path file, Optional<Secret> password) {
                        password.ifPresent(
                                given -> heard.add(given.use(octets -> new String(octets, StandardCharsets.UTF_8))));
                        return verify(file);
                    }
                },
                background);

        asking.verify(Path.of("a.pdf"));
        background.go();
        asking.verify(Path.of("a.pdf"), Secret.taking("秘密".getBytes(StandardCharsets.UTF_8)));
        background.go();

        assertThat(heard).containsExactly("秘密");
    }
}
