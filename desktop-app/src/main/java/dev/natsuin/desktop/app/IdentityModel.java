package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** A new identity key of the server, until the person says that they read of it. */
final class IdentityModel {
    private final Desk desk;
    private final StaffDesk staff;
    private final Background background;
    private final Background server;
    private final ReadOnlyObjectWrapper<Optional<NewIdentity>> untold =
            new ReadOnlyObjectWrapper<>(this, "untold", Optional.empty());

    private final ReadOnlyObjectWrapper<Map<String, String>> names =
            new ReadOnlyObjectWrapper<>(this, "names", Map.of());

    /**
     * Asks the profile alone, on a lane that waits for no server; for names the server, on another.
     *
     * @param staff knows who ordered it, at the desk of staff
     */
    IdentityModel(Desk desk, StaffDesk staff, Background background, Background server) {
        this.desk = desk;
        this.staff = staff;
        this.background = background;
        this.server = server;
    }

    /** Looks whether there is one. */
    void look() {
        background.run(desk::newIdentity, this::found, () -> {});
    }

    private void found(Answer<Optional<NewIdentity>> answer) {
        answer.given().ifPresent(now -> {
            var another = !now.equals(untold.get());
            untold.set(now);
            if (another && now.isPresent()) {
                askForNames(now.get());
            }
        });
    }

    /** Without them there are the ids, which are beside the names anyway. */
    private void askForNames(NewIdentity now) {
        server.run(
                () -> staff.signedNames(List.of(now.askedBy(), now.approvedBy())),
                told -> told.given().ifPresent(names::set),
                () -> {});
    }

    /** How those are called who ordered it, as far as this desk knows a name that was signed for them. */
    ReadOnlyObjectProperty<Map<String, String>> namesProperty() {
        return names.getReadOnlyProperty();
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
