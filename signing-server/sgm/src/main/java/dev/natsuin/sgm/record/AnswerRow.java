package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * A stored answer. It carries no MAC: the token is signed by the identity and names what it answers and when.
 *
 * @param sealedSha256 SHA-256 of the sealed octets it answers
 * @param token the answer
 * @param time when it was given
 */
public record AnswerRow(Bytes sealedSha256, String token, Instant time) {}
