package dev.natsuin.protocol.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link Fingerprint}, {@link ComparisonCode} and the {@link Base32} below them. */
final class ReadAloudTest {
    private static final Bytes IDENTITY = Bytes.utf8("identity").sha256();
    private static final Bytes KEY = Bytes.hex("ebb223d33d84a3f7e695416a771b1d1be8212d1356f8c33fee7c941f4d599525");
    private static final List<Bytes> HASHES =
            List.of(Bytes.utf8("document 0").sha256(), Bytes.utf8("document 1").sha256());

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // All computed from docs/protocol.md with Python's hashlib.
    @Test
    void gives_what_another_implementation_gives() throws Malformed {
        assertThat(Fingerprint.of(IDENTITY, VerifyingKey.of(KEY))).isEqualTo("4T4B-BGVQ-ZFSE-576Y");
        assertThat(Fingerprint.ofLog(IDENTITY, VerifyingKey.of(KEY))).isEqualTo("EFH5-YH1W-MQ1P-05GB");
        assertThat(Fingerprint.ofIdentity(KEY.sha256())).isEqualTo("W9CC-JGG2-JGD0-FQWE");
        assertThat(ComparisonCode.of(HASHES)).isEqualTo("V0BR-QQ81");
    }

    @Test
    void a_fingerprint_is_of_one_sgm_and_one_device() throws Malformed {
        var key = VerifyingKey.of(KEY);

        assertThat(Fingerprint.of(Bytes.utf8("other").sha256(), key)).isNotEqualTo(Fingerprint.of(IDENTITY, key));
    }

    @Test
    void reads_a_fingerprint_as_people_type_it() throws Malformed {
        for (var typed :
                List.of("4T4B-BGVQ-ZFSE-576Y", "4t4bbgvqzfse576y", " 4t4b bgvq zfse 576y ", "4T-4BBG-VQZ-FSE576Y")) {
            assertThat(Fingerprint.read(typed)).as(typed).isEqualTo("4T4B-BGVQ-ZFSE-576Y");
        }
        assertThat(Fingerprint.read("olil-0000-0000-0000")).isEqualTo("0111-0000-0000-0000");
    }

    @Test
    void refuses_what_is_no_fingerprint() {
        for (var typed : List.of(
                "", "4T4B-BGVQ-ZFSE-576", "4T4B-BGVQ-ZFSE-576YY", "4T4B-BGVQ-ZFSE-576U", "4T4B-BGVQ-ZFSE-57\u00e9")) {
            assertThatThrownBy(() -> Fingerprint.read(typed)).as(typed).isInstanceOf(Malformed.class);
        }
    }

    @Test
    void a_comparison_code_is_of_one_order_of_hashes() {
        var code = ComparisonCode.of(HASHES);

        assertThat(ComparisonCode.of(List.of(HASHES.get(1), HASHES.get(0)))).isNotEqualTo(code);
        assertThat(ComparisonCode.of(List.of(HASHES.get(0)))).isNotEqualTo(code);
        assertThat(ComparisonCode.of(List.of(Bytes.concat(HASHES.get(0), HASHES.get(1)))))
                .isNotEqualTo(code);
    }

    @Test
    void a_comparison_code_of_ten_thousand_hashes_is_as_short() {
        var hashes = IntStream.range(0, 10_000)
                .mapToObj(i -> Bytes.utf8("" + i).sha256())
                .toList();

        assertThat(ComparisonCode.of(hashes)).matches("[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}");
    }

    @Test
    void base32_gives_back_octets_of_every_length() throws Malformed {
        for (var size = 0; size < 40; size++) {
            var octets = new TestRandom("base32").bytes(size);
            var text = Base32.write(octets.toArray());

            assertThat(text).hasSize((size * 8 + 4) / 5);
            assertThat(Base32.read(text, text.length)).isEqualTo(octets.toArray());
        }
    }

    @Test
    void base32_has_one_spelling_only() {
        for (var bad : new String[] {"0", "01", "0Z", "000", "0001", "000000", "U0", "*0", "@0"}) {
            assertThatThrownBy(() -> Base32.read(ascii(bad), bad.length()))
                    .as(bad)
                    .isInstanceOf(Malformed.class);
        }
    }
}
