package dev.natsuin.desktop.settings;

import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.ui.Revealing;
import dev.natsuin.desktop.ui.Watching;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import javafx.scene.Node;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/** The address of the server, and another one. Shown where there is a server. */
final class ServerAddressCard extends VBox {
    private final ServerAddressModel model;
    private final Words words;
    private final TextField address = new TextField();
    private final VBox found = new VBox();

    ServerAddressCard(ServerAddressModel model, Words words) {
        this.model = model;
        this.words = words;
        setId("server-place");
        getStyleClass().addAll("card", "settings-card");
        address.setId("server-address");
        var use = Pieces.button(words.text("server.use"), () -> model.use(address.getText()));
        use.setId("server-use");
        address.setOnAction(event -> use.fire());
        found.setId("server-found");
        getChildren()
                .addAll(
                        new VBox(
                                Pieces.sectionTitle(words.text("server.title")),
                                Pieces.quiet(words.text("server.text"))),
                        Pieces.field(words.text("server.address"), address),
                        found,
                        use);
        Watching.whileShown(this, this::fill, model.addressProperty());
        Watching.whileShown(this, this::draw, model.outcomeProperty());
    }

    private void fill() {
        model.address().ifPresent(address::setText);
        Pieces.show(this, model.address().isPresent());
    }

    private void draw() {
        var outcome = model.outcome();
        outcome.filter(ServerAddressModel.Outcome.Kept.class::isInstance).ifPresent(kept -> fill());
        found.getChildren().setAll(outcome.map(this::shown).stream().toList());
        Pieces.show(found, outcome.isPresent());
        if (outcome.isPresent() && isFocusWithin()) {
            Revealing.reveal(found);
        }
    }

    private Node shown(ServerAddressModel.Outcome outcome) {
        if (outcome instanceof ServerAddressModel.Outcome.Kept kept) {
            var box = new VBox(Pieces.text(words.text("server.kept", kept.address())));
            kept.before().ifPresent(before -> {
                var back = Pieces.button(
                        words.text("server.back", before.replace("_", "__")), () -> model.use(before), "flat");
                back.setId("server-back");
                box.getChildren().add(back);
            });
            return box;
        }
        return outcome instanceof ServerAddressModel.Outcome.Failed failed
                ? Pieces.trouble(ProblemWords.sentence(failed.why(), words.language()))
                : Pieces.quiet(words.text("server.asking"));
    }
}
