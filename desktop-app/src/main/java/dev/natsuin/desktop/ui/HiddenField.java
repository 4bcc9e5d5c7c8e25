package dev.natsuin.desktop.ui;

import dev.natsuin.protocol.bytes.Secret;
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
 * A field for characters that never become a text: kept as octets (UTF-8), shown as dots, not to be copied.
 *
 * <p>The octets are zeroed when taken, cleared or typed over, and when the field leaves the window.
 */
abstract sealed class HiddenField extends StackPane permits PinField, PasswordField {
    /** More dots than this are drawn small, so that all fit. */
    private static final int LARGE_DOTS = 12;

    /** More dots than this nobody counts. */
    private static final int MOST_DOTS = 32;

    private static final int CONTINUES_MASK = 0xC0;
    private static final int CONTINUES = 0x80;
    private static final PseudoClass LIT = PseudoClass.getPseudoClass("lit");
    private static final PseudoClass MANY = PseudoClass.getPseudoClass("many");

    private final byte[] octets;
    private int used;
    private final ReadOnlyIntegerWrapper length = new ReadOnlyIntegerWrapper(this, "length");
    private final HBox dots = new HBox();
    private Runnable onEnter = () -> {};

    /**
     * An empty field.
     *
     * @param accessibleName for those who do not see it
     * @param room for how many octets
     */
    HiddenField(String accessibleName, int room) {
        octets = new byte[room];
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
        addEventHandler(KeyEvent.KEY_TYPED, event -> {
            if (!event.isShortcutDown()
                    && !event.isAltDown()
                    && !event.getCharacter().isEmpty()
                    && typed(event.getCharacter())) {
                event.consume();
            }
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        focusedProperty().addListener((property, before, now) -> draw());
        sceneProperty().addListener((property, before, now) -> {
            if (now == null) {
                clear();
            }
        });
        draw();
    }

    /** A character was typed; true if this field has taken it. */
    abstract boolean typed(String character);

    /** How many characters there are. */
    public final int length() {
        return length.get();
    }

    public final ReadOnlyIntegerProperty lengthProperty() {
        return length.getReadOnlyProperty();
    }

    /** What Enter does. */
    public final void setOnEnter(Runnable action) {
        onEnter = action;
    }

    /** Hands the characters over, as octets, and is empty afterwards. The caller closes the secret. */
    public final Secret take() {
        var taken = Secret.taking(Arrays.copyOf(octets, used));
        clear();
        return taken;
    }

    /** Zeroes what was typed. */
    public final void clear() {
        Arrays.fill(octets, (byte) 0);
        used = 0;
        length.set(0);
        draw();
    }

    /** Adds one character; ignored where there is no room. */
    final void add(byte... character) {
        if (used + character.length <= octets.length) {
            System.arraycopy(character, 0, octets, used, character.length);
            used += character.length;
            length.set(length.get() + 1);
            draw();
            Revealing.reveal(this); // it has the focus of a sheet from the beginning, also below its edge
        }
    }

    private void dropLast() {
        boolean whole;
        do {
            used--;
            whole = (octets[used] & CONTINUES_MASK) != CONTINUES;
            octets[used] = 0;
        } while (!whole);
        length.set(length.get() - 1);
        draw();
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() == KeyCode.BACK_SPACE && length.get() > 0) {
            dropLast();
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
        for (var i = 0; i < Math.min(length.get(), MOST_DOTS); i++) {
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
