package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Activity;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.ActivityReport.Operation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.LogEpoch;
import dev.natsuin.desktop.device.LogMemory;
import dev.natsuin.desktop.device.SignedHere;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Every logged use of the owner's keys and devices, asked afresh and gone through entry by entry. */
public final class Uses implements Activity {
    private static final int MOST_PAGES = 100_000;
    private static final Set<Leaf.Type> CONSOLE_ACTS = Set.of(
            Leaf.Type.INIT,
            Leaf.Type.CONFIRM_DEVICE,
            Leaf.Type.FINGERPRINT_DIFFERS,
            Leaf.Type.RENEW_KEK,
            Leaf.Type.RENEW_CA,
            Leaf.Type.RESTORE);

    /** What staff does about a person that takes something away, gives it back, begins anew or gives another name. */
    private static final Set<Leaf.Type> OF_STAFF =
            Set.of(Leaf.Type.SUSPEND, Leaf.Type.RESUME, Leaf.Type.REVOKE, Leaf.Type.RE_ENROL, Leaf.Type.AMEND);

    /** An SGM of before tells it nobody but the helpdesk, and one of now no device that may be somebody else's. */
    private static final Set<ProblemCode> NOT_TOLD =
            Set.of(ProblemCode.NOT_PERMITTED, ProblemCode.DEVICE_NOT_CONFIRMED, ProblemCode.PERSON_NOT_ACTIVE);

    private final Seat seat;

    Uses(Seat seat) {
        this.seat = seat;
    }

    /**
     * One entry, or one that is missing.
     *
     * @param logIndex its place; -1 if it is missing
     * @param time as the log has it; if it is missing, of the entry after it, else of the answer
     * @param chain key or device
     * @param keyId the key; empty if the chain is a device's
     * @param number the running number in the chain
     * @param operation the type on the wire; {@code missing} if it is missing
     * @param type what happened; nothing if it is missing
     * @param device id of the device that signed for it; empty if none of the person's did
     * @param hashes what was signed
     * @param reason why whoever is staff ordered it, as the order says
     * @param proven whether its proof holds
     */
    public record Finding(
            long logIndex,
            Instant time,
            String chain,
            String keyId,
            long number,
            String operation,
            Optional<Leaf.Type> type,
            String device,
            List<Bytes> hashes,
            Optional<Reason> reason,
            boolean proven) {
        /**
         * True if its proof holds, and a device of the person signed for it or it is an act of the server's console.
         */
        public boolean explained() {
            return proven && (!device.isEmpty() || atConsole());
        }

        /**
         * What the console of the server writes, of the first administrator, whom nobody else could admit and confirm,
         * and of restores: in the console's own chain, and never a use of a key.
         */
        private boolean atConsole() {
            return chain.equals(Leaf.CONSOLE)
                    && keyId.isEmpty()
                    && type.filter(CONSOLE_ACTS::contains).isPresent();
        }

        ActivityReport.Proof proof() {
            return proven ? ActivityReport.Proof.VERIFIED : ActivityReport.Proof.MISSING;
        }
    }

    /**
     * The whole log of one person, gone through.
     *
     * @param findings in the log's order
     * @param device this device
     * @param time SGM time of the answer
     */
    public record Audit(List<Finding> findings, String device, Instant time) {}

    /** Asks the SGM for everything since the beginning. */
    public Audit audit() throws Refusal {
        return seat.asking(present -> {
            tryToSettle(present);
            var ownKey = present.keys().deviceKey().publicKey();
            var audit = new LogAudit(present.owner().user(), ownKey);
            var heads = new TreeMap<>(seat.profile().log().map(LogMemory::heads).orElse(Map.of()));
            var from = 0L;
            for (var i = 0; i < MOST_PAGES; i++) {
                var next = from;
                var told = present.conversation().ask(head -> new Statement.Activity(head, next));
                var page = page(told.content());
                from = add(present, audit, page, from, told.time());
                page.heads().forEach(head -> heads.merge(head.chain(), head.number(), Math::max));
                if (!page.more()) {
                    remember(present, heads, told.time());
                    return new Audit(
                            audit.end(heads, told.time()), present.owner().device(), told.time());
                }
            }
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        });
    }

