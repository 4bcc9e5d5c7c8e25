package dev.natsuin.sap.witness;

import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/** Where the SGM's successions are kept that were followed. Thread-safe. */
public interface SeenIdentity {
    /** Those that were followed, oldest first. */
    List<JsonObject> successions();

    /** Keeps more. */
    void keep(List<JsonObject> successions);
}
