package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.ui.Background;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A new identity key of the server, until the person says that they read of it. */
final class IdentityModel {
    private final Desk desk;
    private final Background background;
    private final ReadOnlyObjectWrapper<Optional<NewIdentity>> untold =
            new ReadOnlyObjectWrapper<>(this, "untold", Optional.empty());

    /** Asks the profile alone, on a lane that waits for no server. */
    IdentityModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** Looks whether there is one. */
    void look() {
        background.run(desk::newIdentity, this::found, () -> {});
    }

    private void found(Answer<Optional<NewIdentity>> answer) {
        answer.given().ifPresent(untold::set);
    }

    /** It was read of. */
    void read() {
        background.run(desk::identityWasTold, told -> look(), () -> {});
    }

    Optional<NewIdentity> untold() {
        return untold.get();
    }

    ReadOnlyObjectProperty<Optional<NewIdentity>> untoldProperty() {
        return untold.getReadOnlyProperty();
    }
}
