package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An SGM's identity as somebody believes it: its name, which never changes, and the key that signs for it now.
 *
 * <p>The name is the hash of the key the SGM began with. Later keys follow by {@link Succession}s, each signed by the
 * key before (decision 0050).
 *
 * @param sgm the SGM's name: SHA-256 of its first identity key, 32 octets
 * @param key what signs answers, hellos, sealing keys and descriptors now
 * @param number how many keys there were before it
 */
public record Identity(Bytes sgm, VerifyingKey key, int number) {
    /** More successions of one SGM than this are refused. */
    public static final int MOST_SUCCESSIONS = 100;

    /** The SHA-256 of an identity key, 32 octets: of the first one, it is the SGM's name. */
    public static Bytes hashOf(VerifyingKey identityKey) {
        return identityKey.encoded().sha256();
    }

    /** An SGM with its first key. */
    public static Identity founding(VerifyingKey key) {
        return new Identity(hashOf(key), key, 0);
    }

    /** The hash of the key of now, 32 octets. */
    public Bytes keyHash() {
        return hashOf(key);
    }

    /**
     * The identity after this succession.
     *
     * @throws Malformed if it is another SGM's, does not name the key of now, or has another number
     */
    public Identity then(Succession next) throws Malformed {
        if (!next.sgm().equals(sgm)
                || next.number() != number + 1
                || !next.previousKey().equals(key)) {
            throw new Malformed("a succession that does not follow");
        }
        return new Identity(sgm, next.identityKey(), next.number());
    }

    /**
     * The identity of the SGM of that name that has this key, if the successions lead from its first key to this one.
     *
     * @param successions all there were, oldest first; none of an SGM that has its first key
     * @throws Malformed if they do not
     */
    public static Identity of(Bytes sgm, List<Succession> successions, VerifyingKey key) throws Malformed {
        if (successions.size() > MOST_SUCCESSIONS) {
            throw new Malformed("more successions than there may be");
        }
        var first = successions.isEmpty() ? key : successions.get(0).previousKey();
        var identity = founding(first);
        if (!identity.sgm.equals(sgm)) {
            throw new Malformed("the identity of another SGM");
        }
        var keys = new HashSet<>(Set.of(first));
        var time = Instant.EPOCH;
        for (var next : successions) {
            identity = identity.then(next);
            if (!keys.add(identity.key) || next.time().isBefore(time)) {
                throw new Malformed("successions that go back");
            }
            time = next.time();
        }
        if (!identity.key.equals(key)) {
            throw new Malformed("a key that the successions do not lead to");
        }
        return identity;
    }
}
