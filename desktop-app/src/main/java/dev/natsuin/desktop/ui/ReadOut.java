package dev.natsuin.desktop.ui;

import dev.natsuin.desktop.words.Words;
import java.util.List;
import javafx.scene.Node;

/** What staff read out to whoever gave them the code, while nobody has confirmed their computer yet. */
public final class ReadOut {
    private ReadOut() {}

    /**
     * Draws it, one below the other.
     *
     * @param words have {@code own.title} and {@code own.text}
     */
    public static List<Node> of(String fingerprint, Words words) {
        var code = Pieces.text(Sizes.grouped(fingerprint), "comparison-code", "centered");
        code.setId("own-fingerprint");
        return List.of(
                Icon.COMPUTER.node("large-icon"),
                Pieces.text(words.text("own.title"), "section-title", "centered"),
                code,
                Pieces.text(words.text("own.text"), "muted", "centered"));
    }
}
