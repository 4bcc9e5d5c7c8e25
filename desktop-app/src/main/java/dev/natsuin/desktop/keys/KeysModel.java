package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
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
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");

    /** A model that knows nothing yet. */
    public KeysModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** Asks the server afresh; what is known stays if that fails. */
    public void refresh() {
        if (asking.get()) {
            return;
        }
        asking.set(true);
        background.run(desk::keys, this::show, () -> asking.set(false));
    }

    private void show(Answer<List<KeyRow>> answer) {
        asking.set(false);
        problem.set(answer.refusal().orElse(null));
        answer.given().ifPresent(keys::setAll);
    }

    /** All keys, in the server's order. */
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
