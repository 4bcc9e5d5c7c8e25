package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * Confirming what a person reads out, without a window. The field begins empty and nothing fills it but the hand of
 * whoever listens: what the server might offer proves nothing.
 */
public final class ConfirmModel {
    /** How far it has come. */
    public enum Stage {
        /** The 16 characters are typed, then the PIN. */
        TYPING,
        RUNNING,
        DONE
    }

    private final StaffDesk desk;
    private final Background background;
    private final Runnable done;
    private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.TYPING);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private StaffDesk.@Nullable Listed whom;
    private long logIndex;

    ConfirmModel(StaffDesk desk, Background background, Runnable done) {
        this.desk = desk;
        this.background = background;
        this.done = done;
    }

    /** Begins with this person. */
    void begin(StaffDesk.Listed person) {
        if (stage.get() == Stage.RUNNING) {
            return;
        }
        whom = person;
        typed.set("");
        problem.set(null);
        stage.set(Stage.TYPING);
    }

    /** Whose device it is. */
    public Optional<StaffDesk.Listed> whom() {
        return Optional.ofNullable(whom);
    }

    /** What was typed. */
    public StringProperty typedProperty() {
        return typed;
    }

    /** The fingerprint in its four groups, once all of it was typed. */
    public Optional<String> fingerprint() {
        try {
            return Optional.of(Fingerprint.read(typed.get()));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** Orders it under the PIN, which is taken over. */
    public void confirm(Secret pin) {
        var person = whom;
        var fingerprint = fingerprint();
        if (stage.get() != Stage.TYPING || person == null || fingerprint.isEmpty()) {
            pin.close();
            return;
        }
        stage.set(Stage.RUNNING);
        problem.set(null);
        background.run(
                () -> {
                    try (pin) {
                        return desk.confirm(person.user(), fingerprint.get(), pin);
                    }
                },
                this::confirmed,
                () -> confirmed(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void confirmed(Answer<Long> answer) {
        problem.set(answer.refusal().orElse(null));
        answer.given().ifPresent(index -> logIndex = index);
        stage.set(answer.given().isPresent() ? Stage.DONE : Stage.TYPING);
        answer.given().ifPresent(index -> done.run());
    }

    /** Where the log has it, once it is done. */
    public long logIndex() {
        return logIndex;
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why it was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }
}
