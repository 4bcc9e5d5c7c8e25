package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.OrderBook;
import dev.natsuin.desktop.device.OrderBooks;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.Unanswered;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The journals of this desk's orders: those at work here, and those that an earlier process left. Thread-safe. */
final class OrderJournals {
    private static final Logger LOG = LoggerFactory.getLogger(OrderJournals.class);

    private final Profile profile;
    private final OrderBooks books;

    OrderJournals(Profile profile, SecureRandom random) {
        this.profile = profile;
        this.books = new OrderBooks(profile, random);
    }

    /** Begins one, at work until it is closed. */
    OrderJournal begin(OrderJournal.Terms terms) throws Refusal {
        var book = books.create();
        var begun = false;
        try {
            var journal = OrderJournal.begin(book, terms);
            begun = true;
            return journal;
        } finally {
            if (!begun) {
                books.delete(book);
            }
        }
    }

    /**
     * What earlier processes left.
     *
     * @param journals of orders that can be finished, or may be signed; at work until closed
     * @param damaged names of books that were changed or are damaged; nothing is done with them
     */
    record Left(List<OrderJournal> journals, List<String> damaged) {}

    /** How many were left and not taken since. */
    int left() throws Refusal {
        return books.left().size();
    }

    /** Takes all that was left and that no other process works on; what is worth nothing is deleted. */
    Left take() throws Refusal {
        var journals = new ArrayList<OrderJournal>();
        var damaged = new ArrayList<String>();
        for (var name : books.left()) {
            try {
                take(name, journals);
            } catch (Malformed e) {
                LOG.warn("the journal of an order cannot be read", e);
                damaged.add(name);
            } catch (Refusal e) {
                journals.forEach(journal -> books.release(journal.book()));
                throw e;
            }
        }
        return new Left(List.copyOf(journals), List.copyOf(damaged));
    }

    private void take(String name, List<OrderJournal> journals) throws Refusal, Malformed {
        var book = opened(name);
        if (book.isEmpty()) {
            return;
        }
        var taken = false;
        try {
            take(book.get(), journals);
            taken = true;
        } finally {
            if (!taken) {
                books.release(book.get());
            }
        }
    }

    /** One that cannot be opened is damaged like one that cannot be read; what all depend on is a refusal. */
    private Optional<OrderBook> opened(String name) throws Refusal, Malformed {
        try {
            return books.open(name);
        } catch (Refusal e) {
            if (e.why().code() != ProblemCode.PROFILE_UNREADABLE) {
                throw e;
            }
            throw new Malformed("a book that cannot be opened", e);
        }
    }

    private void take(OrderBook book, List<OrderJournal> journals) throws Refusal, Malformed {
        var journal = read(book);
        if (journal.isEmpty() || !canBeFinished(journal.get())) {
            books.delete(book);
            return;
        }
        journals.add(journal.get());
    }

    private static Optional<OrderJournal> read(OrderBook book) throws Malformed {
        try {
            return OrderJournal.read(book);
        } catch (IOException e) {
            throw new Malformed("a book that cannot be read", e);
        }
    }

    /** Asked in this order: whoever hears the answer keeps the signatures first, then forgets the order. */
    private boolean canBeFinished(OrderJournal journal) throws Refusal, Malformed {
        var awaited = isAwaited(journal);
        return signed(journal).isPresent() || awaited;
    }

    /** True if the order of this journal was sent, or was about to be, and is not answered. */
    boolean isAwaited(OrderJournal journal) throws Refusal {
        return profile.unanswered()
                .flatMap(Unanswered::book)
                .filter(journal.book().name()::equals)
                .isPresent();
    }

    /**
     * The signatures, if they came, whoever received them.
     *
     * @throws Malformed if what is kept is not what came
     */
    Optional<OrderJournal.Signed> signed(OrderJournal journal) throws Refusal, Malformed {
        if (journal.signed().isEmpty()) {
            var kept = books.keptBeside(journal.book().name());
            if (kept.isPresent()) {
                journal.signed(OrderJournal.Signed.read(kept.get()));
            }
        }
        return journal.signed();
    }

    /** Deletes what can never be read; what cannot be deleted is told after the others are. */
    void deleteDamaged(List<String> names) throws Refusal {
        Optional<Refusal> first = Optional.empty();
        for (var name : names) {
            try {
                var book = books.open(name);
                if (book.isPresent()) {
                    books.delete(book.get());
                }
            } catch (Refusal e) {
                first = first.or(() -> Optional.of(e));
            }
        }
        if (first.isPresent()) {
            throw first.get();
        }
    }

    /** Lets one go: it stays as long as anything can still come of it. */
    void close(OrderJournal journal) throws Refusal {
        var stays = true;
        try {
            stays = !journal.isFinished() && canBeFinished(journal);
        } catch (Malformed e) {
            LOG.warn("signatures that were changed are kept, and not used", e);
        } finally {
            if (stays) {
                books.release(journal.book());
            } else {
                books.delete(journal.book());
            }
        }
    }

    /** Keeps the signatures that an answer brought beside the book of their order, if answer and log say the same. */
    void keep(Told told) throws Refusal {
        var book = profile.unanswered().flatMap(Unanswered::book);
        if (told.statement() instanceof Statement.Sign sign && book.isPresent()) {
            var signed = agreed(sign, told);
            if (signed.isPresent()) {
                books.keepBeside(book.get(), signed.get().toJson());
            }
        }
    }

    private static Optional<OrderJournal.Signed> agreed(Statement.Sign sign, Told told) {
        try {
            var signed = Results.Signed.read(told.content());
            var leaf = told.entry().leaf();
            var record = told.entry().record().reader();
            var values = signed.signatures();
            var agreed = signed.keyId().equals(sign.keyId())
                    && values.size() == sign.hashes().size()
                    && leaf.type() == Leaf.Type.SIGN
                    && leaf.chain().equals(sign.keyId())
                    && record.text("keyId").equals(sign.keyId())
                    && record.hex("certificateSha256", 32).equals(sign.certificateSha256())
                    && record.bytesList("hashes").equals(sign.hashes())
                    && record.hex("signaturesSha256", 32)
                            .equals(Bytes.concat(values.toArray(Bytes[]::new)).sha256());
            return agreed
                    ? Optional.of(new OrderJournal.Signed(told.entry().index(), leaf.number(), leaf.time(), values))
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
