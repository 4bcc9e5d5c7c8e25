package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.util.List;
import java.util.Optional;

/** What officers signed of how people are called, as the log proves it. */
final class SignedNames {
    private final SignatureLog log;

    SignedNames(SignatureLog log) {
        this.log = log;
    }

    /** As the log proves it: a row of the log has no MAC, and what the officer signed is believed by its proof. */
    Optional<Bytes> displayHash(Rows rows, PersonRow person) {
        var user = person.user();
        if (person.amended().isPresent()) {
            var row = rows.logRow(person.amended().get());
            return proven(rows, row) ? Optional.of(amend(row, user).displayHash()) : Optional.empty();
        }
        return admission(rows, user)
                .filter(admission -> proven(rows, admission.row()))
                .flatMap(admission -> admission.order().displayHash());
    }

    private boolean proven(Rows rows, LogRow row) {
        return !log.proven(rows, List.of(row)).isEmpty();
    }

    record Admission(LogRow row, Statement.Invite order) {}

    /** The statement that admitted this person, the first entry about them; nobody admitted the first administrator. */
    Optional<Admission> admission(Rows rows, String user) {
        return rows.firstLogRowAbout(user)
                .filter(row -> admits(SignatureLog.leafOf(row).type()))
                .map(row -> new Admission(row, invitation(row, user)));
    }

    /** An order that waited for a second person admits as well; whoever it is about is known only once it was done. */
    private static boolean admits(Leaf.Type type) {
        return type == Leaf.Type.INVITE || type == Leaf.Type.REQUEST;
    }

    private static Statement.Invite invitation(LogRow row, String user) {
        var about = SignatureLog.leafOf(row).type() == Leaf.Type.INVITE ? "invitedUser" : "person";
        if (statement(row, about, user) instanceof Statement.Invite invite) {
            return invite;
        }
        throw new RowTampered("log entry", Long.toString(row.index()));
    }

    private static Statement.Amend amend(LogRow row, String user) {
        if (SignatureLog.leafOf(row).type() == Leaf.Type.AMEND
                && statement(row, "person", user) instanceof Statement.Amend amend) {
            return amend;
        }
        throw new RowTampered("log entry", Long.toString(row.index()));
    }

    /** What an entry's record holds, if it is the entry's record and about this person. */
    private static Statement statement(LogRow row, String about, String user) {
        try {
            var record = JsonObject.strict(row.record()).reader();
            var itsOwn = SignatureLog.leafOf(row).recordHash().equals(Leaf.recordHash(row.salt(), row.record()));
            if (itsOwn && record.text(about).equals(user)) {
                return StatementText.read(record.bytes("statement"));
            }
        } catch (Malformed e) {
            throw new RowTampered("log entry", Long.toString(row.index()));
        }
        throw new RowTampered("log entry", Long.toString(row.index()));
    }
}
