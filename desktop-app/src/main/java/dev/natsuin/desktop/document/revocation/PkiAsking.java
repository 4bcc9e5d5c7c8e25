package dev.natsuin.desktop.document.revocation;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.Optional;

/**
 * How the services of certification authorities are reached. Nothing that comes back is believed; an answer that is too
 * long, too late or no success is none. Thread-safe.
 */
public interface PkiAsking {
    /** So many addresses of one certificate are asked, one after the other; a hostile one names thousands. */
    int MOST_ADDRESSES = 4;

    /** Sends a body of this media type, and gives what came back. */
    Optional<Bytes> post(String url, String contentType, Bytes body);

    /** Fetches what is at this address. */
    Optional<Bytes> get(String url);

    /** True once nobody shall be asked any more; from then on every question stays without an answer. */
    default boolean stopped() {
        return false;
    }
}
