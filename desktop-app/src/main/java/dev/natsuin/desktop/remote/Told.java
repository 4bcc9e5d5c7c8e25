package dev.natsuin.desktop.remote;

import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * What the SGM did, as its signed answer says.
 *
 * @param statement what was ordered
 * @param content the result, to be read by {@link dev.natsuin.protocol.answer.Results}
 * @param time SGM time of the answer
 * @param pinFailures wrong PINs on this device since the last right one, before this act
 * @param logged where the log has it; present for every statement that changes something
 */
public record Told(
        Statement statement, JsonObject content, Instant time, Optional<Integer> pinFailures, Optional<Logged> logged) {
    /**
     * An act in the log: proven under a checkpoint that this desk keeps, its record holding this very statement.
     *
     * @param index place in the log
     * @param leaf what is hashed
     * @param record what happened in detail
     */
    public record Logged(long index, Leaf leaf, JsonObject record) {}

    /** Where the log has it. */
    public Logged entry() {
        return logged.orElseThrow(() -> new IllegalStateException("only what changes something is logged"));
    }
}
