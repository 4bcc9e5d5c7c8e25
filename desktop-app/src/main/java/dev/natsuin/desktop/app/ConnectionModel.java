package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.ServerFacts;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Whether the server answers, as it was found last. */
final class ConnectionModel {
    private final Desk desk;
    private final Background background;
    private final ReadOnlyObjectWrapper<Answer<ServerFacts>> last = new ReadOnlyObjectWrapper<>(this, "last");
    private boolean asking;

    ConnectionModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    void check() {
        if (!asking) {
            asking = true;
            background.run(desk::server, this::found, () -> found(Answer.refused(ProblemCode.DESK_FAULT)));
        }
    }

    private void found(Answer<ServerFacts> answer) {
        asking = false;
        last.set(answer);
    }

    /** What the server answered last; empty before it was asked. */
    Optional<Answer<ServerFacts>> last() {
        return Optional.ofNullable(last.get());
    }

    ReadOnlyObjectProperty<Answer<ServerFacts>> lastProperty() {
        return last.getReadOnlyProperty();
    }
}
