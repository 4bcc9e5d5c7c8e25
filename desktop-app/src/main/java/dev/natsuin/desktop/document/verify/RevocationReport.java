package dev.natsuin.desktop.document.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * One answer about the state of a signer's certificate.
 *
 * @param kind {@code OCSP} or {@code CRL}
 * @param origin {@code document} if the file holds it, {@code online} if it was asked for now
 * @param producedAt when the authority said so
 * @param revokedSince since when it is revoked; empty if it is good
 */
public record RevocationReport(String kind, String origin, Instant producedAt, Optional<Instant> revokedSince) {}
