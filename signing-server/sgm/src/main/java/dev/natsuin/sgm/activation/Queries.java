package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Statements that only ask. They change nothing, so their ids are not spent and their answers not stored: a retry is
 * simply answered afresh, to the same octets.
 */
final class Queries {
    private static final int ENTRIES_PER_PAGE = 500;

    /**
     * The most octets of rows in a page that has more than one entry. The record of an order of 10,000 hashes has a
     * million; a page has to go through one frame of the link in the forms it takes there, two and a half times as
     * long.
     */
    private static final int OCTETS_PER_PAGE = 4 << 20;

    private static final int ROWS_AT_A_TIME = 25;

    private static final Set<Role> EVERYBODY = Set.of(Role.values());

    private static final Set<Role> HELPDESK = Set.of(Role.OFFICER, Role.ADMINISTRATOR);

    /** Whoever admits people does not judge what they were admitted for, nor the other way round. */
    private static final Set<Role> AUDITORS = Set.of(Role.AUDITOR);

    private final SignatureLog log;
    private final CertificateAuthority authority;
    private final DeviceLevels levels;
    private final Answers answers;
    private final Directory directory;
    private final TransportKeyQuestion transportKeys;

    Queries(SignatureLog log, CertificateAuthority authority, DeviceLevels levels, Answers answers, Imports imports) {
        this.transportKeys = new TransportKeyQuestion(levels, imports);
        this.log = log;
        this.authority = authority;
        this.levels = levels;
        this.answers = answers;
        this.directory = new Directory(log, authority, levels);
    }

    /** True if the answer tells of nobody but the person who asks, and prepares nothing that they may not order. */
    static boolean isForWhoeverIsSuspended(Statement question) {
        return !(question instanceof Statement.TransportKey)
                && !(question instanceof Statement.HandedKey)
                && !(question instanceof Statement.ListPeople)
                && !(question instanceof Statement.ListKeysOf)
                && !(question instanceof Statement.DescribePerson described && !isAboutThemselves(described))
                && !(question instanceof Statement.AuditLog)
                && !(question instanceof Statement.ListRequests);
    }

    private static boolean isAboutThemselves(Statement.DescribePerson question) {
        return question.person().equals(question.head().user());
    }

    /**
     * Answers from the rows of a reading transaction, whose end the answer waits for: what is made for it, as a
     * transport key that takes a token a second, is made when it is got.
     */
    Supplier<Answer.Body> asked(Rows rows, PersonRow person, Statement statement, String sealingKey, Instant now) {
        if (statement instanceof Statement.TransportKey order) {
            return transportKeys.asked(rows, person, order, now);
        }
        var body = answer(rows, person, statement, sealingKey, now);
        return () -> body;
    }

    private Answer.Body answer(Rows rows, PersonRow person, Statement statement, String sealingKey, Instant now) {
        if (statement instanceof Statement.Standing standing) {
            return Answers.done(standing(rows, standing));
        } else if (statement instanceof Statement.ListKeys list) {
            return Answers.done(keys(rows, person, list.withUse(), now));
        } else if (statement instanceof Statement.Activity activity) {
            return Answers.done(activity(rows, person, activity.from()));
        } else if (statement instanceof Statement.AuditLog audit) {
            return refusedUnless(rows, person, statement, AUDITORS).orElseGet(() -> Answers.done(entries(rows, audit)));
        } else if (statement instanceof Statement.Outcome outcome) {
            return outcome(rows, person, outcome.statementId(), sealingKey);
        } else if (statement instanceof Statement.ListPeople list) {
            return refusedUnless(rows, person, statement, HELPDESK)
                    .orElseGet(() -> directory.people(rows, list.choice()));
        } else if (statement instanceof Statement.DescribePerson described) {
            return refusedUnless(rows, person, statement, isAboutThemselves(described) ? EVERYBODY : HELPDESK)
                    .orElseGet(() -> directory
                            .described(rows, described, now)
                            .map(Answers::done)
                            .orElse(Answers.refused(Problem.of(ProblemCode.PERSON_UNKNOWN))));
        } else if (statement instanceof Statement.ListKeysOf of) {
            return refusedUnless(rows, person, statement, HELPDESK).orElseGet(() -> keysOf(rows, of, now));
        } else if (statement instanceof Statement.ListRequests list) {
            return refusedUnless(rows, person, statement, HELPDESK)
                    .orElseGet(() -> Answers.done(requests(rows, person, list, now)));
        } else if (statement instanceof Statement.ListDevices) {
            return Answers.done(devices(rows, person));
        } else if (statement instanceof Statement.HandedKey order) {
            return handedKey(rows, person, order, now);
        }
        throw new IllegalArgumentException("not a query: " + statement.type());
    }

