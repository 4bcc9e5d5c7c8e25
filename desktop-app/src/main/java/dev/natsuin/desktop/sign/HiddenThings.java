package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.ui.Icon;
import dev.natsuin.desktop.ui.Pieces;
import dev.natsuin.desktop.words.FindingWords;
import dev.natsuin.desktop.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Hyperlink;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What the inspection found in a document, in plain words, with the way to its page. */
final class HiddenThings {
    /** A hostile file has many; whoever reads the first few does not sign. */
    private static final int SHOWN_AT_MOST = 6;

    private HiddenThings() {}

    /**
     * A row for each finding, what matters most first.
     *
     * @param turn leads to a page
     */
    static List<Node> of(QueuedDocument document, Words words, IntConsumer turn) {
        var found = document.hiddenThings();
        var rows = new ArrayList<Node>();
        found.stream().limit(SHOWN_AT_MOST).forEach(finding -> rows.add(row(finding, words, turn)));
        if (found.size() > SHOWN_AT_MOST) {
            rows.add(Pieces.text(words.text("rows.more", found.size() - SHOWN_AT_MOST), "muted"));
        }
        return rows;
    }

    private static Node row(Finding finding, Words words, IntConsumer turn) {
        var warns = finding.severity() != Finding.Severity.NOTE;
        var sentence = Pieces.text(FindingWords.sentence(finding, words.language()), warns ? "amber-text" : "muted");
        HBox.setHgrow(sentence, Priority.ALWAYS);
        var icon = warns ? Icon.TROUBLE.node("small-icon", "amber") : Icon.NOTE.node("small-icon");
        var row = new HBox(icon, sentence);
        row.getStyleClass().add("row");
        row.setAlignment(Pos.TOP_LEFT);
        if (finding.page() > 0) {
            var look = new Hyperlink(words.text("hidden.page", finding.page()));
            look.setMinWidth(Region.USE_PREF_SIZE);
            look.setOnAction(event -> turn.accept(finding.page()));
            row.getChildren().add(look);
        }
        return row;
    }

    /** How many findings are to be looked at before signing. */
    static int warnings(QueuedDocument document) {
        return (int) document.hiddenThings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.WARN)
                .count();
    }

    /** Why a document is kept out, a sentence for each finding that forbids signing. */
    static List<String> reasons(QueuedDocument document, Locale language) {
        return document.hiddenThings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.BLOCK)
                .map(finding -> FindingWords.sentence(finding, language))
                .toList();
    }
}
