package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeTrust;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked before an authority or a list is believed, and whether anybody is asked for states. */
final class TrustModelTest {
    private static final Path FILE = Path.of("minato.cer");
    private static final Path LIST = Path.of("list.xml");

    private final FakeTrust trust = new FakeTrust();
    private final TrustModel model = new TrustModel(trust, new InlineBackground());

    private TrustModel.LookedList shown() {
        return model.lookedList().orElseThrow();
    }

    private List<Trusting.Source> believed() {
        return trust.believed().given().orElseThrow().sources();
    }

    @Test
    void a_file_that_was_chosen_is_shown_and_not_believed() {
        model.look(FILE);

        assertThat(model.looked().orElseThrow().authorities()).hasSize(1);
        assertThat(believed()).isEmpty();
    }

    @Test
    void what_was_shown_is_believed_when_it_is_said_so() {
        model.look(FILE);

        model.believe();

        assertThat(model.looked()).isEmpty();
        assertThat(model.believed().orElseThrow().sources())
                .isEqualTo(believed())
                .hasSize(1);
    }

    @Test
    void what_was_left_is_not_believed() {
        model.look(FILE);
        model.leave();

        model.believe();

        assertThat(believed()).isEmpty();
    }

    @Test
    void one_is_believed_no_more_when_it_is_said_so() {
        model.look(FILE);
        model.believe();

        model.forget(believed().get(0));

        assertThat(model.believed().orElseThrow().sources()).isEmpty();
    }

    @Test
    void the_systems_authorities_are_believed_on_request_only() {
        model.refresh();
        assertThat(model.believed().orElseThrow().system()).isFalse();

        model.system(true);

        assertThat(model.believed().orElseThrow().system()).isTrue();
    }

    @Test
    void a_file_without_certificates_is_told_and_nothing_is_shown() {
        trust.unreadable(true);

        model.look(FILE);
        model.believe();

        assertThat(model.problem(TrustModel.Part.AUTHORITIES))
                .map(Problem::code)
                .contains(ProblemCode.CERTIFICATES_UNREADABLE);
        assertThat(model.problem(TrustModel.Part.LISTS)).isEmpty();
        assertThat(believed()).isEmpty();
    }

    @Test
    void a_list_is_judged_anew_with_the_certificate_of_its_publisher_and_believed_when_it_is_said_so() {
        model.lookAtList(LIST);
        assertThat(shown().list().standing()).isEqualTo(Trusting.Standing.NOT_SIGNED);

        model.publisher(FILE);
        assertThat(shown().list().standing()).isEqualTo(Trusting.Standing.HOLDS);
        assertThat(trust.believed().given().orElseThrow().lists()).isEmpty();

        model.believeList();
        assertThat(model.lookedList()).isEmpty();
        assertThat(model.believed().orElseThrow().lists()).hasSize(1);

        model.forgetList(model.believed().orElseThrow().lists().get(0));
        assertThat(model.believed().orElseThrow().lists()).isEmpty();
    }

    @Test
    void a_list_that_was_left_is_not_believed() {
        model.lookAtList(LIST);
        model.leaveList();

        model.publisher(FILE);
        model.believeList();

        assertThat(trust.believed().given().orElseThrow().lists()).isEmpty();
    }

    /** Whoever chose the wrong file for the publisher need not begin again. */
    @Test
    void a_publisher_that_cannot_be_read_is_told_beside_the_list_that_stays() {
        model.lookAtList(LIST);
        trust.unreadable(true);

        model.publisher(FILE);

        assertThat(model.lookedList()).isPresent();
        assertThat(model.problem(TrustModel.Part.LISTS)).isPresent();
    }

    @Test
    void nobody_is_asked_on_request_only_and_somebody_again() {
        model.refresh();
        assertThat(model.believed().orElseThrow().offline()).isFalse();

        model.offline(true);
        assertThat(model.believed().orElseThrow().offline()).isTrue();

        model.offline(false);
        assertThat(model.believed().orElseThrow().offline()).isFalse();
    }
}
