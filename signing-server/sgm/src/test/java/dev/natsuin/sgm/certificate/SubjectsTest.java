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
