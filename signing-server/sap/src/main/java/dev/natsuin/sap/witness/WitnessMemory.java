package dev.natsuin.sap.witness;

import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/** Log and identity as they were seen here, in one place. Thread-safe. */
public interface WitnessMemory extends SeenLog, SeenIdentity {
    /** Keeps both in the place of what was kept before, in one step: after a failure it is neither. */
    void replace(Seen log, List<JsonObject> successions);
}
