package dev.natsuin.sap.credential;

import dev.natsuin.protocol.answer.Results;
import java.time.Instant;

/**
 * A key and its certificate as an answer told of them.
 *
 * @param key what the answer said
 * @param asOf SGM time of that answer
 */
public record Credential(Results.KeyInfo key, Instant asOf) {}
