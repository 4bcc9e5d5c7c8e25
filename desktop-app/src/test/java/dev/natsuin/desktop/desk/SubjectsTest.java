package dev.natsuin.desktop.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What staff ordered, and what stands in the certificate. */
final class SubjectsTest {
    private static X500Principal certified() throws java.io.IOException {
        return new X500Principal(new X500NameBuilder()
                .addRDN(BCStyle.C, "JP")
                .addRDN(BCStyle.ORGANIZATION_IDENTIFIER, "NTRJP-0123")
                .addRDN(BCStyle.SURNAME, "山田")
                .addRDN(BCStyle.CN, "山田 花子")
                .build()
                .getEncoded());
    }

    /** As other programs, also Java, write a certificate's name, from where staff copies it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=山田 花子,SN=山田,organizationIdentifier=NTRJP-0123,C=JP",
                "cn=山田 花子, surname=山田, organizationidentifier=NTRJP-0123, c=JP",
                "CN=山田 花子,2.5.4.4=山田,2.5.4.97=NTRJP-0123,C=JP",
                "CN=山田 花子, OID.2.5.4.4=山田, OID.2.5.4.97=NTRJP-0123, C=JP",
                "2.5.4.3=山田 花子,2.5.4.4=山田,2.5.4.97=NTRJP-0123,2.5.4.6=JP",
                "CN=山田 花子,2.5.4.4=#0c06e5b1b1e794b0,2.5.4.97=#0c0a4e54524a502d30313233,C=JP"
            })
    void a_name_is_the_same_whichever_way_it_was_written(String subject) throws Exception {
        assertThat(Subjects.isSame(certified(), subject)).isTrue();
        assertThat(Subjects.isSame(certified().getName(), subject)).isTrue();
    }

    @Test
    void the_way_java_writes_it_is_one_of_them() throws Exception {
        assertThat(Subjects.isSame(certified(), certified().getName())).isTrue();
        assertThat(Subjects.isSame(certified(), certified().getName(X500Principal.RFC1779)))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=山田 花子,2.5.4.42=山田,2.5.4.97=NTRJP-0123,C=JP",
                "CN=山田 花子,2.5.4.4=山田,2.5.4.97=ntrjp-0123,C=JP",
                "CN=山田 花子,2.5.4.4=#0406e5b1b1e794b0,2.5.4.97=NTRJP-0123,C=JP",
                "CN=山田 花子,2.5.4.4=#0c07e5b1b1e794b0,2.5.4.97=NTRJP-0123,C=JP",
                "CN=山田 花子,2.5.4.4=山田,C=JP",
                ""
            })
    void another_name_is_another(String subject) throws Exception {
        assertThat(Subjects.isSame(certified(), subject)).isFalse();
    }

    @Test
    void octets_that_are_no_text_are_none() throws Exception {
        assertThat(Subjects.isSame(
                        certified(), "CN=#" + Bytes.of(new byte[] {0x0C, 0}).toHex()))
                .isFalse();
    }
}
