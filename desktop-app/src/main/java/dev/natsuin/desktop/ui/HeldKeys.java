package dev.natsuin.desktop.ui;

import java.util.EnumSet;
import java.util.Set;
import javafx.event.EventHandler;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Window;

/**
 * One press of a key orders one thing: what the system repeats while the key is held down is passed over. A key that
 * was held a moment too long would otherwise confirm the next step before it was seen. Letters and arrows repeat as
 * everywhere.
 */
public final class HeldKeys implements EventHandler<KeyEvent> {
    private final Set<KeyCode> down = EnumSet.noneOf(KeyCode.class);

    HeldKeys() {}

    /** Watches the keys of a window: before its scene, which obeys mnemonics before any filter of its own. */
    public static void in(Window window) {
        var held = new HeldKeys();
        window.addEventFilter(KeyEvent.ANY, held);
        // A key that is let go in another window is never heard to be let go.
        window.focusedProperty().subscribe(focused -> held.down.clear());
    }

    @Override
    public void handle(KeyEvent event) {
        if (event.getEventType() == KeyEvent.KEY_RELEASED) {
            down.remove(event.getCode());
        } else if (event.getEventType() == KeyEvent.KEY_PRESSED && !down.add(event.getCode()) && orders(event)) {
            event.consume();
        }
    }

    private static boolean orders(KeyEvent event) {
        var code = event.getCode();
        return code == KeyCode.ENTER || code == KeyCode.ESCAPE || (event.isAltDown() && !code.isArrowKey());
    }
}
