package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The signer's keys without a window. */
public final class KeysModel {
    private final Desk desk;
    private final Background background;
    private final ObservableList<KeyRow> keys = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<Instant> confirmed = new ReadOnlyObjectWrapper<>(this, "confirmed");
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");

    /** A model that knows nothing yet. */
    public KeysModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** Asks the server afresh; if that fails nothing is shown, but since when nothing is confirmed. */
    public void refresh() {
        if (asking.get()) {
            return;
        }
        asking.set(true);
        background.run(desk::keys, this::show, () -> show(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void show(Answer<KeyList> answer) {
        asking.set(false);
        answer.given().ifPresent(list -> confirmed.set(list.time()));
        keys.setAll(answer.given().map(KeyList::rows).orElse(List.of()));
        problem.set(answer.refusal().orElse(null));
    }

    /** SGM time of the last signed answer; empty if there was none since the window opened. */
    public Optional<Instant> confirmed() {
        return Optional.ofNullable(confirmed.get());
    }

    public ReadOnlyObjectProperty<Instant> confirmedProperty() {
        return confirmed.getReadOnlyProperty();
    }

    /** All keys that the last answer confirms, in the server's order. */
    public ObservableList<KeyRow> keys() {
        return keys;
    }

    /** Why the last question failed. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }
}
