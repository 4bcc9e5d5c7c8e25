package dev.natsuin.sgm.certificate;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/** What the authority does for relying parties with keys other than its own. */
enum AuthorityService {
    /** Tells whether a certificate still holds (RFC 6960). Its own certificate cannot be revoked, so it is short. */
    OCSP("ocsp-", "OCSP", "1.3.6.1.5.5.7.3.9", false, Duration.ofDays(365), Duration.ofDays(372)),

    /**
     * Tells that a hash existed at a time (RFC 3161). Its certificate outlives the key's use by years, for who verifies
     * an old timestamp.
     */
    TIMESTAMP("tsa-", "TSA", "1.3.6.1.5.5.7.3.8", true, Duration.ofDays(365), Duration.ofDays(365 * 6));

    private final String prefix;
    private final String commonName;
    private final String purposeOid;
    private final boolean purposeCritical;
    private final Duration use;
    private final Duration life;

    AuthorityService(
            String prefix, String commonName, String purposeOid, boolean purposeCritical, Duration use, Duration life) {
        this.prefix = prefix;
        this.commonName = commonName;
        this.purposeOid = purposeOid;
        this.purposeCritical = purposeCritical;
        this.use = use;
        this.life = life;
    }

    /** How the names of its rows begin. */
    String prefix() {
        return prefix;
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

    /** How long a key signs. */
    Duration use() {
        return use;
    }

    /** How long its certificate holds. */
    Duration life() {
        return life;
    }
}
