package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.KeptDocument;
import dev.natsuin.desktop.document.Output;
import dev.natsuin.desktop.document.OutputNames;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.SignedHash;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts signatures that came into copies of their documents, several at a time, and notes each in the order's journal; a
 * document that fails never hurts the others. Needs no PIN, and no server but for levels above B.
 */
final class Finishing {
    private static final Logger LOG = LoggerFactory.getLogger(Finishing.class);

    private static final long LARGE_BYTES = 4L << 20;

    private final Levels raising;
    private final LaterLevels later;

    Finishing(Levels raising, LaterLevels later) {
        this.raising = raising;
        this.later = later;
    }

    /**
     * Finishes an order; asked again, it does what is left.
     *
     * @param journal of an order whose signatures came
     * @param shown the files' names in the results, in order
     * @param again true if somebody may have begun before and ended at any moment
     * @param raisesLater once wanted, what is not at its level yet is remembered to be raised later
     * @return one result for each document, in order
     * @throws Refusal with {@code answer-not-believable} if these are not the signatures; the journal is over then
     */
    List<SignResult> finish(
            OrderJournal journal,
            List<Path> shown,
            DocumentPasswords.OfAnOrder passwords,
            boolean again,
            Progress progress,
            Stopping raisesLater)
            throws Refusal {
        return new Run(journal, passwords, again, progress, raisesLater).results(shown);
    }

    /** One file to be written. */
    private sealed interface Job {
        int index();

        /** It can be tried. */
        record Ready(int index, JsonObject kept, Output output) implements Job {}

        /** It cannot, for this reason. */
        record Refused(int index, ProblemCode why) implements Job {}
    }

    private record Written(int index, Answer<Path> outcome) {}

    private final class Run {
        private final OrderJournal journal;
        private final OrderJournal.Terms terms;
        private final OrderJournal.Signed signed;
        private final DocumentPasswords.OfAnOrder passwords;
        private final boolean again;
        private final Progress progress;
        private final Stopping raisesLater;
        private final Semaphore large = new Semaphore(Runtime.getRuntime().availableProcessors());
        private final Set<Path> reserved = new HashSet<>();
        private final Map<Path, Boolean> folders = new HashMap<>();
        private final Map<Integer, Problem> failures = new HashMap<>();
        private List<SignedHash> signatures = List.of();
        private int taken;

        Run(
                OrderJournal journal,
                DocumentPasswords.OfAnOrder passwords,
                boolean again,
                Progress progress,
                Stopping raisesLater) {
            this.journal = journal;
            this.terms = journal.terms();
            this.signed = journal.signed().orElseThrow();
            this.passwords = passwords;
            this.again = again;
            this.progress = progress;
            this.raisesLater = raisesLater;
        }

