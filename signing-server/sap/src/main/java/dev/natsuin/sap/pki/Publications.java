package dev.natsuin.sap.pki;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/**
 * The CA's publications, at most a minute old while the SGM answers, and as they last were while it does not.
 *
 * <p>Whoever uses them verifies their signatures. Thread-safe.
 */
public final class Publications {
    /** How long one is handed out before it is asked for again. */
    public static final Duration FRESH = Duration.ofSeconds(60);

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final SgmGateway sgm;
    private final InstantSource clock;
    private final Map<Publication, Kept> kept = new EnumMap<>(Publication.class);

    /** Asks through the gateway. */
    public Publications(SgmGateway sgm, InstantSource clock) {
        this.sgm = sgm;
        this.clock = clock;
    }

    private record Kept(Bytes octets, Instant askAgain) {}

    /**
     * The publication.
     *
     * @throws SgmAway if it was never got and the SGM does not answer
     */
    public synchronized Bytes get(Publication publication) {
        var now = clock.instant();
        var last = kept.get(publication);
        // Further off than that it is only if the clock was set back.
        if (last != null && now.isBefore(last.askAgain()) && !now.plus(FRESH).isBefore(last.askAgain())) {
            return last.octets();
        }
        try {
            var octets = sgm.publication(publication.fileName());
            kept.put(publication, new Kept(octets, now.plus(FRESH)));
            return octets;
        } catch (SgmAway e) {
            if (last == null) {
                throw e;
            }
            kept.put(publication, new Kept(last.octets(), now.plus(RETRY)));
            return last.octets();
        }
    }
}
