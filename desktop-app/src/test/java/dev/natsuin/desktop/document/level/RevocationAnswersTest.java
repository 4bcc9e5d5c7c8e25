package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.revocation.CrlAnswers;
import dev.natsuin.desktop.document.revocation.OcspAnswers;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.model.x509.CertificateToken;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevocationAnswersTest {
    private static final String OCSP = "http://authority/ocsp";
    private static final String CRL = "http://authority/ca.crl";
    private static final X500Name NAME = new X500Name("CN=authority");

    private final KeyPair pair = TestKeys.fresh();
    private final X509CertificateHolder issuer = certificate(1, "CN=authority");
    private final X509CertificateHolder signer = certificate(7, "CN=signer");

    private X509CertificateHolder certificate(long serial, String subject) {
        try {
            var builder = new X509v3CertificateBuilder(
                    NAME,
                    BigInteger.valueOf(serial),
                    Date.from(Instant.now().minus(Duration.ofDays(1))),
                    Date.from(Instant.now().plus(Duration.ofDays(1))),
                    new X500Name(subject),
                    SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                            new ASN1ObjectIdentifier(AccessDescription.id_ad_ocsp.getId()),
                            new GeneralName(GeneralName.uniformResourceIdentifier, OCSP)));
            builder.addExtension(Extension.cRLDistributionPoints, false, new CRLDistPoint(new DistributionPoint[] {
                new DistributionPoint(
                        new DistributionPointName(
                                new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, CRL))),
                        null,
                        null)
            }));
            return builder.build(TestKeys.signer(pair));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static CertificateToken token(X509CertificateHolder holder) {
        try {
            return new CertificateToken((X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** What one address gives. */
    private record Only(String url, UnaryOperator<Bytes> answer) implements PkiAsking {
        @Override
        public Optional<Bytes> post(String to, String contentType, Bytes body) {
            assertThat(contentType).isEqualTo("application/ocsp-request");
            return to.equals(url) ? Optional.of(answer.apply(body)) : Optional.empty();
        }

        @Override
        public Optional<Bytes> get(String from) {
            return from.equals(url) ? Optional.of(answer.apply(Bytes.EMPTY)) : Optional.empty();
        }
    }

    private Optional<?> byOcsp(UnaryOperator<Bytes> responder) {
        return Optional.ofNullable(new OcspAnswers(new Only(OCSP, responder), new SecureRandom())
                .getRevocationToken(token(signer), token(issuer)));
    }

    private Optional<?> byList(UnaryOperator<Bytes> list) {
        return Optional.ofNullable(
                new CrlAnswers(new Only(CRL, list)).getRevocationToken(token(signer), token(issuer)));
    }

    private ScriptedResponder responder() {
        return new ScriptedResponder(NAME, pair);
    }

    @Test
    void takes_a_responders_answer() {
        assertThat(byOcsp(responder()::answer)).isPresent();
    }

    @Test
    void takes_no_answer_about_another_certificate() throws Exception {
        var sha1 = new BcDigestCalculatorProvider().get(new DefaultDigestAlgorithmIdentifierFinder().find("SHA-1"));
        var another = new CertificateID(sha1, issuer, BigInteger.TEN);

        assertThat(byOcsp(responder().about(another)::answer)).isEmpty();
    }

    @Test
    void takes_no_answer_to_somebody_else() {
        assertThat(byOcsp(responder().answersAnotherRequest()::answer)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "3000", "30030a0106", "00", "ffff"})
    void takes_no_answer_that_is_none(String hex) {
        assertThat(byOcsp(body -> Bytes.hex(hex))).isEmpty();
        assertThat(byList(body -> Bytes.hex(hex))).isEmpty();
    }

    private Bytes list(KeyPair by) {
        try {
            var builder = new X509v2CRLBuilder(NAME, Date.from(Instant.now().minusSeconds(60)));
            builder.setNextUpdate(Date.from(Instant.now().plusSeconds(3600)));
            return Bytes.of(builder.build(TestKeys.signer(by)).getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takes_the_authoritys_list() {
        assertThat(byList(body -> list(pair))).isPresent();
    }

    @Test
    void takes_no_list_that_somebody_else_signed() {
        assertThat(byList(body -> list(TestKeys.fresh()))).isEmpty();
    }
}
