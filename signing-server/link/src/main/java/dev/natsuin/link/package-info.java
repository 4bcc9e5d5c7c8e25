/**
 * What the SAP and the SGM say to each other: frames over TLS 1.3, where each end knows the other's certificate
 * beforehand.
 *
 * <p>A request is {@code version(1) operation(1) length(4) body}, an answer {@code version(1) status(1) length(4)
 * body}, numbers in network order, version 1. One request at a time on a connection. The bodies are opaque here.
 * Nothing of the network is trusted: there is no certificate authority, no name and no port that matters, only the
 * pinned certificate.
 */
@NullMarked
package dev.natsuin.link;

import org.jspecify.annotations.NullMarked;