    /** What waits that this person could order or approve. */
    private Results.Requests requests(Rows rows, PersonRow person, Statement.ListRequests asked, Instant now) {
        var waiting = asked
                .request()
                .map(request -> rows.request(request).stream().toList())
                .orElseGet(() -> rows.requestsWaiting(now))
                .stream()
                .filter(request -> request.waitsAt(now) && concerns(rows, person, request))
                .toList();
        var told = waiting.stream().limit(Results.Requests.MOST).toList();
        var entries = log.proven(
                rows, told.stream().map(request -> rows.logRow(request.index())).toList());
        var requests = new ArrayList<Results.Requests.Request>();
        for (var i = 0; i < told.size(); i++) {
            requests.add(new Results.Requests.Request(
                    told.get(i).person(), told.get(i).expires(), entries.get(i)));
        }
        return new Results.Requests(requests, waiting.size() > told.size(), log.checkpoint(rows));
    }

    private static boolean concerns(Rows rows, PersonRow person, RequestRow request) {
        var order = SecondPerson.ordered(request, rows.logRow(request.index()));
        return person.role().mayInvite(RequestChecks.role(order));
    }

    /**
     * Only for the device that enrolled with the code: and not before it is confirmed, as a thief may have the code.
     */
    private Answer.Body handedKey(Rows rows, PersonRow person, Statement.HandedKey order, Instant now) {
        var device = order.head().device();
        if (levels.waits(rows, device)) {
            return Answers.refused(Problem.of(ProblemCode.DEVICE_NOT_CONFIRMED));
        }
        var handed = rows.handedKeysOf(person.user()).stream()
                .filter(key -> key.isFor(device, now))
                .findFirst();
        var admitted = rows.firstLogRowAbout(person.user());
        if (handed.isEmpty() || admitted.isEmpty()) {
            return Answers.refused(Problem.of(ProblemCode.HANDED_KEY_UNKNOWN));
        }
        var entry = log.proven(rows, List.of(admitted.get())).get(0);
        return Answers.done(new Results.Handed(
                person.user(), device, handed.get().sealed(), handed.get().expires(), entry, log.checkpoint(rows)));
    }

    private Answer.Body keysOf(Rows rows, Statement.ListKeysOf order, Instant now) {
        return rows.person(order.person())
                .map(owner -> Answers.done(keys(rows, owner, order.withUse(), now)))
                .orElseGet(() -> Answers.refused(Problem.of(ProblemCode.PERSON_UNKNOWN)));
    }

    private Results.Devices devices(Rows rows, PersonRow person) {
        return new Results.Devices(rows.devicesOf(person.user()).stream()
                .map(device -> new Results.DeviceInfo(
                        device.device(), device.deviceKey(), device.enrolled(), state(rows, device)))
                .toList());
    }

    private String state(Rows rows, DeviceRow device) {
        if (device.isRemoved()) {
            return "removed";
        }
        if (device.locked()) {
            return "locked";
        }
        return levels.waits(rows, device.device()) ? "waiting" : "active";
    }

    private Results.Keys keys(Rows rows, PersonRow person, boolean withUse, Instant now) {
        return new Results.Keys(rows.keysOf(person.user()).stream()
                .map(key -> {
                    var info = CreateKeyAct.info(rows, key, person, authority, now);
                    return withUse ? info.used(LastUse.of(rows, key)) : info;
                })
                .toList());
    }

