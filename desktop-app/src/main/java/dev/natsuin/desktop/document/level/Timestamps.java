package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.bytes.Bytes;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import eu.europa.esig.dss.model.DSSException;
import eu.europa.esig.dss.model.TimestampBinary;
import eu.europa.esig.dss.spi.x509.tsp.TSPSource;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.SignerInformationVerifier;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timestamps by RFC 3161 from the first of several authorities that gives a sound one.
 *
 * <p>Sound is: granted, over our hash, with our nonce and the policy asked for, in a certificate that the token
 * carries, whose one and critical usage is timestamps, which was valid at that time, which the signed attributes name
 * (RFC 5816), and whose key signed it. And a path leads from somebody who is believed to the certificate: who sits
 * between could give a sound timestamp of an authority of their own, and its time would be worth nothing.
 *
 * <p>Made for one errand: an authority that kept silent twice in a row is not asked again, for the sake of all the
 * files that would wait for it. Thread-safe.
 */
final class Timestamps {
    private static final Logger LOG = LoggerFactory.getLogger(Timestamps.class);
    private static final int NONCE_BITS = 64;

    /** An address, and behind it, where nothing is sent, the policy that the authority is to follow. */
    private static final Pattern ADDRESS =
            Pattern.compile("(https?://[^\\s/#]+[^\\s#]*)(?:#([0-2](?:\\.(?:0|[1-9]\\d{0,38})){1,60}))?");

    private static final int SILENCES = 2;

    private final TrustAnchors anchors;
    private final PkiAsking asking;
    private final SecureRandom random;
    private final Map<String, Integer> silences = new ConcurrentHashMap<>();

    Timestamps(TrustAnchors anchors, PkiAsking asking, SecureRandom random) {
        this.anchors = anchors;
        this.asking = asking;
        this.random = random;
    }

    /** None of the authorities gave a sound timestamp. */
    static final class None extends DSSException {
        private static final long serialVersionUID = 1L;

        None() {
            super("no authority gave a sound timestamp");
        }
    }

    /** A sound timestamp came, and of all that did, none of an authority that is believed. */
    static final class NotBelieved extends DSSException {
        private static final long serialVersionUID = 1L;

        NotBelieved() {
            super("the authority is not believed");
        }
    }

    /**
     * True if this may stand for an authority: an address, perhaps with {@code #} and the policy's number behind it.
     */
    static boolean isAddress(String url) {
        return ADDRESS.matcher(url).matches();
    }

    /** For a log: without the name and password that an address may hold. */
    private static String shown(String url) {
        return url.replaceFirst("//[^/@]*@", "//…@");
    }

    /** From the first of these that gives a sound one; an address may say {@code #} and the number of a policy. */
    TSPSource from(List<String> urls) {
        return (algorithm, digest) -> stamped(urls, algorithm, digest);
    }

    private TimestampBinary stamped(List<String> urls, DigestAlgorithm algorithm, byte[] digest) {
        DSSException why = new None();
        for (var url : urls) {
            if (silences.getOrDefault(url, 0) >= SILENCES) {
                continue;
            }
            try {
                var token = from(url, algorithm, digest);
                if (token.isPresent()) {
                    return new TimestampBinary(token.get().toArray());
                }
            } catch (NotBelieved e) {
                LOG.warn("timestamp not taken url={} reason={}", shown(url), e.getMessage());
                why = e;
            }
        }
        throw why;
    }

    // BouncyCastle says in many ways that octets are not what they should be.
    @SuppressWarnings("IllegalCatch")
    private Optional<Bytes> from(String url, DigestAlgorithm algorithm, byte[] digest) {
        var generator = new TimeStampRequestGenerator();
        generator.setCertReq(true);
        var named = ADDRESS.matcher(url);
        if (!named.matches()) {
            LOG.warn("timestamp not asked for url={} reason=no address, or no policy behind it", shown(url));
            return Optional.empty();
        }
        Optional.ofNullable(named.group(2)).map(ASN1ObjectIdentifier::new).ifPresent(generator::setReqPolicy);
        try {
            var request = generator.generate(
                    new ASN1ObjectIdentifier(algorithm.getOid()), digest, new BigInteger(NONCE_BITS, random));
            var answer = asking.post(named.group(1), "application/timestamp-query", Bytes.of(request.getEncoded()));
            silences.compute(url, (same, before) -> answer.isPresent() ? 0 : (before == null ? 0 : before) + 1);
            return answer.isEmpty() ? Optional.empty() : Optional.of(sound(request, answer.get()));
        } catch (NotBelieved e) {
            throw e;
        } catch (TSPException
                | CMSException
                | OperatorCreationException
                | IOException
                | CertificateException
                | RuntimeException e) {
            LOG.warn("timestamp not sound url={} reason={}", shown(url), e.getMessage());
            return Optional.empty();
        }
    }

    private Bytes sound(TimeStampRequest request, Bytes answer)
            throws TSPException, IOException, CMSException, OperatorCreationException, CertificateException {
        var response = new TimeStampResponse(answer.toArray());
        response.validate(request); // status, hash, nonce, policy, and that the token names its certificate
        var token = response.getTimeStampToken();
        if (token == null) {
            throw new TSPException("the authority refused: " + response.getStatusString());
        }
        var certificate = certificate(token);
        token.validate(verifier(certificate)); // usage, validity at its time, the name, the signature
        if (!isBelieved(token, certificate)) {
            throw new NotBelieved();
        }
        return Bytes.of(token.getEncoded());
    }

    private static X509CertificateHolder certificate(TimeStampToken token) throws TSPException {
        for (var each : token.getCertificates().getMatches(null)) {
            if (token.getSID().match(each)) {
                return each;
            }
        }
        throw new TSPException("the token does not carry its certificate");
    }

    /** As of the token's time; whether a certificate was revoked is what level LT is about. */
    private boolean isBelieved(TimeStampToken token, X509CertificateHolder certificate) throws CertificateException {
        var converter = new JcaX509CertificateConverter();
        var target = converter.getCertificate(certificate);
        if (anchors.certificates().contains(target)) {
            return true;
        }
        var carried = new ArrayList<X509Certificate>();
        for (var each : token.getCertificates().getMatches(null)) {
            carried.add(converter.getCertificate(each));
        }
        return CertificatePaths.lead(
                target,
                carried,
                anchors.certificates(),
                token.getTimeStampInfo().getGenTime());
    }

    private static SignerInformationVerifier verifier(X509CertificateHolder certificate)
            throws OperatorCreationException, CertificateException {
        return new JcaSimpleSignerInfoVerifierBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(certificate);
    }
}
