package dev.natsuin.desktop.ui;

import java.nio.charset.StandardCharsets;
import javafx.geometry.Point2D;
import javafx.scene.input.Clipboard;
import javafx.scene.input.InputMethodRequests;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/** A {@link HiddenField} for a password of any characters, as octets in UTF-8; it may be pasted, as others made it. */
public final class PasswordField extends HiddenField {
    private static final int ROOM = 1024;
    private static final KeyCombination PASTE = new KeyCodeCombination(KeyCode.V, KeyCombination.SHORTCUT_DOWN);

    /** An empty field with this name for those who do not see it. */
    public PasswordField(String accessibleName) {
        super(accessibleName, ROOM);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (PASTE.match(event)) {
                addAll(Clipboard.getSystemClipboard().getString());
                event.consume();
            }
        });
        setInputMethodRequests(new NoText());
        setOnInputMethodTextChanged(event -> addAll(event.getCommitted()));
    }

    @Override
    boolean typed(String character) {
        var first = character.codePointAt(0);
        if (Character.isISOControl(first)) {
            return false;
        }
        addAll(character);
        return true;
    }

    /** Adds what was pasted or composed; ends of lines, which a password has none of, are left out. */
    private void addAll(String text) {
        if (text != null) {
            text.codePoints()
                    .filter(each -> !Character.isISOControl(each))
                    .forEach(each -> add(Character.toString(each).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Lets characters be composed; tells an input method nothing of what is there. */
    private final class NoText implements InputMethodRequests {
        @Override
        public Point2D getTextLocation(int offset) {
            var bounds = localToScreen(getBoundsInLocal());
            return bounds == null ? Point2D.ZERO : new Point2D(bounds.getMinX(), bounds.getMaxY());
        }

        @Override
        public int getLocationOffset(int x, int y) {
            return 0;
        }

        @Override
        public void cancelLatestCommittedText() {
            // What was taken stays hidden; the person deletes it.
        }

        @Override
        public String getSelectedText() {
            return "";
        }
    }
}
