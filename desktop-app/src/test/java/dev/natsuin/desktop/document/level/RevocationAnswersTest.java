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
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
        return certificate(serial, subject, List.of(OCSP), List.of(CRL));
    }

    private X509CertificateHolder certificate(
            long serial, String subject, List<String> responders, List<String> lists) {
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
                    new AuthorityInformationAccess(responders.stream()
                            .map(url -> new AccessDescription(AccessDescription.id_ad_ocsp, uri(url)))
                            .toArray(AccessDescription[]::new)));
            builder.addExtension(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(lists.stream()
                            .map(url -> new DistributionPoint(
                                    new DistributionPointName(new GeneralNames(uri(url))), null, null))
                            .toArray(DistributionPoint[]::new)));
            return builder.build(TestKeys.signer(pair));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralName uri(String url) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, url);
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

    /** Answers nothing, and knows who was asked. */
    private static final class Silent implements PkiAsking {
        private final List<String> asked = new ArrayList<>();

        @Override
        public Optional<Bytes> post(String url, String contentType, Bytes body) {
            asked.add(url);
            return Optional.empty();
        }

        @Override
        public Optional<Bytes> get(String url) {
            asked.add(url);
            return Optional.empty();
        }
    }

    @Test
    void of_the_addresses_in_a_certificate_the_first_four_are_asked() {
        var many =
                IntStream.range(0, 1000).mapToObj(i -> "http://authority/" + i).toList();
        var hostile = token(certificate(8, "CN=hostile", many, many));
        var silent = new Silent();

        new OcspAnswers(silent, new SecureRandom()).getRevocationToken(hostile, token(issuer));
        new CrlAnswers(silent).getRevocationToken(hostile, token(issuer));

        var first = many.subList(0, PkiAsking.MOST_ADDRESSES);
        assertThat(silent.asked)
                .containsExactlyElementsOf(
                        Stream.concat(first.stream(), first.stream()).toList());
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
