package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeConnecting;
import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which way is taken when, and what a person is told of it. */
final class WayModelTest {
    private Optional<Problem> trouble = Optional.empty();
    private final FakeConnecting connecting = new FakeConnecting(() -> trouble);
    private final WayModel model = new WayModel(connecting, new InlineBackground());

    private ProxyWish wish() {
        return connecting.wish().given().orElseThrow();
    }

    private static Optional<Secret> password(String text) {
        return Optional.of(Secret.taking(Bytes.utf8(text).toArray()));
    }

    @Test
    void another_way_is_kept_and_tried_when_it_is_chosen() {
        model.refresh();

        model.choose(WayModel.Choice.DIRECTLY);

        assertThat(wish()).isEqualTo(new ProxyWish.Directly());
        assertThat(model.outcome()).contains(new WayModel.Outcome.Reached(Optional.empty()));
    }

    @Test
    void a_way_through_a_proxy_is_taken_when_the_proxy_is_named_and_not_before() {
        model.refresh();
        model.choose(WayModel.Choice.THROUGH);
        assertThat(wish()).isEqualTo(new ProxyWish.AsUsual());
        assertThat(model.outcome()).isEmpty();

        model.through("proxy.example:8080", " 10.0.0.0/8, .office.example、tsa.example ", "", Optional.empty());

        assertThat(wish())
                .isEqualTo(new ProxyWish.Through(
                        new HttpProxy("proxy.example", 8080), List.of("10.0.0.0/8", ".office.example", "tsa.example")));
        assertThat(model.outcome()).contains(new WayModel.Outcome.Reached(Optional.of("http://proxy.example:8080")));
    }

    @Test
    void what_is_no_proxy_is_told_and_the_way_of_before_stays() {
        model.through("proxy.example", "", "", Optional.empty());

        assertThat(wish()).isEqualTo(new ProxyWish.AsUsual());
        assertThat(model.outcome()).contains(new WayModel.Outcome.Failed(Problem.of(ProblemCode.PROXY_UNUSABLE)));

        model.through("proxy.example:80", "", "a:b", password("c"));

        assertThat(wish()).isEqualTo(new ProxyWish.AsUsual());
    }

    @Test
    void a_proxy_that_fails_is_told_and_kept() {
        trouble = Optional.of(Problem.of(ProblemCode.PROXY_UNREACHABLE));

        model.through("proxy.example:8080", "", "", Optional.empty());

        assertThat(model.through()).isPresent();
        assertThat(model.outcome()).contains(new WayModel.Outcome.Failed(trouble.get()));
    }

    @Test
    void a_password_stays_unless_another_is_typed_or_it_would_go_to_somebody_else() {
        model.through("proxy.example:8080", "", "hanako", password("first"));
        assertThat(login()).contains(new BasicLogin("hanako", "first"));

        model.through("proxy.example:8080", "other.example", "hanako", Optional.empty());
        assertThat(login()).contains(new BasicLogin("hanako", "first"));

        model.through("proxy.example:8080", "", "hanako", password("second"));
        assertThat(login()).contains(new BasicLogin("hanako", "second"));

        model.through("proxy.example:8080", "", "taro", Optional.empty());
        assertThat(login()).contains(new BasicLogin("taro", ""));

        model.through("proxy.example:8080", "", "hanako", password("second"));
        model.through("elsewhere.example:8080", "", "hanako", Optional.empty());
        assertThat(login()).contains(new BasicLogin("hanako", ""));

        model.through("http://jiro:third@proxy.example:8080", "", "", Optional.empty());
        assertThat(login()).contains(new BasicLogin("jiro", "third"));

        model.through("proxy.example:8080", "", "", Optional.empty());
        assertThat(login()).isEmpty();
    }

    @Test
    void what_was_chosen_stays_chosen_when_the_answer_of_what_was_wished_before_comes_late() {
        var held = new HeldBackground();
        var late = new WayModel(connecting, held);
        late.refresh();
        late.choose(WayModel.Choice.THROUGH);

        held.go();

        assertThat(late.choice()).isEqualTo(WayModel.Choice.THROUGH);
    }

    @Test
    void whoever_presses_twice_has_the_server_asked_once() {
        var asked = new AtomicInteger();
        var held = new HeldBackground();
        var late = new WayModel(
                new FakeConnecting(() -> {
                    asked.incrementAndGet();
                    return Optional.empty();
                }),
                held);

        late.tryNow();
        late.tryNow();
        held.go();

        assertThat(asked).hasValue(1);
        assertThat(late.outcome()).contains(new WayModel.Outcome.Reached(Optional.empty()));
    }

    private Optional<BasicLogin> login() {
        return model.through().map(ProxyWish.Through::proxy).flatMap(HttpProxy::login);
    }
}
