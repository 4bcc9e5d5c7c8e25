package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.desk.Lasting;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds out until when an archived file can be proven unless somebody renews it: until the newest believed timestamp
 * over a signature ends, with the first certificate on its path, or with the first key that grows weak.
 */
public final class ArchiveEnd {
    /**
     * What was publicly advised when this was written (NIST SP 800-131A, CRYPTREC): keys worth 112 bits, as RSA of 2048
     * bits, are not to be relied upon longer.
     */
    private static final Instant WEAK_FROM = Instant.parse("2031-01-01T00:00:00Z");

    private static final int STRONG_RSA_BITS = 3072;
    private static final int STRONG_CURVE_BITS = 256;

    private ArchiveEnd() {}

    /** Of what was judged; nothing if not every signature in it is archived by a believed timestamp. */
    public static Optional<Lasting> of(Verification.Judged judged) {
        var ends = new ArrayList<Lasting>();
        for (int i = 0; i < judged.signatures().size(); i++) {
            var signature = judged.signatures().get(i);
            var name = signature.field().isEmpty() ? String.valueOf(i + 1) : signature.field();
            var newest = judged.timestamps().stream()
                    .filter(each -> archives(each) && each.covers().contains(name))
                    .max(Comparator.comparing(TimestampReport::time));
            if (!signature.level().endsWith("-LTA") || newest.isEmpty()) {
                return Optional.empty();
            }
            ends.add(ofPath(newest.get().path()));
        }
        return ends.stream().min(Comparator.comparing(Lasting::until));
    }

    private static boolean archives(TimestampReport timestamp) {
        return timestamp.believed()
                && !timestamp.path().isEmpty()
                && (timestamp.kind() == TimestampReport.Kind.DOCUMENT
                        || timestamp.kind() == TimestampReport.Kind.ARCHIVE);
    }

    private static Lasting ofPath(List<PathCertificate> path) {
        return path.stream()
                .map(PathCertificate::certificate)
                .map(ArchiveEnd::ofCertificate)
                .min(Comparator.comparing(Lasting::until))
                .orElseThrow();
    }

    private static Lasting ofCertificate(X509Certificate certificate) {
        var ends = certificate.getNotAfter().toInstant();
        return isStrong(certificate.getPublicKey()) || ends.isBefore(WEAK_FROM)
                ? new Lasting(ends, Lasting.Why.CERTIFICATE)
                : new Lasting(WEAK_FROM, Lasting.Why.ALGORITHM);
    }

    private static boolean isStrong(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return rsa.getModulus().bitLength() >= STRONG_RSA_BITS;
        }
        return !(key instanceof ECPublicKey curve)
                || curve.getParams().getOrder().bitLength() >= STRONG_CURVE_BITS;
    }
}