        List<SignResult> results(List<Path> shown) throws Refusal {
            signatures = verified();
            if (signatures.size() != journal.items().size()) {
                journal.finish();
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            var open = IntStream.range(0, journal.items().size())
                    .filter(this::isOpen)
                    .boxed()
                    .toList();
            taken = journal.items().size() - open.size();
            Hands.writing().each(open.stream().map(this::job).iterator(), this::written, this::take);
            forceNames();
            tell();
            var results = new ArrayList<SignResult>();
            for (var i = 0; i < shown.size(); i++) {
                results.add(new SignResult(shown.get(i), outcome(i)));
            }
            if (terms.level() != SignatureLevel.B) {
                journal.force(); // What is raised changes; what it was must be known.
                raise(results);
            }
            if (journal.isOver()) {
                journal.finish();
            }
            return List.copyOf(results);
        }

        /**
         * The signatures that are what was ordered: fewer than documents if one is not, or one is missing or too many.
         */
        private List<SignedHash> verified() {
            var items = journal.items();
            var values = signed.values();
            return values.size() == items.size()
                    ? IntStream.range(0, values.size())
                            .parallel()
                            .mapToObj(i -> SignedHash.verified(
                                    terms.certificate(), items.get(i).hash(), values.get(i)))
                            .flatMap(Optional::stream)
                            .toList()
                    : List.of();
        }

        /** Once for each folder: before this, nobody is told that all is done, and no journal is forgotten. */
        private void forceNames() throws Refusal {
            var made = folders.entrySet().stream().filter(Map.Entry::getValue).map(Map.Entry::getKey);
            Hands.writing()
                    .each(
                            made.iterator(),
                            folder -> {
                                Output.forceNames(folder);
                                return folder;
                            },
                            folder -> {});
        }

        /** True unless it failed for ever or its output stands; one that was removed is written once more. */
        private boolean isOpen(int index) {
            var standing = journal.standing(index);
            if (standing.isPresent()
                    && standing.get() instanceof OrderJournal.Standing.Done done
                    && !Files.isRegularFile(done.output(), LinkOption.NOFOLLOW_LINKS)) {
                journal.forget(index);
                return true;
            }
            return standing.isEmpty();
        }

        /** On the caller's thread, so that names are given in the documents' order. */
        private Job job(int index) {
            var item = journal.items().get(index);
            var folder = terms.folder() == null ? item.file().getParent() : terms.folder();
            if (folder == null || !folders.computeIfAbsent(folder, Finishing::made)) {
                return new Job.Refused(index, ProblemCode.TARGET_NOT_WRITABLE);
            }
            try {
                var kept = journal.kept(index);
                var choice = OutputNames.choose(item.file(), folder, terms.suffix(), KeptDocument.form(kept), reserved);
                reserved.add(OutputNames.folded(choice.target()));
                var temporary = folder.resolve(temporaryName(journal, index));
                var perhaps = again ? choice.passedOver() : List.<Path>of();
                return new Job.Ready(index, kept, new Output(choice.target(), Optional.of(temporary), perhaps, true));
            } catch (IOException | Malformed e) {
                LOG.warn("a document is not as it was kept", e);
                return new Job.Refused(index, ProblemCode.PROFILE_UNREADABLE);
            }
        }

        /** On any thread. */
        private Written written(Job job) {
            if (job instanceof Job.Refused refused) {
                return new Written(refused.index(), Answer.refused(refused.why()));
            }
            try {
                return new Written(job.index(), HostileInput.read(() -> inTurn((Job.Ready) job)));
            } catch (IOException e) {
                LOG.warn("a file could not be written for a reason that nobody thought of", e);
                return new Written(job.index(), Answer.refused(ProblemCode.DESK_FAULT));
            }
        }

        /**
         * Of the large ones only as many at a time as there are processors: each has buffers, and the disk to itself.
         */
        private Answer<Path> inTurn(Job.Ready job) throws IOException {
            if (!isLarge(job)) {
                return embedded(job);
            }
            large.acquireUninterruptibly();
            try {
                return embedded(job);
            } finally {
                large.release();
            }
        }

        private static boolean isLarge(Job.Ready job) {
            try {
                return KeptDocument.original(job.kept()).sizeBytes() > LARGE_BYTES;
            } catch (Malformed e) {
                return true; // Whoever reads it next says so.
            }
        }

        private Answer<Path> embedded(Job.Ready job) throws IOException {
            var temporary = job.output().temporary();
            if (again && temporary.isPresent()) {
                Files.deleteIfExists(temporary.get());
            }
            try {
                var file = journal.items().get(job.index()).file();
                var password = passwords.of(file);
                var preparation = again
                        ? KeptDocument.again(job.kept(), file, terms.certificate(), terms.time(), password)
                        : KeptDocument.still(job.kept(), file, terms.certificate(), terms.time(), password);
                if (preparation instanceof Preparation.Refused refused) {
                    return new Answer.Refused<>(refused.why());
                }
                try (var document = ((Preparation.Prepared) preparation).document()) {
                    var embedding = document.embed(signatures.get(job.index()), job.output());
                    return embedding instanceof Embedding.Embedded done
                            ? Answer.of(done.output())
                            : new Answer.Refused<>(((Embedding.Refused) embedding).why());
                }
            } catch (Malformed e) {
                throw new IOException("a document is not as it was kept", e);
            }
        }

        private void take(Written written) {
            var index = written.index();
            written.outcome().given().ifPresent(output -> note(index, standing(output, SignatureLevel.B)));
            written.outcome().refusal().ifPresent(why -> {
                failures.put(index, why);
                if (!SignResult.passes(why.code())) {
                    note(index, new OrderJournal.Standing.Failed(why.code()));
                }
            });
            taken++;
            if (taken < journal.items().size()) {
                tell();
            }
        }

        /** The last is told once all names are durable. */
        private void tell() {
            progress.at(Progress.Step.SEAL, taken, journal.items().size());
            progress.at(Progress.Step.CHECK, taken, journal.items().size());
        }

        /** What is to be raised will change, and must be known to be ours then. */
        private OrderJournal.Standing standing(Path output, SignatureLevel level) {
            if (terms.level() == SignatureLevel.B) {
                return new OrderJournal.Standing.Done(output, 0, Optional.empty(), level);
            }
            try {
                var file = HashedFile.of(output);
                return new OrderJournal.Standing.Done(output, file.sizeBytes(), Optional.of(file.sha256()), level);
            } catch (IOException e) {
                LOG.warn("a file that was just written cannot be read", e);
                return new OrderJournal.Standing.Done(output, 0, Optional.empty(), level);
            }
        }

        /** A journal that cannot be written costs nothing but work: the file is found when the order is finished. */
        private void note(int index, OrderJournal.Standing how) {
            try {
                journal.note(index, how);
            } catch (Refusal e) {
                LOG.warn("what became of a file could not be noted", e);
            }
        }

        private Answer<SignResult.Signed> outcome(int index) {
            var standing = journal.standing(index);
            if (standing.isPresent() && standing.get() instanceof OrderJournal.Standing.Done done) {
                return Answer.of(new SignResult.Signed(done.output(), done.level(), signed.logIndex()));
            }
            return new Answer.Refused<>(
                    standing.isPresent() && standing.get() instanceof OrderJournal.Standing.Failed failed
                            ? Problem.of(failed.why())
                            : failures.getOrDefault(index, Problem.of(ProblemCode.DESK_FAULT)));
        }

        /**
         * Once all is signed: whatever is wrong with services takes nothing from a signature, and the reason is told.
         */
        private void raise(List<SignResult> results) {
            var standing = IntStream.range(0, results.size())
                    .filter(i -> level(results.get(i)).compareTo(terms.level()) < 0)
                    .boxed()
                    .toList();
            var ours = standing.stream().filter(this::isOurs).toList();
            var files = ours.stream()
                    .map(i -> new LevelRaising.Target(
                            results.get(i).outcome().given().orElseThrow().output(),
                            beside(i),
                            passwords.of(journal.items().get(i).file())))
                    .toList();
            var steps = files.size() * LevelRaising.stepsTo(terms.level());
            progress.at(Progress.Step.RAISE, 0, steps);
            var raised = Refusal.answer(() -> raising.raising(terms.timestampUrls(), raisesLater)
                            .raise(files, terms.level(), done -> progress.at(Progress.Step.RAISE, done, steps)))
                    .fold(
                            all -> all.stream().map(Finishing::reached).toList(),
                            why -> files.stream()
                                    .map(file -> new Reached(SignatureLevel.B, Optional.empty(), Optional.of(why)))
                                    .toList());
            var archived = new LinkedHashMap<LevelRaising.Target, Lasting>();
            for (var i = 0; i < ours.size(); i++) {
                var before = results.get(ours.get(i));
                var now = raised.get(i).of(before.outcome().given().orElseThrow());
                results.set(ours.get(i), new SignResult(before.file(), Answer.of(now)));
                var target = files.get(i);
                raised.get(i).lasting().ifPresent(until -> archived.put(target, until));
                if (!journal.isOver() && now.level() != SignatureLevel.B) {
                    note(ours.get(i), standing(now.output(), now.level())); // It will be asked about once more.
                }
            }
            raising.archives().remember(archived);
            var mine = new HashSet<>(ours);
            for (var i : standing) {
                if (!mine.contains(i)) {
                    var now = CHANGED.of(results.get(i).outcome().given().orElseThrow());
                    results.set(i, new SignResult(results.get(i).file(), Answer.of(now)));
                }
            }
            remember(results);
            progress.at(Progress.Step.RAISE, steps, steps);
        }

        /** What a signature is beside. */
        private Optional<Path> beside(int index) {
            try {
                return KeptDocument.form(journal.kept(index)).isBeside()
                        ? Optional.of(journal.items().get(index).file())
                        : Optional.empty();
            } catch (IOException | Malformed e) {
                LOG.warn("what a signature is beside is not known", e);
                return Optional.empty();
            }
        }

        /** The level it is known to have; the highest if there is no file to be raised. */
        private static SignatureLevel level(SignResult result) {
            return result.outcome().given().map(SignResult.Signed::level).orElse(SignatureLevel.LTA);
        }

        /**
         * True if an output begins with what was written: raising adds behind. What somebody else put there is theirs.
         */
        private boolean isOurs(int index) {
            if (!again) {
                return true;
            }
            try {
                return journal.standing(index).orElseThrow() instanceof OrderJournal.Standing.Done done
                        && done.sha256().isPresent()
                        && HashedFile.digestOfFirst(done.output(), done.sizeBytes())
                                .equals(done.sha256().get());
            } catch (IOException e) {
                return false;
            }
        }

        private void remember(List<SignResult> results) {
            var waiting = new ArrayList<LevelRaising.Target>();
            for (var i = 0; i < results.size(); i++) {
                var beside = beside(i);
                results.get(i)
                        .outcome()
                        .given()
                        .filter(SignResult.Signed::waits)
                        .ifPresent(one -> waiting.add(new LevelRaising.Target(one.output(), beside)));
            }
            try {
                later.remember(waiting, terms.level(), terms.timestampUrls());
            } catch (Refusal e) {
                LOG.warn("files are not remembered for their level", e);
            }
        }
    }

