package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;

/** The hash by which an SGM is known and pinned: SHA-256 of its Ed25519 identity key, 32 octets. */
public final class Identity {
    private Identity() {}

    /** The hash of this identity key. */
    public static Bytes hashOf(VerifyingKey identityKey) {
        return identityKey.encoded().sha256();
    }
}
