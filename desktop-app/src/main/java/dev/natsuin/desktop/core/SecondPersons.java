package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What waits for a second person, and what becomes of it.
 *
 * <p>What is shown is read out of the first person's own statement, which the SGM's signed answer holds with its proof,
 * and the order about it holds that statement again: nothing that the SAP says comes in between.
 */
public final class SecondPersons {
    private static final Pattern REQUEST_ID = Pattern.compile("[0-9a-f]{" + 2 * Ids.SIZE_BYTES + "}");

    /** Whom an order is about that is about nobody. */
    private static final String NOBODY = "0".repeat(2 * Ids.PERSON_SIZE_BYTES);

    private final Seat seat;

    SecondPersons(Seat seat) {
        this.seat = seat;
    }

    /** All that waits. */
    public StaffDesk.Requests all() throws Refusal {
        return seat.asking(present -> requests(present, Optional.empty()));
    }

    /** The one of this id. */
    public StaffDesk.Request one(String id) throws Refusal {
        if (!REQUEST_ID.matcher(id).matches()) {
            throw new Refusal(ProblemCode.REQUEST_UNKNOWN);
        }
        return seat.asking(present -> requests(present, Optional.of(id))).requests().stream()
                .filter(request -> request.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new Refusal(ProblemCode.REQUEST_UNKNOWN));
    }

    /** A request whose statement is its log entry's, whose proof holds. */
    private record Proven(
            Results.Requests.Request told,
            Instant asked,
            Bytes text,
            Statement order,
            Optional<StaffDesk.HandedCertificate> handed) {
        static Proven of(Results.Requests.Request told, Checkpoint checkpoint) throws Malformed {
            told.entry().proven(checkpoint);
            var leaf = Leaf.read(told.entry().leaf());
            var record = JsonObject.strict(told.entry().record()).reader();
            var text = record.bytes("statement");
            var order = StatementText.requested(text);
            var agrees = leaf.type() == Leaf.Type.REQUEST
                    && leaf.device().equals(order.head().device())
                    && record.text("user").equals(order.head().user())
                    && record.text("person").equals(told.user())
                    && (!(order instanceof Statement.RenewIdentity)
                            || told.user().equals(NOBODY))
                    && (!(order instanceof Statement.ReEnrol anew)
                            || anew.whom().user().equals(told.user()));
            if (!agrees) {
                throw new Malformed("not what waits");
            }
            return new Proven(told, leaf.time(), text, order, handed(order));
        }

        private static Optional<StaffDesk.HandedCertificate> handed(Statement order) throws Malformed {
            if (order instanceof Statement.Invite invite && invite.handing().isPresent()) {
                var der = invite.handing().get().certificates();
                var own = Certificates.read(der).get(0);
                return Optional.of(new StaffDesk.HandedCertificate(
                        own.getSubjectX500Principal().getName(),
                        own.getIssuerX500Principal().getName(),
                        der.get(0).sha256()));
            }
            return Optional.empty();
        }

        /** What it is about in the order's answers: nobody, for a new identity key. */
        boolean isAboutPerson() {
            return !(order instanceof Statement.RenewIdentity);
        }

        String by() {
            return order.head().user();
        }
    }

