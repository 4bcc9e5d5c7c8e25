package dev.natsuin.sgm.certificate;

/**
 * What relying parties may ask of the authority.
 *
 * @param authority its certificate and revocation list
 * @param ocsp the state of one certificate
 * @param timestamps that a hash existed at a time
 */
public record Publisher(CertificateAuthority authority, OcspResponder ocsp, TimestampAuthority timestamps) {}
