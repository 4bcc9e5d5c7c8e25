package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What staff does to a person, without a window: who it is shown back, the PIN, what came of it.
 *
 * <p>An order without a believed answer is never made again from here: it is kept, and settled as it is.
 */
public final class MeasureModel {
    /** What can be done to a person. */
    public enum Kind {
        SUSPEND,
        RESUME,
        /** Computers and keys end, and a new code is made. */
        RE_ENROL,
        /** They leave for ever. */
        REVOKE;

        private StaffDesk.Measure measure() {
            return StaffDesk.Measure.valueOf(name());
        }

        private String type() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Why something cannot be done to a person by whoever sits here. */
    public enum WhyNot {
        /** The name that is shown is a false one. */
        FALSE_NAME,
        /** The server that signs knows nobody of this id. */
        NOT_KNOWN,
        /** It is they themselves. */
        THEMSELVES,
        /** Officers do it for signers. */
        STAFF,
        /** Administrators do it for staff. */
        SIGNER,
        /** Auditors do nothing to anybody. */
        AUDITOR,
        /** As they stand now it means nothing. */
        STATE
    }

    /** How far it has come. */
    public enum Stage {
        /** Who it is shown back; the PIN is asked for. */
        ASKING,
        RUNNING,
        DONE,
        /** It was sent, and no believed answer came. */
        OPEN,
        /** Somebody else did something to the person after they were shown: they are to be looked at again. */
        MEANWHILE
    }

    private final StaffDesk desk;
    private final Background background;
    private final ObjectProperty<@Nullable Path> folder;
    private final Runnable done;
    private final ReasonModel reason = new ReasonModel();
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.ASKING);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private Kind kind = Kind.SUSPEND;
    private StaffDesk.@Nullable Person whom;
    private StaffDesk.@Nullable Changed changed;

    /**
     * A model with nothing to do.
     *
     * @param folder where sheets go
     * @param done hears that something is another now
     */
    MeasureModel(StaffDesk desk, Background background, ObjectProperty<@Nullable Path> folder, Runnable done) {
        this.desk = desk;
        this.background = background;
        this.folder = folder;
        this.done = done;
    }

    /** Why this cannot be done to this person from here; nothing if it can. */
    public Optional<WhyNot> whyNot(Kind what, StaffDesk.Listed person) {
        var means = switch (what) {
            case SUSPEND -> person.state() == StaffDesk.State.ACTIVE || person.state() == StaffDesk.State.WAITING;
            case RESUME -> person.state() == StaffDesk.State.SUSPENDED;
            case RE_ENROL, REVOKE -> person.state() != StaffDesk.State.GONE;
        };
        return whyNot(person).or(() -> means ? Optional.empty() : Optional.of(WhyNot.STATE));
    }

    /** Why nothing can be done to this person by whoever sits here; nothing if something can. */
    Optional<WhyNot> whyNot(StaffDesk.Listed person) {
        return person.named() == StaffDesk.Named.FALSE ? Optional.of(WhyNot.FALSE_NAME) : whyNotByRole(person);
    }

    /** The same, whatever they are shown as. */
    Optional<WhyNot> whyNotByRole(StaffDesk.Listed person) {
        var own = desk.role();
        if (person.role().isEmpty()) {
            return Optional.of(WhyNot.NOT_KNOWN);
        }
        if (own.isEmpty() || own.get() == Role.AUDITOR || own.get() == Role.SIGNER) {
            return Optional.of(WhyNot.AUDITOR);
        }
        if (!own.get().mayInvite(person.role().get())) {
            return Optional.of(own.get() == Role.OFFICER ? WhyNot.STAFF : WhyNot.SIGNER);
        }
        return desk.user().filter(person.user()::equals).isPresent()
                ? Optional.of(WhyNot.THEMSELVES)
                : Optional.empty();
    }

    /** Begins, if it can be done and nothing else is being ordered. */
    boolean begin(Kind what, StaffDesk.Person person) {
        if (stage.get() == Stage.RUNNING || whyNot(what, person.listed()).isPresent()) {
            return false;
        }
        kind = what;
        whom = person;
        changed = null;
        problem.set(null);
        reason.begin(what.type());
        stage.set(Stage.ASKING);
        return true;
    }

    /** Orders it under the PIN, which is taken over, for the reason that is chosen; without one nothing is ordered. */
    public void order(StaffDesk.Dress dress, Secret pin) {
        var person = whom;
        var into = folder.get();
        var why = reason.reason();
        var misses = (kind == Kind.RE_ENROL && into == null) || why.isEmpty();
        if (stage.get() != Stage.ASKING || person == null || misses) {
            pin.close();
            return;
        }
        run(() -> {
            try (pin) {
                return kind == Kind.RE_ENROL && into != null
                        ? desk.reEnrol(person, why, into, dress, pin)
                        : desk.order(kind.measure(), person, why, pin);
            }
        });
    }

    private void run(Supplier<Answer<StaffDesk.Changed>> work) {
        problem.set(null);
        stage.set(Stage.RUNNING);
        background.run(work, this::answered, () -> answered(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void answered(Answer<StaffDesk.Changed> answer) {
        var why = answer.refusal();
        problem.set(why.orElse(null));
        changed = answer.given().orElse(null);
        var open = why.filter(p -> p.code() == ProblemCode.NOT_CONFIRMED).isPresent();
        var late = why.filter(p -> p.code() == ProblemCode.CHANGED_MEANWHILE).isPresent();
        stage.set(open ? Stage.OPEN : late ? Stage.MEANWHILE : why.isPresent() ? Stage.ASKING : Stage.DONE);
        if (open || late || why.isEmpty()) {
            done.run();
        }
    }

    /** What is done. */
    public Kind kind() {
        return kind;
    }

    /** To whom, as they were shown when it began. */
    public Optional<StaffDesk.Person> whom() {
        return Optional.ofNullable(whom);
    }

    /** Why it is done; nothing is chosen beforehand. */
    public ReasonModel reason() {
        return reason;
    }

    /** Where a sheet goes. */
    public ObjectProperty<@Nullable Path> folderProperty() {
        return folder;
    }

    /** What came of it. */
    public Optional<StaffDesk.Changed> changed() {
        return Optional.ofNullable(changed);
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
}
