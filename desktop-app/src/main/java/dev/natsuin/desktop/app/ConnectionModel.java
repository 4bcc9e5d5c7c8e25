package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.ServerFacts;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * Whether the server answers, as it was found last. What a place could not get while it did not is asked for again once
 * it does, and, for what failed beside an answer, with the next minute: never sooner, so that nothing is asked in a
 * circle.
 */
final class ConnectionModel {
    /** Of {@link #tick}s: while the server answers it is asked with each fourth only. */
    private static final int CALM = 4;

    private final Desk desk;
    private final Background background;
    private final ReadOnlyObjectWrapper<Answer<ServerFacts>> last = new ReadOnlyObjectWrapper<>(this, "last");
    private Runnable missed = () -> {};
    private boolean asking;
    private boolean due;
    private int ticks;

    ConnectionModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** Has this done, which asks for what is missing, when the server is there. */
    void whenThere(Runnable ask) {
        missed = ask;
    }

    /** Time goes by: asks now and then, and more often while the server is away. */
    void tick() {
        ticks++;
        if (ticks % CALM == 0 || isAway()) {
            due |= ticks % CALM == 0;
            check();
        }
    }

    private boolean isAway() {
        return last().flatMap(Answer::refusal).filter(Away::is).isPresent();
    }

    void check() {
        if (!asking) {
            asking = true;
            background.run(desk::server, this::found, () -> found(Answer.refused(ProblemCode.DESK_FAULT)));
        }
    }

    private void found(Answer<ServerFacts> answer) {
        asking = false;
        var back = last().filter(before -> before.given().isEmpty()).isPresent();
        last.set(answer);
        if (answer.given().isPresent() && (back || due)) {
            due = false;
            missed.run();
        }
    }

    /** What the server answered last; empty before it was asked. */
    Optional<Answer<ServerFacts>> last() {
        return Optional.ofNullable(last.get());
    }

    ReadOnlyObjectProperty<Answer<ServerFacts>> lastProperty() {
        return last.getReadOnlyProperty();
    }
}
