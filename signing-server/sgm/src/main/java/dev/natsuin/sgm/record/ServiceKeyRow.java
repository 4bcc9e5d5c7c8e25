package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Instant;

/**
 * One of the SGM's own keys, wrapped by the vault.
 *
 * @param name what it is for, and for sealing keys which one
 * @param wrapped the key under the vault
 * @param publicPart public key or certificate, as its owner reads it
 * @param from when it was made
 * @param until when it ends; for those without end, the end of time as the protocol writes it
 */
public record ServiceKeyRow(String name, Bytes wrapped, Bytes publicPart, Instant from, Instant until) {
    /** The name that a key with an end is wrapped under: with its times, so that neither can be changed. */
    public static String bound(String name, Instant from, Instant until) {
        return name + "|" + from.getEpochSecond() + "|" + until.getEpochSecond();
    }

    /** What this one is wrapped under, if it has an end. */
    public String bound() {
        return bound(name, from, until);
    }

    /** The same key, wrapped anew. */
    public ServiceKeyRow under(Bytes newWrapped) {
        return new ServiceKeyRow(name, newWrapped, publicPart, from, until);
    }
}
