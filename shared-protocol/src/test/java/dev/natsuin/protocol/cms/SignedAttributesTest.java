package dev.natsuin.protocol.cms;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import org.junit.jupiter.api.Test;

final class SignedAttributesTest {
    @Test
    void no_octets_are_no_certificate() {
        assertThatExceptionOfType(Malformed.class).isThrownBy(() -> SignedAttributes.under(Bytes.EMPTY));
    }
}
