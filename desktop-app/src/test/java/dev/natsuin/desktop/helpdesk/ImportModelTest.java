package dev.natsuin.desktop.helpdesk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.natsuin.desktop.demo.FakeStaff;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.InlineBackground;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A list of people in the window, without a window. */
final class ImportModelTest {
    private static final StaffDesk.Dress DRESS = new StaffDesk.Dress(Locale.ENGLISH, ZoneOffset.UTC);
    private static final Path FILE = Path.of("people.csv");
    private static final Path FOLDER = Path.of("sheets");

    private final FakeStaff desk = new FakeStaff();
    private final HelpdeskModel helpdesk = new HelpdeskModel(desk, new InlineBackground());
    private final ImportModel model = helpdesk.list();

    private static GuestList.Row row(int line, boolean admitted, GuestList.Fault... faults) {
        var guest = new StaffDesk.Guest("Hanako", "h@example.jp", Role.SIGNER, Optional.empty(), Optional.empty());
        return new GuestList.Row(
                line,
                "Hanako",
                "h@example.jp",
                faults.length == 0 ? Optional.of(guest) : Optional.empty(),
                List.of(faults),
                admitted);
    }

    private static Secret pin(String digits) {
        return Secret.taking(Bytes.utf8(digits).toArray());
    }

    @BeforeEach
    void a_sound_list() {
        desk.role(Role.OFFICER);
        desk.list = new GuestList(List.of(row(2, true), row(3, false), row(4, false)), List.of());
        helpdesk.beginList();
        model.fileProperty().set(FILE);
        model.folderProperty().set(FOLDER);
    }

    @Test
    void nothing_is_read_before_list_and_folder_are_chosen() {
        model.folderProperty().set(null);
        model.check();

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHOOSING);
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void a_list_is_checked_and_then_admitted_and_whoever_was_there_is_not_counted() {
        model.check();
        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHECKED);
        assertThat(model.toAdmit()).isEqualTo(2);
        assertThat(desk.asked).containsExactly("list people.csv into sheets");

        model.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.DONE);
        assertThat(model.imported().orElseThrow().admitted()).hasSize(3);
        assertThat(model.overProperty().get()).isEqualTo(3);
        assertThat(model.problem()).isEmpty();
        assertThat(helpdesk.pane()).isEqualTo(HelpdeskModel.Pane.LIST);
    }

    @Test
    void a_list_with_a_fault_cannot_be_admitted_and_the_pin_is_closed() {
        desk.list = new GuestList(
                List.of(row(2, false), row(3, false, new GuestList.Fault(GuestList.Kind.NAME_MISSING, ""))), List.of());
        model.check();

        var pin = pin(FakeStaff.PIN);
        model.seal(DRESS, pin);

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHECKED);
        assertThat(desk.asked).noneMatch(each -> each.startsWith("invite"));
        assertThatIllegalStateException().isThrownBy(() -> pin.use(octets -> octets.length));
    }

    @Test
    void a_wrong_pin_can_be_typed_again() {
        model.check();
        model.seal(DRESS, pin("314159"));

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHECKED);
        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.PIN_WRONG);

        model.seal(DRESS, pin(FakeStaff.PIN));
        assertThat(model.stage()).isEqualTo(ImportModel.Stage.DONE);
    }

    @Test
    void a_list_that_stops_on_its_way_says_so_and_is_checked_again() {
        desk.stopsAfter = 2;
        model.check();
        model.seal(DRESS, pin(FakeStaff.PIN));

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.DONE);
        assertThat(model.imported().orElseThrow().admitted()).hasSize(2);
        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.SERVER_UNREACHABLE);

        model.check();
        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHECKED);
        assertThat(model.problem()).isEmpty();
    }

    @Test
    void what_cannot_be_read_is_said_where_it_was_chosen() {
        desk.trouble(ProblemCode.FILE_MISSING);
        model.check();

        assertThat(model.stage()).isEqualTo(ImportModel.Stage.CHOOSING);
        assertThat(model.problem().map(Problem::code)).contains(ProblemCode.FILE_MISSING);
    }

    @Test
    void whoever_watches_never_meets_a_stage_without_what_belongs_to_it() {
        var seen = new ArrayList<ImportModel.Stage>();
        Runnable look = () -> {
            seen.add(model.stage());
            if (model.stage() == ImportModel.Stage.CHECKED) {
                assertThat(model.list()).isPresent();
            } else if (model.stage() == ImportModel.Stage.DONE) {
                assertThat(model.imported()).isPresent();
            }
        };
        model.stageProperty().addListener((property, before, now) -> look.run());
        model.problemProperty().addListener((property, before, now) -> look.run());
        desk.stopsAfter = 1;

        model.check();
        model.seal(DRESS, pin("314159"));
        model.seal(DRESS, pin(FakeStaff.PIN));
        model.check();
        model.back();
        helpdesk.beginList();

        assertThat(seen).contains(ImportModel.Stage.values());
    }
}
