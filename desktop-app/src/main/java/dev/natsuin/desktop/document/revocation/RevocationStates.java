package dev.natsuin.desktop.document.revocation;

import eu.europa.esig.dss.spi.x509.revocation.crl.CRLSource;
import eu.europa.esig.dss.spi.x509.revocation.ocsp.OCSPSource;
import java.security.SecureRandom;

/**
 * States of certificates as their authorities tell them, for one errand: each is asked once, however many files need
 * it. Thread-safe.
 */
public final class RevocationStates {
    private final OcspAnswers states;
    private final CrlAnswers lists;

    /** Asks by this way. */
    public RevocationStates(PkiAsking asking, SecureRandom random) {
        this.states = new OcspAnswers(asking, random);
        this.lists = new CrlAnswers(asking);
    }

    /** For EU DSS. */
    public OCSPSource states() {
        return states;
    }

    /** For EU DSS. */
    public CRLSource lists() {
        return lists;
    }
}
