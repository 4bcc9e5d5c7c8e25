package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * What waits for a second person, without a window: the list, one of it read back, the PIN, what came of it.
 *
 * <p>An order without a believed answer is never made again from here: it is kept, and settled as it is.
 */
public final class SecondModel {
    /** How far it has come. */
    public enum Stage {
        /** What waits is listed. */
        LIST,
        /** One is read back; the PIN is asked for. */
        ASKING,
        RUNNING,
        DONE,
        /** It was sent, and no believed answer came. */
        OPEN
    }

    /** Why whoever sits here cannot approve it. */
    public enum WhyNot {
        /** They ordered it themselves. */
        OWN,
        /** It is about themselves. */
        THEMSELVES,
        /** One of the two is shown by a false name. */
        FALSE_NAME
    }

    private final StaffDesk desk;
    private final Background background;
    private final Runnable done;
    private final ReasonModel reason = new ReasonModel();
    private final ObservableList<StaffDesk.Request> requests = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper(this, "more");
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.LIST);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private StaffDesk.@Nullable Request shown;
    private StaffDesk.@Nullable Changed changed;
    private boolean withdrawn;

    /**
     * A model that knows of nothing yet.
     *
     * @param done hears that something is another now
     */
    SecondModel(StaffDesk desk, Background background, Runnable done) {
        this.desk = desk;
        this.background = background;
        this.done = done;
    }

    /** Lists what waits, asked for afresh; one that is being ordered goes on. */
    void begin() {
        if (stage.get() != Stage.RUNNING) {
            stage.set(Stage.LIST);
            load();
        }
    }

    /** Asks again for the list if it was not had because the server was away. */
    void askAgain() {
        if (stage.get() == Stage.LIST && problem().filter(Away::is).isPresent()) {
            load();
        }
    }

    private void load() {
        problem.set(null);
        loading.set(true);
        background.run(desk::requests, this::listed, () -> listed(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void listed(Answer<StaffDesk.Requests> answer) {
        loading.set(false);
        requests.setAll(answer.given().map(StaffDesk.Requests::requests).orElse(List.of()));
        more.set(answer.given().map(StaffDesk.Requests::more).orElse(false));
        if (stage.get() == Stage.LIST) { // Else it would look as if what is read back had been refused.
            problem.set(answer.refusal().orElse(null));
        }
    }

    /** Reads one back. */
    public void show(StaffDesk.Request request) {
        if (stage.get() == Stage.LIST) {
            shown = request;
            changed = null;
            withdrawn = false;
            problem.set(null);
            reason.begin("withdraw");
            stage.set(Stage.ASKING);
        }
    }

    /** Why it cannot be approved from here; nothing if it can. */
    public Optional<WhyNot> whyNot(StaffDesk.Request request) {
        if (request.isFalselyNamed()) {
            return Optional.of(WhyNot.FALSE_NAME);
        }
        if (request.own()) {
            return Optional.of(WhyNot.OWN);
        }
        return desk.user().filter(request.whom().user()::equals).isPresent()
                ? Optional.of(WhyNot.THEMSELVES)
                : Optional.empty();
    }

    /** Wants it too, under the PIN, which is taken over. */
    public void approve(Secret pin) {
        var request = shown;
        if (stage.get() != Stage.ASKING || request == null || whyNot(request).isPresent()) {
            pin.close();
            return;
        }
        run(() -> {
            try (pin) {
                return desk.approve(request, pin);
            }
        });
    }

    /**
     * Takes it back or does not want it, under the PIN, which is taken over, for the reason that is chosen; without one
     * nothing is ordered.
     */
    public void withdraw(Secret pin) {
        var request = shown;
        var why = reason.reason();
        if (stage.get() != Stage.ASKING || request == null || why.isEmpty()) {
            pin.close();
            return;
        }
        withdrawn = true;
        run(() -> {
            try (pin) {
                return desk.withdraw(request, why, pin)
                        .map(logIndex -> new StaffDesk.Changed(0, 0, logIndex, Optional.empty()));
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
        withdrawn &= open || why.isEmpty();
        stage.set(open ? Stage.OPEN : why.isPresent() ? Stage.ASKING : Stage.DONE);
        if (open || why.isEmpty()) {
            done.run();
        }
    }

    /** What waits, newest first. */
    public ObservableList<StaffDesk.Request> requests() {
        return requests;
    }

    /** True if there is more than is listed. */
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    /** True while the list is asked for. */
    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** The one that is read back. */
    public Optional<StaffDesk.Request> shown() {
        return Optional.ofNullable(shown);
    }

    /** Why it is taken back or not wanted; an approval has the reason of the order. */
    public ReasonModel reason() {
        return reason;
    }

    /** What came of it. */
    public Optional<StaffDesk.Changed> changed() {
        return Optional.ofNullable(changed);
    }

    /** True if it was, or is to be, withdrawn and not approved. */
    public boolean withdrawn() {
        return withdrawn;
    }

    /** How far it has come. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    /** Why the list could not be had, or the order was refused. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }
}
