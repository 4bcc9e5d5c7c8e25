package dev.natsuin.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeTrust;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked before an authority is believed. */
final class TrustModelTest {
    private static final Path FILE = Path.of("minato.cer");

    private final FakeTrust trust = new FakeTrust();
    private final TrustModel model = new TrustModel(trust, new InlineBackground());

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
        var refusing = new TrustModel(
                new Trusting() {
                    @Override
                    public Answer<Believed> believed() {
                        return trust.believed();
                    }

                    @Override
                    public Answer<List<Authority>> look(Path file) {
                        return Answer.refused(ProblemCode.CERTIFICATES_UNREADABLE);
                    }

                    @Override
                    public Answer<Believed> believe(Path file, List<Authority> looked) {
                        throw new AssertionError("nothing was shown");
                    }

                    @Override
                    public Answer<Believed> forget(Source source) {
                        return trust.forget(source);
                    }

                    @Override
                    public Answer<Believed> system(boolean also) {
                        return trust.system(also);
                    }
                },
                new InlineBackground());

        refusing.look(FILE);
        refusing.believe();

        assertThat(refusing.problem()).map(Problem::code).contains(ProblemCode.CERTIFICATES_UNREADABLE);
    }
}
