package dev.natsuin.sgm.token;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Which token, and how to it.
 *
 * @param module the PKCS#11 module
 * @param label the token's label
 * @param pin the PIN of its user
 * @param officerPin the PIN of its security officer, needed once, when keys are made that are to be trusted
 * @param profile what tokens of its maker can do
 */
public record TokenAccess(
        Path module, String label, TokenPin pin, Optional<TokenPin> officerPin, TokenProfile profile) {}
