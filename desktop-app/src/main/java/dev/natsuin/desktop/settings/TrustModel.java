package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Trusting;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What is trusted, without a window: what a file would bring is shown before it is believed. */
public final class TrustModel {
    /** The parts of it, each with its own trouble. */
    public enum Part {
        AUTHORITIES,
        LISTS,
        ASKING
    }

    /**
     * A file whose certificates are looked at.
     *
     * @param authorities what would be believed
     */
    public record Looked(Path file, List<Trusting.Authority> authorities) {}

    /**
     * A file that is looked at as a trusted list.
     *
     * @param publisher the file with certificates that may have signed it, if one was chosen
     */
    public record LookedList(Path file, Optional<Path> publisher, Trusting.TrustedList list) {}

    /** Why the last thing was refused, and which part it was about. */
    public record Trouble(Part part, Problem why) {}

    private final Trusting trusting;
    private final Background background;
    private final ReadOnlyObjectWrapper<Trusting.@Nullable Believed> believed =
            new ReadOnlyObjectWrapper<>(this, "believed");
    private final ReadOnlyObjectWrapper<@Nullable Looked> looked = new ReadOnlyObjectWrapper<>(this, "looked");
    private final ReadOnlyObjectWrapper<@Nullable LookedList> lookedList =
            new ReadOnlyObjectWrapper<>(this, "lookedList");
    private final ReadOnlyObjectWrapper<@Nullable Trouble> trouble = new ReadOnlyObjectWrapper<>(this, "trouble");

    /** Works on this lane. */
    public TrustModel(Trusting trusting, Background background) {
        this.trusting = trusting;
        this.background = background;
    }

    /** Reads what is believed now. */
    public void refresh() {
        run(Part.AUTHORITIES, trusting::believed);
    }

    /** Shows what a file would make believed; nothing is yet. */
    public void look(Path file) {
        looked.set(null);
        run(
                Part.AUTHORITIES,
                () -> trusting.look(file),
                answer -> looked.set(
                        answer.given().map(all -> new Looked(file, all)).orElse(null)));
    }

    /** Believes what is shown. */
    public void believe() {
        var shown = looked.get();
        if (shown != null) {
            looked.set(null);
            run(Part.AUTHORITIES, () -> trusting.believe(shown.file(), shown.authorities()));
        }
    }

    /** Leaves the authorities that are shown as they are. */
    public void leave() {
        looked.set(null);
        trouble.set(null);
    }

    /** Believes one no more. */
    public void forget(Trusting.Source source) {
        run(Part.AUTHORITIES, () -> trusting.forget(source));
    }

    /** Believes also what the system believes, or no more. */
    public void system(boolean also) {
        var now = believed.get();
        if (now != null && now.system() != also) {
            run(Part.AUTHORITIES, () -> trusting.system(also));
        }
    }

    /** Shows a trusted list and what it is worth; it is not believed yet. */
    public void lookAtList(Path file) {
        lookedList.set(null);
        lookAtList(file, Optional.empty());
    }

    /** Judges the list that is shown once more, with whoever this file says may have signed it. */
    public void publisher(Path certificates) {
        var shown = lookedList.get();
        if (shown != null) {
            lookAtList(shown.file(), Optional.of(certificates));
        }
    }

    /** What was shown before stays if nothing can be shown instead. */
    private void lookAtList(Path file, Optional<Path> publisher) {
        run(
                Part.LISTS,
                () -> trusting.lookAtList(file, publisher),
                answer -> answer.given().ifPresent(list -> lookedList.set(new LookedList(file, publisher, list))));
    }

    /** Believes the list that is shown. */
    public void believeList() {
        var shown = lookedList.get();
        if (shown != null) {
            lookedList.set(null);
            run(Part.LISTS, () -> trusting.believeList(shown.file(), shown.publisher(), shown.list()));
        }
    }

    /** Leaves the list that is shown as it is. */
    public void leaveList() {
        lookedList.set(null);
        trouble.set(null);
    }

    /** Believes a list no more. */
    public void forgetList(Trusting.ListSource source) {
        run(Part.LISTS, () -> trusting.forgetList(source));
    }

    /** Asks nobody from now on, or asks again. */
    public void offline(boolean nobody) {
        var now = believed.get();
        if (now != null && now.offline() != nobody) {
            run(Part.ASKING, () -> trusting.offline(nobody));
        }
    }

    private void run(Part part, Supplier<Answer<Trusting.Believed>> work) {
        run(part, work, answer -> answer.given().ifPresent(believed::set));
    }

    private <T> void run(Part part, Supplier<Answer<T>> work, Consumer<Answer<T>> then) {
        trouble.set(null);
        background.run(
                work,
                answer -> {
                    answer.refusal().ifPresent(why -> trouble.set(new Trouble(part, why)));
                    then.accept(answer);
                },
                () -> trouble.set(new Trouble(part, Problem.of(ProblemCode.DESK_FAULT))));
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

    /** The trusted list that is looked at. */
    public Optional<LookedList> lookedList() {
        return Optional.ofNullable(lookedList.get());
    }

    public ReadOnlyObjectProperty<@Nullable LookedList> lookedListProperty() {
        return lookedList.getReadOnlyProperty();
    }

    /** Why the last thing about this part was refused. */
    public Optional<Problem> problem(Part part) {
        return Optional.ofNullable(trouble.get())
                .filter(each -> each.part() == part)
                .map(Trouble::why);
    }

    public ReadOnlyObjectProperty<@Nullable Trouble> troubleProperty() {
        return trouble.getReadOnlyProperty();
    }
}
