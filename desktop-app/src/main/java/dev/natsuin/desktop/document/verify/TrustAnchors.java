package dev.natsuin.desktop.document.verify;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The certificates believed without proof; usually of certification authorities.
 *
 * @param anchors may be empty: then every signature is indeterminate at best
 */
public record TrustAnchors(List<Anchor> anchors) {
    /** Why a certificate is believed. */
    public enum Origin {
        /** It is an authority of the server that the owner is enrolled with. */
        SERVER("server"),
        /** The owner named its file. */
        FILE("file"),
        /** It is among those that this computer's system believes, and the owner wished for those. */
        SYSTEM("system"),
        /** It is a qualified authority in a trusted list (ETSI TS 119 612) that the owner named. */
        TRUSTED_LIST("trusted-list");

        private final String code;

        Origin(String code) {
            this.code = code;
        }

        /** The stable code, for example {@code server}. */
        public String code() {
            return code;
        }
    }

    /**
     * One believed certificate.
     *
     * @param origin why
     * @param source which file, in words for people; may be empty
     * @param granted when it is believed; always if there is no period
     */
    public record Anchor(X509Certificate certificate, Origin origin, String source, List<Period> granted) {
        /** Copies the periods. */
        public Anchor {
            granted = List.copyOf(granted);
        }

        /** Believed at any time. */
        public Anchor(X509Certificate certificate, Origin origin, String source) {
            this(certificate, origin, source, List.of());
        }

        /** True if it is believed at all of these times. */
        boolean grantedAt(List<Instant> times) {
            return granted.isEmpty()
                    || times.stream().allMatch(time -> granted.stream().anyMatch(period -> period.contains(time)));
        }

        @Override
        public String toString() {
            return origin.code() + " " + source;
        }
    }

    /**
     * A time in which an authority is believed.
     *
     * @param from its first moment
     * @param until behind its last; none if it lasts
     */
    public record Period(Instant from, Optional<Instant> until) {
        boolean contains(Instant time) {
            return !time.isBefore(from)
                    && until.filter(end -> !time.isBefore(end)).isEmpty();
        }
    }

    /** Copies the list. */
    public TrustAnchors {
        anchors = List.copyOf(anchors);
    }

    /** Certificates that the owner named. */
    public static TrustAnchors of(List<X509Certificate> certificates) {
        return new TrustAnchors(certificates.stream()
                .map(each -> new Anchor(each, Origin.FILE, ""))
                .toList());
    }

    /** Certificates that the owner named. */
    public static TrustAnchors of(X509Certificate... certificates) {
        return of(List.of(certificates));
    }

    /** The certificates alone. */
    public List<X509Certificate> certificates() {
        return anchors.stream().map(Anchor::certificate).distinct().toList();
    }

    /**
     * Without those that lead from one of them to the next key of its authority (decision 0080), while they hold. For
     * whoever gathers what a file needs: a reader may believe the former key only, and wants to know that the link was
     * not revoked.
     */
    public TrustAnchors withoutLinks(Instant now) {
        return new TrustAnchors(anchors.stream()
                .filter(each ->
                        anchors.stream().noneMatch(former -> isLink(former.certificate(), each.certificate(), now)))
                .toList());
    }

    private static boolean isLink(X509Certificate former, X509Certificate next, Instant now) {
        return !former.getPublicKey().equals(next.getPublicKey())
                && former.getSubjectX500Principal().equals(next.getSubjectX500Principal())
                && !now.isAfter(next.getNotAfter().toInstant())
                && isSignedBy(next, former);
    }

    private static boolean isSignedBy(X509Certificate certificate, X509Certificate by) {
        try {
            certificate.verify(by.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Why a certificate is believed; the first reason if there are several. */
    Optional<Anchor> anchor(X509Certificate certificate) {
        return anchors.stream()
                .filter(each -> isSame(each.certificate(), certificate))
                .findFirst();
    }

    /** The same name and key, as authorities renew their certificates; so DSS sees it too. */
    private static boolean isSame(X509Certificate one, X509Certificate other) {
        return one.equals(other)
                || (one.getPublicKey().equals(other.getPublicKey())
                        && one.getSubjectX500Principal().equals(other.getSubjectX500Principal()));
    }

    /** Why a certificate is believed at all of these times; if at none, why it was believed at another. */
    Optional<Anchor> anchor(X509Certificate certificate, List<Instant> times) {
        return anchors.stream()
                .filter(each -> isSame(each.certificate(), certificate) && each.grantedAt(times))
                .findFirst()
                .or(() -> anchor(certificate));
    }
}
