package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.protocol.problem.ProblemCode;
import eu.europa.esig.dss.enumerations.DigestAlgorithm;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * One timestamp over nothing in particular, to see whether an authority gives sound ones.
 *
 * @param authority who signed it, a distinguished name (RFC 4514)
 * @param time what it says
 */
public record TimestampTrial(String authority, Instant time) {
    private static final int HASH_BYTES = 32;

    /**
     * Asks for one; slow.
     *
     * @param url an address, perhaps with {@code #} and the number of a policy
     * @throws Refusal {@code timestamp-unavailable} or {@code timestamp-not-trusted}
     */
    public static TimestampTrial at(String url, TrustAnchors anchors, PkiAsking asking, SecureRandom random)
            throws Refusal {
        var hash = new byte[HASH_BYTES];
        random.nextBytes(hash);
        try {
            var octets = new Timestamps(anchors, asking, random)
                    .from(List.of(url))
                    .getTimeStampResponse(DigestAlgorithm.SHA256, hash)
                    .getBytes();
            var token = new TimeStampToken(new CMSSignedData(octets));
            var certificate = token.getCertificates().getMatches(null).stream()
                    .filter(each -> token.getSID().match(each))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a sound token carries its certificate"));
            return new TimestampTrial(
                    new X500Principal(certificate.getSubject().getEncoded()).getName(),
                    token.getTimeStampInfo().getGenTime().toInstant());
        } catch (Timestamps.NotBelieved e) {
            throw new Refusal(ProblemCode.TIMESTAMP_NOT_TRUSTED, e);
        } catch (Timestamps.None e) {
            throw new Refusal(ProblemCode.TIMESTAMP_UNAVAILABLE, e);
        } catch (TSPException | CMSException | IOException e) {
            throw new IllegalStateException("a sound token can be read", e);
        }
    }
}
