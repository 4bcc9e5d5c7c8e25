package dev.natsuin.desktop.document.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.TestCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CertificateSourcesTest {
    private static final X509Certificate ONE = new TestCa("one").certificate();
    private static final X509Certificate TWO = new TestCa("two").certificate();

    @TempDir
    private Path folder;

    private static String pem(X509Certificate certificate) throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    private Path both() throws Exception {
        return Files.writeString(folder.resolve("both.pem"), pem(ONE) + "# another\n" + pem(TWO));
    }

    @Test
    void certificates_are_read_from_every_usual_kind_of_file() throws Exception {
        assertThat(CertificateFiles.read(both())).containsExactly(ONE, TWO);
        var der = Files.write(folder.resolve("one.der"), ONE.getEncoded());
        assertThat(CertificateFiles.read(der)).containsExactly(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DER", "PEM"})
    void a_pkcs7_file_of_openssl_gives_all_its_certificates(String form) throws Exception {
        var file = folder.resolve("both.p7b");
        var made = ForeignJudges.openssl(
                "crl2pkcs7", "-nocrl", "-certfile", both().toString(), "-outform", form, "-out", file.toString());
        assertThat(made.exit()).as(made.output()).isZero();

        assertThat(CertificateFiles.read(file)).containsExactlyInAnyOrder(ONE, TWO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"})
    void a_file_without_certificates_is_none(String text) throws Exception {
        var file = Files.writeString(folder.resolve("none.pem"), text);
        assertThatThrownBy(() -> CertificateFiles.read(file)).isInstanceOf(IOException.class);
    }

    @Test
    void the_systems_bundle_is_read_and_named() throws Exception {
        var bundle = folder.resolve("etc/ssl/certs/ca-certificates.crt");
        Files.createDirectories(bundle.getParent());
        Files.copy(both(), bundle);

        var anchors = new SystemStore(folder, "Linux", folder).anchors();

        assertThat(anchors).extracting(TrustAnchors.Anchor::certificate).containsExactly(ONE, TWO);
        assertThat(anchors).allSatisfy(each -> {
            assertThat(each.origin()).isEqualTo(TrustAnchors.Origin.SYSTEM);
            assertThat(each.source()).isEqualTo(bundle.toString());
        });
    }

    @Test
    void where_a_system_keeps_none_the_store_of_java_is_read_and_named() throws Exception {
        var java = Path.of(System.getProperty("java.home"));

        var anchors = new SystemStore(folder, "Linux", java).anchors();

        assertThat(anchors)
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.source()).endsWith("cacerts"));
    }

    @Test
    void a_computer_without_any_store_is_not_passed_over() {
        assertThatThrownBy(() -> new SystemStore(folder, "Linux", folder).anchors())
                .isInstanceOf(IOException.class);
    }
}
