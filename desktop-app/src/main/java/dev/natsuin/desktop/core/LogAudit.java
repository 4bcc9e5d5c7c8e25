package dev.natsuin.desktop.core;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Goes through the log's entries for one person, in order, and says of each whether it is explained.
 *
 * <p>An entry is explained if its proof holds and a device of the person signed the very statement that its record
 * tells, which no entry before it was explained by: one order, one act. Numbers of a chain run from 1 without a gap up
 * to the newest that is told, and each entry names its predecessor; what is missing is a finding of its own. Devices
 * are known by the enrolments that name their keys.
 *
 * <p>Not thread-safe.
 */
final class LogAudit {
    /** Where an entry that is missing would stand, nobody knows. */
    static final long NOWHERE = -1;

    /** So many missing numbers in a row are told one by one; nobody reads more, and a false head costs no memory. */
    private static final int MOST_MISSING = 100;

    private record Last(long number, long index) {}

    private final String user;
    private final Map<String, VerifyingKey> devices = new HashMap<>();
    private final Map<String, Last> chains = new HashMap<>();
    private final Set<String> statements = new HashSet<>();
    private final List<Uses.Finding> findings = new ArrayList<>();

    /** For this person, of whose devices one is certain: this one. */
    LogAudit(String user, VerifyingKey ownDevice) {
        this.user = user;
        devices.put(Ids.deviceId(ownDevice), ownDevice);
    }

    /** Looks at the next entry. */
    void add(LogEntry entry, Checkpoint checkpoint) throws Malformed {
        var leaf = Leaf.read(entry.leaf());
        var proven = proven(entry, checkpoint);
        var last = chains.getOrDefault(leaf.chain(), new Last(0, -1));
        missing(leaf.chain(), last.number() + 1, leaf.number(), leaf.time());
        var follows =
                leaf.number() > last.number() && (leaf.number() > last.number() + 1 || leaf.previous() == last.index());
        chains.put(leaf.chain(), new Last(leaf.number(), entry.index()));
        var signed = proven && follows ? signedBy(leaf, entry.record()) : Optional.<Act>empty();
        findings.add(new Uses.Finding(
                entry.index(),
                leaf.time(),
                leaf.chain(),
                concernsKey(leaf.type()) ? leaf.chain() : "",
                leaf.number(),
                leaf.type().wireName(),
                Optional.of(leaf.type()),
                signed.map(Act::device).orElse(""),
                signed.map(Act::hashes).orElse(List.of()),
                signed.flatMap(Act::reason),
                proven && follows));
    }

    private static boolean concernsKey(Leaf.Type type) {
        return switch (type) {
            case CREATE_KEY, IMPORT_KEY, SIGN, DESTROY_KEY, RENEW_KEY -> true;
            case INIT,
                    INVITE,
                    ENROL,
                    PIN_FAILURE,
                    CONFIRM_DEVICE,
                    FINGERPRINT_DIFFERS,
                    SUSPEND,
                    RESUME,
                    REVOKE,
                    RE_ENROL,
                    AMEND,
                    CHANGE_PIN,
                    INVITE_DEVICE,
                    REMOVE_DEVICE,
                    REQUEST,
                    APPROVE,
                    WITHDRAW,
                    RENEW_IDENTITY,
                    RENEW_KEK,
                    RENEW_CA,
                    RESTORE -> false;
        };
    }

    /** True if the entry is what its leaf says, and in the log. */
    static boolean proven(LogEntry entry, Checkpoint checkpoint) {
        try {
            entry.proven(checkpoint);
            return true;
        } catch (Malformed e) {
            return false;
        }
    }

    private void missing(String chain, long from, long to, Instant time) {
        for (var n = from; n < Math.min(to, from + MOST_MISSING); n++) {
            findings.add(new Uses.Finding(
                    NOWHERE, time, chain, "", n, "missing", Optional.empty(), "", List.of(), Optional.empty(), false));
        }
    }

    /** Whose order an entry was, over which hashes, and why. */
    private record Act(String device, List<Bytes> hashes, Optional<Reason> reason) {}

