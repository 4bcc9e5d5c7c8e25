package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** Who is asked for timestamps, without a window. */
public final class StampModel {
    /** What came of what was done last. */
    public sealed interface Outcome {
        /** This one is being asked. */
        record Trying(Stamping.Authority authority) implements Outcome {}

        /** It gave a timestamp that holds. */
        record Given(Stamping.Authority authority, Stamping.Stamp stamp) implements Outcome {}

        /** It was refused. */
        record Failed(Problem why) implements Outcome {}
    }

    private final Stamping stamping;
    private final Background background;
    private final ReadOnlyObjectWrapper<List<Stamping.Authority>> authorities =
            new ReadOnlyObjectWrapper<>(this, "authorities", List.of());
    private final ReadOnlyObjectWrapper<@Nullable Outcome> outcome = new ReadOnlyObjectWrapper<>(this, "outcome");
    private int errands;

    /** Works on this lane. */
    public StampModel(Stamping stamping, Background background) {
        this.stamping = stamping;
        this.background = background;
    }

    /** Reads who is asked now. */
    public void refresh() {
        run(Optional.empty(), stamping::authorities, authorities::set, () -> {});
    }

    /**
     * Asks one more.
     *
     * @param password closed here
     * @param added is told once it is
     */
    public void add(String address, String user, Optional<Secret> password, Runnable added) {
        run(
                Optional.empty(),
                () -> stamping.add(address, user, password),
                all -> {
                    authorities.set(all);
                    added.run();
                    attempt(all.get(all.size() - 1));
                },
                () -> password.ifPresent(Secret::close));
    }

    /** Asks one no more. */
    public void remove(Stamping.Authority authority) {
        run(Optional.empty(), () -> stamping.remove(authority), authorities::set, () -> {});
    }

    /** Asks one before the one that is asked before it. */
    public void sooner(Stamping.Authority authority) {
        run(Optional.empty(), () -> stamping.sooner(authority), authorities::set, () -> {});
    }

    /** Has one give a timestamp over nothing in particular, unless it is being asked for one. */
    public void attempt(Stamping.Authority authority) {
        if (Optional.of(new Outcome.Trying(authority)).equals(outcome())) {
            return;
        }
        run(
                Optional.of(new Outcome.Trying(authority)),
                () -> stamping.attempt(authority),
                stamp -> outcome.set(new Outcome.Given(authority, stamp)),
                () -> {});
    }

    /** What is late, of an errand that another followed, changes nothing. */
    private <T> void run(Optional<Outcome> meanwhile, Supplier<Answer<T>> work, Consumer<T> then, Runnable notDone) {
        var mine = ++errands;
        outcome.set(meanwhile.orElse(null));
        background.run(
                work,
                answer -> {
                    if (mine == errands) {
                        outcome.set(answer.refusal()
                                .<Outcome>map(Outcome.Failed::new)
                                .orElse(null));
                        answer.given().ifPresent(then);
                    }
                },
                () -> {
                    notDone.run();
                    if (mine == errands) {
                        outcome.set(new Outcome.Failed(Problem.of(ProblemCode.DESK_FAULT)));
                    }
                });
    }

    /** Those that are asked, in their order. */
    public List<Stamping.Authority> authorities() {
        return authorities.get();
    }

    public ReadOnlyObjectProperty<List<Stamping.Authority>> authoritiesProperty() {
        return authorities.getReadOnlyProperty();
    }

    /** What came of what was done last; empty if there is nothing to say. */
    public Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.get());
    }

    public ReadOnlyObjectProperty<@Nullable Outcome> outcomeProperty() {
        return outcome.getReadOnlyProperty();
    }
}