    private StaffDesk.Requests requests(Seat.Present present, Optional<String> id) throws Refusal {
        try {
            var told = present.conversation().ask(head -> new Statement.ListRequests(head, id));
            var answer = Results.Requests.read(told.content());
            var checkpoint = seat.server(present.owner()).checkpoint(answer.checkpoint(), told.time());
            var proven = new ArrayList<Proven>();
            for (var request : answer.requests()) {
                proven.add(Proven.of(request, checkpoint));
            }
            return new StaffDesk.Requests(shown(present, proven), answer.more());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** Who they are the SGM says, how they are called the SAP; whoever is to be admitted only the order names. */
    private List<StaffDesk.Request> shown(Seat.Present present, List<Proven> proven) throws Refusal {
        var users = proven.stream()
                .flatMap(request -> request.isAboutPerson()
                        ? Stream.of(request.by(), request.told().user())
                        : Stream.of(request.by()))
                .distinct()
                .toList();
        var contacts = StaffFront.contacts(present, users);
        var people = people(present, users);
        var own = present.owner().user();
        return proven.stream()
                .map(request -> shown(request, contacts, people, own))
                .toList();
    }

    /** As many as can be named at once are asked for; more than that are not shown by name. */
    private static Map<String, Results.Person> people(Seat.Present present, List<String> users) throws Refusal {
        var wanted = users.stream().limit(Statement.ListPeople.MOST_NAMED).toList();
        return wanted.isEmpty()
                ? Map.of()
                : StaffFront.people(present, new Statement.ListPeople.Choice.Named(wanted)).stream()
                        .collect(Collectors.toMap(Results.Person::user, Function.identity(), (a, b) -> a));
    }

    private static StaffDesk.Request shown(
            Proven request, Map<String, Server.Contact> contacts, Map<String, Results.Person> people, String own) {
        var user = request.isAboutPerson() ? request.told().user() : request.by();
        var invite =
                request.order() instanceof Statement.Invite i ? Optional.of(i) : Optional.<Statement.Invite>empty();
        var whom = invite.isPresent()
                ? StaffFront.listed(user, contacts.get(user), toBe(user, invite.get()))
                : StaffFront.listed(user, contacts.get(user), people.get(user));
        var codeExpires = invite.map(Statement.Invite::codeExpires)
                .orElseGet(() -> request.order() instanceof Statement.ReEnrol anew
                        ? anew.codeExpires()
                        : request.told().expires());
        return new StaffDesk.Request(
                request.order().head().id(),
                what(request.order()),
                whom,
                invite.flatMap(Statement.Invite::evidence),
                codeExpires,
                StaffFront.listed(request.by(), contacts.get(request.by()), people.get(request.by())),
                request.asked(),
                request.told().expires(),
                request.by().equals(own),
                request.text(),
                request.handed(),
                request.order() instanceof Statement.Reasoned reasoned ? reasoned.reason() : Optional.empty());
    }

    private static StaffDesk.Asked what(Statement order) {
        if (order instanceof Statement.Invite invite) {
            return invite.handing().isPresent() ? StaffDesk.Asked.HAND_OVER : StaffDesk.Asked.INVITE;
        }
        return order instanceof Statement.RenewIdentity ? StaffDesk.Asked.RENEW_IDENTITY : StaffDesk.Asked.RE_ENROL;
    }

    /** Who would be admitted, as the order names them. */
    private static Results.Person toBe(String user, Statement.Invite invite) {
        return new Results.Person(user, invite.role(), "invited", invite.subject(), 0, List.of(), invite.displayHash());
    }

    /**
     * What was done.
     *
     * @param keys ids of the keys that ended with it
     * @param devices ids of the devices that ended with it
     * @param logIndex where the log has it
     */
    public record Done(List<String> keys, List<String> devices, long logIndex) {
        /** Copies the lists. */
        public Done {
            keys = List.copyOf(keys);
            devices = List.copyOf(devices);
        }
    }

    /**
     * Orders under the PIN that the SGM has a new identity key, which waits for a second administrator.
     *
     * @param identityHash of the key that is to be replaced, as shown to whoever orders it
     */
    public Results.Waits renewIdentity(Bytes identityHash, Secret pin) throws Refusal {
        var told = order(head -> new Statement.RenewIdentity(head, identityHash), pin);
        try {
            var waits = Results.IdentityAwaited.read(told.content()).waits();
            if (told.entry().leaf().type() != Leaf.Type.REQUEST
                    || !waits.request().equals(told.statement().head().id())) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return waits;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /** Hash of the SGM's identity key of now, asked for just now. */
    public Bytes identityHash() throws Refusal {
        var server = seat.server(seat.owner());
        server.greet();
        return server.identityHash();
    }

    /** Wants it too, under the PIN. */
    public Done approve(StaffDesk.Request shown, Secret pin) throws Refusal {
        if (shown.isFalselyNamed()) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        var told = order(head -> new Statement.Approve(head, shown.statement()), pin);
        try {
            var approved = Results.Approved.read(told.content());
            var type = shown.what() == StaffDesk.Asked.RENEW_IDENTITY ? Leaf.Type.RENEW_IDENTITY : Leaf.Type.APPROVE;
            require(told, type, shown, approved.request(), approved.user());
            return new Done(approved.keys(), approved.devices(), told.entry().index());
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    /**
     * Takes it back, or does not want it, under the PIN.
     *
     * @param reason why; empty if it is not stated
     */
    public long withdraw(StaffDesk.Request shown, Optional<Reason> reason, Secret pin) throws Refusal {
        var told = order(head -> new Statement.Withdraw(head, shown.statement(), reason), pin);
        try {
            var withdrawn = Results.Withdrawn.read(told.content());
            require(told, Leaf.Type.WITHDRAW, shown, withdrawn.request(), withdrawn.user());
            return told.entry().index();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private static void require(Told told, Leaf.Type type, StaffDesk.Request shown, String request, String user)
            throws Refusal {
        if (told.entry().leaf().type() != type
                || !request.equals(shown.id())
                || !user.equals(
                        shown.what() == StaffDesk.Asked.RENEW_IDENTITY
                                ? NOBODY
                                : shown.whom().user())) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
    }

    private Told order(Function<StatementHead, Statement> order, Secret pin) throws Refusal {
        return seat.ordering(present -> {
            try (var activation = Seat.activation(present.keys(), pin)) {
                return order(present, order, activation);
            }
        });
    }

    private static Told order(
            Seat.Present present, Function<StatementHead, Statement> order, DeviceKeys.Activation activation)
            throws Refusal {
        return present.conversation().order(order, activation, List.of(), Optional.empty());
    }

    /** Takes back what this person asked for under this name, if it waits: nobody has its code any more. */
    void withdrawLost(Seat.Present present, Bytes displayHash, DeviceKeys.Activation activation) throws Refusal {
        for (var request : requests(present, Optional.empty()).requests()) {
            if (request.own() && isOf(request.statement(), displayHash)) {
                order(present, head -> new Statement.Withdraw(head, request.statement()), activation);
            }
        }
    }

    private static boolean isOf(Bytes statement, Bytes displayHash) throws Refusal {
        try {
            return StatementText.requested(statement) instanceof Statement.Invite invite
                    && invite.displayHash().equals(Optional.of(displayHash));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }
}
