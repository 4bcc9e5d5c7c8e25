package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The trusted authorities without a window: what a file would bring is shown before it is believed. */
public final class TrustModel {
    /**
     * A file whose certificates are looked at.
     *
     * @param authorities what would be believed
     */
    public record Looked(Path file, List<Trusting.Authority> authorities) {}

    private final Trusting trusting;
    private final Background background;
    private final ReadOnlyObjectWrapper<Trusting.@Nullable Believed> believed =
            new ReadOnlyObjectWrapper<>(this, "believed");
    private final ReadOnlyObjectWrapper<@Nullable Looked> looked = new ReadOnlyObjectWrapper<>(this, "looked");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");

    /** Works on this lane. */
    public TrustModel(Trusting trusting, Background background) {
        this.trusting = trusting;
        this.background = background;
    }

    /** Reads what is believed now. */
    public void refresh() {
        run(trusting::believed);
    }

    /** Shows what a file would make believed; nothing is yet. */
    public void look(Path file) {
        problem.set(null);
        looked.set(null);
        background.run(
                () -> trusting.look(file),
                answer -> {
                    problem.set(answer.refusal().orElse(null));
                    looked.set(answer.given().map(all -> new Looked(file, all)).orElse(null));
                },
                this::failed);
    }

    /** Believes what is shown. */
    public void believe() {
        var shown = looked.get();
        if (shown != null) {
            looked.set(null);
            run(() -> trusting.believe(shown.file(), shown.authorities()));
        }
    }

    /** Leaves what is shown as it is. */
    public void leave() {
        looked.set(null);
        problem.set(null);
    }

    /** Believes one no more. */
    public void forget(Trusting.Source source) {
        run(() -> trusting.forget(source));
    }

    /** Believes also what the system believes, or no more. */
    public void system(boolean also) {
        var now = believed.get();
        if (now != null && now.system() != also) {
            run(() -> trusting.system(also));
        }
    }

    private interface Work {
        Answer<Trusting.Believed> get();
    }

    private void run(Work work) {
        problem.set(null);
        background.run(
                work::get,
                answer -> {
                    problem.set(answer.refusal().orElse(null));
                    answer.given().ifPresent(believed::set);
                },
                this::failed);
    }

    private void failed() {
        problem.set(Problem.of(ProblemCode.DESK_FAULT));
    }

    /** What is believed; nothing before it was read. */
    public Optional<Trusting.Believed> believed() {
        return Optional.ofNullable(believed.get());
    }

    public ReadOnlyObjectProperty<Trusting.@Nullable Believed> believedProperty() {
        return believed.getReadOnlyProperty();
    }

    /** What is looked at. */
    public Optional<Looked> looked() {
        return Optional.ofNullable(looked.get());
    }

    public ReadOnlyObjectProperty<@Nullable Looked> lookedProperty() {
        return looked.getReadOnlyProperty();
    }

    /** Why the last thing was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
