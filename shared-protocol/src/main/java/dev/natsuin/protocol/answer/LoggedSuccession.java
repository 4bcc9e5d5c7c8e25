package dev.natsuin.protocol.answer;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;

/**
 * A {@link Succession} as the signature log has it, with the statements of the two who ordered it.
 *
 * @param index log index of its entry
 * @param succession what it says
 * @param signed the same as both keys signed it
 * @param askedBy id of the administrator who ordered it first
 * @param approvedBy id of the one who ordered it second
 */
public record LoggedSuccession(
        long index, Succession succession, JsonObject signed, String askedBy, String approvedBy) {
    /**
     * Reads the entry of one, proven under a checkpoint.
     *
     * @throws Malformed if it is no such entry, the proof does not hold, or the statements in it order something else
     */
    public static LoggedSuccession proven(LogEntry entry, Checkpoint checkpoint) throws Malformed {
        return of(entry.index(), entry.proven(checkpoint), entry.record());
    }

    /**
     * Reads the record of one whose leaf is believed and names it.
     *
     * @throws Malformed if it is no such entry, or the statements in it order something else
     */
    public static LoggedSuccession of(long index, Leaf leaf, Bytes record) throws Malformed {
        var json = JsonObject.strict(record).reader();
        json.exactly("type", Leaf.Type.RENEW_IDENTITY.wireName());
        var signed = json.object("succession");
        var text = json.bytes("statement");
        var succession = Succession.read(signed);
        var approval = StatementText.read(text);
        if (leaf.type() != Leaf.Type.RENEW_IDENTITY
                || !leaf.time().equals(succession.time())
                || !succession.approval().equals(text.sha256())
                || !(approval instanceof Statement.Approve approve)) {
            throw new Malformed("an entry that is not that of its succession");
        }
        var request = approve.request();
        if (!(StatementText.requested(request) instanceof Statement.RenewIdentity order)) {
            throw new Malformed("a succession that nobody ordered");
        }
        var agrees = succession.request().equals(request.sha256())
                && order.identity().equals(Identity.hashOf(succession.previousKey()))
                && order.head().audience().equals(succession.sgm())
                && approve.head().audience().equals(succession.sgm())
                && approve.head().device().equals(leaf.device())
                && approve.head().user().equals(json.text("user"))
                && !approve.head().user().equals(order.head().user());
        if (!agrees) {
            throw new Malformed("a succession that two administrators did not order so");
        }
        return new LoggedSuccession(
                index, succession, signed, order.head().user(), approve.head().user());
    }
}
