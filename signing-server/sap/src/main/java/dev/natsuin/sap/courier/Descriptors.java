package dev.natsuin.sap.courier;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The descriptor of this server, signed by the identity that was pinned when the server was made, and with it the
 * identity.
 *
 * <p>A descriptor is renewed once a day, and when the keys that it is to name change; while the SGM is asked for the
 * next one, or is away, the last one serves as long as it holds. Thread-safe; nobody waits for a lock while the SGM is
 * asked, and whoever has a descriptor no longer than a moment for the next.
 */
public final class Descriptors {
    private static final Duration RENEWED_AFTER = Duration.ofDays(1);

    /** Whoever has a descriptor does not wait again and again for an SGM that is away. */
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    /** How far the SGM's clock may be ahead of ours before its descriptor counts as one of another time. */
    private static final Duration SKEW = Duration.ofMinutes(10);

    private final SgmGateway sgm;
    private final IdentityKeys identityKeys;
    private final Supplier<DescriptorCall> wanted;
    private final InstantSource clock;
    private final Asking<Fetched> asking;
    private final AtomicLong begun = new AtomicLong();
    private volatile Known known = new Known(Optional.empty(), Instant.MIN);

    /**
     * Asks for descriptors of an address and keys.
     *
     * @param identityKeys the pinned identity, and what follows it
     * @param wanted which; asked each time, as keys are changed while the server serves
     */
    public Descriptors(
            SgmGateway sgm, IdentityKeys identityKeys, Supplier<DescriptorCall> wanted, InstantSource clock) {
        this.sgm = sgm;
        this.identityKeys = identityKeys;
        this.wanted = wanted;
        this.clock = clock;
        this.asking = new Asking<>(this::fetch);
    }

    /**
     * What is known by now.
     *
     * @param notBefore when an SGM that was away may be asked again by whoever has a descriptor
     */
    private record Known(Optional<Fetched> last, Instant notBefore) {
        /** Further off than a failure puts it, it is of when the clock was ahead. */
        boolean isToWaitAt(Instant now) {
            return now.isBefore(notBefore) && !now.plus(AFTER_A_FAILURE).isBefore(notBefore);
        }

        /** Of two that were asked for at once the one that was asked for later. */
        Known with(Fetched fetched) {
            return last.filter(other -> other.number() > fetched.number()).isPresent()
                    ? this
                    : new Known(Optional.of(fetched), notBefore);
        }
    }

    private record Fetched(long number, String token, Descriptor descriptor, Identity identity, Told told, Instant at) {
        boolean isIn(Instant time) {
            return !time.isBefore(descriptor.from()) && time.isBefore(descriptor.until());
        }

        boolean isOf(DescriptorCall call) {
            return descriptor.url().equals(call.url()) && descriptor.tlsKeys().equals(call.tlsKeys());
        }
    }

    /**
     * What desks are told.
     *
     * @param token a descriptor that holds now
     * @param successions what leads to the key that signed it
     */
    public record Told(String token, List<JsonObject> successions) {
        /** Copies the list. */
        public Told {
            successions = List.copyOf(successions);
        }
    }

    /**
     * A descriptor that holds now.
     *
     * @throws SgmAway if there is none and the SGM does not answer, or answers with one of another time
     * @throws SgmNotBelieved if the SGM gives one that another identity signed or that names another server
     */
    public Told told() {
        var now = clock.instant();
        var call = wanted.get();
        var state = known;
        var kept = state.last().filter(f -> holds(f.descriptor(), now));
        if (kept.isEmpty()) {
            return asking.answer().told();
        }
        var isNew = kept.get().isOf(call) && now.isBefore(kept.get().at().plus(RENEWED_AFTER));
        if (isNew || state.isToWaitAt(now)) {
            return kept.get().told();
        }
        try {
            return asking.answer(Duration.ZERO).orElse(kept.get()).told();
        } catch (SgmAway e) {
            waitBefore(now.plus(AFTER_A_FAILURE));
            return kept.get().told();
        }
    }

    /**
     * The identity of now, as far as known.
     *
     * @throws SgmAway if it was never learnt and the SGM does not answer, or at another time
     * @throws SgmNotBelieved as {@link #told()}
     */
    public Identity identity() {
        return known.last().orElseGet(asking::answer).identity();
    }

    /** Reads what the SGM signed. */
    public interface Reading<R> {
        /**
         * What it signed with this identity.
         *
         * @throws Malformed if it did not
         */
        R with(Identity identity) throws Malformed;
    }

    /**
     * Reads what the SGM signed, under the identity known so far; if it did not sign it, asks whether it has another
     * identity key by now and reads it under that.
     *
     * @throws Malformed if it is signed by neither
     * @throws SgmNotBelieved as {@link #told()}
     */
    public <R> R opened(Reading<R> reading) throws Malformed {
        var before = identity();
        try {
            return reading.with(before);
        } catch (Malformed e) {
            var now = renewed(before);
            if (now.equals(before)) {
                throw e;
            }
            return reading.with(now);
        }
    }

    /**
     * Has a descriptor that holds at this time of the SGM's. Desks judge the one that they have by the time of a hello:
     * where the SGM's clock was set back, or right, in between, they would take the hello for somebody else's.
     *
     * @throws SgmAway if the SGM does not answer, or its clock is apart from ours
     * @throws SgmNotBelieved as {@link #told()}
     */
    public void haveOneThatHoldsAt(Instant time) {
        var known = this.known.last();
        if (known.filter(fetched -> fetched.isIn(time)).isEmpty()) {
            fetch();
        }
    }

    /** Asks for itself: what somebody else asked before may have been answered under the identity before. */
    private Identity renewed(Identity before) {
        var now = identity();
        return now.equals(before) ? fetch().identity() : now;
    }

    /** Two may ask at once while the identity changes; what the later answer proved makes the earlier one no fault. */
    private Fetched fetch() {
        var before = known.last();
        try {
            return fetched();
        } catch (SgmNotBelieved e) {
            return known.last().filter(now -> !before.equals(Optional.of(now))).orElseThrow(() -> e);
        }
    }

    private Fetched fetched() {
        var number = begun.incrementAndGet();
        var now = clock.instant();
        var call = wanted.get();
        var token = sgm.descriptor(call);
        try {
            var identity = identityKeys.of(Descriptor.claimedKey(token));
            var successions = identityKeys.successions();
            var descriptor = Descriptor.open(token, identity.sgm(), Succession.readAll(successions));
            var fetched = new Fetched(number, token, descriptor, identity, new Told(token, successions), now);
            if (!fetched.isOf(call)) {
                throw new SgmNotBelieved("a descriptor of another server", null);
            }
            if (!holds(descriptor, now)) {
                throw SgmAway.clocksApart();
            }
            learn(fetched);
            return fetched;
        } catch (Malformed e) {
            throw new SgmNotBelieved("a descriptor that the pinned identity did not sign", e);
        }
    }

    private synchronized void learn(Fetched fetched) {
        known = known.with(fetched);
    }

    private synchronized void waitBefore(Instant instant) {
        known = new Known(known.last(), instant);
    }

    private static boolean holds(Descriptor descriptor, Instant now) {
        return descriptor.from().isBefore(now.plus(SKEW)) && now.isBefore(descriptor.until());
    }
}
