package dev.natsuin.desktop.ui;

import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.Mnemonic;
import javafx.stage.Window;

/**
 * A letter is one letter, small or capital. JavaFX keeps the mnemonics of each apart, also of buttons that went, and
 * asks only those of the first that it finds: "_Look" on an earlier sheet would keep "Add them _later" from being
 * obeyed.
 */
public final class Mnemonics {
    private Mnemonics() {}

    /**
     * Obeys the mnemonics of a window that would be passed over: before its scene, which would take them for others.
     */
    public static void in(Window window) {
        window.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            var scene = window.getScene();
            if (scene != null && event.isAltDown() && !event.isConsumed()) {
                obey(event, scene);
            }
        });
    }

    private static void obey(KeyEvent event, Scene scene) {
        var matching = scene.getMnemonics().entrySet().stream()
                .filter(each -> each.getKey().match(event))
                .map(each -> List.<Mnemonic>copyOf(each.getValue()))
                .toList();
        var meant = matching.stream()
                .flatMap(List::stream)
                .filter(each -> isSeen(each.getNode()) && !each.getNode().isDisabled())
                .toList();
        if (matching.size() > 1 && meant.size() == 1) {
            meant.get(0).getNode().requestFocus();
            meant.get(0).fire();
            event.consume();
        }
    }

    private static boolean isSeen(Node node) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (!each.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }
}
