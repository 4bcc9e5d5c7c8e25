package dev.natsuin.desktop.core;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.Optional;

/** Why staff did something, as the statement says that ordered it; an approval has the reason of what it approves. */
final class StatedReason {
    private StatedReason() {}

    /** The one in an order; nothing if it states none. */
    static Optional<Reason> of(Statement order) throws Malformed {
        return order instanceof Statement.Approve approval
                ? of(StatementText.requested(approval.request()))
                : order instanceof Statement.Reasoned reasoned ? reasoned.reason() : Optional.empty();
    }

    /** The one in a record of the log; nothing in one without a statement. */
    static Optional<Reason> in(Bytes record) throws Malformed {
        var json = JsonObject.strict(record).reader();
        return json.has("statement") ? of(StatementText.read(json.bytes("statement"))) : Optional.empty();
    }
}
