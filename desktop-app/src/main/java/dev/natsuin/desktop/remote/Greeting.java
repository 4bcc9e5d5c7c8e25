package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.SealingKey;
import java.time.Instant;

/**
 * What the server said of itself when asked just now, all of it proven but the challenge.
 *
 * @param identity the SGM's
 * @param time SGM time
 * @param sealingKey the key to seal to
 * @param challenge for one login, from the SAP
 */
public record Greeting(Identity identity, Instant time, SealingKey sealingKey, String challenge) {}
