package dev.natsuin.sgm.activation;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Receipt;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.Edition;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.SpentRow;
import dev.natsuin.sgm.service.SealingKeys;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From a sealed statement to a signed answer: decides whether it is obeyed, and obeys.
 *
 * <p>The order of checks is DESIGN §4's: sealed to us ({@link OpenedStatement}) → device signature of an enrolled
 * device ({@link AttestedStatement}) → id unspent, audience, time ({@link Freshness}) → the act's own
 * ({@link Act#refusal}) → device not locked → activation signature ({@link ActivationKey}), the last two one statement
 * at a time for a device ({@link PinTurns}): a failure is counted, logged and kept before the next is judged. What an
 * act changes, its log entry, its spent id and its answer are one transaction; until it is committed nothing leaves.
 *
 * <p>Long work ({@link Act#units}) goes on elsewhere while calls are told so: one work of a device at a time, a bounded
 * number in all. Its place is taken in the transaction that finds the PIN right, so that every wrong PIN is judged
 * however full the SGM is, and a right one that finds no place changes nothing.
 *
 * <p>Thread-safe. The same octets get the same answer: stored for changes and refusals, recomputed for queries.
 */
public final class Activation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
    private static final String JUDGING = "judging a PIN";

    private final Clock clock;
    private final Records records;
    private final RowGuard guard;
    private final SealingKeys sealingKeys;
    private final SignatureLog log;
    private final Acts acts;
    private final Queries queries;
    private final Enrolment enrolment;
    private final Answers answers;
    private final Freshness freshness;
    private final DeviceLevels levels;
    private final WorkRules rules;
    private final LongWork longWork;
    private final RunningStatements running;
    private final TransportKeys transportKeys;
    private final PinTurns pinTurns = new PinTurns();

    Activation(
            Clock clock,
            Records records,
            RowGuard guard,
            SealingKeys sealingKeys,
            SignatureLog log,
            Acts acts,
            Queries queries,
            Enrolment enrolment,
            Answers answers,
            Freshness freshness,
            DeviceLevels levels,
            WorkRules rules,
            TransportKeys transportKeys) {
        this.transportKeys = transportKeys;
        this.clock = clock;
        this.records = records;
        this.guard = guard;
        this.sealingKeys = sealingKeys;
        this.log = log;
        this.acts = acts;
        this.queries = queries;
        this.enrolment = enrolment;
        this.answers = answers;
        this.freshness = freshness;
        this.levels = levels;
        this.rules = rules;
        this.longWork = new LongWork(rules);
        this.running = new RunningStatements(longWork);
    }

    /**
     * The answer to what the SAP handed on, or how far it is. A second call with the same octets while the first still
     * runs joins it. No call waits for long work.
     *
     * @throws RuntimeException if the SGM's surroundings are broken; then nothing was released, and the same octets may
     *     be sent again
     */
    public Progress answer(StatementCall call) {
        return running.once(call.sealed().sha256(), () -> decide(call));
    }

    /**
     * How far the statement with these octets is: being worked on, answered, or unknown. Waits for nothing.
     *
     * @throws RuntimeException as {@link #answer}
     */
    public Progress outcome(Bytes sealedSha256) {
        return running.isRunning(sealedSha256)
                ? new Progress.Working()
                : stored(sealedSha256).orElseGet(Progress.Unknown::new);
    }

    private Optional<Progress> stored(Bytes sealedSha256) {
        return records.read(rows -> rows.answer(sealedSha256))
                .map(token -> kept(token, sealedSha256))
                .map(Progress.Answered::new);
    }

    private String kept(String token, Bytes sealedSha256) {
        return answers.kept(token, sealedSha256, () -> records.read(rows -> rows.authenticAnswer(sealedSha256)), now());
    }

    /** The answer kept for these octets, else what the work gives. */
    private RunningStatements.Step keptOr(Bytes sealedSha256, Supplier<String> work) {
        return stored(sealedSha256)
                .<RunningStatements.Step>map(RunningStatements.Step.Ended::new)
                .orElseGet(() -> answered(work.get()));
    }

    private static RunningStatements.Step answered(String token) {
        return new RunningStatements.Step.Ended(new Progress.Answered(token));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private RunningStatements.Step decide(StatementCall call) {
        var now = now();
        return OpenedStatement.open(call.sealed(), sealingKeys, now)
                .fold(
                        opened -> decideAndClose(opened, call, now),
                        // Perhaps the sealing key is no more, but the answer still is.
                        problem -> keptOr(call.sealed().sha256(), () -> unopened(call.sealed(), problem, now)));
    }

    private RunningStatements.Step decideAndClose(OpenedStatement opened, StatementCall call, Instant now) {
        var goesOn = false;
        try {
            var step = decide(opened, call, now);
            goesOn = step instanceof RunningStatements.Step.Longer;
            return step;
        } finally {
            if (!goesOn) {
                opened.close();
            }
        }
    }

    private String unopened(Bytes sealed, Problem problem, Instant now) {
        return answers.unopened(sealed.sha256(), problem, now);
    }

    private RunningStatements.Step decide(OpenedStatement opened, StatementCall call, Instant now) {
        try {
            return opened.statement() instanceof Statement.Enrol enrol
                    ? keptOr(opened.sealedSha256(), () -> enrol(opened, enrol, now))
                    : fromEnrolledDevice(opened, call, now);
        } catch (RowTampered e) {
            return answered(alarm(opened, e, now));
        }
    }

    private String alarm(OpenedStatement opened, RowTampered e, Instant now) {
        LOG.error("alarm: {} type={}", e.getMessage(), opened.statement().type());
        return answers.to(
                opened,
                Optional.empty(),
                Answers.refused(Problem.of(ProblemCode.ROW_TAMPERED)),
                Optional.empty(),
                answers.sealingKey(now),
                now);
    }

    private String enrol(OpenedStatement opened, Statement.Enrol order, Instant now) {
        if (!Enrolment.attested(opened, order)) {
            return unopened(opened.sealed(), Problem.of(ProblemCode.STATEMENT_NOT_ACCEPTED), now);
        }
        var sealingKey = answers.sealingKey(now);
        return records.write(rows -> enrolment.decide(rows, opened, order, sealingKey, now));
    }

    private RunningStatements.Step fromEnrolledDevice(OpenedStatement opened, StatementCall call, Instant now) {
        if (!opened.statement().changes()) {
            return records.read(rows -> AttestedStatement.of(opened, rows))
                    .fold(
                            attested -> answered(query(attested, now)),
                            problem -> answered(unopened(opened.sealed(), problem, now)));
        }
        var act = acts.of(opened, call.request());
        var edition = records.edition();
        var looked = records.read(rows -> firstLook(rows, opened, act, edition, now));
        if (looked instanceof Looked.Before before) {
            return answered(kept(before.token(), opened.sealedSha256()));
        }
        if (looked instanceof Looked.Wrong wrong) {
            return wrong.failures().isPresent()
                    ? refused(opened, wrong.failures(), wrong.problem(), now)
                    : answered(unopened(opened.sealed(), wrong.problem(), now));
        }
        return change(opened, act, (Looked.Right) looked, now);
    }

    /** What one state of the rows says of a change that is ordered. */
    private sealed interface Looked {
        /** The same octets were answered. */
        record Before(String token) implements Looked {}

        /**
         * It has a problem.
         *
         * @param problem the first
         * @param failures the wrong PINs in a row on the device, if an enrolled one signed it
         */
        record Wrong(Problem problem, Optional<Integer> failures) implements Looked {}

        /**
         * Nothing is wrong with it before the PIN is looked at.
         *
         * @param person who orders
         * @param device the device that orders
         * @param edition taken before the look
         * @param at when
         */
        record Right(PersonRow person, DeviceRow device, Edition edition, Instant at) implements Looked {
            /** True if looking again would find the same. */
            boolean isStill(Edition later, Instant now) {
                return edition.isStill(later) && at.equals(now);
            }
        }
    }

    private Looked firstLook(Rows rows, OpenedStatement opened, Act act, Edition edition, Instant now) {
        // Every answer of a change was kept with its id spent by the same octets: most orders need one look for both.
        var spent = rows.spent(opened.statement().head().id());
        var kept = spent.filter(s -> s.sealedSha256().equals(opened.sealedSha256()))
                .flatMap(s -> rows.answer(s.sealedSha256()));
        if (kept.isPresent()) {
            return new Looked.Before(kept.get());
        }
        return AttestedStatement.of(opened, rows)
                .fold(
                        attested -> {
                            var person = activePerson(rows, opened);
                            var device = attested.device();
                            return orderProblem(rows, opened, act, person, device, spent.isPresent(), now)
                                    .<Looked>map(
                                            problem -> new Looked.Wrong(problem, Optional.of(device.failuresInARow())))
                                    .orElseGet(() -> new Looked.Right(person.orElseThrow(), device, edition, now));
                        },
                        problem -> new Looked.Wrong(problem, Optional.empty()));
    }

    // Queries.

    private String query(AttestedStatement attested, Instant now) {
        var opened = attested.opened();
        var sealingKey = answers.sealingKey(now);
        var body = records.read(rows -> {
            var person = askingPerson(rows, opened);
            var head = opened.statement().head();
            var problem = freshness
                    .problem(head, rows.spent(head.id()).isPresent(), now)
                    .or(() -> extraSecrets(opened))
                    .or(() -> standingProblem(person, attested.device()));
            return problem.<Supplier<Answer.Body>>map(why -> () -> Answers.refused(why))
                    .orElseGet(() -> queries.asked(rows, person.orElseThrow(), opened.statement(), sealingKey, now));
        });
        var failures = attested.device().failuresInARow();
        return answers.to(opened, Optional.of(failures), body.get(), Optional.empty(), sealingKey, now);
    }

    private static Optional<Problem> extraSecrets(OpenedStatement opened) {
        return opened.envelope().carriesExactly()
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED));
    }

    /** Whoever is suspended may still ask for what is theirs. */
    private static Optional<PersonRow> askingPerson(Rows rows, OpenedStatement opened) {
        return rows.person(opened.statement().head().user())
                .filter(p -> p.state() == PersonRow.State.ACTIVE
                        || (p.state() == PersonRow.State.SUSPENDED
                                && Queries.isForWhoeverIsSuspended(opened.statement())));
    }

    /** A removed device of somebody who is gone says that they are gone. */
    private static Optional<Problem> standingProblem(Optional<PersonRow> person, DeviceRow device) {
        if (person.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.PERSON_NOT_ACTIVE));
        }
        return device.isRemoved() ? Optional.of(Problem.of(ProblemCode.DEVICE_REMOVED)) : Optional.empty();
    }

    /**
     * Why a device is not told of other people, as a {@code list-people} of it is judged; nothing if it is told. For
     * whoever keeps names beside the SGM. Reads only.
     */
    public Optional<ProblemCode> peopleRefusal(String user, String deviceId) {
        return records.read(rows -> {
            var device = rows.device(deviceId).filter(row -> row.user().equals(user));
            if (device.isEmpty()) {
                return Optional.of(ProblemCode.NOT_PERMITTED);
            }
            var person = rows.person(user).filter(p -> p.state() == PersonRow.State.ACTIVE);
            return standingProblem(person, device.get())
                    .map(Problem::code)
                    .or(() -> queries.peopleRefusal(rows, person.orElseThrow(), deviceId));
        });
    }

    private static Optional<PersonRow> activePerson(Rows rows, OpenedStatement opened) {
        return rows.person(opened.statement().head().user()).filter(p -> p.state() == PersonRow.State.ACTIVE);
    }

    // Changes.

    private RunningStatements.Step refused(
            OpenedStatement opened, Optional<Integer> failures, Problem problem, Instant now) {
        var sealingKey = answers.sealingKey(now);
        return answered(records.write(rows -> refuseAndKeep(rows, opened, failures, problem, sealingKey, now)));
    }

    private RunningStatements.Step change(OpenedStatement opened, Act act, Looked.Right seen, Instant now) {
        var sealingKey = answers.sealingKey(now);
        var isLong = act.units() >= rules.longFromUnits();
        var goesOn = false;
        try {
            var judged = pinTurns.of(
                    opened.statement().head().device(), () -> judged(opened, seen, isLong, sealingKey, now));
            if (judged instanceof Judged.Ended ended) {
                return new RunningStatements.Step.Ended(ended.end());
            }
            var right = (Judged.Right) judged;
            if (!isLong) {
                return answered(obey(opened, act, right, seen, sealingKey));
            }
            goesOn = true;
            return new RunningStatements.Step.Longer(
                    () -> obeyToTheEnd(opened, act, right, seen, sealingKey), () -> endLongWork(opened));
        } finally {
            if (isLong && !goesOn) {
                free(opened);
            }
        }
    }

    private String obey(OpenedStatement opened, Act act, Judged.Right judged, Looked.Right seen, String sealingKey) {
        act.perform(new Act.Work(judged.person(), judged.device(), opened.envelope(), seen.at()));
        try {
            return records.write(rows -> release(rows, opened, act, judged.device(), seen, sealingKey));
        } finally {
            act.settled(records);
        }
    }

    /** As long work ends: with an answer that is kept. An alarm is kept as well, as no call is there to carry it. */
    private void obeyToTheEnd(
            OpenedStatement opened, Act act, Judged.Right judged, Looked.Right seen, String sealingKey) {
        try {
            obey(opened, act, judged, seen, sealingKey);
        } catch (RowTampered e) {
            var now = seen.at();
            alarm(opened, e, now);
            var problem = Problem.of(ProblemCode.ROW_TAMPERED);
            records.write(rows -> refuseAndKeep(rows, opened, Optional.empty(), problem, sealingKey, now));
        }
    }

    private void endLongWork(OpenedStatement opened) {
        opened.close();
        free(opened);
    }

    private void free(OpenedStatement opened) {
        longWork.free(opened.statement().head().device(), opened.sealedSha256());
    }

    /** Everything before the device's lock and the PIN, in DESIGN's order. */
    private Optional<Problem> orderProblem(
            Rows rows,
            OpenedStatement opened,
            Act act,
            Optional<PersonRow> person,
            DeviceRow device,
            boolean spent,
            Instant now) {
        return freshness
                .problem(opened.statement().head(), spent, now)
                .or(() -> wrongSecrets(opened, act))
                .or(() -> actProblem(rows, act, person, device, now));
    }

    private static Optional<Problem> wrongSecrets(OpenedStatement opened, Act act) {
        var needed = new HashSet<>(act.secrets());
        needed.add(Envelope.Field.ACTIVATION_SIGNATURE);
        return opened.envelope().carriesExactly(needed.toArray(Envelope.Field[]::new))
                ? Optional.empty()
                : Optional.of(Problem.of(ProblemCode.STATEMENT_MALFORMED));
    }

    private Optional<Problem> actProblem(
            Rows rows, Act act, Optional<PersonRow> person, DeviceRow device, Instant now) {
        return standingProblem(person, device)
                .or(() -> levels.waits(rows, device.device())
                        ? Optional.of(Problem.of(ProblemCode.DEVICE_NOT_CONFIRMED))
                        : act.refusal(rows, person.orElseThrow(), now));
    }

    /** A refusal of an attested statement: its id is spent and its answer kept, so that it never holds later. */
    private String refuseAndKeep(
            Rows rows,
            OpenedStatement opened,
            Optional<Integer> failures,
            Problem problem,
            String sealingKey,
            Instant now) {
        return keep(rows, opened, failures, Answers.refused(problem), Optional.empty(), sealingKey, now);
    }

    /**
     * Spends the id and keeps the answer; the loser of a race over one id is told so, and nothing of its own is kept.
     */
    private String keep(
            Rows rows,
            OpenedStatement opened,
            Optional<Integer> failures,
            Answer.Body body,
            Optional<Receipt> receipt,
            String sealingKey,
            Instant now) {
        return spend(rows, opened)
                ? answerAndKeep(rows, opened, failures, body, receipt, sealingKey, now)
                : replayed(opened, failures, sealingKey, now);
    }

    private static boolean spend(Rows rows, OpenedStatement opened) {
        var head = opened.statement().head();
        return rows.spend(new SpentRow(head.id(), head.user(), opened.sealedSha256()));
    }

    private String answerAndKeep(
            Rows rows,
            OpenedStatement opened,
            Optional<Integer> failures,
            Answer.Body body,
            Optional<Receipt> receipt,
            String sealingKey,
            Instant now) {
        var answer = answers.to(opened, failures, body, receipt, sealingKey, now);
        rows.putAnswer(opened.sealedSha256(), answer, now);
        return answer;
    }

    /** What became of the PIN. */
    private sealed interface Judged {
        /** It was right: who ordered, with what device. */
        record Right(PersonRow person, DeviceRow device) implements Judged {}

        /** It ends here. */
        record Ended(Progress end) implements Judged {}

        static Judged answered(String token) {
            return new Ended(new Progress.Answered(token));
        }
    }

    /**
     * Device not locked → activation signature. Asked with the device's turn in hand: a wrong PIN is counted and logged
     * before anybody else judges one for the device, and its answer leaves only once that is kept, so however many come
     * at once, five are judged. A right one changes nothing yet, so it needs no writing transaction (decision 0015):
     * the count ends with the release, in the transaction that logs it, so that the log alone explains every count. A
     * right one for long work that finds no place leaves everything as it is.
     */
    private Judged judged(OpenedStatement opened, Looked.Right seen, boolean isLong, String sealingKey, Instant now) {
        // That the id is unspent the release looks at again, so where the rows seen still stand none need be read.
        var stands = seen.edition().isStill(records.edition()) && log.requireClock(now, JUDGING);
        var right = stands
                ? rightPin(seen.person(), seen.device(), opened, isLong)
                : records.read(rows -> rightPin(rows, opened, isLong, now));
        return right.orElseGet(() -> records.write(rows -> judgePin(rows, opened, isLong, sealingKey, now)));
    }

    /** A right PIN where nothing stands against it; nothing for all that changes rows. */
    private Optional<Judged> rightPin(Rows rows, OpenedStatement opened, boolean isLong, Instant now) {
        // A guess that cannot be logged must not be judged either: how long it takes would tell the right one.
        SignatureLog.requireClock(rows, now, JUDGING);
        var head = opened.statement().head();
        var device = rows.device(head.device()).orElseThrow(() -> new RowTampered("device"));
        return rows.spent(head.id()).isEmpty()
                ? activePerson(rows, opened).flatMap(person -> rightPin(person, device, opened, isLong))
                : Optional.empty();
    }

    private Optional<Judged> rightPin(PersonRow person, DeviceRow device, OpenedStatement opened, boolean isLong) {
        return !device.isRemoved() && !device.locked() && ActivationKey.signed(device, opened.envelope(), guard)
                ? Optional.of(accepted(person, device, opened, isLong))
                : Optional.empty();
    }

    private Judged accepted(PersonRow person, DeviceRow device, OpenedStatement opened, boolean isLong) {
        return isLong && !longWork.take(device.device(), opened.sealedSha256())
                ? new Judged.Ended(new Progress.Busy())
                : new Judged.Right(person, device);
    }

    /** The same for every PIN, with the right to count it. */
    private Judged judgePin(Rows rows, OpenedStatement opened, boolean isLong, String sealingKey, Instant now) {
        var head = opened.statement().head();
        var device = rows.device(head.device()).orElseThrow(() -> new RowTampered("device"));
        var person = activePerson(rows, opened);
        var before = device.failuresInARow();
        if (rows.spent(head.id()).isPresent()) {
            return Judged.answered(replayed(opened, Optional.of(before), sealingKey, now));
        }
        // Suspended or removed since the first look: the PIN is not looked at.
        var problem = standingProblem(person, device)
                .or(() -> device.locked() ? Optional.of(Problem.of(ProblemCode.DEVICE_LOCKED)) : Optional.empty());
        if (problem.isPresent()) {
            return Judged.answered(refuseAndKeep(rows, opened, Optional.of(before), problem.get(), sealingKey, now));
        }
        if (!ActivationKey.signed(device, opened.envelope(), guard)) {
            return Judged.answered(wrongPin(rows, opened, device, sealingKey, now));
        }
        return accepted(person.orElseThrow(), device, opened, isLong);
    }

    private String replayed(OpenedStatement opened, Optional<Integer> failures, String sealingKey, Instant now) {
        return answers.to(
                opened,
                failures,
                Answers.refused(Problem.of(ProblemCode.STATEMENT_REPLAYED)),
                Optional.empty(),
                sealingKey,
                now);
    }

    private String wrongPin(Rows rows, OpenedStatement opened, DeviceRow device, String sealingKey, Instant now) {
        var after = device.afterWrongPin(now);
        rows.put(after);
        if (after.locked()) {
            Endings.requestsBy(rows, device.device());
        }
        var record = Evidence.of(Leaf.Type.PIN_FAILURE, device.user(), opened.envelope())
                .and("failures", after.failuresInARow())
                .and("locked", after.locked())
                .build();
        var receipt = log.append(
                rows,
                new SignatureLog.Entry(
                        Leaf.Type.PIN_FAILURE,
                        now,
                        device.device(),
                        device.user(),
                        device.device(),
                        levels.of(rows, device.device()),
                        "device",
                        0,
                        record));
        LOG.warn("wrong pin device={} failures={} locked={}", device.device(), after.failuresInARow(), after.locked());
        return keep(
                rows,
                opened,
                Optional.of(device.failuresInARow()),
                Answers.refused(Problem.pinWrong(after.triesLeft(now))),
                Optional.of(receipt),
                sealingKey,
                now);
    }

    /**
     * One short transaction: spend the id, look again, change, log, end the row of wrong PINs, keep the answer. What
     * loses here was never released.
     */
    private String release(
            Rows rows, OpenedStatement opened, Act act, DeviceRow judged, Looked.Right seen, String sealingKey) {
        var now = now();
        if (act.failure().isPresent()) {
            return failed(rows, opened, act.failure().get(), sealingKey, now);
        }
        if (seen.isStill(records.edition(), now)) {
            return release(rows, opened, act, seen.person(), seen.device(), sealingKey, now);
        }
        var device = rows.device(opened.statement().head().device()).orElseThrow(() -> new RowTampered("device"));
        var failures = Optional.of(device.failuresInARow());
        var person = activePerson(rows, opened);
        var problem = device.locked()
                ? Optional.of(Problem.of(ProblemCode.DEVICE_LOCKED))
                : actProblem(rows, act, person, device, now);
        if (problem.isPresent()) {
            return refuseAndKeep(rows, opened, failures, problem.get(), sealingKey, now);
        }
        // Another PIN since it was judged: what was ordered under the old one is judged by the new one.
        var otherPin = !device.activationKey().equals(judged.activationKey());
        return otherPin
                        && rows.spent(opened.statement().head().id()).isEmpty()
                        && !ActivationKey.signed(device, opened.envelope(), guard)
                ? wrongPin(rows, opened, device, sealingKey, now)
                : release(rows, opened, act, person.orElseThrow(), device, sealingKey, now);
    }

    private String failed(Rows rows, OpenedStatement opened, Problem problem, String sealingKey, Instant now) {
        var failures = rows.device(opened.statement().head().device()).map(DeviceRow::failuresInARow);
        return refuseAndKeep(rows, opened, failures, problem, sealingKey, now);
    }

    private String release(
            Rows rows,
            OpenedStatement opened,
            Act act,
            PersonRow person,
            DeviceRow device,
            String sealingKey,
            Instant now) {
        var head = opened.statement().head();
        var failures = device.failuresInARow();
        if (!spend(rows, opened)) { // first: the loser of a race over one id changes nothing
            return replayed(opened, Optional.of(failures), sealingKey, now);
        }
        var level = levels.of(rows, head.device());
        var released = act.release(rows, new Act.Context(person, device, opened, level, now));
        var receipt = log.append(rows, released.entry());
        if (failures > 0) {
            // As the act left it: it may have given the device another PIN, or removed it.
            rows.put(rows.device(head.device()).orElseThrow().afterRightPin());
        }
        LOG.debug(
                "released type={} entry={}",
                opened.statement().type(),
                receipt.entry().index());
        return answerAndKeep(
                rows, opened, Optional.of(failures), released.body(), Optional.of(receipt), sealingKey, now);
    }

    /** Erases the transport keys whose time is over, whether or not anybody asks for one. */
    public void erasePassed() {
        transportKeys.erasePassed(now());
    }

    /** Erases what was handed over and nobody may take in any more. */
    public void eraseHandedKeys() {
        var now = now();
        if (!records.read(rows -> rows.handedKeysOver(now)).isEmpty()) {
            records.write(rows -> {
                var over = rows.handedKeysOver(now);
                over.forEach(handed -> Endings.handedKey(rows, handed));
                return over.size();
            });
        }
    }

    /** Ends long work as {@link LongWork#close} says, and erases transport keys. */
    @Override
    public void close() {
        longWork.close();
        transportKeys.close();
    }
}
