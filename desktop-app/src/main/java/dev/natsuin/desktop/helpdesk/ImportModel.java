package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** Admitting a list of people without a window: what is wrong with it, and how far it has come. */
public final class ImportModel {
    /** How far it has come. */
    public enum Stage {
        /** List and folder are chosen. */
        CHOOSING,
        /** The list is being read. */
        READING,
        /** What was read is shown; the PIN is asked for if nothing is wrong. */
        CHECKED,
        /** It is being ordered. */
        RUNNING,
        /** It came to an end, of the list or before. */
        DONE
    }

    private final StaffDesk desk;
    private final Background background;
    private final Runnable done;
    private final ObjectProperty<@Nullable Path> file = new SimpleObjectProperty<>(this, "file");
    private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>(this, "folder");
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.CHOOSING);
    private final ReadOnlyObjectWrapper<@Nullable GuestList> list = new ReadOnlyObjectWrapper<>(this, "list");
    private final ReadOnlyObjectWrapper<GuestList.@Nullable Imported> imported =
            new ReadOnlyObjectWrapper<>(this, "imported");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyIntegerWrapper over = new ReadOnlyIntegerWrapper(this, "over");

    ImportModel(StaffDesk desk, Background background, Runnable done) {
        this.desk = desk;
        this.background = background;
        this.done = done;
    }

    /** Begins anew; the folder stays. */
    public void begin() {
        if (stage.get() != Stage.RUNNING && stage.get() != Stage.READING) {
            file.set(null);
            forget();
        }
    }

    private void forget() {
        stage.set(Stage.CHOOSING); // First: what is shown of the others must not miss them.
        list.set(null);
        imported.set(null);
        problem.set(null);
        over.set(0);
    }

    /** Reads the list that was chosen and says what is wrong with it; changes nothing. */
    public void check() {
        var from = file.get();
        if (from == null || folder.get() == null || stage.get() == Stage.RUNNING || stage.get() == Stage.READING) {
            return;
        }
        var into = Optional.ofNullable(folder.get());
        forget();
        stage.set(Stage.READING);
        background.run(() -> desk.list(from, into), this::read, () -> read(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void read(Answer<GuestList> answer) {
        list.set(answer.given().orElse(null));
        problem.set(answer.refusal().orElse(null));
        stage.set(answer.given().isPresent() ? Stage.CHECKED : Stage.CHOOSING);
    }

    /** Back to the choice of list and folder. */
    public void back() {
        if (stage.get() == Stage.CHECKED) {
            forget();
        }
    }

    /** Orders it under the PIN, which is taken over. */
    public void seal(StaffDesk.Dress dress, Secret pin) {
        var all = list.get();
        var into = folder.get();
        if (stage.get() != Stage.CHECKED || all == null || into == null || !all.isSound()) {
            pin.close();
            return;
        }
        problem.set(null);
        over.set(0);
        stage.set(Stage.RUNNING);
        background.run(
                () -> {
                    try (pin) {
                        return desk.inviteAll(all, into, dress, pin, rows -> background.later(() -> over.set(rows)));
                    }
                },
                this::sealed,
                () -> sealed(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** A PIN that was wrong is typed once more; whatever else ended it, what came of it is shown. */
    private void sealed(Answer<GuestList.Imported> answer) {
        var came = answer.given();
        var nothing = came.filter(all -> all.admitted().isEmpty()
                && all.stopped()
                        .filter(why -> why.code() != ProblemCode.NOT_CONFIRMED)
                        .isPresent());
        problem.set(answer.refusal()
                .or(() -> came.flatMap(GuestList.Imported::stopped))
                .orElse(null));
        if (came.isEmpty() || nothing.isPresent()) {
            stage.set(Stage.CHECKED);
            return;
        }
        imported.set(came.get());
        stage.set(Stage.DONE);
        done.run();
    }

    /** How many people a sound list would admit. */
    public int toAdmit() {
        return (int) rows().stream().filter(row -> !row.admitted()).count();
    }

    /** The rows that were read. */
    public List<GuestList.Row> rows() {
        var all = list.get();
        return all == null ? List.of() : all.rows();
    }

    /** The list's file. */
    public ObjectProperty<@Nullable Path> fileProperty() {
        return file;
    }

    /** Where codes and sheets go. */
    public ObjectProperty<@Nullable Path> folderProperty() {
        return folder;
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** What was read. */
    public Optional<GuestList> list() {
        return Optional.ofNullable(list.get());
    }

    /** What came of it. */
    public Optional<GuestList.Imported> imported() {
        return Optional.ofNullable(imported.get());
    }

    /** Why the last thing tried was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** How many rows are over with. */
    public ReadOnlyIntegerProperty overProperty() {
        return over.getReadOnlyProperty();
    }
}
