package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.ReadOut;
import dev.natsuin.desktop.ui.Shortcuts;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** People on the left, the one who is looked at on the right. */
public final class HelpdeskView extends VBox {
    private static final Set<HelpdeskModel.Pane> OF_A_PERSON = Set.of(
            HelpdeskModel.Pane.PERSON,
            HelpdeskModel.Pane.CONFIRM,
            HelpdeskModel.Pane.MEASURE,
            HelpdeskModel.Pane.AMEND);

    private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

    /** In less a name has no room beside how its bearer stands. */
    private static final double TIGHT_EM = 20;

    private final HelpdeskModel model;
    private final Words words;
    private final Dates dates;
    private final Chooser chooser;
    private final Opener opener;
    private final String fingerprint;
    private final TextField search = new TextField();
    private final ToggleGroup selection = new ToggleGroup();
    private final ListView<StaffDesk.Listed> list;
    private final Label foot = Pieces.quiet("");
    private final StackPane right = new StackPane();
    private boolean marking;
    private boolean tight;

    /** Behind that of the list itself, which selects nobody in what came anew. */
    private final ListChangeListener<StaffDesk.Listed> came = change -> mark();

    /**
     * A view of this model.
     *
     * @param fingerprint of this computer, to be read out while nobody has confirmed it
     */
    public HelpdeskView(
            HelpdeskModel model, Words words, Dates dates, Chooser chooser, Opener opener, String fingerprint) {
        this.fingerprint = fingerprint;
        this.model = model;
        this.words = words;
        this.dates = dates;
        this.chooser = chooser;
        this.opener = opener;
        this.list = new ListView<>(model.people());
        setId("helpdesk-view");
        getStyleClass().addAll("place-body", "helpdesk");
        var invite = Pieces.button(Icon.SETUP, words.text("invite"), model::beginInvite, "accent");
        invite.setId("invite");
        var many = Pieces.button(Icon.DOCUMENT, words.text("import"), model::beginList);
        many.setId("import");
        var admits = Bindings.createBooleanBinding(() -> model.role()
                .filter(role -> role == Role.OFFICER || role == Role.ADMINISTRATOR)
                .isPresent());
        Pieces.shownWhile(invite, admits);
        Pieces.shownWhile(many, admits);
        var second = Pieces.button(Icon.PEOPLE, words.text("second"), model::beginSecond);
        second.setId("second");
        Pieces.shownWhile(second, admits);
        var refresh = Pieces.button(Icon.REFRESH, words.text("refresh"), model::refresh);
        refresh.disableProperty().bind(model.askingProperty());
        var left = left();
        var body = new HBox(left, right);
        body.getStyleClass().add("columns");
        right.setMinWidth(0);
        right.setPrefWidth(0); // what stands in it wraps; it never widens the window
        HBox.setHgrow(right, Priority.ALWAYS);
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(Pieces.wrappingHead(words.text("title"), refresh, second, many, invite), body);
        Watching.whileShown(this, this::mark, model.paneProperty());
        model.people().addListener(new WeakListChangeListener<>(came));
        Watching.whileShown(
                this,
                this::foot,
                model.people(),
                model.problemProperty(),
                model.moreProperty(),
                model.askingProperty());
        Watching.whileShown(
                this,
                () -> {
                    Pieces.show(left, model.pane() != HelpdeskModel.Pane.LIST); // a list of people needs the room
                    show();
                },
                model.paneProperty());
        Shortcuts.whileShown(
                search, new KeyCodeCombination(KeyCode.F, KeyCombination.SHORTCUT_DOWN), search::requestFocus);
        Shortcuts.whileShown(
                this,
                new KeyCodeCombination(KeyCode.ESCAPE),
                () -> wayBack().isPresent(),
                () -> wayBack().ifPresent(Button::fire));
        look();
    }

    /** What Escape presses: the way back that is offered, but not out of a form, where it would cost what was typed. */
    private Optional<Button> wayBack() {
        var form = (model.pane() == HelpdeskModel.Pane.INVITE && model.invite().stage() == InviteModel.Stage.FORM)
                || (model.pane() == HelpdeskModel.Pane.AMEND && model.amend().stage() == AmendModel.Stage.FORM);
        return form
                ? Optional.empty()
                : Optional.ofNullable(right.lookup(".sheet-foot > .flat"))
                        .filter(Button.class::isInstance)
                        .map(Button.class::cast);
    }

