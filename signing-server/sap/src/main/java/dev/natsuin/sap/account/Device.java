package dev.natsuin.sap.account;

import dev.natsuin.protocol.crypto.VerifyingKey;
import java.time.Instant;

/**
 * A device that may log in, as a verified answer named it.
 *
 * @param account whose and which
 * @param loginKey verifies its logins and nothing else
 * @param enrolledAt SGM time of the answer
 */
public record Device(Account account, VerifyingKey loginKey, Instant enrolledAt) {}