    private record Reached(SignatureLevel level, Optional<Lasting> lasting, Optional<Problem> why) {
        SignResult.Signed of(SignResult.Signed signed) {
            var now = level.compareTo(signed.level()) < 0 ? signed.level() : level;
            return new SignResult.Signed(signed.output(), now, why, signed.logIndex());
        }
    }

    /** Not what was written here any more; at least B, and not ours to change. */
    private static final Reached CHANGED =
            new Reached(SignatureLevel.B, Optional.empty(), Optional.of(Problem.of(ProblemCode.DOCUMENT_CHANGED)));

    private static Reached reached(LevelRaising.Raised raised) {
        return new Reached(raised.level(), raised.lasting(), raised.why().map(Problem::of));
    }

    /** Where a file is written before it gets its name: the same each time, so that nothing stays behind. */
    private static String temporaryName(OrderJournal journal, int index) {
        return ".natsuin-" + journal.book().name().substring(0, 32) + "-" + index + ".tmp";
    }

    /** Removes what an attempt that ended at any moment may have left of this order beside its outputs. */
    static void removeTemporaries(OrderJournal journal) {
        for (var i = 0; i < journal.items().size(); i++) {
            var file = journal.items().get(i).file();
            var folder = journal.terms().folder() == null
                    ? file.getParent()
                    : journal.terms().folder();
            if (folder != null) {
                try {
                    Files.deleteIfExists(folder.resolve(temporaryName(journal, i)));
                } catch (IOException e) {
                    LOG.warn("an unfinished file could not be removed", e);
                }
            }
        }
    }

    private static boolean made(Path folder) {
        try {
            Files.createDirectories(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
