package dev.natsuin.desktop.enrol;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Enrolment without a window: the code is read, a PIN chosen twice, the desk enrolled.
 *
 * <p>Holds the code from reading until the desk is enrolled, or until the key that is handed over with it is taken in,
 * and zeroes it then. Used on one thread.
 */
public final class EnrolModel {
    /** Where in the course of enrolment. */
    public enum Stage {
        CODE,
        PIN,
        RUNNING,
        /** Enrolled; the officer has not confirmed the fingerprint yet. */
        WAITING,
        /** Confirmed; the PIN is asked once more, to make the key. Nobody kept it meanwhile. */
        KEY,
        DONE
    }

    /** What is wrong with the two PINs, besides a refusal. */
    public enum PinTrouble {
        NONE,
        DIFFERENT
    }

    /** More than any code file needs. */
    private static final long MAX_CODE_BYTES = 64 * 1024;

    private final Enrolling enrolling;
    private final Background background;
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.CODE);
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<PinTrouble> pinTrouble =
            new ReadOnlyObjectWrapper<>(this, "pinTrouble", PinTrouble.NONE);
    private final ReadOnlyObjectWrapper<Enrolling.Step> step = new ReadOnlyObjectWrapper<>(this, "step");
    private final ReadOnlyObjectWrapper<Enrolling.CodeFacts> facts = new ReadOnlyObjectWrapper<>(this, "facts");
    private final ReadOnlyObjectWrapper<Enrolling.Enrolled> enrolled = new ReadOnlyObjectWrapper<>(this, "enrolled");
    private final ReadOnlyBooleanWrapper mayGiveUp = new ReadOnlyBooleanWrapper(this, "mayGiveUp");
    private @Nullable Secret code;
    private boolean looking;

    /** A model that waits for a code. */
    public EnrolModel(Enrolling enrolling, Background background) {
        this.enrolling = enrolling;
        this.background = background;
    }

    /** Reads a code as pasted; takes the secret over. */
    public void read(Secret pasted) {
        if (stage() != Stage.CODE) {
            pasted.close();
            return;
        }
        problem.set(null);
        background.run(() -> enrolling.read(pasted), read -> read(pasted, read), pasted::close);
    }

    /** Reads a code from a file; does nothing once there is one. */
    public void read(Path file) {
        if (stage() != Stage.CODE) {
            return;
        }
        problem.set(null);
        background.run(
                () -> content(file),
                content -> {
                    content.given().ifPresent(this::read);
                    content.refusal().ifPresent(this::unread);
                },
                () -> unread(Problem.of(ProblemCode.FILE_UNREADABLE)));
    }

    private void unread(Problem why) {
        if (stage() == Stage.CODE) {
            problem.set(why);
        }
    }

    private static Answer<Secret> content(Path file) {
        try {
            return Answer.of(Secret.taking(NamedFile.octets(file, MAX_CODE_BYTES)));
        } catch (NamedFile.TooLong e) {
            return Answer.refused(ProblemCode.CODE_MALFORMED);
        } catch (IOException e) {
            return Answer.refused(NamedFile.why(e));
        }
    }

    private void read(Secret pasted, Answer<Enrolling.CodeFacts> read) {
        read.given().ifPresent(known -> {
            forgetCode();
            code = pasted;
            facts.set(known);
            stage.set(Stage.PIN);
        });
        read.refusal().ifPresent(why -> {
            pasted.close();
            problem.set(why);
        });
    }

    /** Begins anew with a code, at a desk that is somebody's already or has just become so. */
    public void beginAnew() {
        if (stage() == Stage.RUNNING) {
            return;
        }
        forgetCode();
        problem.set(null);
        pinTrouble.set(PinTrouble.NONE);
        mayGiveUp.set(false);
        stage.set(Stage.CODE);
    }

    /** Chooses the PIN, given twice, and enrols. Takes both secrets over. */
    public void choose(Secret pin, Secret again) {
        choose(pin, again, false);
    }

    /**
     * As {@link #choose(Secret, Secret)}.
     *
     * @param givesUp whether the person gives up an enrolment that this desk has and that has not ended
     */
    public void choose(Secret pin, Secret again, boolean givesUp) {
        var with = code;
        pinTrouble.set(PinTrouble.NONE);
        problem.set(null);
        try (again) {
            if (stage() != Stage.PIN || with == null) {
                pin.close();
            } else if (!enrolling.strongEnough(pin)) {
                pin.close();
                problem.set(Problem.of(ProblemCode.PIN_TOO_WEAK));
            } else if (!pin.matches(again)) {
                pin.close();
                pinTrouble.set(PinTrouble.DIFFERENT);
            } else {
                enrol(with, pin, givesUp && mayGiveUp.get() ? Enrolling.Former.GIVEN_UP : Enrolling.Former.ENDED);
            }
        }
    }

    private void enrol(Secret with, Secret pin, Enrolling.Former former) {
        step.set(Enrolling.Step.SERVER);
        stage.set(Stage.RUNNING);
        background.run(
                () -> {
                    try (pin) {
                        return enrolling.enrol(with, pin, former, begun -> background.later(() -> step.set(begun)));
                    }
                },
                outcome -> {
                    outcome.given().ifPresent(this::enrolled);
                    outcome.refusal().ifPresent(why -> {
                        problem.set(why);
                        mayGiveUp.set(mayGiveUp.get() || why.code() == ProblemCode.ALREADY_ENROLLED);
                        stage.set(why.code() == ProblemCode.INVITATION_NOT_ACCEPTED ? Stage.CODE : Stage.PIN);
                    });
                },
                () -> {
                    problem.set(Problem.of(ProblemCode.DESK_FAULT));
                    stage.set(Stage.PIN);
                });
    }

    /** Whether the server does not say that the enrolment of now ended: the person may give it up. */
    public boolean mayGiveUp() {
        return mayGiveUp.get();
    }

    /** A code that opens a key is needed until that is taken in. */
    private void enrolled(Enrolling.Enrolled owner) {
        var read = facts.get();
        if (owner.next() == Enrolling.Next.NOTHING || read == null || !read.handsKeyOver()) {
            forgetCode();
        }
        goOn(owner);
    }

    private void goOn(Enrolling.Enrolled owner) {
        enrolled.set(owner);
        stage.set(
                switch (owner.next()) {
                    case NOTHING -> Stage.DONE;
                    case CONFIRMATION -> Stage.WAITING;
                    case KEY -> Stage.KEY;
                });
    }

    /** Goes on with an enrolment that was left while it waited. */
    public void resume(Enrolling.Enrolled owner) {
        if (stage() == Stage.CODE) {
            goOn(owner);
            look();
        }
    }

    /** Asks whether the fingerprint is confirmed now; does nothing while it is being asked. */
    public void look() {
        if (stage() != Stage.WAITING || looking) {
            return;
        }
        looking = true;
        background.run(
                enrolling::look,
                outcome -> {
                    looking = false;
                    if (stage() == Stage.WAITING) { // Else a new code is being given, and this is about the former.
                        problem.set(outcome.refusal().orElse(null));
                        outcome.given().ifPresent(this::goOn);
                    }
                },
                () -> looking = false);
    }

    /**
     * Makes the first key, once confirmed, or takes in the one that is handed over; if the code that opens that is not
     * at hand any more, it is asked for again. Takes the PIN over.
     */
    public void finish(Secret pin) {
        if (stage() != Stage.KEY) {
            pin.close();
            return;
        }
        problem.set(null);
        step.set(Enrolling.Step.KEY);
        stage.set(Stage.RUNNING);
        var with = code;
        background.run(
                () -> {
                    try (pin) {
                        Enrolling.Listener listener = begun -> background.later(() -> step.set(begun));
                        return with == null ? enrolling.finish(pin, listener) : enrolling.enrol(with, pin, listener);
                    }
                },
                outcome -> {
                    outcome.given().ifPresent(this::enrolled);
                    outcome.refusal().ifPresent(why -> {
                        problem.set(why);
                        stage.set(after(why.code()));
                    });
                },
                () -> stage.set(Stage.KEY));
    }

    private static Stage after(ProblemCode refusal) {
        return switch (refusal) {
            case DEVICE_NOT_CONFIRMED -> Stage.WAITING;
            case HANDED_KEY_NEEDS_CODE -> Stage.CODE;
            default -> Stage.KEY;
        };
    }

    /** From the PIN back to the code, which is forgotten. */
    public void back() {
        if (stage() == Stage.PIN) {
            forgetCode();
            problem.set(null);
            pinTrouble.set(PinTrouble.NONE);
            stage.set(Stage.CODE);
        }
    }

    private void forgetCode() {
        if (code != null) {
            code.close();
            code = null;
        }
    }

    /** Where in the course of enrolment. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why the last act was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<PinTrouble> pinTroubleProperty() {
        return pinTrouble.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Enrolling.Step> stepProperty() {
        return step.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Enrolling.CodeFacts> factsProperty() {
        return facts.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Enrolling.Enrolled> enrolledProperty() {
        return enrolled.getReadOnlyProperty();
    }
}