    /** An order from before that stays without answer hides nothing of the log. */
    private void tryToSettle(Seat.Present present) throws Refusal {
        try {
            if (seat.profile().unanswered().isPresent()) {
                seat.profile().exclusively(() -> seat.settle(present, Waiting.PATIENTLY));
            }
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.NOT_CONFIRMED) {
                throw e;
            }
        }
    }

    private static Results.ActivityPage page(JsonObject content) throws Refusal {
        try {
            return Results.ActivityPage.read(content);
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** Gives the index after the page's last. */
    private long add(Seat.Present present, LogAudit audit, Results.ActivityPage page, long from, Instant time)
            throws Refusal {
        var checkpoint = seat.server(present.owner()).checkpoint(page.checkpoint(), time);
        var next = from;
        for (var entry : page.entries()) {
            if (entry.index() < next) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            try {
                audit.add(entry, checkpoint);
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
            next = entry.index() + 1;
        }
        if (page.more() && page.entries().isEmpty()) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        return next;
    }

    private void remember(Seat.Present present, Map<String, Long> heads, Instant time) throws Refusal {
        seat.profile().exclusively(() -> {
            var memory = seat.profile()
                    .log()
                    .filter(m -> m.sgm().equals(present.owner().sgm()));
            if (memory.isPresent()) {
                seat.profile().keep(memory.get().confirmed(heads, time));
            }
            return time;
        });
    }

    /** When all uses were last confirmed, if ever. */
    public Optional<Instant> lastConfirmed() throws Refusal {
        return seat.profile().log().flatMap(LogMemory::activityTime);
    }

    /** The restores of the server from a backup that this desk has been told of, oldest first. */
    public List<LogEpoch> restores() throws Refusal {
        return seat.profile().log().map(LogMemory::epochs).orElse(List.of());
    }

    @Override
    public ActivityReport report() {
        var audit = Refusal.answer(this::audit);
        return audit.fold(
                done -> new ActivityReport(
                        rows(done),
                        new ActivityReport.Freshness.ConfirmedAt(done.time()),
                        restoresForShow(),
                        actsOfStaff()),
                this::notConfirmed);
    }

    /** Nothing if the server tells nobody of themselves, or not this device yet. */
    private ActivityReport.ByStaff actsOfStaff() {
        return Refusal.answer(this::byStaff)
                .fold(
                        acts -> new ActivityReport.ByStaff(acts, Optional.empty()),
                        why -> new ActivityReport.ByStaff(
                                List.of(), Optional.of(why).filter(problem -> !NOT_TOLD.contains(problem.code()))));
    }

    /**
     * What staff did about the owner and why, newest first: of the newest that the SGM tells, those whose proof holds.
     */
    public List<ActivityReport.StaffAct> byStaff() throws Refusal {
        return seat.asking(present -> {
            var own = present.owner().user();
            var told = present.conversation().ask(head -> new Statement.DescribePerson(head, own));
            try {
                var described = Results.Described.read(told.content());
                var checkpoint = seat.server(present.owner()).checkpoint(described.checkpoint(), told.time());
                var acts = new ArrayList<ActivityReport.StaffAct>();
                for (var entry : described.acts()) {
                    entry.proven(checkpoint);
                    var leaf = Leaf.read(entry.leaf());
                    var by = JsonObject.strict(entry.record()).reader().text("user");
                    var reason = StatedReason.in(entry.record());
                    if (!by.equals(own) && (reason.isPresent() || OF_STAFF.contains(leaf.type()))) {
                        acts.add(new ActivityReport.StaffAct(
                                entry.index(),
                                leaf.time(),
                                operation(leaf.type()),
                                leaf.type().wireName(),
                                by,
                                reason,
                                NameChanges.in(leaf, entry.record())));
                    }
                }
                return acts;
            } catch (Malformed e) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
            }
        });
    }

    private List<ActivityReport.Restore> restoresForShow() {
        return Refusal.answer(this::restores).given().orElse(List.of()).stream()
                .map(epoch -> new ActivityReport.Restore(epoch.begun(), epoch.size(), epoch.lost()))
                .toList();
    }

    private List<ActivityReport.Row> rows(Audit audit) {
        var signedHere = signedHere();
        var byHash = byHash(signedHere);
        var rows = new ArrayList<ActivityReport.Row>();
        for (var finding : audit.findings()) {
            rows.add(new ActivityReport.Row(
                    finding.logIndex(),
                    finding.time(),
                    finding.keyId(),
                    finding.keyId().isEmpty() ? 0 : finding.number(),
                    operation(finding),
                    finding.device(),
                    finding.device().equals(audit.device()),
                    finding.hashes(),
                    names(finding, signedHere, byHash),
                    finding.reason(),
                    finding.proof(),
                    finding.explained()));
        }
        Collections.reverse(rows);
        return rows;
    }

    private static Operation operation(Finding finding) {
        if (finding.type().isEmpty()) {
            return Operation.OTHER;
        }
        return operation(finding.type().get());
    }

    private static Operation operation(Leaf.Type type) {
        return switch (type) {
            case SIGN -> Operation.SIGN;
            case CREATE_KEY -> Operation.KEY_CREATED;
            case IMPORT_KEY -> Operation.KEY_IMPORTED;
            case DESTROY_KEY -> Operation.KEY_DESTROYED;
            case RENEW_KEY -> Operation.CERTIFICATE_ISSUED;
            case ENROL -> Operation.DEVICE_ADDED;
            case REMOVE_DEVICE -> Operation.DEVICE_REMOVED;
            case CHANGE_PIN -> Operation.PIN_CHANGED;
            case PIN_FAILURE -> Operation.PIN_FAILED;
            case INVITE_DEVICE -> Operation.DEVICE_INVITED;
            case CONFIRM_DEVICE -> Operation.DEVICE_CONFIRMED;
            case FINGERPRINT_DIFFERS -> Operation.FINGERPRINT_DIFFERS;
            case INVITE -> Operation.INVITED;
            case SUSPEND -> Operation.SUSPENDED;
            case RESUME -> Operation.RESUMED;
            case REVOKE -> Operation.REVOKED;
            case RE_ENROL -> Operation.RE_ENROLLED;
            case AMEND -> Operation.RENAMED;
            case REQUEST -> Operation.REQUESTED;
            case APPROVE -> Operation.APPROVED;
            case WITHDRAW -> Operation.WITHDRAWN;
            case INIT -> Operation.SERVER_SET_UP;
            case RENEW_IDENTITY -> Operation.IDENTITY_RENEWED;
            case RENEW_KEK -> Operation.KEK_RENEWED;
            case RENEW_CA -> Operation.AUTHORITY_RENEWED;
            case RESTORE -> Operation.RESTORED;
        };
    }

    /** Orders of this computer; none if the list cannot be read: names are a comfort, not evidence. */
    private List<SignedHere> signedHere() {
        return Refusal.answer(() -> seat.profile().signed()).given().orElse(List.of());
    }

    /**
     * Names of the documents of an entry, in its order. Copies of one document have one hash, and each a name of its
     * own: what this computer kept of the very entry tells them apart.
     */
    private static List<String> names(Finding finding, List<SignedHere> signedHere, Map<Bytes, String> byHash) {
        var same = signedHere.stream()
                .filter(signed -> signed.logIndex() == finding.logIndex())
                .map(SignedHere::items)
                .filter(items ->
                        items.stream().map(SignedHere.Item::hash).toList().equals(finding.hashes()))
                .findFirst();
        return same.map(items -> items.stream().map(SignedHere.Item::document))
                .orElseGet(() -> finding.hashes().stream().map(hash -> byHash.getOrDefault(hash, "")))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static Map<Bytes, String> byHash(List<SignedHere> signedHere) {
        var names = new HashMap<Bytes, String>();
        for (var signed : signedHere) {
            signed.items().stream()
                    .filter(item -> !item.document().isEmpty())
                    .forEach(item -> names.put(item.hash(), item.document()));
        }
        return names;
    }

    /**
     * Nothing is shown that the log does not confirm now: what is missing in an old list would look as if it never was.
     */
    private ActivityReport notConfirmed(Problem why) {
        var last = Refusal.answer(this::lastConfirmed).given().flatMap(t -> t).orElse(null);
        return new ActivityReport(List.of(), new ActivityReport.Freshness.NotConfirmedSince(last, why));
    }
}
