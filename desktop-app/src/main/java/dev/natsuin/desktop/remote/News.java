package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.log.Checkpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * The log's newest checkpoint, as a signed hello gave it, verified.
 *
 * @param note the signed note itself
 * @param checkpoint what it says
 * @param time SGM time of the hello
 * @param before what this desk had kept, which this one was proven to continue; nothing on first meeting
 */
public record News(String note, Checkpoint checkpoint, Instant time, Optional<Checkpoint> before) {}
