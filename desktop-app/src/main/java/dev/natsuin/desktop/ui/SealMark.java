package dev.natsuin.desktop.ui;

import javafx.animation.FadeTransition;
import javafx.animation.Interpolator;
import javafx.animation.ParallelTransition;
import javafx.animation.ScaleTransition;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.util.Duration;

/** The seal: the mark of a signature made, and the only red thing beside the button that makes one. */
public final class SealMark extends StackPane {
    private static final Duration SETTLING = Duration.millis(280);

    /** The mark with these one or two characters. */
    public SealMark(String characters, String words) {
        getStyleClass().add("seal-mark");
        var text = new Text(String.join(
                "\n", characters.codePoints().mapToObj(Character::toString).toList()));
        text.getStyleClass().add("seal-text");
        getChildren().add(text);
        setRotate(-4);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(words);
    }

    /** Comes down on the paper, once. */
    public void settle() {
        var size = new ScaleTransition(SETTLING, this);
        size.setFromX(1.3);
        size.setFromY(1.3);
        size.setToX(1);
        size.setToY(1);
        size.setInterpolator(Interpolator.EASE_IN);
        var ink = new FadeTransition(SETTLING, this);
        ink.setFromValue(0);
        ink.setToValue(1);
        new ParallelTransition(size, ink).play();
    }
}
