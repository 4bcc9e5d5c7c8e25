package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** Archived documents that should be renewed before their proof ends; renews them when told to. */
final class ArchivesModel {
    /** How it stands. */
    sealed interface State {
        /** None is to be renewed, as far as is known. */
        record Quiet() implements State {}

        /** So many are. */
        record Due(int count) implements State {}

        /**
         * They are being renewed.
         *
         * @param ends true once somebody stopped it: it ends with what is under way
         */
        record Renewing(boolean ends) implements State {}

        /**
         * They were.
         *
         * @param renewed how many can be proven longer now
         * @param left what could not be renewed, each with its reason
         */
        record Renewed(int renewed, List<LevelResult> left) implements State {
            /** Copies the list. */
            public Renewed {
                left = List.copyOf(left);
            }
        }

        /** The list of archived documents cannot be read, or nobody could be asked. */
        record Failed(Problem why) implements State {}
    }

    private final Signing signing;
    private final Background background;
    private Cancellation cancellation = new Cancellation();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Quiet());

    /** Works on a lane of its own, as timestamps are asked for. */
    ArchivesModel(Signing signing, Background background) {
        this.signing = signing;
        this.background = background;
    }

    /** Counts them, unless something else is being said. */
    void look() {
        if (state.get() instanceof State.Quiet || state.get() instanceof State.Due) {
            background.run(signing::archivesDue, this::counted, () -> {});
        }
    }

    private void counted(Answer<Integer> due) {
        if (state.get() instanceof State.Quiet || state.get() instanceof State.Due) {
            state.set(due.fold(
                    count -> count == 0 ? new State.Quiet() : new State.Due(count), why -> new State.Failed(why)));
        }
    }

    /** Renews what is due, in place, unless that is being done. */
    void renew() {
        if (!(state.get() instanceof State.Renewing)) {
            cancellation = new Cancellation();
            state.set(new State.Renewing(false));
            var mine = cancellation;
            background.run(
                    () -> signing.renewArchives(mine::cancelled),
                    this::renewed,
                    () -> state.set(new State.Failed(Problem.of(ProblemCode.DESK_FAULT))));
        }
    }

    /** Stops it: what was renewed stays renewed, the others stay as they are. */
    void stop() {
        if (state.get() instanceof State.Renewing && cancellation.cancel()) {
            state.set(new State.Renewing(true));
        }
    }

    private void renewed(Answer<List<LevelResult>> results) {
        state.set(results.fold(
                all -> {
                    var left =
                            all.stream().filter(each -> each.why().isPresent()).toList();
                    return new State.Renewed(all.size() - left.size(), left);
                },
                why -> new State.Failed(why)));
    }

    /** What was said was read; what is due still is counted anew. */
    void read() {
        if (!(state.get() instanceof State.Renewing)) {
            state.set(new State.Quiet());
            look();
        }
    }

    State state() {
        return Optional.ofNullable(state.get()).orElseGet(State.Quiet::new);
    }

    ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }
}
