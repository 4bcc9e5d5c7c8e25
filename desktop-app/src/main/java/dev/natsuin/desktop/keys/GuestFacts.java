package dev.natsuin.desktop.keys;

import dev.natsuin.desktop.desk.KeyDesk;
import dev.natsuin.desktop.ui.Dates;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import javafx.beans.property.IntegerProperty;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** Before a key from a file is imported: whom its certificate names, or why it cannot be; of several, which. */
final class GuestFacts extends VBox {
    private final KeyDesk.KeyFile file;
    private final Words words;
    private final Dates dates;
    private final VBox about = new VBox();

    GuestFacts(KeyDesk.KeyFile file, IntegerProperty chosen, Words words, Dates dates) {
        this.file = file;
        this.words = words;
        this.dates = dates;
        getStyleClass().add("stack");
        if (file.guests().size() > 1) {
            var names = FXCollections.observableArrayList(file.guests());
            var choice = Pieces.combo(names, KeyDesk.Guest::name, words.text("import.which"));
            choice.setId("guest");
            choice.getSelectionModel().select(chosen.get());
            choice.getSelectionModel().selectedIndexProperty().addListener((property, before, now) -> {
                chosen.set(now.intValue());
                about.getChildren().setAll(about(now.intValue()));
            });
            getChildren().add(Pieces.field(words.text("import.which"), choice));
        }
        about.getChildren().setAll(about(chosen.get()));
        getChildren().addAll(about, Pieces.trouble(words.text("import.own")));
    }

    private Node about(int index) {
        return file.guests().get(index).about().fold(this::facts, why -> {
            var trouble = Pieces.trouble(ProblemWords.sentence(why, words.language()));
            trouble.setId("guest-trouble");
            return trouble;
        });
    }

    private Node facts(KeyDesk.About key) {
        var facts = Pieces.facts();
        Pieces.fact(facts, words.text("fact.subject"), key.subject()).setId("guest-subject");
        Pieces.fact(facts, words.text("fact.issuer"), key.issuer());
        Pieces.fact(facts, words.text("fact.until"), dates.day(key.notAfter()));
        Pieces.fact(facts, words.text("fact.key"), KeyKinds.shown(key.algorithm(), words.language()));
        return facts;
    }
}
