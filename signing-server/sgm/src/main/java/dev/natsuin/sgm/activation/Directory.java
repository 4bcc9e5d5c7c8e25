package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What staff is told of people: from rows under their MACs, and from the log with its proofs. Changes nothing. */
final class Directory {
    private final SignatureLog log;
    private final CertificateAuthority authority;
    private final DeviceLevels levels;
    private final SignedNames names;

    Directory(SignatureLog log, CertificateAuthority authority, DeviceLevels levels) {
        this.log = log;
        this.authority = authority;
        this.levels = levels;
        this.names = new SignedNames(log);
    }

    Answer.Body people(Rows rows, Statement.ListPeople.Choice choice) {
        if (choice instanceof Statement.ListPeople.Choice.Everybody) {
            return everybody(rows);
        }
        if (choice instanceof Statement.ListPeople.Choice.Page page) {
            return page(rows, page);
        }
        return Answers.done(new Results.People(
                chosen(rows, choice).map(person -> named(rows, person)).toList()));
    }

    /** Without names, and only of as many as whoever asks can read: they wait for it all, and it is in memory here. */
    private Answer.Body everybody(Rows rows) {
        var people = rows.peopleAfter(Optional.empty(), Statement.ListPeople.MOST_AT_ONCE + 1);
        return people.size() > Statement.ListPeople.MOST_AT_ONCE
                ? Answers.refused(Problem.of(ProblemCode.TOO_MANY_PEOPLE))
                : Answers.done(new Results.People(people.stream()
                        .map(person -> told(rows, person, Optional.empty()))
                        .toList()));
    }

    /** Nobody is ever taken out of the order, and whoever is admitted stands at its end: no page leaves anybody out. */
    private Answer.Body page(Rows rows, Statement.ListPeople.Choice.Page page) {
        if (page.after().isPresent() && rows.person(page.after().get()).isEmpty()) {
            return Answers.refused(Problem.of(ProblemCode.PERSON_UNKNOWN));
        }
        var people = rows.peopleAfter(page.after(), page.most() + 1);
        return Answers.done(new Results.PeoplePage(
                people.stream()
                        .limit(page.most())
                        .map(person -> named(rows, person))
                        .toList(),
                people.size() > page.most()));
    }

    private Results.Person named(Rows rows, PersonRow person) {
        return told(rows, person, names.displayHash(rows, person));
    }

    private Stream<PersonRow> chosen(Rows rows, Statement.ListPeople.Choice choice) {
        if (choice instanceof Statement.ListPeople.Choice.Named named) {
            return named.users().stream().flatMap(user -> rows.person(user).stream());
        }
        if (choice instanceof Statement.ListPeople.Choice.Invited) {
            return rows.invited(Statement.ListPeople.MOST_NAMED).stream();
        }
        if (choice instanceof Statement.ListPeople.Choice.Staff) {
            return rows.staff().stream();
        }
        return levels.confirms() ? rows.unconfirmed(Statement.ListPeople.MOST_NAMED).stream() : Stream.empty();
    }

    private Results.Person told(Rows rows, PersonRow person, Optional<Bytes> displayHash) {
        var living = (int) rows.keysOf(person.user()).stream()
                .filter(key -> key.state() == KeyRow.State.ENABLED)
                .count();
        return new Results.Person(
                person.user(),
                person.role(),
                person.state().wireName(),
                person.subject(),
                living,
                levels.waitingOf(rows, person.user()),
                displayHash);
    }

    /** All about one person; nothing if they are not known. */
    Optional<Results.Described> described(Rows rows, Statement.DescribePerson asked, Instant now) {
        return rows.person(asked.person()).map(person -> described(rows, person, asked.withUse(), now));
    }

    private Results.Described described(Rows rows, PersonRow person, boolean withUse, Instant now) {
        var user = person.user();
        var acts = rows.logRowsAbout(user, Results.Described.MOST_ACTS);
        var admission = names.admission(rows, user);
        return new Results.Described(
                named(rows, person),
                person.algorithm(),
                admission.map(a -> log.proven(rows, List.of(a.row())).get(0)),
                rows.newestInvitationOf(user).map(Directory::code),
                rows.devicesOf(user).stream()
                        .map(device -> device(rows, device))
                        .toList(),
                rows.keysOf(user).stream()
                        .map(key -> key(rows, key, person, withUse, now))
                        .toList(),
                log.proven(rows, acts),
                log.checkpoint(rows));
    }

    private static Results.Described.Code code(InvitationRow row) {
        return new Results.Described.Code(
                row.invitation(), row.expires(), row.state().name().toLowerCase(Locale.ROOT));
    }

    private static Results.Described.DeviceFacts device(Rows rows, DeviceRow device) {
        return new Results.Described.DeviceFacts(
                device.device(),
                device.enrolled(),
                rows.confirmation(device.device()).map(ConfirmationRow::confirmed),
                device.locked());
    }

    private Results.Described.KeyFacts key(Rows rows, KeyRow key, PersonRow owner, boolean withUse, Instant now) {
        var info = CreateKeyAct.info(rows, key, owner, authority, now);
        return new Results.Described.KeyFacts(
                withUse ? info.used(LastUse.of(rows, key)) : info,
                rows.chain(key.keyId()).map(chain -> uses(rows, key, chain)).orElse(0L));
    }

    /** A key's chain has its making, its renewals, its signatures, and its destruction if its own signer ordered it. */
    private static long uses(Rows rows, KeyRow key, ChainRow chain) {
        var last = SignatureLog.leafOf(rows.logRow(chain.lastIndex())).type();
        return chain.number()
                - 1
                - rows.earlierCertificates(key.keyId()).size()
                - (last == Leaf.Type.DESTROY_KEY ? 1 : 0);
    }
}
