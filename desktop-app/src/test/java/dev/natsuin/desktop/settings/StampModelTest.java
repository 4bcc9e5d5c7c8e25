package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeStamping;
import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is asked for timestamps, and what a person is told of it. */
final class StampModelTest {
    private final StampModel model = new StampModel(new FakeStamping(), new InlineBackground());
    private int added;

    private void add(String address) {
        model.add(address, "", Optional.empty(), () -> added++);
    }

    private List<String> addresses() {
        return model.authorities().stream().map(Stamping.Authority::address).toList();
    }

    @Test
    void one_that_was_added_is_tried_at_once() {
        model.refresh();
        assertThat(addresses()).isEmpty();

        add("https://one/");

        assertThat(added).isOne();
        assertThat(addresses()).containsExactly("https://one/");
        assertThat(model.outcome()).get().isInstanceOf(StampModel.Outcome.Given.class);
    }

    @Test
    void one_that_gives_nothing_is_told_and_stays() {
        add("http://one/");

        assertThat(addresses()).containsExactly("http://one/");
        assertThat(model.outcome())
                .contains(new StampModel.Outcome.Failed(Problem.of(ProblemCode.TIMESTAMP_UNAVAILABLE)));
    }

    @Test
    void what_is_no_address_is_told_and_what_was_typed_stays() {
        add("one");

        assertThat(added).isZero();
        assertThat(addresses()).isEmpty();
        assertThat(model.outcome())
                .contains(new StampModel.Outcome.Failed(Problem.of(ProblemCode.TIMESTAMP_ADDRESS_UNUSABLE)));
    }

    @Test
    void they_are_asked_in_the_order_that_the_person_wants() {
        add("https://one/");
        add("https://two/");

        model.sooner(model.authorities().get(1));
        assertThat(addresses()).containsExactly("https://two/", "https://one/");

        model.remove(model.authorities().get(0));
        assertThat(addresses()).containsExactly("https://one/");
        assertThat(model.outcome()).isEmpty();
    }
}
