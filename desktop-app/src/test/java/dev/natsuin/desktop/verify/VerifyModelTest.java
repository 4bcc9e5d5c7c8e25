package dev.natsuin.desktop.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyModelTest {
    @TempDir
    private Path folder;

    private final HeldBackground background = new HeldBackground();
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final VerifyModel model = new VerifyModel(desk, background, background);

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

    /** A fault of ours says nothing about the file. */
    @Test
    void a_file_whose_verification_broke_down_is_not_called_damaged() {
        background.breakAll();
        model.verify(Path.of("a-signed.pdf"));
        background.go();

        assertThat(model.selectedProperty().get().answer().orElseThrow().refusal())
                .contains(Problem.of(ProblemCode.DESK_FAULT));
    }

    @Test
    void a_file_asked_about_again_stands_once_and_on_top() {
        model.verify(Path.of("a-signed.pdf"));
        model.verify(Path.of("b-signed.pdf"));
        model.verify(Path.of("a-signed.pdf"));

        assertThat(model.items()).extracting(VerifyModel.Item::name).containsExactly("a-signed.pdf", "b-signed.pdf");
    }

    @Test
    void a_name_that_turns_its_own_end_around_is_shown_as_what_it_is() {
        model.verify(Path.of("invoice\u202Efdp.exe"));

        assertThat(model.items()).extracting(VerifyModel.Item::name).containsExactly("invoice<U+202E>fdp.exe");
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
                    public Answer<Comparison> compare(Verification shown, int signature, Optional<Secret> password) {
                        password.ifPresent(given -> heard.add("compare " + given.use(octets -> octets.length)));
                        return Answer.refused(ProblemCode.DOCUMENT_ENCRYPTED);
                    }

                    @Override
                    public Answer<Reported> report(
                            Path file, Optional<Secret> password, Path target, Locale language, ZoneId zone) {
                        password.ifPresent(given -> heard.add("report " + given.use(octets -> octets.length)));
                        return Answer.refused(ProblemCode.DOCUMENT_ENCRYPTED);
                    }

                    @Override
                    public Answer<Verification> verify(Path file, Optional<Secret> password) {
                        password.ifPresent(
                                given -> heard.add(given.use(octets -> new String(octets, StandardCharsets.UTF_8))));
                        return verify(file);
                    }
                },
                background,
                background);

        asking.verify(Path.of("a.pdf"));
        background.go();
        var secret = Secret.taking("秘密".getBytes(StandardCharsets.UTF_8));
        asking.verify(Path.of("a.pdf"), secret);
        background.go();
        asking.report(asking.selectedProperty().get(), Path.of("a.html"), Locale.ENGLISH, ZoneId.of("Asia/Tokyo"));
        background.go();

        assertThat(heard).containsExactly("秘密", "report 6");
        // Compared on another lane, with a password of its own: forgetting the file does not take it away.
        asking.comparing()
                .begin(
                        asking.selectedProperty().get(),
                        invalid(signature(Verification.Indication.TOTAL_PASSED, "")),
                        0);
        asking.verify(Path.of("a.pdf"), Secret.taking(new byte[] {'x'}));
        background.go();
        assertThat(heard).contains("compare 6");
        asking.clear();
        background.go();
        assertThatThrownBy(() -> secret.use(octets -> octets.length)).isInstanceOf(IllegalStateException.class);
    }

    private VerifyModel.Item verified(String name) {
        model.verify(folder.resolve(name));
        background.go();
        return model.selectedProperty().get();
    }

    @Test
    void a_timestamp_stands_behind_the_last_signature_that_it_covers_whatever_times_are_told() {
        var found = verified("a-signed.pdf").answer().orElseThrow().given().orElseThrow();

        assertThat(Timeline.of(found))
                .extracting(entry -> entry instanceof Timeline.Entry.Signed signed
                        ? signed.signature().signer()
                        : ((Timeline.Entry.Stamped) entry).timestamp().authority())
                .containsExactly("山田 花子", "Natsuin Demo TSA", "佐藤 健");
    }

    @Test
    void a_timestamp_that_covers_nothing_stands_first() {
        var stamp = new Verification.Timestamp("content", "TSA", FakeDesk.NOW, true, "", List.of(), List.of());
        var found = new Verification(
                Path.of("a.p7s"),
                Verification.Verdict.VALID,
                List.of(signature(Verification.Indication.TOTAL_PASSED, "")),
                List.of(stamp),
                true);

        assertThat(Timeline.of(found).get(0)).isEqualTo(new Timeline.Entry.Stamped(stamp, List.of()));
    }

    @Test
    void what_was_signed_is_shown_beside_what_is_beginning_with_the_first_changed_page() {
        model.compare(verified("altered-signed.pdf"), 0);
        background.go();

        var comparing = model.comparing();
        assertThat(comparing.stage()).isEqualTo(CompareModel.Stage.SHOWN);
        assertThat(comparing.pageProperty().get()).isEqualTo(2);
        assertThat(comparing.sides().orElseThrow().differs()).isTrue();
        assertThat(comparing.pages()).isEqualTo(4);
        // Behind page 2 the next change is the page that was not there.
        assertThat(comparing.nextChanged()).contains(4);
        comparing.go(4);
        background.go();
        assertThat(comparing.sides().orElseThrow().signed()).isEmpty();
        assertThat(comparing.nextChanged()).contains(2);
    }

    @Test
    void pages_passed_over_are_not_drawn_and_leaving_closes_the_files() {
        model.compare(verified("altered-signed.pdf"), 0);
        background.go();
        var comparing = model.comparing();
        comparing.go(1);
        comparing.go(3);
        comparing.go(4);
        background.next();
        assertThat(comparing.sides()).isEmpty(); // page 1 came, and is not what is wanted
        background.go();
        assertThat(comparing.sides().orElseThrow().signed()).isEmpty();

        comparing.leave();
        background.go();

        assertThat(desk.openPages()).isZero();
        assertThat(comparing.stage()).isEqualTo(CompareModel.Stage.NONE);
    }

    @Test
    void a_comparison_left_before_it_opened_is_closed() {
        model.compare(verified("altered-signed.pdf"), 0);
        model.comparing().leave();
        background.go();

        assertThat(desk.openPages()).isZero();
        assertThat(model.comparing().stage()).isEqualTo(CompareModel.Stage.NONE);
    }

    @Test
    void a_file_that_is_another_by_now_is_not_compared() {
        model.compare(verified("moved-altered-signed.pdf"), 0);
        background.go();

        assertThat(model.comparing().stage()).isEqualTo(CompareModel.Stage.REFUSED);
        assertThat(model.comparing().problem()).contains(Problem.of(ProblemCode.DOCUMENT_CHANGED));
    }

    @Test
    void a_report_is_written_once_and_tells_when_its_verdict_is_another() {
        var item = verified("a-signed.pdf");
        var target = folder.resolve("a.html");
        model.report(item, target, Locale.JAPANESE, ZoneId.of("Asia/Tokyo"));
        background.go();
        assertThat(target).exists();
        assertThat(item.reportDiffers()).isFalse();

        model.report(item, target, Locale.JAPANESE, ZoneId.of("Asia/Tokyo"));
        background.go();
        assertThat(item.report().orElseThrow().refusal()).contains(Problem.of(ProblemCode.TARGET_EXISTS));

        desk.reports(Verification.Verdict.INVALID);
        model.report(item, folder.resolve("b.html"), Locale.JAPANESE, ZoneId.of("Asia/Tokyo"));
        background.go();
        assertThat(item.reportDiffers()).isTrue();
    }
}