    private Results.ActivityPage activity(Rows rows, PersonRow person, long from) {
        var page = page(from, (next, most) -> rows.logRowsOf(person.user(), next, most));
        var entries = log.proven(rows, page.rows());
        var heads = rows.chainsOf(person.user()).stream()
                .map(chain -> new Results.ChainHead(chain.chain(), chain.number()))
                .toList();
        return new Results.ActivityPage(entries, heads, page.more(), log.checkpoint(rows));
    }

    private Results.LogPage entries(Rows rows, Statement.AuditLog asked) {
        var page = page(
                asked.from(),
                (next, most) -> asked.person()
                        .map(user -> rows.logRowsOf(user, next, most))
                        .orElseGet(() -> rows.logRows(next, most)));
        return new Results.LogPage(log.proven(rows, page.rows()), page.more(), log.checkpoint(rows));
    }

    private record Page(List<LogRow> rows, boolean more) {}

    /** Reads entries from an index on, in order, at most so many. */
    private interface Reading {
        List<LogRow> from(long index, int most);
    }

    /** The next entries, so many and so large as go into an answer, but always one: read a few at a time. */
    private static Page page(long from, Reading reading) {
        var page = new ArrayList<LogRow>();
        long octets = 0;
        var next = from;
        while (true) {
            var found = reading.from(next, ROWS_AT_A_TIME);
            for (var row : found) {
                octets += row.leaf().size() + (long) row.record().size();
                if (page.size() == ENTRIES_PER_PAGE || (!page.isEmpty() && octets > OCTETS_PER_PAGE)) {
                    return new Page(page, true);
                }
                page.add(row);
                next = row.index() + 1;
            }
            if (found.size() < ROWS_AT_A_TIME) {
                return new Page(page, false);
            }
        }
    }

    private Answer.Body outcome(Rows rows, PersonRow person, String statementId, String sealingKey) {
        var spent = rows.spent(statementId).filter(s -> s.user().equals(person.user()));
        Optional<String> stored = spent.flatMap(s -> rows.answer(s.sealedSha256()));
        var given = stored.map(token -> given(rows, spent.orElseThrow().sealedSha256(), token, sealingKey));
        return given.map(token -> Answers.done(new Results.StoredAnswer(token)))
                .orElse(Answers.refused(Problem.of(ProblemCode.OUTCOME_UNKNOWN)));
    }

    private String given(Rows rows, Bytes sealedSha256, String token, String sealingKey) {
        return answers.ours(token, sealedSha256, () -> rows.authenticAnswer(sealedSha256), () -> sealingKey)
                .orElseThrow(() -> new RowTampered("answer", sealedSha256.toHex()));
    }

    private Results.Standing standing(Rows rows, Statement.Standing order) {
        var device = order.head().device();
        return new Results.Standing(order.head().user(), device, levels.declared(), levels.waits(rows, device));
    }

    /** Whoever stole an officer's code learns nobody's name by it: a device that waits is told its own things only. */
    private Optional<Answer.Body> refusedUnless(Rows rows, PersonRow person, Statement order, Set<Role> permitted) {
        return refusalUnless(rows, person, order.head().device(), permitted)
                .map(Problem::of)
                .map(Answers::refused);
    }

    private Optional<ProblemCode> refusalUnless(Rows rows, PersonRow person, String device, Set<Role> permitted) {
        if (levels.waits(rows, device)) {
            return Optional.of(ProblemCode.DEVICE_NOT_CONFIRMED);
        }
        return permitted.contains(person.role()) ? Optional.empty() : Optional.of(ProblemCode.NOT_PERMITTED);
    }

    /** Why a device of a person who may act is not told of other people; nothing if it is. */
    Optional<ProblemCode> peopleRefusal(Rows rows, PersonRow person, String device) {
        return refusalUnless(rows, person, device, HELPDESK);
    }
}
