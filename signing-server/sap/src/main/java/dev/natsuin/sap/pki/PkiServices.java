package dev.natsuin.sap.pki;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Hands requests of relying parties to the SGM and its answers back; understands neither.
 *
 * <p>Anybody may ask, so only a few are under way at once: strangers never take the link from signers. Thread-safe.
 */
public final class PkiServices {
    /** A quarter of the link's connections. */
    private static final int MOST_AT_ONCE = 4;

    private final SgmGateway sgm;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /** Asks through the gateway. */
    public PkiServices(SgmGateway sgm) {
        this.sgm = sgm;
    }

    /**
     * The answer, or nothing if too many ask at this moment.
     *
     * @throws SgmAway if the SGM does not answer
     */
    public Optional<Bytes> answer(PkiService service, Bytes request) {
        if (!places.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    switch (service) {
                        case OCSP -> sgm.ocsp(request);
                        case TIMESTAMP -> sgm.timestamp(request);
                    });
        } finally {
            places.release();
        }
    }
}
