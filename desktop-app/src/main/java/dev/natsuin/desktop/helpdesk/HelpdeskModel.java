package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * People without a window: the list that a query finds, and the one that is looked at.
 *
 * <p>While an answer is awaited only the newest query is kept: whoever types fast is answered for what stands there at
 * the end, and the server is never asked for more than one at a time.
 */
public final class HelpdeskModel {
    /** What the right side shows. */
    public enum Pane {
        /** Nobody is chosen. */
        NOBODY,
        /** The person that was chosen. */
        PERSON,
        /** Somebody is being invited. */
        INVITE,
        /** A list of people is being invited. */
        LIST,
        /** The chosen person's fingerprint is being confirmed. */
        CONFIRM,
        /** Something else is being done to the chosen person. */
        MEASURE,
        /** The chosen person gets another name. */
        AMEND,
        /** What waits for a second person. */
        SECOND
    }

    private record Question(StaffDesk.Selection selection, String query) {}

    private final StaffDesk desk;
    private final Background background;
    private final InviteModel invite;
    private final ConfirmModel confirm;
    private final ImportModel list;
    private final MeasureModel measure;
    private final AmendModel amend;
    private final SecondModel second;
    private final ObservableList<StaffDesk.Listed> people = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper more = new ReadOnlyBooleanWrapper(this, "more");
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyObjectWrapper<StaffDesk.Person> person = new ReadOnlyObjectWrapper<>(this, "person");
    private final ReadOnlyObjectWrapper<@Nullable Problem> personProblem =
            new ReadOnlyObjectWrapper<>(this, "personProblem");
    private final ReadOnlyObjectWrapper<Pane> pane = new ReadOnlyObjectWrapper<>(this, "pane", Pane.NOBODY);
    /** Everybody who was in a list since the window opened, as they were last. */
    private final Map<String, StaffDesk.Listed> known = new LinkedHashMap<>();

    private Question question = new Question(StaffDesk.Selection.EVERYBODY, "");
    private boolean again;
    private boolean askingPerson;
    private boolean personAgain;
    private String chosen = "";

    /** A model that knows nobody yet. */
    public HelpdeskModel(StaffDesk desk, Background background) {
        this.desk = desk;
        this.background = background;
        this.invite = new InviteModel(desk, background, () -> List.copyOf(known.values()), this::refresh);
        this.confirm = new ConfirmModel(desk, background, this::refresh);
        this.list = new ImportModel(desk, background, this::refresh);
        this.measure = new MeasureModel(desk, background, invite.folderProperty(), this::refresh);
        this.amend = new AmendModel(desk, background, measure, () -> List.copyOf(known.values()), this::refresh);
        this.second = new SecondModel(desk, background, this::refresh);
        // Whatever is looked at when an order comes to its end: what came of it is told.
        invite.stageProperty()
                .addListener((property, before, now) -> ended(before == InviteModel.Stage.RUNNING, Pane.INVITE));
        confirm.stageProperty()
                .addListener((property, before, now) -> ended(before == ConfirmModel.Stage.RUNNING, Pane.CONFIRM));
        list.stageProperty()
                .addListener((property, before, now) -> ended(before == ImportModel.Stage.RUNNING, Pane.LIST));
        measure.stageProperty()
                .addListener((property, before, now) -> ended(before == MeasureModel.Stage.RUNNING, Pane.MEASURE));
        amend.stageProperty()
                .addListener((property, before, now) -> ended(before == AmendModel.Stage.RUNNING, Pane.AMEND));
        second.stageProperty()
                .addListener((property, before, now) -> ended(before == SecondModel.Stage.RUNNING, Pane.SECOND));
    }

    /** Whoever it was about is the one that is chosen then, also if somebody else was looked at meanwhile. */
    private void ended(boolean ran, Pane order) {
        if (ran) {
            showOrder(order);
        }
    }

    private void showOrder(Pane order) {
        about(order).filter(user -> !user.equals(chosen)).ifPresent(this::choose);
        pane.set(order);
    }

    private Optional<String> about(Pane order) {
        return switch (order) {
            case CONFIRM -> confirm.whom().map(StaffDesk.Listed::user);
            case MEASURE -> measure.whom().map(whom -> whom.listed().user());
            case AMEND -> amend.whom().map(whom -> whom.listed().user());
            default -> Optional.empty();
        };
    }

    /** What the owner of this desk may do. */
    public Optional<Role> role() {
        return desk.role();
    }

    /** Inviting somebody. */
    public InviteModel invite() {
        return invite;
    }

    /** Confirming a fingerprint. */
    public ConfirmModel confirm() {
        return confirm;
    }

    /** Inviting a list of people. */
    public ImportModel list() {
        return list;
    }

    /** Doing something else to a person. */
    public MeasureModel measure() {
        return measure;
    }

    /** Giving a person another name. */
    public AmendModel amend() {
        return amend;
    }

    /** What waits for a second person. */
    public SecondModel second() {
        return second;
    }

    /** Looks for people; called at each keystroke. */
    public void look(StaffDesk.Selection selection, String query) {
        question = new Question(selection, query);
        ask();
    }

    /** Asks for the list, and for the person that is shown, afresh. */
    public void refresh() {
        ask();
        if (!chosen.isEmpty()) {
            choose(chosen);
        }
    }

    /** Asks again for what was not had because the server was away. */
    public void askAgain() {
        if (problem().filter(Away::is).isPresent()) {
            ask();
        }
        if (personProblem().filter(Away::is).isPresent()) {
            choose(chosen);
        }
        second.askAgain();
    }

