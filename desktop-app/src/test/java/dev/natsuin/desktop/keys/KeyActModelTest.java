package dev.natsuin.desktop.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeKeys;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.keys.KeyActModel.Act;
import dev.natsuin.desktop.keys.KeyActModel.Outcome;
import dev.natsuin.desktop.keys.KeyActModel.Stage;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class KeyActModelTest {
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final HeldBackground background = new HeldBackground();
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicInteger unconfirmed = new AtomicInteger();
    private final KeysModel keys =
            new KeysModel(desk.services(), background, changes::incrementAndGet, unconfirmed::incrementAndGet);
    private final KeyActModel model = keys.act();

    @BeforeEach
    void known() {
        keys.refresh();
        background.go();
    }

    private KeyRow key() {
        return keys.keys().get(0);
    }

    private static Secret pin(String digits) {
        return Secret.taking(digits.getBytes(StandardCharsets.US_ASCII));
    }

    private void order(Act act) {
        model.begin(act);
        background.go();
        model.order(pin(FakeDesk.PIN));
        background.go();
    }

    private Outcome outcome() {
        return model.outcome().orElseThrow();
    }

    @Test
    void a_key_of_the_chosen_kind_is_made_and_there() {
        model.begin(new Act.Create());
        background.go();
        model.algorithmProperty().set(KeyAlgorithm.P_256);
        model.order(pin(FakeDesk.PIN));
        assertThat(model.stage()).isEqualTo(Stage.RUNNING);
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(outcome()).isInstanceOf(Outcome.Key.class);
        assertThat(desk.owned().ordered).containsExactly("create p-256");
        assertThat(keys.keys()).hasSize(2);
        assertThat(changes).hasValue(1);
    }

    @Test
    void an_experimental_kind_is_offered_only_where_the_server_says_that_it_makes_it() {
        model.begin(new Act.Create());
        background.go();
        assertThat(model.kinds()).isNotEmpty().noneMatch(KeyAlgorithm::isExperimental);
        model.leave();

        desk.owned().makes(Set.of(KeyAlgorithm.ML_DSA_65));
        model.begin(new Act.Create());
        background.go();
        assertThat(model.kinds()).endsWith(KeyAlgorithm.ML_DSA_65).doesNotHaveDuplicates();
        assertThat(model.algorithmProperty().get()).isEqualTo(KeyAlgorithm.RSA_3072);

        model.leave();
        assertThat(model.kinds()).noneMatch(KeyAlgorithm::isExperimental);
    }

    @Test
    void a_kind_that_is_told_after_the_sheet_was_left_is_not_offered() {
        desk.owned().makes(Set.of(KeyAlgorithm.ML_DSA_65));
        model.begin(new Act.Create());
        model.begin(new Act.Renew(key()));
        background.go();

        assertThat(model.kinds()).noneMatch(KeyAlgorithm::isExperimental);
    }

    private static final CertifiedName SUZUKI =
            new CertifiedName("CN=鈴木 花子,O=株式会社みなと商事,C=JP", Optional.of(Instant.parse("2026-11-20T03:00:00Z")));

    @Test
    void the_name_that_the_certificate_will_have_is_asked_for_before_anything_is_ordered() {
        desk.owned().name(Optional.of(SUZUKI));
        model.begin(new Act.Renew(key()));
        model.order(pin(FakeDesk.PIN));
        assertThat(model.isMeant()).isFalse();
        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        background.go();
        assertThat(model.namingProperty().get()).isEqualTo(new KeyActModel.Naming(Optional.of(SUZUKI)));
        assertThat(desk.owned().ordered).isEmpty();

        model.order(pin(FakeDesk.PIN));
        background.go();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void a_name_that_the_helpdesk_gave_while_the_pin_was_typed_is_shown_before_anything_is_ordered() {
        model.begin(new Act.Renew(key()));
        background.go();
        desk.owned().name(Optional.of(SUZUKI));
        model.order(pin(FakeDesk.PIN));
        background.next();

        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.CONTENT_DIFFERS);
        assertThat(model.isMeant()).isFalse();
        background.go();
        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.CONTENT_DIFFERS);
        assertThat(model.namingProperty().get()).isEqualTo(new KeyActModel.Naming(Optional.of(SUZUKI)));

        model.order(pin(FakeDesk.PIN));
        background.go();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void what_is_told_after_another_sheet_was_opened_is_of_no_account() {
        model.begin(new Act.Renew(key()));
        desk.owned().name(Optional.of(SUZUKI));
        model.begin(new Act.Destroy(key()));
        background.go();

        assertThat(model.namingProperty().get()).isNull();
    }

    @Test
    void while_it_cannot_be_asked_for_nothing_is_ordered() {
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));
        model.begin(new Act.Create());
        background.go();

        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.SERVER_UNREACHABLE);
        assertThat(model.isMeant()).isFalse();
    }

    @Test
    void a_living_key_of_the_older_name_is_told_of() {
        assertThat(keys.newerName(key())).isEmpty();
        desk.owned().name(Optional.of(SUZUKI));
        keys.refresh();
        background.go();

        assertThat(keys.newerName(key())).contains(SUZUKI);
        assertThat(keys.newerName(FakeDesk.key("new", KeyAlgorithm.P_256, "鈴木 花子")))
                .isEmpty();
        assertThat(keys.newerName(FakeDesk.importedKey())).isEmpty();
    }

    @Test
    void a_wrong_pin_says_so_and_the_next_try_goes_on() {
        model.begin(new Act.Renew(key()));
        background.go();
        model.order(pin("111222"));
        background.go();
        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        assertThat(model.problem()).map(why -> why.code()).contains(ProblemCode.PIN_WRONG);

        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(desk.owned().ordered).containsExactly("renew " + key().keyId());
    }

    @Test
    void a_key_is_destroyed_only_by_whoever_typed_the_end_of_its_number() {
        var key = key();
        model.begin(new Act.Destroy(key));
        for (var wrong : new String[] {"", "xxxx", key.keyId(), KeyActModel.lastOf(key) + "1"}) {
            model.typedProperty().set(wrong);
            assertThat(model.isMeant()).as(wrong).isFalse();
            model.order(pin(FakeDesk.PIN));
            background.go();
        }
        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        assertThat(desk.owned().ordered).isEmpty();

        model.typedProperty().set(" " + KeyActModel.lastOf(key).toUpperCase(java.util.Locale.ROOT));
        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(keys.keys()).isEmpty();
    }

    @Test
    void what_was_typed_for_one_key_is_not_there_for_the_next() {
        model.begin(new Act.Destroy(key()));
        model.typedProperty().set(KeyActModel.lastOf(key()));
        model.leave();

        model.begin(new Act.Destroy(key()));

        assertThat(model.isMeant()).isFalse();
    }

    @Test
    void an_order_without_a_believed_answer_is_never_made_again_from_here() {
        desk.owned().silent(true);
        order(new Act.Create());
        assertThat(model.stage()).isEqualTo(Stage.OPEN);
        assertThat(unconfirmed).hasValue(1);

        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(desk.owned().ordered).hasSize(1);
        model.leave();
        assertThat(model.stage()).isEqualTo(Stage.NONE);
    }

    @Test
    void the_pin_is_changed_if_the_new_one_was_typed_twice_alike() {
        model.begin(new Act.ChangePin());
        model.changePin(pin(FakeDesk.PIN), pin("602214"), pin("602215"));
        background.go();
        assertThat(model.differentProperty().get()).isTrue();
        assertThat(desk.owned().ordered).isEmpty();

        model.changePin(pin(FakeDesk.PIN), pin("602214"), pin("602214"));
        background.go();

        assertThat(model.differentProperty().get()).isFalse();
        assertThat(outcome()).isEqualTo(new Outcome.PinChanged(4080));
    }

    @Test
    void a_weak_new_pin_is_refused_and_nothing_else_happens() {
        model.begin(new Act.ChangePin());
        model.changePin(pin(FakeDesk.PIN), pin("123456"), pin("123456"));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        assertThat(model.problem()).map(why -> why.code()).contains(ProblemCode.PIN_TOO_WEAK);
    }

    @Test
    void a_code_is_shown_until_it_is_left_and_zeroed_then() {
        order(new Act.AddDevice());
        var code = ((Outcome.Code) outcome()).code();
        String shown = code.text().use(octets -> new String(octets, StandardCharsets.US_ASCII));
        assertThat(shown).isEqualTo(FakeKeys.CODE);

        model.leave();

        assertThat(model.outcome()).isEmpty();
        assertThatThrownBy(() -> code.text().use(octets -> octets.length)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_code_whose_time_is_over_is_zeroed_and_says_so() {
        order(new Act.AddDevice());
        var code = ((Outcome.Code) outcome()).code();

        model.over();

        assertThat(outcome()).isEqualTo(new Outcome.CodeOver());
        assertThatThrownBy(() -> code.text().use(octets -> octets.length)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_computer_is_removed_and_shown_as_such() {
        var other = keys.devices().get(1);

        order(new Act.RemoveDevice(other, keys.isLast(other)));

        assertThat(desk.owned().ordered).containsExactly("remove " + FakeKeys.OTHER);
        assertThat(keys.devices().get(1).state()).isEqualTo(dev.natsuin.desktop.desk.Devices.State.REMOVED);
    }

    @Test
    void the_last_computer_ends_every_key_and_is_removed_only_by_whoever_types_its_number() {
        var own = keys.devices().get(0);
        model.begin(new Act.RemoveDevice(own, true));
        var asked = own.fingerprint().substring(own.fingerprint().length() - KeyActModel.TYPED);
        assertThat(model.isMeant()).isFalse();
        assertThat(model.isMistyped()).isFalse();

        model.typedProperty().set("0000");
        assertThat(model.isMistyped()).isTrue();
        model.order(pin(FakeDesk.PIN));
        assertThat(desk.owned().ordered).isEmpty();

        model.typedProperty().set(asked.toLowerCase(java.util.Locale.ROOT));
        assertThat(model.isMeant()).isTrue();
        assertThat(model.isMistyped()).isFalse();
    }

    private FakeKeys.File opened(String name) {
        keys.file().begin(Optional.of(Path.of(name)));
        keys.file().open(Secret.taking(FakeKeys.PASSWORD.getBytes(StandardCharsets.UTF_8)));
        background.go();
        return (FakeKeys.File) ((Act.Import) model.act()).file();
    }

    @Test
    void a_key_from_a_file_is_imported_told_as_such_and_its_file_closed() {
        var file = opened("鍵.p12");
        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        assertThat(keys.file().stage()).isEqualTo(KeyFileModel.Stage.NONE);

        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.DONE);
        assertThat(desk.owned().ordered).containsExactly("import yamada");
        assertThat(file.isClosed()).isTrue();
        assertThat(keys.keys().get(1).imported()).isTrue();
        assertThat(keys.keys().get(1).isRenewable()).isFalse();
        assertThat(keys.keys().get(0).isRenewable()).isTrue();
    }

    @Test
    void a_wrong_password_leaves_the_file_chosen_and_asks_again() {
        keys.file().begin(Optional.of(Path.of("a.p12")));
        keys.file().open(pin("wrong"));
        background.go();

        assertThat(keys.file().stage()).isEqualTo(KeyFileModel.Stage.ASKING);
        assertThat(keys.file().problem()).map(Problem::code).contains(ProblemCode.KEY_FILE_PASSWORD_WRONG);
        assertThat(keys.file().fileProperty().get()).isEqualTo(Path.of("a.p12"));
        assertThat(model.stage()).isEqualTo(Stage.NONE);
    }

    @Test
    void a_wrong_pin_keeps_the_file_open_and_leaving_closes_it() {
        var file = opened("a.p12");
        model.order(pin("111222"));
        background.go();
        assertThat(model.problem()).map(Problem::code).contains(ProblemCode.PIN_WRONG);
        assertThat(file.isClosed()).isFalse();

        model.leave();

        assertThat(file.isClosed()).isTrue();
        assertThat(desk.owned().ordered).isEmpty();
    }

    @Test
    void of_several_keys_one_that_cannot_be_imported_is_never_ordered() {
        opened("two.p12");
        assertThat(model.isMeant()).isFalse();
        model.order(pin(FakeDesk.PIN));
        background.go();
        assertThat(desk.owned().ordered).isEmpty();

        model.guestProperty().set(1);
        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(desk.owned().ordered).containsExactly("import yamada");
    }

    @Test
    void a_file_with_nothing_to_import_says_why_and_asks_for_no_pin() {
        keys.file().begin(Optional.of(Path.of("weak.p12")));
        keys.file().open(Secret.taking(FakeKeys.PASSWORD.getBytes(StandardCharsets.UTF_8)));
        background.go();

        assertThat(keys.file().stage()).isEqualTo(KeyFileModel.Stage.ASKING);
        assertThat(keys.file().problem()).map(Problem::code).contains(ProblemCode.KEY_TOO_SHORT);
        assertThat(model.stage()).isEqualTo(Stage.NONE);
        assertThat(desk.owned().weak).matches(FakeKeys.File::isClosed);
    }

    @Test
    void a_file_of_an_import_without_a_believed_answer_is_closed_too() {
        desk.owned().silent(true);
        var file = opened("a.p12");
        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.OPEN);
        assertThat(file.isClosed()).isTrue();
    }

    @Test
    void another_order_that_begins_closes_the_file() {
        var file = opened("a.p12");

        model.begin(new Act.Create());
        background.go();

        assertThat(file.isClosed()).isTrue();
        assertThat(model.isMeant()).isTrue();
    }

    @Test
    void a_file_that_is_opened_while_something_else_is_ordered_is_closed_unread() {
        keys.file().begin(Optional.of(Path.of("a.p12")));
        keys.file().open(Secret.taking(FakeKeys.PASSWORD.getBytes(StandardCharsets.UTF_8)));
        model.begin(new Act.AddDevice());
        model.order(pin(FakeDesk.PIN));
        background.go();

        assertThat(desk.owned().ordered).hasSize(1).noneMatch(order -> order.startsWith("import"));
        assertThat(model.act()).isEqualTo(new Act.AddDevice());
    }

    private KeyActModel.Act.Try trying() {
        return new Act.Try(Optional.empty(), true, Locale.ENGLISH, ZoneId.of("Asia/Tokyo"));
    }

    @Test
    void a_trial_signs_once_and_says_what_both_judges_found() {
        order(trying());

        var trial = ((Outcome.Tried) outcome()).trial();
        assertThat(trial.passed()).isTrue();
        assertThat(desk.owned().ordered).containsExactly("try " + key().keyId());
    }

    @Test
    void a_trial_passes_only_if_both_judges_and_the_certificate_agree() {
        for (var verdict : Verification.Verdict.values()) {
            for (var indication : Verification.Indication.values()) {
                for (var same : List.of(true, false)) {
                    var trial = new Trial("k", 1, true, verdict, indication, "", same);
                    assertThat(trial.passed())
                            .as(trial.toString())
                            .isEqualTo(verdict == Verification.Verdict.VALID
                                    && indication == Verification.Indication.TOTAL_PASSED
                                    && same);
                    assertThat(trial.passed() && trial.open()).isFalse();
                }
            }
        }
    }

    @Test
    void a_trial_that_is_open_for_want_of_an_authority_says_so() {
        var open = Verification.Verdict.INDETERMINATE;
        var said = Verification.Indication.INDETERMINATE;

        assertThat(new Trial("k", 1, true, open, said, "NO_CERTIFICATE_CHAIN_FOUND", true).unknownAuthority())
                .isTrue();
        assertThat(new Trial("k", 1, true, open, said, "TRY_LATER", true).unknownAuthority())
                .isFalse();
        assertThat(new Trial("k", 1, false, open, said, "NO_CERTIFICATE_CHAIN_FOUND", true).unknownAuthority())
                .isFalse();
    }

    @Test
    void a_trial_with_a_wrong_pin_asks_again() {
        model.begin(trying());
        model.order(pin("111222"));
        background.go();

        assertThat(model.stage()).isEqualTo(Stage.ASKING);
        assertThat(desk.owned().ordered).isEmpty();
    }

    @Test
    void a_key_file_is_known_by_its_name() {
        assertThat(KeyFileModel.isKeyFile(List.of(Path.of("a/鍵.P12")))).isTrue();
        assertThat(KeyFileModel.isKeyFile(List.of(Path.of("a.pfx")))).isTrue();
        assertThat(KeyFileModel.isKeyFile(List.of(Path.of("a.pdf")))).isFalse();
        assertThat(KeyFileModel.isKeyFile(List.of(Path.of("a.p12"), Path.of("b.p12"))))
                .isFalse();
    }

    @Test
    void nothing_else_begins_or_is_left_while_it_is_ordered() {
        model.begin(new Act.Create());
        background.go();
        model.order(pin(FakeDesk.PIN));

        model.begin(new Act.ChangePin());
        model.leave();

        assertThat(model.stage()).isEqualTo(Stage.RUNNING);
        assertThat(model.act()).isEqualTo(new Act.Create());
        background.go();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }
}
