package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * A stored answer. The token is signed by the identity and names what it answers and when; of what an earlier identity
 * key signed the MAC is needed too.
 *
 * @param sealedSha256 SHA-256 of the sealed octets it answers
 * @param token the answer
 * @param time when it was given
 * @param authentic whether it has a MAC, which holds; those of before there were MACs have none
 */
public record AnswerRow(Bytes sealedSha256, String token, Instant time, boolean authentic) {}
