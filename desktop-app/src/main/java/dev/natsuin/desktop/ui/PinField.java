package dev.natsuin.desktop.ui;

import java.text.Normalizer;

/** A {@link HiddenField} for digits: no clipboard, no undo and no input method. */
public final class PinField extends HiddenField {
    /** More digits than anybody remembers. */
    public static final int MAX_DIGITS = 32;

    /** An empty field with this name for those who do not see it. */
    public PinField(String accessibleName) {
        super(accessibleName, MAX_DIGITS);
    }

    /** Types one digit, 0 to 9; ignored when full. */
    public void type(int digit) {
        add((byte) ('0' + digit));
    }

    @Override
    boolean typed(String character) {
        var digit = Character.digit(
                Normalizer.normalize(character, Normalizer.Form.NFKC).charAt(0), 10);
        if (digit >= 0) {
            type(digit);
        }
        return digit >= 0;
    }
}
