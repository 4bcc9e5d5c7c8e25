package dev.natsuin.desktop.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeKeys;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class KeysModelTest {
    private final FakeDesk desk = FakeDesk.enrolled(Duration.ZERO);
    private final KeysModel model = new KeysModel(desk.services(), new InlineBackground(), () -> {}, () -> {});

    @Test
    void keys_that_are_not_confirmed_now_are_not_shown_but_since_when() {
        model.refresh();
        desk.serverTrouble(Problem.of(ProblemCode.SERVER_UNREACHABLE));

        model.refresh();

        assertThat(model.keys()).isEmpty();
        assertThat(model.devices()).isEmpty();
        assertThat(model.confirmed()).contains(FakeDesk.NOW);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.SERVER_UNREACHABLE));
    }

    @Test
    void a_server_that_moved_is_shown_where_it_is_now() {
        var services = desk.services();
        var keys = new KeysModel(services, new InlineBackground(), () -> {}, () -> {});
        keys.refresh();
        assertThat(keys.address()).isEqualTo(services.connecting().address().given());

        services.connecting().move("https://moved.example.jp");
        keys.refresh();

        assertThat(keys.address()).contains("https://moved.example.jp");
    }

    @Test
    void the_last_computer_is_known_as_such() {
        model.refresh();
        assertThat(model.devices()).extracting(row -> row.id()).containsExactly(FakeKeys.OWN, FakeKeys.OTHER);
        assertThat(model.isLast(model.devices().get(0))).isFalse();

        desk.owned().only(model.devices().get(0));
        model.refresh();

        assertThat(model.isLast(model.devices().get(0))).isTrue();
    }

    @Test
    void the_end_of_a_certificate_is_told_from_thirty_days_before() {
        var key = FakeDesk.key("RSA", dev.natsuin.protocol.algorithm.KeyAlgorithm.RSA_3072, "山田 花子");
        var end = Objects.requireNonNull(key.certificate()).notAfter();

        assertThat(new KeyList(List.of(key), end.minus(Duration.ofDays(31))).daysLeft(key))
                .isEmpty();
        assertThat(new KeyList(List.of(key), end.minus(Duration.ofDays(30)).plusSeconds(1)).daysLeft(key))
                .hasValue(29);
        assertThat(new KeyList(List.of(key), end.minusSeconds(60)).daysLeft(key))
                .hasValue(0);
    }
}
