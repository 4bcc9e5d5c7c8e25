package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Connecting;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * At which address this computer finds its server, without a window: another one is kept if the server answers there.
 */
public final class ServerAddressModel {
    /** What came of another address. */
    public sealed interface Outcome {
        /** Whoever answers there is asked. */
        record Asking() implements Outcome {}

        /**
         * The same server answered.
         *
         * @param address the one from now on: that which was typed, or the one that the server there named
         * @param before another one, used until now
         */
        record Kept(String address, Optional<String> before) implements Outcome {}

        /** Nothing was changed. */
        record Failed(Problem why) implements Outcome {}
    }

    private final Connecting connecting;
    private final Background background;
    private final ReadOnlyObjectWrapper<@Nullable String> address = new ReadOnlyObjectWrapper<>(this, "address");
    private final ReadOnlyObjectWrapper<@Nullable Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private int questions;

    /** Works on this lane. */
    public ServerAddressModel(Connecting connecting, Background background) {
        this.connecting = connecting;
        this.background = background;
    }

    /** Reads the address of now, unless another one is being tried. */
    public void refresh() {
        var mine = questions;
        background.run(
                connecting::address,
                answer -> {
                    if (mine == questions) {
                        address.set(answer.given().orElse(null));
                    }
                },
                () -> {});
    }

    /** Uses this address from now on, if the same server answers there. */
    public void use(String other) {
        if (outcome.get() instanceof Outcome.Asking) {
            return; // Who presses twice would wait twice.
        }
        run(() -> connecting.move(other), now -> {
            var before = address().filter(used -> !used.equals(now));
            address.set(now);
            outcome.set(new Outcome.Kept(now, before));
        });
    }

    private void run(Supplier<Answer<String>> work, Consumer<String> then) {
        questions++;
        outcome.set(new Outcome.Asking());
        background.run(
                work,
                answer -> {
                    answer.refusal().ifPresent(why -> outcome.set(new Outcome.Failed(why)));
                    answer.given().ifPresent(then);
                },
                () -> outcome.set(new Outcome.Failed(Problem.of(ProblemCode.DESK_FAULT))));
    }

    /** As it is called; nothing while it is not known, or if this computer has no server. */
    public Optional<String> address() {
        return Optional.ofNullable(address.get());
    }

    public ReadOnlyObjectProperty<@Nullable String> addressProperty() {
        return address.getReadOnlyProperty();
    }

    /** What came of the last address; empty before there was one. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.get());
    }

    public ReadOnlyObjectProperty<@Nullable Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
