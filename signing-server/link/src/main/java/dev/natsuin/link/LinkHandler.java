package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;

/** What a side does with the other side's requests. Called by many threads at once. */
@FunctionalInterface
public interface LinkHandler {
    /**
     * Does one request of the authenticated peer.
     *
     * <p>Whatever it throws reaches the peer as an empty fault; the exception stays in this side's log.
     *
     * @param operation never {@link LinkOperation#PING}, which the link answers itself
     */
    LinkAnswer handle(LinkOperation operation, Bytes body);
}
