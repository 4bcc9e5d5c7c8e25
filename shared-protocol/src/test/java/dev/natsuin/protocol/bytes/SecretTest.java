package dev.natsuin.protocol.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class SecretTest {
    @Test
    void zeroes_the_array_it_took_over_when_closed() {
        var array = new byte[] {1, 2, 3};
        var secret = Secret.taking(array);

        secret.close();

        assertThat(array).containsOnly(0);
    }

    @Test
    void cannot_be_used_once_closed() {
        var secret = Secret.taking(new byte[] {1});
        secret.close();

        assertThatThrownBy(() -> secret.use(octets -> octets.length)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(secret::copy).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secret.matches(secret)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leaves_a_copied_array_alone() {
        var array = new byte[] {1, 2, 3};

        Secret.copyOf(array).close();

        assertThat(array).containsExactly(1, 2, 3);
    }

    @Test
    void outlives_the_secret_it_was_copied_from() {
        var first = Secret.taking(new byte[] {1, 2});
        var copy = first.copy();

        first.close();

        assertThat(copy.<Boolean>use(octets -> octets[1] == 2)).isTrue();
    }

    @Test
    void matches_by_content() {
        var secret = Secret.taking(new byte[] {1, 2});

        assertThat(secret.matches(Secret.taking(new byte[] {1, 2}))).isTrue();
        assertThat(secret.matches(Secret.taking(new byte[] {1, 3}))).isFalse();
        assertThat(secret.matches(Secret.taking(new byte[] {1, 2, 0}))).isFalse();
    }

    @Test
    void prints_nothing_of_itself() {
        assertThat(Secret.taking(new byte[] {'p', 'i', 'n'})).hasToString("Secret");
    }

    @Test
    void may_be_closed_twice() {
        var secret = Secret.taking(new byte[] {1});

        secret.close();
        secret.close();

        assertThat(secret.size()).isEqualTo(1);
    }
}
