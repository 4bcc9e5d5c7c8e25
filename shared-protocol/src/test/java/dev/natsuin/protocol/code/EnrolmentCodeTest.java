package dev.natsuin.protocol.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EnrolmentCodeTest {
    private static final Bytes IDENTITY = Bytes.utf8("identity").sha256();
    private static final Bytes SECRET = Bytes.hex("000102030405060708090a0b0c0d0e0f");
    private static final String URL = "https://sign.example:8443";
    // Made from the layout in docs/protocol.md with Python's hashlib and 20 lines of base32.
    private static final String CODE =
            "NATSUIN1-05M9Y-TK2EE-2CFQ5-JVK0M-GZJM0-8HYEY-YZKQ6-GV2Z8-MCKEV-9JV1K-MT945-B2B6K"
                    + "-9VTPF-1E1Y2-MV7SY-J8T00-04106-1050R-3GG28-A1C60-T3GFD-1T78W-3K78Q-JYWV9-CXQ2W-SBRC5-PQ0V3-578W3-8D1K4"
                    + "-85NFE-8";

    private static EnrolmentCode code(String url) {
        return new EnrolmentCode(IDENTITY, Samples.INVITATION, Samples.USER, url, Secret.copyOf(SECRET.toArray()));
    }

    private static String write(EnrolmentCode code) {
        try (code;
                var text = code.write()) {
            return text.use(octets -> Bytes.of(octets).toUtf8());
        }
    }

    private static EnrolmentCode read(String text) throws Malformed {
        try (var secret = Samples.secret(Bytes.utf8(text))) {
            return EnrolmentCode.read(secret);
        }
    }

    private static void assertReads(String text) throws Malformed {
        try (var code = read(text)) {
            assertThat(code.identityHash()).isEqualTo(IDENTITY);
            assertThat(code.invitation()).isEqualTo(Samples.INVITATION);
            assertThat(code.user()).isEqualTo(Samples.USER);
            assertThat(code.url()).isEqualTo(URL);
            assertThat(code.secret().matches(Secret.copyOf(SECRET.toArray()))).isTrue();
        }
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(Malformed.class);
    }

    @Test
    void writes_what_another_implementation_of_the_layout_writes() {
        assertThat(write(code(URL))).isEqualTo(CODE + "\n");
    }

    @Test
    void reads_what_it_wrote() throws Malformed {
        assertReads(CODE);
    }

    @Test
    void reads_a_thousand_characters_and_no_more() throws Malformed {
        assertReads(CODE + " ".repeat(1000 - CODE.length()));
        assertRefused(CODE + " ".repeat(1001 - CODE.length()));
    }

    @Test
    void reads_lower_case_blanks_line_ends_and_letters_that_look_like_digits() throws Malformed {
        assertReads(CODE.toLowerCase(Locale.ROOT));
        assertReads(" " + CODE.replace("-", " \r\n\t") + "\n");
        assertReads(CODE.replace("-", ""));
        assertReads("NATSUIN1" + CODE.substring(8).replace('0', 'o').replace('1', 'l'));
        assertReads("NATSUIN1" + CODE.substring(8).replace('0', 'O').replace('1', 'I'));
    }

    @Test
    void refuses_every_change_of_one_character() {
        for (var i = 9; i < CODE.length(); i++) {
            if (CODE.charAt(i) != '-') {
                var other = CODE.charAt(i) == '2' ? '3' : '2';
                assertRefused(CODE.substring(0, i) + other + CODE.substring(i + 1));
            }
        }
    }

    @Test
    void refuses_two_groups_in_the_other_order() {
        assertRefused(CODE.replace("05M9Y-TK2EE", "TK2EE-05M9Y"));
    }

    @Test
    void refuses_a_code_cut_or_lengthened_anywhere() {
        for (var size = 0; size < CODE.length(); size++) {
            assertRefused(CODE.substring(0, size));
        }
        for (var more : new String[] {"0", "00", "000", "00000000", "A", "=", "."}) {
            assertRefused(CODE + more);
        }
    }

    @Test
    void refuses_other_prefixes_characters_and_lengths() {
        assertRefused(CODE.replace("NATSUIN1", "NATSUIN2"));
        assertRefused(CODE.substring(9));
        assertRefused(CODE.replaceFirst("05M9Y", "U5M9Y"));
        assertRefused(CODE.replaceFirst("05M9Y", "\u00d85M9Y"));
        assertRefused(CODE + " ".repeat(1000));
        assertRefused("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://sign.example",
                "https://",
                "https:sign.example",
                "https://user@sign.example",
                "https://sign.example?x",
                "https://sign.example#x",
                "https://sign.example/a b",
                "https://sign.ex\u00e4mple",
                "file:///etc/passwd",
                ""
            })
    void leads_to_no_other_address_than_plain_https(String url) {
        assertThatThrownBy(() -> code(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reads_every_address_it_can_write() throws Malformed {
        var longest = "https://sign.example/" + "x".repeat(400 - 21);

        try (var code = read(write(code(longest)))) {
            assertThat(code.url()).isEqualTo(longest);
        }
        assertThatThrownBy(() -> code(longest + "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refuses_a_well_formed_code_that_leads_to_another_kind_of_address() {
        var body = Bytes.concat(
                Bytes.hex("01"),
                IDENTITY,
                Bytes.hex(Samples.INVITATION),
                Bytes.hex(Samples.USER),
                SECRET,
                Bytes.utf8("http://sign.example"));

        assertRefused("NATSUIN1" + Base32.text(Bytes.concat(body, body.sha256().slice(0, 4))));
    }

    @Test
    void refuses_another_version() {
        var body = Bytes.concat(
                Bytes.hex("02"),
                IDENTITY,
                Bytes.hex(Samples.INVITATION),
                Bytes.hex(Samples.USER),
                SECRET,
                Bytes.utf8(URL));

        assertRefused("NATSUIN1" + Base32.text(Bytes.concat(body, body.sha256().slice(0, 4))));
    }

    @Test
    void holds_only_ids_and_octets_of_their_length() {
        assertThatThrownBy(() -> new EnrolmentCode(IDENTITY, "zz", Samples.USER, URL, Secret.copyOf(SECRET.toArray())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> new EnrolmentCode(IDENTITY, Samples.INVITATION, "", URL, Secret.copyOf(SECRET.toArray())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnrolmentCode(
                        Bytes.EMPTY, Samples.INVITATION, Samples.USER, URL, Secret.copyOf(SECRET.toArray())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new EnrolmentCode(IDENTITY, Samples.INVITATION, Samples.USER, URL, Secret.taking(new byte[15])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void prints_its_address_only_and_closes_its_secret() {
        var code = code(URL);
        assertThat(code).hasToString("EnrolmentCode[" + URL + "]");

        code.close();

        assertThatThrownBy(() -> code.secret().copy()).isInstanceOf(IllegalStateException.class);
    }
}
