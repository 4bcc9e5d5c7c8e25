package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.Devices;
import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Trial;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * One order about keys, computers or the PIN without a window: what it means, the PIN, what came of it.
 *
 * <p>An order without a believed answer is never made again from here: it is kept, and settled as it is.
 */
public final class KeyActModel {
    /** How many characters of its number are typed by whoever destroys a key. */
    public static final int TYPED = 4;

    private static final List<KeyAlgorithm> USUAL = Arrays.stream(KeyAlgorithm.values())
            .filter(kind -> !kind.isExperimental())
            .toList();

    /** What is to be done. */
    public sealed interface Act {
        /** A key is made. */
        record Create() implements Act {}

        /**
         * A key that was made elsewhere is taken in.
         *
         * @param file open until this is left or done
         */
        record Import(KeyDesk.KeyFile file) implements Act {}

        /**
         * A page is signed on trial.
         *
         * @param key with which; if it is not told, with the only one there is
         * @param last true if a registration ends with it
         * @param language what the page is written in
         */
        record Try(Optional<KeyRow> key, boolean last, Locale language, ZoneId zone) implements Act {}

        /** A key gets a new certificate. */
        record Renew(KeyRow key) implements Act {}

        /** A key ends. */
        record Destroy(KeyRow key) implements Act {}

        /** This computer gets another PIN. */
        record ChangePin() implements Act {}

        /** A further computer is admitted. */
        record AddDevice() implements Act {}

        /**
         * A computer ends.
         *
         * @param device which
         * @param last true if no other is left
         */
        record RemoveDevice(Devices.Row device, boolean last) implements Act {}
    }

    /** How far it has come. */
    public enum Stage {
        /** Nothing is to be done. */
        NONE,
        /** It is told what it means; the PIN is asked for. */
        ASKING,
        RUNNING,
        DONE,
        /** It was sent, and no believed answer came. */
        OPEN
    }

    /** What came of it. */
    public sealed interface Outcome {
        /** A key as it is now, or, if it was destroyed, as it was. */
        record Key(KeyRow key) implements Outcome {}

        /** The PIN is another. */
        record PinChanged(long logIndex) implements Outcome {}

        /** A code, until it is left or is over. */
        record Code(Devices.Code code) implements Outcome {}

        /** The code is no good any more. */
        record CodeOver() implements Outcome {}

        /** A page was signed on trial. */
        record Tried(Trial trial) implements Outcome {}

        /** A computer is gone. */
        record Removed(Devices.Removed removed) implements Outcome {}
    }

