package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.ui.Chooser;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.Words;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Language, look, the way to the server and what is trusted; every change is at work at once. */
public final class SettingsView extends VBox {
    private static final int[] SIZES = {100, 125, 150, 200};

    /**
     * A view of this model.
     *
     * @param secret where the device secret lies, if there is one
     * @param setUpAnew leads to where a new enrolment code is given, if this desk is somebody's
     */
    public SettingsView(
            SettingsModel model,
            TrustModel trust,
            WayModel connection,
            ServerAddressModel server,
            StampModel stamps,
            Words words,
            Dates dates,
            Chooser chooser,
            Optional<SecretPlace> secret,
            Optional<Runnable> setUpAnew) {
        setId("settings-view");
        getStyleClass().addAll("place-body", "settings");
        var now = model.preferences();
        var languages = new ToggleGroup();
        var language = row(
                choice(
                        "lang-ja",
                        "日本語",
                        languages,
                        now.language().equals(Locale.JAPANESE),
                        () -> model.language(Locale.JAPANESE)),
                choice(
                        "lang-en",
                        "English",
                        languages,
                        now.language().equals(Locale.ENGLISH),
                        () -> model.language(Locale.ENGLISH)));
        var looks = new ToggleGroup();
        var look = row(
                choice("look-light", words.text("light"), looks, !now.dark(), () -> model.dark(false)),
                choice("look-dark", words.text("dark"), looks, now.dark(), () -> model.dark(true)));
        var sizes = new ToggleGroup();
        var size = row();
        for (var percent : SIZES) {
            size.getChildren()
                    .add(choice(
                            "text-" + percent,
                            words.text("percent", percent),
                            sizes,
                            now.textPercent() == percent,
                            () -> model.textPercent(percent)));
        }
        var still = new CheckBox(words.text("still"));
        still.setId("still");
        still.setSelected(now.stillness());
        still.selectedProperty().addListener((property, before, chosen) -> model.stillness(chosen));
        var head = Pieces.placeHead(words.text("title"));
        var card = new VBox(
                Pieces.field(words.text("language"), language),
                Pieces.field(words.text("look"), look),
                Pieces.field(words.text("size"), size),
                Pieces.field(words.text("motion"), still));
        secret.ifPresent(place -> {
            var line = Pieces.line(words.text("secret." + place), "settings-line");
            line.setId("secret-place");
            card.getChildren().add(Pieces.field(words.text("secret"), line));
        });
        setUpAnew.ifPresent(go -> {
            var button = Pieces.button(Icon.SETUP, words.text("anew.go"), go);
            button.setId("set-up-anew");
            var hint = Pieces.quiet(words.text("anew.hint"));
            var way = new VBox(button, hint);
            way.getStyleClass().add("field");
            card.getChildren().add(Pieces.field(words.text("anew"), way));
        });
        card.getStyleClass().addAll("card", "settings-card");
        var cards = new CardColumns(List.of(
                group(card),
                group(
                        new ServerAddressCard(server, words),
                        new WayCard(connection, words),
                        new StampCard(stamps, words, dates)),
                group(
                        new TrustCard(trust, words, dates, chooser),
                        new ListCard(trust, words, dates, chooser),
                        new AskingCard(trust, words, dates))));
        trust.refresh();
        connection.refresh();
        server.refresh();
        stamps.refresh();
        var scroll = Pieces.scrolling(cards);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(head, scroll);
    }

    private static VBox group(VBox... cards) {
        var group = new VBox(cards);
        group.getStyleClass().add("settings-cards");
        return group;
    }

    private static HBox row(Node... nodes) {
        var row = new HBox(nodes);
        row.getStyleClass().add("choices");
        return row;
    }

    private static RadioButton choice(String id, String text, ToggleGroup group, boolean chosen, Runnable action) {
        var button = new RadioButton(text);
        button.setId(id);
        button.setToggleGroup(group);
        button.setSelected(chosen);
        Pieces.whenSelected(button, action);
        return button;
    }
}
