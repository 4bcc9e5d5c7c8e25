package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.ui.Background;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;

/** How many signed documents wait for their level; tries them again when told to. */
final class WaitingModel {
    private final Signing signing;
    private final Background background;
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper(this, "waiting");
    private boolean trying;

    /** Works on a lane of its own: services that are away keep nobody from signing. */
    WaitingModel(Signing signing, Background background) {
        this.signing = signing;
        this.background = background;
    }

    /** Counts them. */
    void look() {
        background.run(signing::waitingForLevel, waiting::set, () -> {});
    }

    /** Tries them all, unless that is being done. */
    void tryAgain() {
        if (!trying) {
            trying = true;
            background.run(
                    () -> {
                        signing.raiseWaiting();
                        return signing.waitingForLevel();
                    },
                    this::tried,
                    () -> trying = false);
        }
    }

    private void tried(int left) {
        trying = false;
        waiting.set(left);
    }

    int waiting() {
        return waiting.get();
    }

    ReadOnlyIntegerProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }
}