    private Node left() {
        search.setId("search");
        search.setPromptText(words.text("search.prompt"));
        search.setAccessibleText(words.text("search"));
        search.textProperty().addListener((property, before, now) -> look());
        var choices = new FlowPane(); // at large text not all are on one line
        choices.getStyleClass().add("selection");
        for (var one : StaffDesk.Selection.values()) {
            var choice = new RadioButton(words.text("selection." + one));
            choice.setUserData(one);
            choice.setId("selection-" + one);
            choice.setToggleGroup(selection);
            choice.setSelected(one == StaffDesk.Selection.EVERYBODY);
            choices.getChildren().add(choice);
        }
        selection.selectedToggleProperty().addListener((property, before, now) -> look());
        list.setId("people");
        list.getStyleClass().addAll("card", "queue", "people");
        list.setCellFactory(view -> new Row());
        list.widthProperty().addListener((property, before, now) -> fit());
        search.fontProperty().addListener((property, before, now) -> fit());
        list.setPlaceholder(Pieces.text("", "muted"));
        list.setAccessibleText(words.text("people"));
        list.getSelectionModel().selectedItemProperty().addListener((property, before, now) -> {
            if (!marking && now != null && (before == null || !before.user().equals(now.user()))) {
                model.show(now.user());
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        foot.setId("people-foot");
        var left = new VBox(search, choices, list, foot);
        left.getStyleClass().addAll("stack", "people-side");
        return left;
    }

    private void look() {
        var chosen = selection.getSelectedToggle();
        model.look(
                chosen == null ? StaffDesk.Selection.EVERYBODY : (StaffDesk.Selection) chosen.getUserData(),
                search.getText());
    }

    /** Who is shown is marked, also where the list came anew; nobody, where something else is done. */
    private void mark() {
        var shown = OF_A_PERSON.contains(model.pane()) ? model.chosen() : "";
        var row = IntStream.range(0, model.people().size())
                .filter(at -> model.people().get(at).user().equals(shown))
                .findFirst();
        marking = true;
        if (row.isPresent()) {
            list.getSelectionModel().select(row.getAsInt());
        } else {
            list.getSelectionModel().clearSelection();
        }
        marking = false;
    }

    private void foot() {
        var problem = model.problem();
        foot.getStyleClass().remove("amber-text");
        if (problem.isPresent()) {
            foot.setText(ProblemWords.sentence(problem.get(), words.language()));
            foot.getStyleClass().add("amber-text");
        } else if (model.moreProperty().get()) {
            foot.setText(words.text("more", model.people().size()));
        } else {
            foot.setText(
                    model.people().isEmpty()
                            ? words.text(model.askingProperty().get() ? "asking" : "none")
                            : words.text("count", model.people().size()));
        }
    }

    private void show() {
        right.getChildren()
                .setAll(
                        switch (model.pane()) {
                            case NOBODY -> nobody();
                            case PERSON -> new PersonView(model, words, dates);
                            case MEASURE -> new MeasureView(model, words, dates, chooser, opener);
                            case AMEND -> new AmendView(model, words, chooser);
                            case INVITE -> new InviteView(model, words, dates, chooser, opener);
                            case LIST -> new ImportView(model, words, chooser, opener);
                            case CONFIRM -> new ConfirmView(model, words);
                            case SECOND -> new SecondView(model, words, dates);
                        });
    }

    private Node nobody() {
        var box = new VBox();
        box.getStyleClass().addAll("card", "empty-card");
        box.setAlignment(Pos.CENTER);
        Watching.whileShown(
                box,
                () -> box.getChildren().setAll(isConfirmed() ? choose() : ReadOut.of(fingerprint, words)),
                model.problemProperty());
        return box;
    }

    private boolean isConfirmed() {
        return model.problem()
                .filter(why -> why.code() == ProblemCode.DEVICE_NOT_CONFIRMED)
                .isEmpty();
    }

    private List<Node> choose() {
        return List.of(
                Icon.PEOPLE.node("large-icon"),
                Pieces.text(words.text("nobody.title"), "section-title", "centered"),
                Pieces.text(words.text("nobody.text"), "muted", "centered"));
    }

    /** A name with its reading, and how the person stands. */
    private final class Row extends ListCell<StaffDesk.Listed> {
        @Override
        protected void updateItem(StaffDesk.@Nullable Listed person, boolean empty) {
            super.updateItem(person, empty);
            setText(null);
            if (empty || person == null) {
                setGraphic(null);
                setAccessibleText("");
                return;
            }
            var name = Pieces.line(person.name(), "person-name");
            var below = person.kana().isEmpty() ? person.email() : person.kana();
            var names = new VBox(name, Pieces.line(below, "quiet"));
            HBox.setHgrow(names, Priority.ALWAYS);
            names.setMinWidth(0);
            var state = new HBox(chip(person, words));
            state.setAlignment(Pos.CENTER_LEFT);
            if (person.named() == StaffDesk.Named.FALSE) {
                state.getChildren().add(0, Icon.ALARM.node("note-icon", "amber"));
            }
            state.getStyleClass().add("row");
            var row = new HBox(names);
            (tight ? names : row).getChildren().add(state);
            row.getStyleClass().add("person-row");
            row.setAlignment(Pos.CENTER_LEFT);
            row.prefWidthProperty().bind(list.widthProperty().subtract(24));
            row.setMaxWidth(Region.USE_PREF_SIZE);
            setGraphic(row);
            setAccessibleText(words.text("row", person.name(), below, words.text("state." + person.state())));
        }
    }

    /** How somebody stands is below the name where that would have no room beside it. */
    private void fit() {
        var now = list.getWidth() < TIGHT_EM * search.getFont().getSize();
        if (now != tight && list.getWidth() > 0) {
            tight = now;
            list.pseudoClassStateChanged(TIGHT, tight);
            list.refresh();
        }
    }

    /** How somebody stands, in words on a chip. */
    static Label chip(StaffDesk.Listed person, Words words) {
        var chip = Pieces.line(words.text("state." + person.state()), "chip", "state-" + person.state());
        chip.setMinWidth(Region.USE_PREF_SIZE);
        return chip;
    }
}