    private void ask() {
        if (asking.get()) {
            again = true;
            return;
        }
        asking.set(true);
        again = false;
        var asked = question;
        background.run(
                () -> desk.people(asked.selection(), asked.query()),
                this::show,
                () -> show(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void show(Answer<StaffDesk.Listing> answer) {
        asking.set(false);
        if (again) {
            ask();
            return;
        }
        people.setAll(answer.given().map(StaffDesk.Listing::people).orElse(List.of()));
        people.forEach(each -> known.put(each.user(), each));
        more.set(answer.given().map(StaffDesk.Listing::more).orElse(false));
        problem.set(answer.refusal().orElse(null));
    }

    /** Shows this person; what is known of them is asked for afresh. */
    public void choose(String user) {
        if (!user.equals(chosen)) {
            person.set(null);
            personProblem.set(null);
        }
        chosen = user;
        if (pane.get() == Pane.NOBODY) {
            pane.set(Pane.PERSON);
        }
        askPerson();
    }

    /** Of many who are passed over with the arrow keys only the last is asked for: an order would wait behind all. */
    private void askPerson() {
        if (askingPerson) {
            personAgain = true;
            return;
        }
        askingPerson = true;
        personAgain = false;
        var user = chosen;
        background.run(
                () -> desk.person(user),
                answer -> showPerson(user, answer),
                () -> showPerson(user, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void showPerson(String user, Answer<StaffDesk.Person> answer) {
        askingPerson = false;
        if (personAgain) {
            askPerson();
            return;
        }
        if (user.equals(chosen)) {
            person.set(answer.given().orElse(null));
            personProblem.set(answer.refusal().orElse(null));
        }
    }

    /** Begins to invite somebody. */
    public void beginInvite() {
        invite.begin();
        pane.set(Pane.INVITE);
    }

    /** Begins to invite a list of people; one that is being read or ordered goes on. */
    public void beginList() {
        list.begin();
        pane.set(Pane.LIST);
    }

    /** Why whoever sits here cannot confirm a computer of this person; nothing if they can. */
    public Optional<MeasureModel.WhyNot> whyNotConfirm(StaffDesk.Listed whom) {
        return measure.whyNot(whom);
    }

    /** Begins to confirm the fingerprint of the person that is shown, if whoever sits here can. */
    public void beginConfirm() {
        var now = person.get();
        if (now != null && whyNotConfirm(now.listed()).isEmpty()) {
            confirm.begin(now.listed());
            pane.set(Pane.CONFIRM);
        }
    }

    /** Begins to do this to the person that is shown, if it can be done to them from here. */
    public void beginMeasure(MeasureModel.Kind kind) {
        var now = person.get();
        if (now != null && measure.begin(kind, now)) {
            pane.set(Pane.MEASURE);
        }
    }

    /** Begins to give the person that is shown another name, if that can be done from here. */
    public void beginAmend() {
        var now = person.get();
        if (now != null && amend.begin(now)) {
            pane.set(Pane.AMEND);
        }
    }

    /** Lists what waits for a second person. */
    public void beginSecond() {
        second.begin();
        pane.set(Pane.SECOND);
    }

    /** True while something is being ordered. */
    public boolean ordering() {
        return running() != null;
    }

    private @Nullable Pane running() {
        if (invite.stage() == InviteModel.Stage.RUNNING) {
            return Pane.INVITE;
        }
        if (measure.stage() == MeasureModel.Stage.RUNNING) {
            return Pane.MEASURE;
        }
        if (amend.stage() == AmendModel.Stage.RUNNING) {
            return Pane.AMEND;
        }
        if (list.stage() == ImportModel.Stage.RUNNING) {
            return Pane.LIST;
        }
        if (second.stage() == SecondModel.Stage.RUNNING) {
            return Pane.SECOND;
        }
        return confirm.stage() == ConfirmModel.Stage.RUNNING ? Pane.CONFIRM : null;
    }

    /** Shows what is being ordered. */
    public void showOrder() {
        var now = running();
        if (now != null) {
            showOrder(now);
        }
    }

    /** Goes back to the person that was chosen, or to nobody. */
    public void back() {
        pane.set(chosen.isEmpty() ? Pane.NOBODY : Pane.PERSON);
    }

    /** Shows somebody who was just invited. */
    public void show(String user) {
        choose(user);
        pane.set(Pane.PERSON);
    }

    /** Who was found. */
    public ObservableList<StaffDesk.Listed> people() {
        return people;
    }

    /** True if there are more than are listed. */
    public ReadOnlyBooleanProperty moreProperty() {
        return more.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }

    /** Why the list could not be had. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Who was chosen last; empty if nobody was. */
    public String chosen() {
        return chosen;
    }

    /** The person that is shown; empty while it is asked for. */
    public Optional<StaffDesk.Person> person() {
        return Optional.ofNullable(person.get());
    }

    public ReadOnlyObjectProperty<StaffDesk.Person> personProperty() {
        return person.getReadOnlyProperty();
    }

    /** Why the person could not be had. */
    public Optional<Problem> personProblem() {
        return Optional.ofNullable(personProblem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> personProblemProperty() {
        return personProblem.getReadOnlyProperty();
    }

    /** What the right side shows. */
    public Pane pane() {
        return pane.get();
    }

    public ReadOnlyObjectProperty<Pane> paneProperty() {
        return pane.getReadOnlyProperty();
    }
}
