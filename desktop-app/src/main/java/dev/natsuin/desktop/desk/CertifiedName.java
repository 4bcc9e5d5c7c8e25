package dev.natsuin.desktop.desk;

import java.time.Instant;
import java.util.Optional;

/**
 * The name that a signer's certificates have which are made or renewed from now on, from a signed answer.
 *
 * @param subject RFC 4514
 * @param changed when staff last gave them another, if they did
 */
public record CertifiedName(String subject, Optional<Instant> changed) {}
