package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TSPValidationException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.bouncycastle.util.CollectionStore;

/**
 * Says that a hash existed at a time (RFC 3161, RFC 5816, EN 319 422): by the SGM's clock, to the second, signed by a
 * key of its own.
 *
 * <p>A token names no person and uses no signer's key, so it is not in the signature log. What cannot be answered is
 * rejected with RFC 3161's reasons. Time never goes back from one token to the next while the SGM runs; it does not
 * start with a clock behind its log. Thread-safe.
 */
public final class TimestampAuthority {
    /** The policy that every token names, under a UUID (X.667): a token to the second, for everybody. */
    public static final String POLICY_OID = "2.25.154801130314165239058990667669428790376";

    private static final Set<ASN1ObjectIdentifier> HASHES =
            Set.of(TSPAlgorithms.SHA256, TSPAlgorithms.SHA384, TSPAlgorithms.SHA512);

    private static final int SERIAL_SIZE_BYTES = 16;

    private final ServiceSigner signer;
    private final SecureRandom random;
    private final AtomicReference<Instant> last = new AtomicReference<>(Instant.EPOCH);

    /** With its keys among the service keys; vault and authority stay the caller's. */
    public TimestampAuthority(Records records, Vault vault, CertificateAuthority authority, SecureRandom random) {
        this.signer = new ServiceSigner(AuthorityService.TIMESTAMP, records, vault, authority, random);
        this.random = random;
    }

    /**
     * A TimeStampResp for a TimeStampReq, both DER.
     *
     * @param logged when the newest entry of the log was made: no earlier time is ever stamped
     */
    public Bytes answer(Bytes query, Instant now, Instant logged) {
        last.accumulateAndGet(logged, TimestampAuthority::later);
        return signer.sign(now, (key, certificate) -> {
            try {
                return Bytes.of(response(query, now, key, certificate).getEncoded());
            } catch (IOException | TSPException | OperatorCreationException e) {
                throw new SgmFault("answering a timestamp request", e);
            }
        });
    }

    private TimeStampResponse response(Bytes query, Instant now, ContentSigner key, X509CertificateHolder certificate)
            throws TSPException, OperatorCreationException {
        var responses = new TimeStampResponseGenerator(
                tokens(key, certificate, signer.links(now)), HASHES, Set.of(POLICY_OID), Set.<String>of());
        try {
            var request = new TimeStampRequest(query.toArray());
            if (now.isBefore(last.accumulateAndGet(now, TimestampAuthority::later))) {
                return responses.generateFailResponse(
                        PKIStatus.REJECTION, PKIFailureInfo.timeNotAvailable, "the clock was set back");
            }
            return responses.generateGrantedResponse(request, serial(), Date.from(now));
        } catch (TSPValidationException e) {
            return responses.generateRejectedResponse(e);
        } catch (IOException | IllegalArgumentException | IllegalStateException | ClassCastException e) {
            return responses.generateFailResponse(
                    PKIStatus.REJECTION, PKIFailureInfo.badDataFormat, "this is not a timestamp request");
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static TimeStampTokenGenerator tokens(
            ContentSigner key, X509CertificateHolder certificate, List<X509CertificateHolder> links)
            throws OperatorCreationException, TSPException {
        var digests = new BcDigestCalculatorProvider();
        var tokens = new TimeStampTokenGenerator(
                new SignerInfoGeneratorBuilder(digests).build(key, certificate),
                digests.get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
                new ASN1ObjectIdentifier(POLICY_OID));
        tokens.setAccuracySeconds(1);
        tokens.addCertificates(new CollectionStore<>(
                Stream.concat(Stream.of(certificate), links.stream()).toList()));
        return tokens;
    }

    private BigInteger serial() {
        var octets = new byte[SERIAL_SIZE_BYTES];
        random.nextBytes(octets);
        return new BigInteger(1, octets);
    }
}
