package dev.natsuin.desktop.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.ui.HeldBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ArchivesModelTest {
    private final HeldBackground background = new HeldBackground();
    private final Archived signing = new Archived();
    private final ArchivesModel model = new ArchivesModel(signing, background);

    /** Somebody two of whose documents are to be renewed, one of which somebody changed. */
    private static final class Archived extends SigningAsUsual {
        private Answer<Integer> due = Answer.of(2);
        private int renewals;
        private Stopping stopped = Stopping.NEVER;

        @Override
        public Answer<Integer> archivesDue() {
            return due;
        }

        @Override
        public Answer<List<LevelResult>> renewArchives(Stopping stopping) {
            renewals++;
            stopped = stopping;
            due = Answer.of(0);
            return Answer.of(List.of(
                    result("lost.pdf", Optional.of(ProblemCode.DOCUMENT_CHANGED)),
                    result("renewed.pdf", Optional.empty())));
        }

        private static LevelResult result(String name, Optional<ProblemCode> why) {
            return new LevelResult(
                    Path.of(name), Optional.of(SignatureLevel.LTA), SignatureLevel.LTA, why.map(Problem::of), false);
        }
    }

    @Test
    void what_is_due_is_counted_and_nothing_is_renewed_unasked() {
        model.look();
        background.go();

        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Due(2));
        assertThat(signing.renewals).isZero();
    }

    @Test
    void renewing_can_be_stopped_and_what_came_of_it_is_told() {
        model.look();
        background.go();
        model.renew();

        model.stop();
        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Renewing(true));
        background.go();

        assertThat(signing.stopped.wanted()).isTrue();
        assertThat(model.state()).isInstanceOf(ArchivesModel.State.Renewed.class);
    }

    @Test
    void nothing_is_said_while_nothing_is_due() {
        signing.due = Answer.of(0);
        model.look();
        background.go();

        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Quiet());
    }

    @Test
    void what_was_renewed_and_what_was_not_is_told_until_it_was_read() {
        model.look();
        background.go();
        model.renew();
        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Renewing(false));
        background.go();

        assertThat(model.state()).isInstanceOf(ArchivesModel.State.Renewed.class);
        var told = (ArchivesModel.State.Renewed) model.state();
        assertThat(told.renewed()).isEqualTo(1);
        assertThat(told.left()).extracting(each -> each.file().toString()).containsExactly("lost.pdf");

        model.look();
        background.go();
        assertThat(model.state()).as("looking takes nothing away").isEqualTo(told);
        model.read();
        background.go();
        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Quiet());
    }

    @Test
    void a_renewal_that_is_not_over_is_not_begun_twice() {
        model.renew();
        model.renew();
        background.go();

        assertThat(signing.renewals).isEqualTo(1);
    }

    @Test
    void a_list_that_cannot_be_read_is_told_with_its_reason() {
        var unreadable = Problem.of(ProblemCode.PROFILE_UNREADABLE);
        signing.due = Answer.refused(ProblemCode.PROFILE_UNREADABLE);
        model.look();
        background.go();

        assertThat(model.state()).isEqualTo(new ArchivesModel.State.Failed(unreadable));
    }
}
