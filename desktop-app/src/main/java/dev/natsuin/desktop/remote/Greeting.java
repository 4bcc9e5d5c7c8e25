package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.time.Instant;

/**
 * What the server said of itself when asked just now, all of it proven but the challenge.
 *
 * @param identityKey the SGM's
 * @param time SGM time
 * @param sealingKey the key to seal to
 * @param challenge for one login, from the SAP
 */
public record Greeting(VerifyingKey identityKey, Instant time, SealingKey sealingKey, String challenge) {}
