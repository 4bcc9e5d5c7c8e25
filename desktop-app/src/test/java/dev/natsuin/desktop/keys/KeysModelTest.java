package dev.natsuin.desktop.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeKeys;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    private static KeyRow used(KeyRow.Status status, Optional<Instant> last) {
        var key = FakeDesk.key("RSA", dev.natsuin.protocol.algorithm.KeyAlgorithm.RSA_3072, "山田 花子");
        return new KeyRow(
                key.keyId(),
                key.algorithm(),
                status,
                key.certificate(),
                key.methods(),
                key.level(),
                key.imported(),
                Optional.of(new KeyUse(MADE, last)));
    }

    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_key_that_signed_nothing_for_long_is_dormant_and_one_that_cannot_sign_is_not_called_that() {
        var last = MADE.plus(Duration.ofDays(30));
        var end = last.plus(KeyUse.DORMANT_AFTER);
        var key = used(KeyRow.Status.READY, Optional.of(last));

        assertThat(key.dormant(end.minusSeconds(1))).isEmpty();
        assertThat(key.dormant(end)).isPresent();
        assertThat(used(KeyRow.Status.READY, Optional.empty()).dormant(MADE.plus(KeyUse.DORMANT_AFTER)))
                .isPresent();
        for (var cannot : List.of(KeyRow.Status.EXPIRED, KeyRow.Status.SUSPENDED, KeyRow.Status.REVOKED)) {
            assertThat(used(cannot, Optional.of(last)).dormant(end)).isEmpty();
        }
    }

    @Test
    void of_what_the_server_tells_no_use_nothing_is_said() {
        var key = FakeDesk.key("RSA", dev.natsuin.protocol.algorithm.KeyAlgorithm.RSA_3072, "山田 花子");

        assertThat(key.use()).isEmpty();
        assertThat(key.dormant(Instant.MAX)).isEmpty();
    }
}
