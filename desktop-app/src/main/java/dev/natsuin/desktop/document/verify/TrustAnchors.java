package dev.natsuin.desktop.document.verify;

import java.security.cert.X509Certificate;
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
        FILE("file");

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
     */
    public record Anchor(X509Certificate certificate, Origin origin, String source) {
        @Override
        public String toString() {
            return origin.code() + " " + source;
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

    /** Why a certificate is believed; the first reason if there are several. */
    Optional<Anchor> anchor(X509Certificate certificate) {
        return anchors.stream()
                .filter(each -> each.certificate().equals(certificate))
                .findFirst();
    }
}
