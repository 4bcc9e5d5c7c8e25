package dev.natsuin.desktop.remote;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An address of a service with a name and a password in it: where they go, and where they are never seen. */
final class ServiceAddressTest {
    @Test
    void what_is_typed_as_it_should_be_is_parted() {
        var read = ServiceAddress.read("https://name:secret@tsa.example/path").orElseThrow();

        assertThat(read.address()).hasToString("https://tsa.example/path");
        assertThat(read.authorization()).isPresent();
        assertThat(ServiceAddress.shown("https://name:secret@tsa.example/path"))
                .isEqualTo("https://…@tsa.example/path");
        assertThat(ServiceAddress.shown("http://tsa.example/path")).isEqualTo("http://tsa.example/path");
    }

    /** Characters that should have been escaped: the address is of no use, and a log must not tell the password. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://name:sec@ret@tsa.example/path",
                "https://name:sec/ret@tsa.example/path",
                "https://name:@/secret/@@tsa.example/path",
                "https://name:sec?ret@tsa.example/path",
                "https://name:sec#ret@tsa.example/path",
                "name:secret@tsa.example/path",
            })
    void no_part_of_a_password_is_shown_however_it_was_typed(String typed) {
        assertThat(ServiceAddress.shown(typed)).endsWith("…@tsa.example/path").doesNotContain("sec", "ret");
    }
}
