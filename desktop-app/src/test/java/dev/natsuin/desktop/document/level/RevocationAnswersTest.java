package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.model.x509.CertificateToken;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RevocationAnswersTest {
    private static final String OCSP = "http://authority/ocsp";
    private static final String CRL = "http://authority/ca.crl";
    private static final X500Name NAME = new X500Name("CN=authority");

    private final KeyPair pair = keys();
    private final X509CertificateHolder issuer = certificate(1, "CN=authority");
    private final X509CertificateHolder signer = certificate(7, "CN=signer");

    private static KeyPair keys() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private ContentSigner key() throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    }

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
            return builder.build(key());
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

    /** A responder's answer about the certificate asked for, or another, with the nonce asked with, or another. */
    private Bytes good(Bytes body, boolean aboutAnother, boolean withOtherNonce) {
        try {
            var request = new OCSPReq(body.toArray());
            var asked = request.getRequestList()[0].getCertID();
            var about = aboutAnother
                    ? new CertificateID(
                            new org.bouncycastle.operator.bc.BcDigestCalculatorProvider()
                                    .get(new org.bouncycastle.asn1.x509.AlgorithmIdentifier(asked.getHashAlgOID())),
                            issuer,
                            BigInteger.TEN)
                    : asked;
            var builder = new BasicOCSPRespBuilder(new RespID(NAME));
            builder.addResponse(about, CertificateStatus.GOOD, Date.from(Instant.now()), (Date) null);
            var nonce = withOtherNonce
                    ? new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                            false,
                            new DEROctetString(new DEROctetString(new byte[16]).getEncoded()))
                    : request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
            builder.setResponseExtensions(new Extensions(nonce));
            var basic = builder.build(key(), null, Date.from(Instant.now()));
            return Bytes.of(new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, basic)
                    .getEncoded());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takes_a_responders_answer() {
        assertThat(byOcsp(body -> good(body, false, false))).isPresent();
    }

    @Test
    void takes_no_answer_about_another_certificate() {
        assertThat(byOcsp(body -> good(body, true, false))).isEmpty();
    }

    @Test
    void takes_no_answer_to_somebody_else() {
        assertThat(byOcsp(body -> good(body, false, true))).isEmpty();
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
            return Bytes.of(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate()))
                    .getEncoded());
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
        assertThat(byList(body -> list(keys()))).isEmpty();
    }
}
