package dev.natsuin.desktop.document.verify;

import eu.europa.esig.dss.spi.x509.revocation.crl.CRLSource;
import eu.europa.esig.dss.spi.x509.revocation.ocsp.OCSPSource;

/** Who is asked for the states of certificates that a file does not hold. */
public interface RevocationAsking {
    /** For single answers. */
    OCSPSource answers();

    /** For lists. */
    CRLSource lists();
}