    private Optional<Act> signedBy(Leaf leaf, Bytes record) {
        try {
            var json = JsonObject.strict(record).reader();
            var text = json.bytes("statement");
            var statement = StatementText.read(text);
            var key = deviceKey(leaf, statement);
            var holds = key.isPresent()
                    && json.text("user").equals(user)
                    && statement.head().user().equals(user)
                    && statement.head().device().equals(leaf.device())
                    && key.get()
                            .verifies(
                                    Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text),
                                    json.bytes("deviceSignature"))
                    && tells(leaf, statement, json)
                    && statements.add(statement.head().id());
            if (!holds) {
                return Optional.empty();
            }
            devices.putIfAbsent(leaf.device(), key.get());
            var hashes = statement instanceof Statement.Sign sign && leaf.type() == Leaf.Type.SIGN
                    ? sign.hashes()
                    : List.<Bytes>of();
            return Optional.of(new Act(leaf.device(), hashes, StatedReason.of(statement)));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    /** A device's key: known, or named by this very enrolment, whose id is the hash of it. */
    private Optional<VerifyingKey> deviceKey(Leaf leaf, Statement statement) throws Malformed {
        var known = Optional.ofNullable(devices.get(leaf.device()));
        if (known.isEmpty() && statement instanceof Statement.Enrol enrol) {
            var named = VerifyingKey.of(enrol.deviceKey());
            return Ids.deviceId(named).equals(leaf.device()) ? Optional.of(named) : Optional.empty();
        }
        return known;
    }

    /** True if the statement orders what the leaf says was done, to the chain it stands in. */
    private static boolean tells(Leaf leaf, Statement statement, JsonObject.Reader record) throws Malformed {
        return switch (leaf.type()) {
            case SIGN ->
                statement instanceof Statement.Sign s
                        && s.keyId().equals(leaf.chain())
                        && record.bytesList("hashes").equals(s.hashes());
            case DESTROY_KEY ->
                statement instanceof Statement.DestroyKey s && s.keyId().equals(leaf.chain());
            case CREATE_KEY -> statement instanceof Statement.CreateKey;
            case IMPORT_KEY ->
                statement instanceof Statement.ImportKey s
                        && record.bytesList("certificates").equals(s.certificates());
            case ENROL -> statement instanceof Statement.Enrol && leaf.chain().equals(leaf.device());
            case INVITE -> statement instanceof Statement.Invite && leaf.chain().equals(leaf.device());
            case CONFIRM_DEVICE, FINGERPRINT_DIFFERS ->
                statement instanceof Statement.ConfirmDevice s
                        && leaf.chain().equals(leaf.device())
                        && record.text("confirmedUser").equals(s.confirmedUser())
                        && record.text("confirmedDevice").equals(s.confirmedDevice());
            case SUSPEND, RESUME, REVOKE, RE_ENROL, AMEND ->
                statement instanceof Statement.AboutPerson s
                        && s.type().equals(leaf.type().wireName())
                        && leaf.chain().equals(leaf.device())
                        && record.text("person").equals(s.whom().user());
            case CHANGE_PIN ->
                statement instanceof Statement.ChangePin && leaf.chain().equals(leaf.device());
            case INVITE_DEVICE ->
                statement instanceof Statement.InviteDevice && leaf.chain().equals(leaf.device());
            case REMOVE_DEVICE ->
                statement instanceof Statement.RemoveDevice s
                        && leaf.chain().equals(leaf.device())
                        && record.text("removedDevice").equals(s.removedDevice());
            case RENEW_KEY ->
                statement instanceof Statement.RenewKey s && s.keyId().equals(leaf.chain());
            case REQUEST ->
                (statement instanceof Statement.Invite
                                || statement instanceof Statement.ReEnrol
                                || statement instanceof Statement.RenewIdentity)
                        && leaf.chain().equals(leaf.device());
            case APPROVE, RENEW_IDENTITY ->
                statement instanceof Statement.Approve && leaf.chain().equals(leaf.device());
            case WITHDRAW ->
                statement instanceof Statement.Withdraw && leaf.chain().equals(leaf.device());
            case PIN_FAILURE -> statement.changes() && leaf.chain().equals(leaf.device());
            case INIT, RENEW_KEK, RENEW_CA, RESTORE -> false;
        };
    }

    /**
     * Ends the audit.
     *
     * @param heads the newest number of each chain that anybody ever told
     * @return all findings, in the log's order, what is missing at the end last
     */
    List<Uses.Finding> end(Map<String, Long> heads, Instant now) {
        for (var head : new TreeMap<>(heads).entrySet()) {
            var last = chains.getOrDefault(head.getKey(), new Last(0, -1)).number();
            missing(head.getKey(), last + 1, head.getValue() + 1, now);
        }
        return List.copyOf(findings);
    }
}
