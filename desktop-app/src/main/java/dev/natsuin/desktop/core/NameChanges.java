package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.NameChange;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.Optional;

/** What orders of staff changed in names, as the log has it. */
final class NameChanges {
    private NameChanges() {}

    /**
     * What this entry changed; nothing if it is no {@code amend}.
     *
     * @throws Malformed if it is one, and does not hold what one holds
     */
    static Optional<NameChange> in(Leaf leaf, Bytes record) throws Malformed {
        if (leaf.type() != Leaf.Type.AMEND) {
            return Optional.empty();
        }
        var json = JsonObject.strict(record).reader();
        if (!(StatementText.read(json.bytes("statement")) instanceof Statement.Amend amend)
                || !json.text("person").equals(amend.whom().user())) {
            throw new Malformed("not the order of this entry");
        }
        return Optional.of(new NameChange(
                amend.whom().subject().orElseThrow(() -> new Malformed("a signer without a subject")),
                amend.newSubject(),
                amend.endKeys(),
                json.texts("keys").size(),
                amend.evidence()));
    }
}
