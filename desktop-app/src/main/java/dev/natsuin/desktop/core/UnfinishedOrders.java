package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.desk.UnfinishedOrder;
import dev.natsuin.desktop.device.SignedHere;
import dev.natsuin.desktop.document.KeptDocument;
import dev.natsuin.desktop.remote.Settled;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders that an earlier run left: because it was killed, or because a file could not be written. They are finished
 * from their journals, without a PIN: signatures that are here need no server; an order without an answer is sent once
 * more, octet for octet, and never made anew.
 */
public final class UnfinishedOrders {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedOrders.class);

    private final Seat seat;
    private final Finishing finishing;

    UnfinishedOrders(Seat seat, Finishing finishing) {
        this.seat = seat;
        this.finishing = finishing;
    }

    /**
     * What was left.
     *
     * @param orders oldest first
     * @param damaged how many journals were changed or damaged: nothing is finished from those
     */
    public record Left(List<UnfinishedOrder> orders, int damaged) {}

    /** What was left; reads the profile only. What another process works on is not told. */
    public Left left() throws Refusal {
        return with(left -> {
            var orders = new ArrayList<UnfinishedOrder>();
            for (var journal : left.journals()) {
                var documents = journal.items().size();
                var missing = (int) IntStream.range(0, documents)
                        .filter(i -> journal.standing(i).isEmpty())
                        .count();
                orders.add(new UnfinishedOrder(
                        journal.terms().time(),
                        documents,
                        missing,
                        journal.signed().isPresent()));
            }
            orders.sort((one, other) -> one.time().compareTo(other.time()));
            return new Left(List.copyOf(orders), left.damaged().size());
        });
    }

    /**
     * One document of an order that was finished.
     *
     * @param keyId which key
     * @param wanted the level wished for
     * @param documentDigest SHA-256 of the original
     * @param toBeSigned what was signed
     * @param logIndex where the log has the signature that is here, whatever became of the file; nothing without one
     * @param result what became of it
     */
    public record Row(
            String keyId,
            SignatureLevel wanted,
            Bytes documentDigest,
            Bytes toBeSigned,
            OptionalLong logIndex,
            SignResult result) {
        /** True if the signature is here, whatever became of the file. */
        public boolean signed() {
            return logIndex.isPresent();
        }
    }

    /**
     * What came of finishing.
     *
     * @param rows for each document of each order that was answered
     * @param open why an order is still without an answer, if one is
     * @param damaged how many journals were changed or damaged
     */
    public record Finished(List<Row> rows, Optional<Refusal> open, int damaged) {}

    /**
     * Finishes what can be: what is signed first, then an order that is to be settled.
     *
     * @param password opens encrypted documents; stays the caller's
     */
    public Finished finish(Optional<Secret> password, Waiting waiting, Progress progress) throws Refusal {
        return finish(password, waiting, progress, Stopping.NEVER);
    }

    /**
     * The same until somebody does not want to wait for levels any more.
     *
     * @param password opens encrypted documents; stays the caller's
     * @param raisesLater once wanted, what is not at its level yet is remembered to be raised later
     */
    Finished finish(Optional<Secret> password, Waiting waiting, Progress progress, Stopping raisesLater)
            throws Refusal {
        try (var passwords = DocumentPasswords.forAll(password)) {
            return finish(passwords, waiting, progress, raisesLater);
        }
    }

    /** The same with a password for each encrypted document. */
    Finished finish(DocumentPasswords.OfAnOrder passwords, Waiting waiting, Progress progress, Stopping raisesLater)
            throws Refusal {
        var rows = new ArrayList<Row>();
        var tried = new HashSet<String>();
        var damaged = with(left -> {
            for (var journal : left.journals()) {
                if (journal.signed().isPresent()) {
                    tried.add(journal.book().name());
                    rows.addAll(finished(journal, passwords, progress, raisesLater));
                }
            }
            return left.damaged().size();
        });
        try {
            if (seat.profile().unanswered().flatMap(order -> order.book()).isPresent()) {
                seat.settling(present -> with(left -> {
                    progress.at(Progress.Step.ASK, 0, 1);
                    var settled = seat.settle(present, waiting);
                    for (var journal : left.journals()) {
                        if (!tried.contains(journal.book().name())) {
                            rows.addAll(settled(journal, settled, passwords, progress, raisesLater));
                        }
                    }
                    return rows;
                }));
            }
            return new Finished(List.copyOf(rows), Optional.empty(), damaged);
        } catch (Refusal e) {
            return new Finished(List.copyOf(rows), Optional.of(e), damaged);
        }
    }

    private List<Row> settled(
            OrderJournal journal,
            Optional<Settled> settled,
            DocumentPasswords.OfAnOrder passwords,
            Progress progress,
            Stopping raisesLater)
            throws Refusal {
        if (isSigned(journal)) {
            progress.at(Progress.Step.ASK, 1, 1);
            return finished(journal, passwords, progress, raisesLater);
        }
        if (settled.isPresent() && settled.get() instanceof Settled.Refused refused) {
            return refused(journal, refused.why());
        }
        if (settled.isPresent()) {
            return refused(journal, Problem.of(ProblemCode.ANSWER_NOT_BELIEVABLE));
        }
        // Its time is over, and whether it was carried out, the log tells.
        return refused(journal, Problem.of(ProblemCode.NOT_CONFIRMED));
    }

    private boolean isSigned(OrderJournal journal) throws Refusal {
        try {
            return seat.journals().signed(journal).isPresent();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private List<Row> finished(
            OrderJournal journal, DocumentPasswords.OfAnOrder passwords, Progress progress, Stopping raisesLater)
            throws Refusal {
        remember(journal);
        var files = journal.items().stream().map(OrderJournal.Item::file).toList();
        try {
            return rows(journal, true, finishing.finish(journal, files, passwords, true, progress, raisesLater));
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.ANSWER_NOT_BELIEVABLE) {
                throw e;
            }
            return refused(journal, e.why());
        }
    }

    private static List<Row> refused(OrderJournal journal, Problem why) {
        journal.finish();
        return rows(
                journal,
                false,
                journal.items().stream()
                        .map(item -> new SignResult(item.file(), new Answer.Refused<>(why)))
                        .toList());
    }

    private static List<Row> rows(OrderJournal journal, boolean signed, List<SignResult> results) {
        var rows = new ArrayList<Row>();
        var logIndex = signed ? OptionalLong.of(journal.signed().orElseThrow().logIndex()) : OptionalLong.empty();
        for (var i = 0; i < results.size(); i++) {
            rows.add(new Row(
                    journal.terms().keyId(),
                    journal.terms().level(),
                    digest(journal, i),
                    journal.items().get(i).hash(),
                    logIndex,
                    results.get(i)));
        }
        return rows;
    }

    private static Bytes digest(OrderJournal journal, int index) {
        try {
            return KeptDocument.original(journal.kept(index)).sha256();
        } catch (IOException | Malformed e) {
            LOG.warn("a document is not as it was kept", e);
            return Bytes.EMPTY;
        }
    }

    /** A crash may have come between the signatures and the note of what was signed here. */
    private void remember(OrderJournal journal) {
        var signed = journal.signed().orElseThrow();
        var known = Refusal.answer(() -> seat.profile().signed()).given().orElse(List.of());
        if (known.stream().anyMatch(each -> each.logIndex() == signed.logIndex())) {
            return;
        }
        var items = journal.items().stream()
                .map(item -> new SignedHere.Item(item.hash(), nameOf(item.file())))
                .toList();
        seat.note(
                new SignedHere(signed.time(), signed.logIndex(), journal.terms().keyId(), signed.number(), items));
    }

    private static String nameOf(Path file) {
        return String.valueOf(file.getFileName());
    }

    /**
     * Forgets all that was left, and what lies half-written beside its files. Signatures that were made stay in the
     * log; an order without an answer stays kept and is settled as ever.
     *
     * @return how many orders were forgotten
     */
    public int giveUp() throws Refusal {
        return with(left -> {
            for (var journal : left.journals()) {
                Finishing.removeTemporaries(journal);
                journal.finish();
            }
            seat.journals().deleteDamaged(left.damaged());
            return left.journals().size() + left.damaged().size();
        });
    }

    private interface Work<T> {
        T on(OrderJournals.Left left) throws Refusal;
    }

    private <T> T with(Work<T> work) throws Refusal {
        var left = seat.journals().take();
        try {
            return work.on(left);
        } finally {
            for (var journal : left.journals()) {
                try {
                    seat.journals().close(journal);
                } catch (Refusal e) {
                    LOG.warn("the journal of an order could not be put away", e);
                }
            }
        }
    }
}
