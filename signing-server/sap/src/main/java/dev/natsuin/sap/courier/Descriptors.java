package dev.natsuin.sap.courier;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The descriptor of this server, signed by the identity that was pinned when the server was made, and with it the
 * identity's key.
 *
 * <p>A descriptor is renewed once a day, and when the keys that it is to name change; while the SGM is away the last
 * one serves as long as it holds. Thread-safe.
 */
public final class Descriptors {
    private static final Duration RENEWED_AFTER = Duration.ofDays(1);

    /** Whoever has a descriptor does not wait again and again for an SGM that is away. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    /** How far the SGM's clock may be ahead of ours before its descriptor counts as one of another time. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final SgmGateway sgm;
    private final Bytes identityHash;
    private final Supplier<DescriptorCall> wanted;
    private final InstantSource clock;
    private Optional<Fetched> last = Optional.empty();
    private Instant notBefore = Instant.MIN;

    /**
     * Asks for descriptors of an address and keys.
     *
     * @param identityHash the pinned identity, 32 octets
     * @param wanted which; asked each time, as keys are changed while the server serves
     */
    public Descriptors(SgmGateway sgm, Bytes identityHash, Supplier<DescriptorCall> wanted, InstantSource clock) {
        this.sgm = sgm;
        this.identityHash = identityHash;
        this.wanted = wanted;
        this.clock = clock;
    }

    private record Fetched(String token, Descriptor descriptor, Instant at) {
        boolean isOf(DescriptorCall call) {
            return descriptor.url().equals(call.url()) && descriptor.tlsKeys().equals(call.tlsKeys());
        }
    }

    /**
     * A descriptor that holds now.
     *
     * @throws SgmAway if there is none and the SGM does not answer
     * @throws SgmNotBelieved if the SGM gives one that another identity signed or that names another server
     */
    public synchronized String token() {
        var now = clock.instant();
        var call = wanted.get();
        var kept = last.filter(f -> holds(f.descriptor(), now));
        if (kept.filter(f -> f.isOf(call) && now.isBefore(f.at().plus(RENEWED_AFTER)))
                .isPresent()) {
            return kept.get().token();
        }
        if (kept.isPresent() && now.isBefore(notBefore)) {
            return kept.get().token();
        }
        try {
            return fetch(call, now).token();
        } catch (SgmAway e) {
            notBefore = now.plus(AFTER_A_FAILURE);
            return kept.orElseThrow(() -> e).token();
        }
    }

    /**
     * The pinned identity's key.
     *
     * @throws SgmAway if it was never learnt and the SGM does not answer
     * @throws SgmNotBelieved as {@link #token()}
     */
    public synchronized VerifyingKey identityKey() {
        return last.orElseGet(() -> fetch(wanted.get(), clock.instant()))
                .descriptor()
                .identityKey();
    }

    private Fetched fetch(DescriptorCall call, Instant now) {
        var token = sgm.descriptor(call);
        try {
            var descriptor = Descriptor.open(token, identityHash);
            var fetched = new Fetched(token, descriptor, now);
            if (!fetched.isOf(call) || !holds(descriptor, now)) {
                throw new SgmNotBelieved("a descriptor of another server or another time", null);
            }
            last = Optional.of(fetched);
            return fetched;
        } catch (Malformed e) {
            throw new SgmNotBelieved("a descriptor that the pinned identity did not sign", e);
        }
    }

    private static boolean holds(Descriptor descriptor, Instant now) {
        return descriptor.from().isBefore(now.plus(SKEW)) && now.isBefore(descriptor.until());
    }
}
