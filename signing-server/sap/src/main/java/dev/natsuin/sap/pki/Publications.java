package dev.natsuin.sap.pki;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.Asking;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The CA's publications, at most a minute old while the SGM answers, and as they last were while it does not.
 *
 * <p>Whoever uses them verifies their signatures. Thread-safe; nobody waits for a lock while the SGM is asked.
 */
public final class Publications {
    /** How long one is handed out before it is asked for again. */
    public static final Duration FRESH = Duration.ofSeconds(60);

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** After so long an SGM that was asked by somebody else counts as one that does not answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SgmGateway sgm;
    private final InstantSource clock;
    private final Map<Publication, Kept> kept = new ConcurrentHashMap<>();
    private final Map<Publication, Asking<Optional<Bytes>>> asking = new ConcurrentHashMap<>();

    /** Asks through the gateway. */
    public Publications(SgmGateway sgm, InstantSource clock) {
        this.sgm = sgm;
        this.clock = clock;
    }

    private record Kept(Optional<Bytes> octets, Instant askAgain) {}

    /**
     * The publication; nothing if the SGM has none so called.
     *
     * @throws SgmAway if it was never got and the SGM does not answer
     */
    public Optional<Bytes> get(Publication publication) {
        var now = clock.instant();
        var last = kept.get(publication);
        // Further off than that it is only if the clock was set back.
        if (last != null && now.isBefore(last.askAgain()) && !now.plus(FRESH).isBefore(last.askAgain())) {
            return last.octets();
        }
        var question = asking.computeIfAbsent(publication, each -> new Asking<>(() -> fetch(each)));
        if (last == null) {
            return question.answer();
        }
        try {
            return question.answer(PATIENCE).orElse(last.octets());
        } catch (SgmAway e) {
            kept.replace(publication, last, new Kept(last.octets(), now.plus(RETRY)));
            return last.octets();
        }
    }

    private Optional<Bytes> fetch(Publication publication) {
        var now = clock.instant();
        var last = Optional.ofNullable(kept.get(publication)).flatMap(Kept::octets);
        var octets = sgm.publication(publication.fileName()).or(() -> last); // nothing is taken back
        kept.put(publication, new Kept(octets, now.plus(FRESH)));
        return octets;
    }
}
