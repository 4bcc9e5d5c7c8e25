package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The owner's keys and computers without a window. */
public final class KeysModel {
    private static final KeyList NONE = new KeyList(List.of(), Instant.EPOCH);

    private record Known(
            Answer<KeyList> keys,
            Answer<List<Devices.Row>> devices,
            Answer<Optional<CertifiedName>> name,
            Answer<String> address) {
        static Known nothing() {
            return new Known(
                    Answer.refused(ProblemCode.DESK_FAULT),
                    Answer.refused(ProblemCode.DESK_FAULT),
                    Answer.refused(ProblemCode.DESK_FAULT),
                    Answer.refused(ProblemCode.DESK_FAULT));
        }
    }

    private final DeskServices desk;
    private final Background background;
    private final KeyActModel act;
    private final KeyFileModel file;
    private final ObservableList<KeyRow> keys = FXCollections.observableArrayList();
    private final ObservableList<Devices.Row> devices = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<Instant> confirmed = new ReadOnlyObjectWrapper<>(this, "confirmed");
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
    private final ReadOnlyObjectWrapper<String> address = new ReadOnlyObjectWrapper<>(this, "address");
    private KeyList known = NONE;
    private Optional<CertifiedName> name = Optional.empty();
    private boolean again;

    /**
     * A model that knows nothing yet.
     *
     * @param changed hears that the keys are others now
     * @param unconfirmed hears that an order is left without a believed answer
     */
    public KeysModel(DeskServices desk, Background background, Runnable changed, Runnable unconfirmed) {
        this.desk = desk;
        this.background = background;
        this.act = new KeyActModel(
                desk.keys(),
                desk.devices(),
                background,
                () -> {
                    refresh();
                    changed.run();
                },
                unconfirmed);
        this.file = new KeyFileModel(desk.keys(), background, act);
    }

    /** Asks the server afresh; if that fails nothing is shown, but since when nothing is confirmed. */
    public void refresh() {
        if (asking.get()) {
            again = true;
            return;
        }
        again = false;
        asking.set(true);
        background.run(
                // The address last: a server that moved is followed while it is asked.
                () -> new Known(
                        desk.desk().keys(),
                        desk.devices().devices(),
                        desk.keys().nameNow(),
                        desk.connecting().address()),
                this::show,
                () -> show(Known.nothing()));
    }

    /** Asks again for what was not had because the server was away. */
    public void askAgain() {
        if (problem().filter(Away::is).isPresent() && !asking.get()) {
            refresh();
        }
    }

    private void show(Known answers) {
        asking.set(false);
        var why = answers.keys().refusal().or(() -> answers.devices().refusal());
        known = answers.keys().given().filter(list -> why.isEmpty()).orElse(NONE);
        answers.keys().given().ifPresent(list -> confirmed.set(list.time()));
        answers.address().given().ifPresent(address::set);
        name = answers.name().given().flatMap(told -> told);
        keys.setAll(known.rows());
        devices.setAll(answers.devices().given().filter(list -> why.isEmpty()).orElse(List.of()));
        problem.set(why.orElse(null));
        if (again) {
            refresh();
        }
    }

    /** One order about them. */
    public KeyActModel act() {
        return act;
    }

    /** A key file on its way to be opened. */
    public KeyFileModel file() {
        return file;
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

    /** How many days a key's certificate still holds, if it ends soon. */
    public OptionalLong daysLeft(KeyRow key) {
        return known.daysLeft(key);
    }

    /** How a key was used that can sign and has signed nothing for long. */
    public Optional<KeyUse> dormant(KeyRow key) {
        return key.dormant(known.time());
    }

    /** The name that certificates have now, if this living key is certified for the one of before. */
    public Optional<CertifiedName> newerName(KeyRow key) {
        return name.filter(key::hasOlderNameThan);
    }

    /** All computers that the last answer confirms, first enrolled first. */
    public ObservableList<Devices.Row> devices() {
        return devices;
    }

    /** True if no other computer of theirs is left that was not removed. */
    public boolean isLast(Devices.Row device) {
        return devices.stream()
                .noneMatch(other ->
                        other.state() != Devices.State.REMOVED && !other.id().equals(device.id()));
    }

    /** At which address this computer finds its server now; empty before anybody asked. */
    public Optional<String> address() {
        return Optional.ofNullable(address.get());
    }

    public ReadOnlyObjectProperty<String> addressProperty() {
        return address.getReadOnlyProperty();
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
