package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/** What stands above everything that the server tells: since when a signed answer confirms it, or why none does. */
public final class Freshness {
    private Freshness() {}

    /**
     * The lines to show; none before anything was asked.
     *
     * @param words with {@code confirmed}, {@code not.confirmed} and {@code never.confirmed}
     * @param last when it was confirmed last, as people read it
     * @param why there is no newer answer
     */
    public static List<Node> of(Words words, Optional<String> last, Optional<Problem> why) {
        if (why.isPresent()) {
            var since =
                    last.map(time -> words.text("not.confirmed", time)).orElseGet(() -> words.text("never.confirmed"));
            return List.of(
                    row(Icon.TROUBLE.node("note-icon", "amber"), since, "amber-text"),
                    Pieces.text(ProblemWords.sentence(why.get(), words.language()), "muted"));
        }
        return last.map(time -> List.<Node>of(row(Icon.PROOF.node("note-icon"), words.text("confirmed", time))))
                .orElse(List.of());
    }

    private static Node row(Node icon, String text, String... styleClasses) {
        var label = Pieces.text(text, styleClasses);
        HBox.setHgrow(label, Priority.ALWAYS);
        var row = new HBox(icon, label);
        row.setId("freshness");
        row.getStyleClass().add("row");
        return row;
    }
}
