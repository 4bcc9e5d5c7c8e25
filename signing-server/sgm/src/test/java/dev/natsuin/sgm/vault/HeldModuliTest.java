package dev.natsuin.sgm.vault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class HeldModuliTest {
    private final HeldModuli moduli = new HeldModuli();

    /** A key as it is opened for an order: the same value, another object each time. */
    private WeakReference<BigInteger> opened() {
        var modulus = new BigInteger("1234567890123456789");
        moduli.hold(Bytes.utf8("key"), modulus);
        return new WeakReference<>(modulus);
    }

    @Test
    void the_modulus_seen_first_stays_the_one_that_is_held() {
        var first = opened();
        opened();

        System.gc();

        assertThat(first.get()).isNotNull();
        assertThat(moduli.size()).isEqualTo(1);
    }

    @Test
    void a_hundred_thousand_keys_take_no_more_room_than_some_thousand() {
        for (var i = 0; i < 100_000; i++) {
            moduli.hold(Bytes.utf8("key " + i), BigInteger.valueOf(i));
        }

        assertThat(moduli.size()).isEqualTo(4_096);
    }
}
