package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.Stamping;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Who is asked for timestamps, in which order, and whether what they give holds. */
final class StampCard extends VBox {
    private final StampModel model;
    private final Words words;
    private final Dates dates;
    private final VBox authorities = new VBox();
    private final VBox found = new VBox();
    private final TextField address = new TextField();
    private final TextField user = new TextField();
    private final PasswordField password;
    private final VBox fields;
    private final Button more;

    StampCard(StampModel model, Words words, Dates dates) {
        this.model = model;
        this.words = words;
        this.dates = dates;
        setId("stamps");
        getStyleClass().addAll("card", "settings-card");
        authorities.setId("stamp-authorities");
        authorities.getStyleClass().add("trust-sources");
        found.setId("stamp-found");
        address.setId("stamp-address");
        address.setPromptText("https://tsa.example/rfc3161");
        user.setId("stamp-user");
        password = new PasswordField(words.text("stamp.password"));
        password.setId("stamp-password");
        more = Pieces.button(Icon.ADD, words.text("stamp.more"), () -> open(true));
        more.setId("stamp-more");
        var add = Pieces.button(words.text("stamp.add"), this::add);
        add.setId("stamp-add");
        var leave = Pieces.button(words.text("stamp.leave"), () -> open(false), "flat");
        leave.setId("stamp-leave");
        var acts = new FlowPane(add, leave);
        acts.getStyleClass().add("place-acts");
        address.setOnAction(event -> add.fire());
        user.setOnAction(event -> add.fire());
        password.setOnEnter(add::fire);
        fields = new VBox(
                Pieces.field(words.text("stamp.address"), address),
                Pieces.field(words.text("stamp.user"), user),
                Pieces.field(words.text("stamp.password"), password),
                Pieces.quiet(words.text("stamp.kept")),
                acts);
        fields.setId("stamp-fields");
        fields.getStyleClass().add("trust-sources");
        Pieces.show(fields, false);
        getChildren()
                .addAll(
                        new VBox(
                                Pieces.sectionTitle(words.text("stamp.title")), Pieces.quiet(words.text("stamp.text"))),
                        authorities,
                        found,
                        fields,
                        more);
        Watching.whileShown(this, this::drawAuthorities, model.authoritiesProperty());
        Watching.whileShown(this, this::drawFound, model.outcomeProperty());
    }

    private void add() {
        model.add(
                address.getText(),
                user.getText(),
                password.length() == 0 ? Optional.empty() : Optional.of(password.take()),
                () -> open(false));
    }

    /** Whether another authority can be typed. What closes late takes the focus from nobody who went on elsewhere. */
    private void open(boolean now) {
        var here = now || isFocusWithin();
        address.clear();
        user.clear();
        password.clear();
        Pieces.show(fields, now);
        Pieces.show(more, !now);
        if (here) {
            (now ? address : more).requestFocus();
            Revealing.reveal(now ? fields : more);
        }
    }

    private void drawAuthorities() {
        var focused = authorities.isFocusWithin();
        authorities.getChildren().clear();
        if (model.authorities().isEmpty()) {
            authorities.getChildren().add(Pieces.text(words.text("stamp.none")));
        }
        model.authorities().forEach(each -> authorities.getChildren().add(row(each)));
        if (focused) {
            (fields.isVisible() ? address : more).requestFocus(); // What had the focus was drawn anew.
        }
    }

    private VBox row(Stamping.Authority authority) {
        var name = Pieces.text(authority.address());
        HBox.setHgrow(name, Priority.ALWAYS);
        var forget = Pieces.iconButton(
                Icon.REMOVE, words.text("stamp.forget", authority.address()), () -> model.remove(authority));
        forget.getStyleClass().add("stamp-forget");
        var head = new HBox(name, Pieces.spacer(), forget);
        head.setAlignment(Pos.TOP_LEFT);
        var attempt = Pieces.button(words.text("stamp.try"), () -> model.attempt(authority), "stamp-try");
        attempt.setAccessibleText(words.text("stamp.try.which", authority.address()));
        var acts = new FlowPane(attempt);
        if (authority.place() > 0) {
            var sooner = Pieces.button(words.text("stamp.sooner"), () -> model.sooner(authority), "flat");
            sooner.setAccessibleText(words.text("stamp.sooner.which", authority.address()));
            acts.getChildren().add(sooner);
        }
        acts.getStyleClass().add("place-acts");
        var row = new VBox(head);
        if (!authority.user().isEmpty()) {
            row.getChildren().add(Pieces.quiet(words.text("stamp.as", authority.user())));
        }
        row.getChildren().add(acts);
        row.getStyleClass().add("trust-facts");
        return row;
    }

    private void drawFound() {
        var outcome = model.outcome();
        found.getChildren().setAll(outcome.map(this::shown).stream().toList());
        Pieces.show(found, outcome.isPresent());
        if (outcome.isPresent() && isFocusWithin()) {
            Revealing.reveal(found);
        }
    }

    private Node shown(StampModel.Outcome outcome) {
        if (outcome instanceof StampModel.Outcome.Given given) {
            return Pieces.text(words.text(
                    "stamp.given",
                    given.authority().address(),
                    given.stamp().authority(),
                    dates.moment(given.stamp().time())));
        }
        return outcome instanceof StampModel.Outcome.Failed failed
                ? Pieces.trouble(ProblemWords.sentence(failed.why(), words.language()))
                : Pieces.quiet(words.text("stamp.trying"));
    }
}
