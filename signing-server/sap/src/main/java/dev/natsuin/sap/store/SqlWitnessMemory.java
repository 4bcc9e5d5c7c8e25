package dev.natsuin.sap.store;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.witness.WitnessMemory;
import dev.natsuin.storage.Database;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@link SqlSeenLog} and {@link SqlSeenIdentity} of one database. */
public final class SqlWitnessMemory implements WitnessMemory {
    private final Database database;
    private final SqlSeenLog log;
    private final SqlSeenIdentity identity;

    /** Keeps them in this database. */
    public SqlWitnessMemory(Database database) {
        this.database = database;
        this.log = new SqlSeenLog(database);
        this.identity = new SqlSeenIdentity(database);
    }

    @Override
    public void replace(Seen seen, List<JsonObject> successions) {
        database.change(handle -> {
            SqlSeenLog.put(handle, seen);
            SqlSeenIdentity.put(handle, successions);
        });
    }

    @Override
    public Secret seed(Supplier<Secret> random) {
        return log.seed(random);
    }

    @Override
    public Optional<Seen> newest() {
        return log.newest();
    }

    @Override
    public void keep(Seen seen) {
        log.keep(seen);
    }

    @Override
    public List<JsonObject> successions() {
        return identity.successions();
    }

    @Override
    public void keep(List<JsonObject> successions) {
        identity.keep(successions);
    }
}