    private final KeyDesk keys;
    private final Devices devices;
    private final Background background;
    private final Runnable changed;
    private final Runnable unconfirmed;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.NONE);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<@Nullable Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private final ReadOnlyBooleanWrapper different = new ReadOnlyBooleanWrapper(this, "different");
    private final StringProperty typed = new SimpleStringProperty(this, "typed", "");
    private final ObjectProperty<KeyAlgorithm> algorithm =
            new SimpleObjectProperty<>(this, "algorithm", KeyAlgorithm.RSA_3072);
    private final ObservableList<KeyAlgorithm> kinds = FXCollections.observableArrayList(USUAL);
    private final IntegerProperty guest = new SimpleIntegerProperty(this, "guest");
    private final ReadOnlyObjectWrapper<@Nullable Naming> naming = new ReadOnlyObjectWrapper<>(this, "naming");
    private Act act = new Act.Create();
    private int asked;

    /** What the name in the certificate will be: told, or not told by this server. */
    public record Naming(Optional<CertifiedName> name) {}

    /**
     * A model with nothing to do.
     *
     * @param changed hears that something is another now
     * @param unconfirmed hears that an order is left without a believed answer
     */
    KeyActModel(KeyDesk keys, Devices devices, Background background, Runnable changed, Runnable unconfirmed) {
        this.keys = keys;
        this.devices = devices;
        this.background = background;
        this.changed = changed;
        this.unconfirmed = unconfirmed;
    }

    /** Begins with this, unless something is being ordered. */
    public void begin(Act next) {
        if (stage.get() == Stage.RUNNING) {
            close(next);
            return;
        }
        forget();
        act = next;
        stage.set(Stage.ASKING);
        if (next instanceof Act.Create) {
            background.run(keys::experimentalKinds, this::offer, () -> {});
        }
        if (isOfCertificate()) {
            askForName();
        }
    }

    private void askForName() {
        var mine = asked;
        naming.set(null);
        background.run(
                keys::nameToOrder,
                answer -> named(mine, answer),
                () -> named(mine, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** True if a certificate comes of it: its name is asked for first, and shown. */
    private boolean isOfCertificate() {
        return act instanceof Act.Create || act instanceof Act.Renew;
    }

    private void named(int question, Answer<Optional<CertifiedName>> answer) {
        if (question == asked && stage.get() == Stage.ASKING) {
            naming.set(answer.given().map(Naming::new).orElse(null));
            answer.refusal().ifPresent(problem::set);
        }
    }

    /** The name in the certificate that comes of it; null while that is not known, and nothing is ordered. */
    public ReadOnlyObjectProperty<@Nullable Naming> namingProperty() {
        return naming.getReadOnlyProperty();
    }

    private Optional<CertifiedName> name() {
        var known = naming.get();
        return known == null ? Optional.empty() : known.name();
    }

    /** Experimental kinds stand last, and only where the server says that it makes them. */
    private void offer(Set<KeyAlgorithm> experimental) {
        if (act instanceof Act.Create) {
            experimental.stream().filter(kind -> !kinds.contains(kind)).sorted().forEach(kinds::add);
        }
    }

    /** The kinds of keys that can be made here. */
    public ObservableList<KeyAlgorithm> kinds() {
        return kinds;
    }

    /** Leaves it, unless it is being ordered; a code that was shown is zeroed. */
    public void leave() {
        if (stage.get() != Stage.RUNNING) {
            forget();
            stage.set(Stage.NONE);
        }
    }

    private static void close(Act act) {
        if (act instanceof Act.Import opened) {
            opened.file().close();
        }
    }

    private void forget() {
        closeCode();
        close(act);
        asked++;
        naming.set(null);
        guest.set(0);
        outcome.set(null);
        problem.set(null);
        different.set(false);
        typed.set("");
        algorithm.set(KeyAlgorithm.RSA_3072);
        kinds.setAll(USUAL);
    }

    private void closeCode() {
        if (outcome.get() instanceof Outcome.Code shown) {
            shown.code().close();
        }
    }

    /** The time of the code that is shown is over. */
    public void over() {
        if (outcome.get() instanceof Outcome.Code) {
            closeCode();
            outcome.set(new Outcome.CodeOver());
        }
    }

    /** True if what must be typed before was typed, and what was chosen can be done. */
    public boolean isMeant() {
        if (act instanceof Act.Import opened) {
            return opened.file().guests().get(guest.get()).about().given().isPresent();
        }
        if (isOfCertificate()) {
            return naming.get() != null;
        }
        return toType().map(asked -> asked.equals(plain(typed.get()))).orElse(true);
    }

    /** True if all was typed that is asked for, and it is something else. */
    public boolean isMistyped() {
        return !isMeant() && plain(typed.get()).length() >= TYPED;
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    }

    /** What is typed by whoever ends something for ever; nothing is asked for what can be done anew. */
    public Optional<String> toType() {
        if (act instanceof Act.Destroy destroy) {
            return Optional.of(lastOf(destroy.key()));
        }
        return act instanceof Act.RemoveDevice remove && remove.last()
                ? Optional.of(lastOf(remove.device().fingerprint()))
                : Optional.empty();
    }

    /** The characters that are typed by whoever destroys this key. */
    public static String lastOf(KeyRow key) {
        return lastOf(key.keyId());
    }

    private static String lastOf(String number) {
        return plain(number.substring(Math.max(0, number.length() - TYPED)));
    }

    /** Orders it under the PIN, which is taken over. */
    public void order(Secret pin) {
        if (stage.get() != Stage.ASKING || act instanceof Act.ChangePin || !isMeant()) {
            pin.close();
            return;
        }
        var name = name();
        run(() -> {
            try (pin) {
                return ordered(name, pin);
            }
        });
    }

    private Answer<Outcome> ordered(Optional<CertifiedName> name, Secret pin) {
        if (act instanceof Act.Create) {
            return keys.create(algorithm.get(), name, pin).map(Outcome.Key::new);
        }
        if (act instanceof Act.Import opened) {
            return keys.importKey(opened.file(), guest.get(), pin).map(Outcome.Key::new);
        }
        if (act instanceof Act.Try trying) {
            return keys.tryOut(trying.key().map(KeyRow::keyId), pin, trying.language(), trying.zone())
                    .map(Outcome.Tried::new);
        }
        if (act instanceof Act.Renew renew) {
            return keys.renew(renew.key().keyId(), name, pin).map(Outcome.Key::new);
        }
        if (act instanceof Act.Destroy destroy) {
            return keys.destroy(destroy.key().keyId(), pin).map(Outcome.Key::new);
        }
        if (act instanceof Act.RemoveDevice remove) {
            return devices.remove(remove.device(), pin).map(Outcome.Removed::new);
        }
        return devices.invite(pin).map(Outcome.Code::new);
    }

    /** Orders another PIN, given twice; all three are taken over. */
    public void changePin(Secret before, Secret next, Secret again) {
        try (again) {
            var same = next.matches(again);
            different.set(!same);
            problem.set(null);
            if (stage.get() != Stage.ASKING || !(act instanceof Act.ChangePin) || !same) {
                before.close();
                next.close();
                return;
            }
        }
        run(() -> {
            try (before;
                    next) {
                return devices.changePin(before, next).map(Outcome.PinChanged::new);
            }
        });
    }

    private void run(Supplier<Answer<Outcome>> work) {
        problem.set(null);
        stage.set(Stage.RUNNING);
        background.run(work, this::answered, () -> answered(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void answered(Answer<Outcome> answer) {
        var why = answer.refusal();
        problem.set(why.orElse(null));
        outcome.set(answer.given().orElse(null));
        var open = why.filter(p -> p.code() == ProblemCode.NOT_CONFIRMED).isPresent();
        if (open || why.isEmpty()) {
            close(act); // what it held is needed no more
        }
        stage.set(open ? Stage.OPEN : why.isPresent() ? Stage.ASKING : Stage.DONE);
        if (isOfCertificate()
                && why.filter(p -> p.code() == ProblemCode.CONTENT_DIFFERS).isPresent()) {
            askForName(); // the helpdesk gave another one meanwhile
        }
        if (open) {
            unconfirmed.run();
        }
        if (why.isEmpty()) {
            changed.run();
        }
    }

    /** What is to be done. */
    public Act act() {
        return act;
    }

    /** What was typed to show that it is meant. */
    public StringProperty typedProperty() {
        return typed;
    }

    /** What kind of key is made. */
    public ObjectProperty<KeyAlgorithm> algorithmProperty() {
        return algorithm;
    }

    /** Which key of a file is imported. */
    public IntegerProperty guestProperty() {
        return guest;
    }

    /** True if the two new PINs were not the same. */
    public ReadOnlyBooleanProperty differentProperty() {
        return different.getReadOnlyProperty();
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

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What came of it. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.get());
    }

    public ReadOnlyObjectProperty<@Nullable Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
