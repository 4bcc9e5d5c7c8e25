package dev.natsuin.sgm.certificate;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What the authority does for relying parties with keys other than its own. */
enum AuthorityService {
    /** Tells whether a certificate still holds (RFC 6960). */
    OCSP("ocsp", "OCSP", "1.3.6.1.5.5.7.3.9", false),

    /** Tells that a hash existed at a time (RFC 3161). */
    TIMESTAMP("tsa", "TSA", "1.3.6.1.5.5.7.3.8", true);

    /** How long a key signs. */
    static final Duration USE = Duration.ofDays(365);

    /** How long at least what it signed can be verified: who reads an old signature has nobody else's word for it. */
    static final Duration LASTING = Duration.ofDays(365 * 5);

    /** How long its certificate holds. */
    static final Duration LIFE = USE.plus(LASTING);

    private final String prefix;
    private final String commonName;
    private final String purposeOid;
    private final boolean purposeCritical;

    AuthorityService(String prefix, String commonName, String purposeOid, boolean purposeCritical) {
        this.prefix = prefix;
        this.commonName = commonName;
        this.purposeOid = purposeOid;
        this.purposeCritical = purposeCritical;
    }

    /** How the names of its rows begin, of keys that the authority's key of this number certified. */
    String prefix(int number) {
        return number == 1 ? prefix + "-" : prefix + number + "-";
    }

    /** Its name in certificates, after the product's. */
    String commonName() {
        return commonName;
    }

    /** The one extended key usage of its certificates. */
    KeyPurposeId purpose() {
        return KeyPurposeId.getInstance(new ASN1ObjectIdentifier(purposeOid));
    }

    /** RFC 3161 §2.3 wants the usage critical, RFC 6960 does not say. */
    boolean purposeCritical() {
        return purposeCritical;
    }
}
