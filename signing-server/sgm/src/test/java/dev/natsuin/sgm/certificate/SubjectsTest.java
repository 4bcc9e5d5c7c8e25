package dev.natsuin.sgm.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in certificates as they are ordered. */
final class SubjectsTest {
    private static X500Name parsed(String text) {
        return Subjects.parse(text).orElseThrow();
    }

    private static String written(X500Name name) throws IOException {
        return new X500Principal(name.getEncoded()).getName(X500Principal.RFC2253);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CN=山田 花子,O=見本株式会社,C=JP", "CN=Hanako", "CN=葛\uDB40\uDD00城,L=Nara,C=JP"})
    void whoever_writes_a_certificates_name_as_text_gets_what_was_ordered(String text) throws IOException {
        assertThat(written(parsed(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "title, 2.5.4.12",
        "T, 2.5.4.12",
        "TITLE, 2.5.4.12",
        "2.5.4.12, 2.5.4.12",
        "sn, 2.5.4.4",
        "surname, 2.5.4.4",
        "serialNumber, 2.5.4.5",
        "givenName, 2.5.4.42",
        "organizationIdentifier, 2.5.4.97"
    })
    void an_attribute_is_known_by_its_keyword_and_by_its_number(String keyword, String number) {
        assertThat(parsed("CN=Hanako," + keyword + "=Value")
                        .getRDNs()[0]
                        .getFirst()
                        .getType())
                .hasToString(number);
    }

    @Test
    void two_keywords_of_one_attribute_are_one_attribute_twice() {
        assertThat(Subjects.parse("CN=Hanako,T=Director,title=Clerk")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=#",
                "CN=#1 Ltd",
                "CN=\"#\"",
                "CN=Hanako,O=\"#1 Ltd\"",
                "CN=\" \"",
                "CN=\"  \",O=Example",
                "CN=",
                "CN",
                "=",
                "",
                "CN=Hanako,O=\\"
            })
    void what_is_no_name_is_refused_and_nothing_breaks(String text) {
        assertThat(Subjects.mayAdmit(text)).isFalse();
        assertThat(Subjects.parse(text).isPresent()).isFalse();
    }

    @Test
    void a_number_sign_is_taken_where_it_is_escaped() throws IOException {
        assertThat(Subjects.mayAdmit("CN=Hanako,O=\\#1 Ltd")).isTrue();
        assertThat(written(parsed("CN=Hanako,O=\\#1 Ltd"))).isEqualTo("CN=Hanako,O=\\#1 Ltd");
    }

    /** Of 社 its last octet would stand in the certificate, which is the sign {@code >}. */
    @ParameterizedTest
    @ValueSource(strings = {"社員7", "ｱ7", "\u00c9ric", "a_b", "7*"})
    void a_serial_number_has_characters_only_that_a_certificate_can_hold_in_it(String number) {
        assertThat(Subjects.mayAdmit("CN=Hanako,serialNumber=" + number)).isFalse();
        assertThat(Subjects.mayAdmit("CN=Hanako,serialNumber=TINJP-0123 (4)")).isTrue();
    }

    /** An octet string, a number, and a text whose octets other programs read as other letters. */
    @ParameterizedTest
    @ValueSource(strings = {"#0403616263", "#02010a", "#1403e5b1b1"})
    void a_value_in_hexadecimal_that_is_no_text_names_nobody(String value) {
        assertThat(Subjects.mayAdmit("CN=" + value)).isFalse();
        assertThat(Subjects.mayAdmit("CN=#0c0648616e616b6f")).isTrue();
    }

    /** BouncyCastle reads another name than desks show. */
    @ParameterizedTest
    @ValueSource(strings = {"CN=\\\\AB", "CN=\"A\\20B\"", "CN=Hanako,O=\\\\\\,B", "CN=A;O=B"})
    void a_name_that_two_readers_read_in_two_ways_names_nobody(String text) {
        assertThat(Subjects.mayAdmit(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=Smith\\, John,O=A\\+B",
                "CN=\"Smith, John\",O=\\\"A\\\"",
                "cn = 山田　花子 , o=a\\=b",
                "CN=Hanako,2.5.4.97=#0c0a4e54524a502d30313233",
                "CN=\\E5\\B1\\B1,O=\\<A\\>"
            })
    void a_name_that_is_read_in_one_way_names_somebody(String text) {
        assertThat(Subjects.mayAdmit(text)).isTrue();
    }

    @Test
    void who_was_admitted_before_keeps_their_name() {
        assertThat(Subjects.parse("CN=Hanako,serialNumber=a_b")).isPresent();
    }

    @Test
    void the_country_comes_first_in_the_certificate() {
        assertThat(parsed("CN=Hanako,O=Example,C=JP").getRDNs()[0].getFirst().getType())
                .isEqualTo(BCStyle.C);
    }

    @Test
    void a_certificate_of_an_earlier_version_keeps_its_order_when_it_is_renewed() throws IOException {
        var earlier = new X500Name(BCStyle.INSTANCE, "CN=Hanako,O=Example,C=JP");

        var renewed = Subjects.renewed(parsed("CN=Hanako,O=Example,C=JP"), earlier);

        assertThat(renewed.getEncoded()).isEqualTo(earlier.getEncoded());
    }

    @Test
    void whoever_is_called_otherwise_now_is_renewed_under_that_name() throws IOException {
        var earlier = new X500Name(BCStyle.INSTANCE, "CN=Hanako Suzuki,C=JP");

        assertThat(written(Subjects.renewed(parsed("CN=Hanako,C=JP"), earlier))).isEqualTo("CN=Hanako,C=JP");
    }

    /** To BouncyCastle names are equal whatever the case of their letters and the blanks in them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"CN=Hanako yamada,C=JP|CN=Hanako Yamada,C=JP", "CN=Hanako  Yamada,C=JP|CN=Hanako Yamada,C=JP"})
    void a_mistyped_letter_or_blank_makes_another_name_too(String before, String now) throws IOException {
        assertThat(written(Subjects.renewed(parsed(now), parsed(before)))).isEqualTo(now);
    }
}
