package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.ui.Background;
import java.util.EnumSet;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How many signed documents wait for their level; tries them again when told to, until somebody stops it. */
final class WaitingModel {
    /** What is being done about them. */
    enum State {
        /** Nothing; they are tried again from time to time. */
        WAITING,
        /** They are tried. */
        TRYING,
        /** They were, and somebody stopped it: it ends with what is under way. */
        STOPPING,
        /** Nothing, until somebody says so or the program is started again. */
        STOPPED
    }

    private final Signing signing;
    private final Background background;
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper(this, "waiting");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", State.WAITING);
    private Cancellation cancellation = new Cancellation();

    /** Works on a lane of its own: services that are away keep nobody from signing. */
    WaitingModel(Signing signing, Background background) {
        this.signing = signing;
        this.background = background;
    }

    /** Counts them. */
    void look() {
        background.run(signing::waitingForLevel, waiting::set, () -> {});
    }

    /** Tries them all, as from time to time, unless that is being done or was stopped. */
    void tryFromTimeToTime() {
        if (state() != State.STOPPED) {
            tryNow();
        }
    }

    /** Tries them all, unless that is being done. */
    void tryNow() {
        if (isUnderWay()) {
            return;
        }
        cancellation = new Cancellation();
        state.set(State.TRYING);
        var mine = cancellation;
        background.run(
                () -> {
                    signing.raiseWaiting(mine::cancelled);
                    return signing.waitingForLevel();
                },
                this::tried,
                this::over);
    }

    /** Stops it: what was raised stays raised, the others wait until somebody wants them tried. */
    void stop() {
        if (state() == State.TRYING) {
            cancellation.cancel();
            state.set(State.STOPPING);
        }
    }

    private void tried(int left) {
        over();
        waiting.set(left);
    }

    private void over() {
        state.set(state() == State.STOPPING ? State.STOPPED : State.WAITING);
    }

    private boolean isUnderWay() {
        return EnumSet.of(State.TRYING, State.STOPPING).contains(state());
    }

    State state() {
        return state.get();
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    int waiting() {
        return waiting.get();
    }

    ReadOnlyIntegerProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }
}
