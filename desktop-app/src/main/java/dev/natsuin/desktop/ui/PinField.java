package dev.natsuin.desktop.ui;

import dev.natsuin.protocol.bytes.Secret;
import java.text.Normalizer;
import java.util.Arrays;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Circle;

/**
 * A field for digits that never become a text: kept as octets, shown as dots, not to be copied or pasted.
 *
 * <p>It has no clipboard, no undo and no input method; the octets are zeroed when taken, cleared or typed over, and
 * when the field leaves the window.
 */
public final class PinField extends StackPane {
    /** More digits than anybody remembers. */
    public static final int MAX_DIGITS = 32;

    /** More dots than this are drawn small, so that all fit. */
    private static final int LARGE_DOTS = 12;

    private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
    private static final PseudoClass MANY = PseudoClass.getPseudoClass("many");

    private final byte[] digits = new byte[MAX_DIGITS];
    private final ReadOnlyIntegerWrapper length = new ReadOnlyIntegerWrapper(this, "length");
    private final HBox dots = new HBox();
    private Runnable onEnter = () -> {};

    /** An empty field with this name for those who do not see it. */
    public PinField(String accessibleName) {
        getStyleClass().add("pin-field");
        dots.getStyleClass().add("dots");
        dots.setAlignment(Pos.CENTER);
        getChildren().add(dots);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.PASSWORD_FIELD);
        setAccessibleText(accessibleName);
        setOnMousePressed(event -> {
            requestFocus();
            event.consume(); // a pane that scrolls would take the focus for itself
        });
        addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        focusedProperty().addListener((property, before, now) -> draw());
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                clear();
            }
        });
        draw();
    }

    /** How many digits there are. */
    public int length() {
        return length.get();
    }

    public ReadOnlyIntegerProperty lengthProperty() {
        return length.getReadOnlyProperty();
    }

    /** What Enter does. */
    public void setOnEnter(Runnable action) {
        onEnter = action;
    }

    /** Hands the digits over, as ASCII octets, and is empty afterwards. The caller closes the secret. */
    public Secret take() {
        var taken = Secret.taking(Arrays.copyOf(digits, length.get()));
        clear();
        return taken;
    }

    /** Zeroes what was typed. */
    public void clear() {
        Arrays.fill(digits, (byte) 0);
        length.set(0);
        draw();
    }

    /** Types one digit, 0 to 9; ignored when full. */
    public void type(int digit) {
        if (length.get() < MAX_DIGITS) {
            digits[length.get()] = (byte) ('0' + digit);
            length.set(length.get() + 1);
            draw();
        }
    }

    private void typed(KeyEvent event) {
        if (event.isShortcutDown() || event.isAltDown() || event.getCharacter().isEmpty()) {
            return;
        }
        var digit = Character.digit(
                Normalizer.normalize(event.getCharacter(), Normalizer.Form.NFKC).charAt(0), 10);
        if (digit >= 0) {
            type(digit);
            event.consume();
        }
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.BACK_SPACE && length.get() > 0) {
            length.set(length.get() - 1);
            digits[length.get()] = 0;
            draw();
            event.consume();
        } else if (event.getCode() == KeyCode.DELETE) {
            clear();
            event.consume();
        } else if (event.getCode() == KeyCode.ENTER) {
            onEnter.run();
            event.consume();
        }
    }

    private void draw() {
        dots.getChildren().clear();
        var many = length.get() > LARGE_DOTS;
        dots.pseudoClassStateChanged(MANY, many);
        for (var i = 0; i < length.get(); i++) {
            var dot = new Circle(many ? 2.5 : 5);
            dot.getStyleClass().add("dot");
            dots.getChildren().add(dot);
        }
        var caret = new Region();
        caret.getStyleClass().add("caret");
        caret.pseudoClassStateChanged(LIT, isFocused());
        dots.getChildren().add(caret);
        notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }
}
