package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.BasicLogin;
import dev.natsuin.desktop.ui.PasswordField;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** By which way the server is reached, and whether it is. */
final class WayCard extends VBox {
    private final WayModel model;
    private final Words words;
    private final Map<WayModel.Choice, RadioButton> choices = new EnumMap<>(WayModel.Choice.class);
    private final TextField address = new TextField();
    private final TextField exceptions = new TextField();
    private final TextField user = new TextField();
    private final PasswordField password;
    private final VBox fields;
    private final VBox found = new VBox();
    private List<String> filled = List.of("", "", "");

    WayCard(WayModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("connection");
        getStyleClass().addAll("card", "settings-card");
        password = new PasswordField(words.text("connection.password"));
        password.setId("proxy-password");
        address.setId("proxy-address");
        address.setPromptText("http://proxy.example:8080");
        exceptions.setId("proxy-exceptions");
        user.setId("proxy-user");
        var use = Pieces.button(words.text("connection.use"), this::use);
        use.setId("proxy-use");
        address.setOnAction(event -> use.fire());
        exceptions.setOnAction(event -> use.fire());
        user.setOnAction(event -> use.fire());
        password.setOnEnter(use::fire);
        fields = new VBox(
                Pieces.field(words.text("connection.address"), address),
                Pieces.field(words.text("connection.exceptions"), exceptions),
                Pieces.field(words.text("connection.user"), user),
                Pieces.field(words.text("connection.password"), password),
                Pieces.quiet(words.text("connection.kept")),
                use);
        fields.setId("proxy-fields");
        fields.getStyleClass().add("settings-fields");
        var group = new ToggleGroup();
        var ways = new VBox();
        ways.getStyleClass().add("settings-ways");
        for (var choice : WayModel.Choice.values()) {
            var button = new RadioButton(words.text("connection." + choice));
            button.setId("connection-" + choice.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            button.setToggleGroup(group);
            button.setWrapText(true);
            button.setMinHeight(Region.USE_PREF_SIZE);
            Pieces.whenSelected(button, () -> model.choose(choice));
            choices.put(choice, button);
            ways.getChildren().add(button);
            if (choice == WayModel.Choice.THROUGH) {
                ways.getChildren().add(fields);
            }
        }
        var attempt = Pieces.button(words.text("connection.try"), model::tryNow);
        attempt.setId("connection-try");
        found.setId("connection-found");
        getChildren()
                .addAll(
                        new VBox(
                                Pieces.sectionTitle(words.text("connection.title")),
                                Pieces.quiet(words.text("connection.text"))),
                        ways,
                        found,
                        attempt);
        Watching.whileShown(this, this::fill, model.wishProperty());
        Watching.whileShown(this, this::draw, model.choiceProperty(), model.outcomeProperty());
    }

    private void use() {
        filled = typed();
        model.through(
                address.getText(),
                exceptions.getText(),
                user.getText().strip(),
                password.length() == 0 ? Optional.empty() : Optional.of(password.take()));
    }

    private List<String> typed() {
        return List.of(address.getText(), exceptions.getText(), user.getText());
    }

    /** What is kept, but the password; what somebody has typed since stays. */
    private void fill() {
        model.through().filter(through -> typed().equals(filled)).ifPresent(through -> {
            address.setText(through.proxy().address());
            exceptions.setText(String.join(", ", through.exceptions()));
            user.setText(through.proxy().login().map(BasicLogin::user).orElse(""));
            filled = typed();
        });
    }

    private void draw() {
        choices.forEach((choice, button) -> button.setSelected(choice == model.choice()));
        Pieces.show(fields, model.choice() == WayModel.Choice.THROUGH);
        var outcome = model.outcome();
        found.getChildren().setAll(outcome.map(this::shown).stream().toList());
        Pieces.show(found, outcome.isPresent());
        if (outcome.isPresent() && isFocusWithin()) {
            Revealing.reveal(found);
        }
    }

    private Node shown(WayModel.Outcome outcome) {
        if (outcome instanceof WayModel.Outcome.Reached reached) {
            return Pieces.text(reached.proxy()
                    .map(proxy -> words.text("connection.through", proxy))
                    .orElseGet(() -> words.text("connection.direct")));
        }
        return outcome instanceof WayModel.Outcome.Failed failed
                ? failed(failed.why())
                : Pieces.quiet(words.text("connection.trying"));
    }

    private Node failed(Problem why) {
        return why.code() == ProblemCode.NOT_ENROLLED
                ? Pieces.text(words.text("connection.nobody"))
                : Pieces.trouble(ProblemWords.sentence(why, words.language()));
    }
}
