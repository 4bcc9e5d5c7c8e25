package dev.natsuin.desktop.ui;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.event.EventType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/** A key that is held down orders once. */
final class HeldKeysTest {
    private final HeldKeys held = new HeldKeys();

    /** True if it is passed on. */
    private boolean passes(EventType<KeyEvent> type, KeyCode code, boolean alt) {
        var event = new KeyEvent(type, "", "", code, false, false, alt, false);
        held.handle(event);
        return !event.isConsumed();
    }

    @Test
    void a_held_mnemonic_confirms_one_step_and_not_the_next() {
        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, true)).isTrue();
        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, true)).isFalse();
        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, true)).isFalse();
        assertThat(passes(KeyEvent.KEY_RELEASED, KeyCode.C, true)).isTrue();

        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, true)).isTrue();
    }

    @Test
    void a_held_enter_sends_one_pin_and_a_held_escape_goes_one_step_back() {
        for (var code : new KeyCode[] {KeyCode.ENTER, KeyCode.ESCAPE}) {
            assertThat(passes(KeyEvent.KEY_PRESSED, code, false)).isTrue();
            assertThat(passes(KeyEvent.KEY_PRESSED, code, false)).isFalse();
        }
    }

    @Test
    void letters_and_arrows_repeat() {
        for (var i = 0; i < 3; i++) {
            assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, false)).isTrue();
            assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.LEFT, true)).isTrue();
            assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.BACK_SPACE, false)).isTrue();
        }
    }

    @Test
    void another_key_is_another_order() {
        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.C, true)).isTrue();
        assertThat(passes(KeyEvent.KEY_PRESSED, KeyCode.R, true)).isTrue();
    }
}
