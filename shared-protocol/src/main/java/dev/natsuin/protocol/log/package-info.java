/** The signature log: leaves, Merkle hashing and proofs (RFC 6962, RFC 9162), checkpoints (C2SP tlog-checkpoint). */
@NullMarked
package dev.natsuin.protocol.log;

import org.jspecify.annotations.NullMarked;
