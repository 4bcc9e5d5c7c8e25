package dev.natsuin.desktop.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeKeys;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.keys.KeyActModel.Act;
import dev.natsuin.desktop.keys.KeyActModel.Outcome;
import dev.natsuin.desktop.keys.KeyActModel.Stage;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        model.order(pin(FakeDesk.PIN));
        background.go();
    }

    private Outcome outcome() {
        return model.outcome().orElseThrow();
    }

    @Test
    void a_key_of_the_chosen_kind_is_made_and_there() {
        model.begin(new Act.Create());
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
    void a_wrong_pin_says_so_and_the_next_try_goes_on() {
        model.begin(new Act.Renew(key()));
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
    void nothing_else_begins_or_is_left_while_it_is_ordered() {
        model.begin(new Act.Create());
        model.order(pin(FakeDesk.PIN));

        model.begin(new Act.ChangePin());
        model.leave();

        assertThat(model.stage()).isEqualTo(Stage.RUNNING);
        assertThat(model.act()).isEqualTo(new Act.Create());
        background.go();
        assertThat(model.stage()).isEqualTo(Stage.DONE);
    }
}
