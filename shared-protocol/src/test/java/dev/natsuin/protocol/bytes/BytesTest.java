package dev.natsuin.protocol.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
    @Test
    void keeps_nothing_of_the_array_it_was_made_from() {
        var array = new byte[] {1, 2};
        var bytes = Bytes.of(array);

        array[0] = 9;

        assertThat(bytes.toHex()).isEqualTo("0102");
    }

    @Test
    void gives_a_new_array_each_time() {
        var bytes = Bytes.hex("0102");

        bytes.toArray()[0] = 9;

        assertThat(bytes.toHex()).isEqualTo("0102");
    }

    // RFC 4648 §10.
    @ParameterizedTest
    @CsvSource({"'',''", "f,Zg==", "fo,Zm8=", "foo,Zm9v", "foob,Zm9vYg==", "fooba,Zm9vYmE=", "foobar,Zm9vYmFy"})
    void writes_and_reads_the_base64_of_rfc_4648(String text, String base64) {
        assertThat(Bytes.utf8(text).toBase64()).isEqualTo(base64);
        assertThat(Bytes.base64(base64).toUtf8()).isEqualTo(text);
        assertThat(Bytes.base64Url(base64.replace("=", "")).toUtf8()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Zg==", "Zh", "Zm9v\n", " Zm9v", "Zm+v", "Zm/v", "Z", "Zm9vY", "Zm9\u0176", "Zm9v=", "Zm\u00009v"
            })
    void refuses_every_other_spelling_of_base64url(String text) {
        assertThatThrownBy(() -> Bytes.base64Url(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zg", "Zh==", "Zg==\n", "Zm-v", "Zm_v", "Zg===", "Z"})
    void refuses_every_other_spelling_of_base64(String text) {
        assertThatThrownBy(() -> Bytes.base64(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void uses_the_url_alphabet() {
        assertThat(Bytes.hex("fbff").toBase64Url()).isEqualTo("-_8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0g", "0 1", "\uFF10\uFF11", "0x01", "-1"})
    void refuses_what_is_not_hexadecimal(String text) {
        assertThatThrownBy(() -> Bytes.hex(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void joins_parts_in_their_order() {
        assertThat(Bytes.concat(Bytes.hex("01"), Bytes.EMPTY, Bytes.hex("0203")).toHex())
                .isEqualTo("010203");
    }

    @Test
    void slices_from_up_to_without() {
        assertThat(Bytes.hex("00010203").slice(1, 3).toHex()).isEqualTo("0102");
    }

    @Test
    void refuses_to_slice_beyond_its_end() {
        assertThatThrownBy(() -> Bytes.hex("00").slice(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.hex("00").slice(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Bytes.hex("0001").slice(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    // FIPS 180-4, example "abc".
    @Test
    void hashes_as_fips_180_4_says() {
        assertThat(Bytes.utf8("abc").sha256().toHex())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void equals_by_content() {
        assertThat(Bytes.hex("0a0B")).isEqualTo(Bytes.hex("0A0b")).hasSameHashCodeAs(Bytes.hex("0a0b"));
        assertThat(Bytes.hex("0a")).isNotEqualTo(Bytes.hex("0a00"));
        assertThat(Bytes.hex("0a")).isNotEqualTo("0a");
    }

    @Test
    void prints_its_length_only() {
        assertThat(Bytes.utf8("personal")).hasToString("Bytes[8]");
    }

    @Test
    void knows_its_size() {
        assertThat(Bytes.EMPTY.isEmpty()).isTrue();
        assertThat(Bytes.hex("00").isEmpty()).isFalse();
        assertThat(Bytes.hex("0000").size()).isEqualTo(2);
    }
}
