package dev.natsuin.sap.http;

import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.Login;
import dev.natsuin.sap.account.People;
import dev.natsuin.sap.account.Sessions;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.operation.Operations;
import dev.natsuin.sap.registration.Enrolments;
import dev.natsuin.sap.statement.Kind;
import dev.natsuin.sap.statement.Statements;
import dev.natsuin.sap.witness.Witness;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Our own API under {@code /api/v1}.
 *
 * @param sgm for hellos, which are passed on once their checkpoint is cosigned
 */
public record ApiEndpoints(
        SgmGateway sgm,
        Descriptors descriptors,
        Login login,
        Sessions sessions,
        Enrolments enrolments,
        Statements statements,
        Operations operations,
        People people,
        LogQueries log,
        Witness witness) {
    /** What an answer to a statement, in all the forms it passes through, may need of memory. */
    static final int STATEMENT_WORK = 4 << 20;

    private static final int HASH_SIZE_BYTES = 32;
    private static final int MOST_FOUND = 200;
    private static final int MOST_NAMED = Statement.ListPeople.MOST_ON_A_PAGE;
    private static final int LONGEST_QUERY = 200;

    private record Sealed(Bytes octets, Statements.Hints hints) {}

    Reply descriptor(Context context) {
        var told = descriptors.told();
        return Reply.ok(JsonObject.with("descriptor", told.token())
                .andObjects("successions", told.successions())
                .build());
    }

    Reply hello(Context context) throws HttpRefusal {
        var nonce = read(Body.strict(context), json -> json.bytes("nonce", Hello.NONCE_SIZE_BYTES));
        var hello = sgm.hello(nonce);
        return Reply.ok(JsonObject.with("hello", hello)
                .and("challenge", login.challenge())
                .and("cosigner", witness.key().encoded())
                .and("cosigned", witness.cosigned(hello, nonce))
                .build());
    }

    /** Counts a request of a person. */
    interface Count {
        void of(String user) throws HttpRefusal;
    }

    Reply login(Context context, Count count) throws HttpRefusal {
        var assertion = read(Body.strict(context), json -> json.text("assertion"));
        var account = login.account(assertion).orElseThrow(() -> new HttpRefusal(ProblemCode.LOGIN_NOT_ACCEPTED));
        count.of(account.user());
        return Reply.ok(JsonObject.with("access_token", sessions.open(account))
                .and("token_type", "Bearer")
                .and("expires_in", Sessions.LIFE.toSeconds())
                .build());
    }

    Reply enrol(Context context) throws HttpRefusal {
        var sealed = read(Body.strict(context), json -> json.bytes("sealed"));
        try {
            return reply(enrolments.enrol(sealed));
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    CompletableFuture<Reply> state(Context context) throws HttpRefusal {
        var account = Bearer.required(context);
        Arrival.of(context).takeForWork(STATEMENT_WORK);
        var sealed = read(Body.strict(context), ApiEndpoints::sealed);
        try {
            var hash = sealed.octets().sha256();
            // Who did not say that it would ask again knows only that there is no answer yet: the same octets again.
            var working = Preference.asksAgain(context) ? Reply.working(hash) : refusal(ProblemCode.SERVER_BUSY);
            return statements
                    .carry(account, sealed.octets(), sealed.hints(), Preference.patience(context))
                    .thenApply(outcome -> reply(outcome, working, ProblemCode.SGM_UNAVAILABLE));
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    CompletableFuture<Reply> operation(Context context) throws HttpRefusal {
        var account = Bearer.required(context);
        var hash = operationOf(context);
        return operations
                .ask(account, hash, Preference.patienceOfQuestion(context))
                .thenApply(outcome -> reply(outcome, Reply.working(hash), ProblemCode.OPERATION_UNKNOWN));
    }

    /**
     * What to say of an outcome.
     *
     * @param working if the SGM is at work
     * @param unknown if it knows nothing of it
     */
    private static Reply reply(Courier.Outcome outcome, Reply working, ProblemCode unknown) {
        if (outcome instanceof Courier.Outcome.Done done) {
            return reply(done.carried());
        }
        return outcome instanceof Courier.Outcome.Working ? working : refusal(unknown);
    }

    private static Reply refusal(ProblemCode code) {
        return Face.API.refusal(code, code.httpStatus());
    }

    /** Which operation is asked for: the hash of the octets that the SGM was given. */
    static Bytes operationOf(Context context) throws HttpRefusal {
        try {
            var hash = Bytes.hex(context.pathParam("hash"));
            if (hash.size() == HASH_SIZE_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // told below, as every other text that no operation has
        }
        throw new HttpRefusal(ProblemCode.OPERATION_UNKNOWN);
    }

    private static Sealed sealed(JsonObject.Reader json) throws Malformed {
        var octets = json.bytes("sealed");
        var kind = Kind.of(json.optionalText("kind"));
        var display = json.optionalObject("display");
        return new Sealed(
                octets,
                new Statements.Hints(
                        kind, display.isEmpty() ? Optional.empty() : Optional.of(displayName(display.get()))));
    }

    private static DisplayName displayName(JsonObject object) throws Malformed {
        var json = object.reader();
        var name = json.text("name");
        var kana = json.optionalText("kana").orElse("");
        var email = json.optionalText("email").orElse("");
        var salt = json.optionalBytes("salt").orElse(Bytes.EMPTY);
        json.end();
        return DisplayName.of(name, kana, email, salt);
    }

    private static Reply reply(Carried carried) {
        var problem = carried.problem();
        return problem.isPresent()
                ? Face.refused(problem.get(), carried.token())
                : Reply.ok(JsonObject.with("answer", carried.token()).build());
    }

    Reply people(Context context) throws HttpRefusal {
        requireSeesPeople(context);
        var all = people.all(Statement.ListPeople.MOST_AT_ONCE + 1);
        if (all.size() > Statement.ListPeople.MOST_AT_ONCE) {
            throw new HttpRefusal(ProblemCode.TOO_MANY_PEOPLE);
        }
        var shown = all.entrySet().stream()
                .map(entry -> shown(entry.getKey(), entry.getValue()))
                .toList();
        return Reply.ok(JsonObject.empty().andObjects("people", shown).build());
    }

    /** The role is of the enrolment; whether person and device may still act the SGM says, each time. */
    private void requireSeesPeople(Context context) throws HttpRefusal {
        var account = Bearer.required(context);
        if (!account.seesPeople()) {
            throw new HttpRefusal(ProblemCode.NOT_PERMITTED);
        }
        var refusal = sgm.peopleRefusal(new SeesPeopleCall(account.user(), account.device()));
        if (refusal.isPresent()) {
            throw new HttpRefusal(refusal.get());
        }
    }

    private static JsonObject shown(String user, DisplayName display) {
        var json = JsonObject.with("user", user).and("name", display.name()).and("email", display.email());
        if (!display.kana().isEmpty()) {
            json.and("kana", display.kana());
        }
        if (!display.salt().isEmpty()) {
            json.and("salt", display.salt());
        }
        return json.build();
    }

    /**
     * Whom staff looks for.
     *
     * @param users ids, instead of a query
     * @param most how many are wanted
     */
    private record Search(String query, Optional<List<String>> users, int most) {
        static Search read(JsonObject.Reader json) throws Malformed {
            var users = json.has("users") ? Optional.of(json.texts("users")) : Optional.<List<String>>empty();
            var query = users.isPresent() ? "" : json.text("query");
            var longest = users.isPresent() ? MOST_NAMED : MOST_FOUND;
            var most = json.optionalCount("most").orElse(longest);
            if (query.length() > LONGEST_QUERY
                    || most < 1
                    || most > longest
                    || users.orElse(List.of()).size() > longest) {
                throw new Malformed("not a search");
            }
            return new Search(query, users, most);
        }
    }

    Reply searchPeople(Context context) throws HttpRefusal {
        requireSeesPeople(context);
        var search = read(Body.strict(context), Search::read);
        var found = search.users().isPresent()
                ? people.named(search.users().get())
                : people.found(search.query(), search.most() + 1);
        var shown = found.stream()
                .limit(search.most())
                .map(person -> shown(person.user(), person.display()))
                .toList();
        return Reply.ok(JsonObject.empty()
                .andObjects("people", shown)
                .and("more", found.size() > search.most())
                .build());
    }

    private record Sizes(long first, long second) {}

    Reply consistency(Context context) throws HttpRefusal {
        var sizes = read(Body.strict(context), json -> new Sizes(json.index("first"), json.index("second")));
        try {
            return Reply.ok(JsonObject.empty()
                    .andBytes("proof", log.consistency(sizes.first(), sizes.second()))
                    .build());
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    Reply epochs(Context context) throws HttpRefusal {
        return entries(context, log::epochs);
    }

    Reply successions(Context context) throws HttpRefusal {
        return entries(context, log::successions);
    }

    private interface Entries {
        List<LogEntry> within(long size) throws Malformed;
    }

    private static Reply entries(Context context, Entries entries) throws HttpRefusal {
        var size = read(Body.strict(context), json -> json.index("size"));
        try {
            return Reply.ok(JsonObject.empty()
                    .andObjects(
                            "entries",
                            entries.within(size).stream().map(LogEntry::toJson).toList())
                    .build());
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }

    private interface Reading<T> {
        T from(JsonObject.Reader json) throws Malformed;
    }

    private static <T> T read(JsonObject body, Reading<T> reading) throws HttpRefusal {
        try {
            var json = body.reader();
            var read = reading.from(json);
            json.end();
            return read;
        } catch (Malformed e) {
            throw new HttpRefusal(ProblemCode.REQUEST_MALFORMED);
        }
    }
}
