package dev.natsuin.desktop.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.demo.FakeDesk;
import dev.natsuin.desktop.demo.FakeServerDesk;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.ServerDesk;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.server.ServerModel.Concern;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ServerModelTest {
    private static final StaffDesk.Listed ONE =
            FakeServerDesk.staff("00000000000000c1", "高橋 明", Role.ADMINISTRATOR, StaffDesk.Named.SIGNED);
    private static final StaffDesk.Listed TWO =
            FakeServerDesk.staff("00000000000000c2", "伊藤 桜", Role.ADMINISTRATOR, StaffDesk.Named.SIGNED);

    private static List<Concern> concerns(ServerDesk.Overview overview) {
        var model = new ServerModel(() -> Answer.of(overview), new InlineBackground());
        model.refresh();
        return model.concerns();
    }

    private static ServerDesk.Overview overview(long aheadSeconds, long tlsDays, StaffDesk.Listed... staff) {
        return FakeServerDesk.overview(2, Duration.ofSeconds(aheadSeconds), Duration.ofDays(tlsDays), List.of(staff));
    }

    @Test
    void nothing_is_to_be_looked_at_where_all_is_well() {
        assertThat(concerns(overview(60, 2, ONE, TWO))).isEmpty();
        assertThat(concerns(overview(-60, 6, ONE, TWO))).isEmpty();
    }

    @Test
    void clocks_that_differ_by_more_than_a_minute_either_way_are_told_of() {
        assertThat(concerns(overview(61, 6, ONE, TWO))).containsExactly(Concern.CLOCKS);
        assertThat(concerns(overview(-61, 6, ONE, TWO))).containsExactly(Concern.CLOCKS);
    }

    @Test
    void tls_keys_that_end_soon_are_told_of() {
        assertThat(concerns(overview(0, 1, ONE, TWO))).containsExactly(Concern.TLS_ENDS);
    }

    @Test
    void a_name_that_is_not_the_signed_one_is_told_of() {
        var other = FakeServerDesk.staff("00000000000000c3", "中村 翔", Role.OFFICER, StaffDesk.Named.FALSE);

        assertThat(concerns(overview(0, 6, ONE, TWO, other))).containsExactly(Concern.FALSE_NAME);
    }

    @Test
    void an_administrator_who_is_alone_is_told_of() {
        var officer = FakeServerDesk.staff("00000000000000c3", "中村 翔", Role.OFFICER, StaffDesk.Named.SIGNED);

        assertThat(concerns(overview(0, 6, ONE, officer))).containsExactly(Concern.ONE_ADMINISTRATOR);
    }

    @Test
    void what_is_not_confirmed_now_is_not_shown_but_since_when() {
        var desk = FakeDesk.enrolled(Duration.ZERO);
        var model = new ServerModel(desk.services().server(), new InlineBackground());
        model.refresh();
        desk.serverTrouble(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));

        model.refresh();

        assertThat(model.overview()).isEmpty();
        assertThat(model.concerns()).isEmpty();
        assertThat(model.confirmed()).contains(FakeDesk.NOW);
        assertThat(model.problem()).contains(Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
    }
}
