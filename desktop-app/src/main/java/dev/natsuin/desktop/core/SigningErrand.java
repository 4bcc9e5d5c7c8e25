package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.document.FileSigning;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.PreparedDocument;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.verify.FileKind;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Settled;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.OrderWork;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.ComparisonCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs documents: one order, one PIN, one SAD for all of them; a document that fails never hurts the others. */
public final class SigningErrand implements Signing {
    private static final Logger LOG = LoggerFactory.getLogger(SigningErrand.class);

    private final Seat seat;
    private final SigningKeys signingKeys;
    private final Finishing finishing;
    private final LaterLevels later;
    private final Levels raising;
    private final HashedFiles hashedFiles;
    private final Inspections inspections;
    private final DocumentPasswords passwords;

    SigningErrand(
            Seat seat,
            SigningKeys signingKeys,
            Levels raising,
            LaterLevels later,
            HashedFiles hashedFiles,
            Inspections inspections,
            DocumentPasswords passwords) {
        this.hashedFiles = hashedFiles;
        this.inspections = inspections;
        this.passwords = passwords;
        this.seat = seat;
        this.signingKeys = signingKeys;
        this.finishing = new Finishing(raising, later);
        this.later = later;
        this.raising = raising;
    }

    @Override
    public List<SignatureLevel> levels() {
        return List.of(SignatureLevel.values());
    }

    @Override
    public Optional<SignatureLevel> wishedLevel() {
        try {
            var wished = seat.profile().config().level();
            return levels().stream()
                    .filter(level -> wished.filter(level.name()::equals).isPresent())
                    .findFirst();
        } catch (Refusal e) {
            return Optional.empty(); // Whoever signs hears of it.
        }
    }

    @Override
    public Answer<Order> prepare(
            List<DocumentFacts> documents, KeyRow key, SignOptions options, Progress progress, Cancellation cancel) {
        return Refusal.answer(() -> {
            var listing = signingKeys.list();
            var chosen = listing.living().stream()
                    .filter(k -> k.info().keyId().equals(key.keyId()))
                    .findFirst()
                    .orElseThrow(() -> new Refusal(ProblemCode.KEY_UNKNOWN));
            var wanted = documents.stream().map(d -> new Wanted(d.file(), d)).toList();
            return prepare(wanted, chosen, listing.time(), options, passwords.now(), progress, cancel);
        });
    }

    /**
     * Prepares an order for files nobody looked at in a window.
     *
     * @param keyId which key; unless told, the only one that can sign
     * @return the order, to be closed by the caller
     */
    public PreparedOrder prepare(
            List<Path> files, Optional<String> keyId, SignOptions options, Progress progress, Cancellation cancel)
            throws Refusal {
        return prepare(files, keyId, options, Optional.empty(), progress, cancel);
    }

    /**
     * The same with a password for those files that are encrypted.
     *
     * @param password stays the caller's
     */
    public PreparedOrder prepare(
            List<Path> files,
            Optional<String> keyId,
            SignOptions options,
            Optional<Secret> password,
            Progress progress,
            Cancellation cancel)
            throws Refusal {
        var listing = signingKeys.list();
        var wanted = files.stream().map(file -> new Wanted(file, null)).toList();
        return prepare(
                wanted,
                chosen(listing, keyId),
                listing.time(),
                options,
                DocumentPasswords.forAll(password),
                progress,
                cancel);
    }

    private static SigningKeys.Key chosen(SigningKeys.Listing listing, Optional<String> keyId) throws Refusal {
        var named = listing.living().stream()
                .filter(key -> keyId.isEmpty() || key.info().keyId().equals(keyId.get()))
                .toList();
        var ready = named.stream()
                .filter(key -> key.status(listing.time()) == KeyRow.Status.READY)
                .toList();
        // Nobody has to name a key because another one has expired.
        var candidates = ready.isEmpty() ? named : ready;
        if (candidates.isEmpty()) {
            throw new Refusal(keyId.isEmpty() ? ProblemCode.NO_KEY : ProblemCode.KEY_UNKNOWN);
        }
        if (candidates.size() > 1) {
            throw new Refusal(ProblemCode.KEY_NOT_CHOSEN);
        }
        return candidates.get(0);
    }

    /**
     * A document to be signed.
     *
     * @param file where it lies
     * @param seen what was looked at; null if nobody looked
     */
    private record Wanted(Path file, @Nullable DocumentFacts seen) {}

    /** The passwords are the order's, or closed if there is none. */
    private PreparedOrder prepare(
            List<Wanted> documents,
            SigningKeys.Key key,
            Instant now,
            SignOptions options,
            DocumentPasswords.OfAnOrder opening,
            Progress progress,
            Cancellation cancel)
            throws Refusal {
        var whole = false;
        try {
            var order = prepared(documents, key, now, options, opening, progress, cancel);
            whole = true;
            return order;
        } finally {
            if (!whole) {
                opening.close();
            }
        }
    }

    private PreparedOrder prepared(
            List<Wanted> documents,
            SigningKeys.Key key,
            Instant now,
            SignOptions options,
            DocumentPasswords.OfAnOrder opening,
            Progress progress,
            Cancellation cancel)
            throws Refusal {
        requireUsable(key, now);
        var algorithm = options.algorithmFor(
                key.info().algorithm(), seat.profile().config().rsaPadding());
        if (algorithm.isEmpty()) {
            throw new Refusal(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        if (key.info().algorithm().isExperimental() && options.level() != SignatureLevel.B) {
            throw new Refusal(ProblemCode.LEVEL_NOT_FOR_KEY);
        }
        var certificate = new SigningCertificate(
                key.certificate(), key.chain().subList(1, key.chain().size()), algorithm.get());
        if (documents.size() > OrderWork.mostHashes(key.info().algorithm())) {
            throw new Refusal(ProblemCode.TOO_MANY_HASHES);
        }
        var asked = asked(documents, options, now, opening);
        var journal = seat.journals().begin(OrderJournal.Terms.of(key.info().keyId(), certificate, now, options));
        var entries = new ArrayList<PreparedOrder.Entry>();
        var targets = new Target();
        var whole = false;
        try {
            progress.at(Progress.Step.HASH, 0, documents.size());
            Hands.computing().each(asked.iterator(), each -> looked(each, certificate, targets, cancel), looked -> {
                if (cancel.cancelled()) {
                    throw new Refusal(ProblemCode.CANCELLED);
                }
                if (looked.kept() != null) {
                    journal.add(looked.facts().file(), looked.hash().given().orElseThrow(), looked.kept());
                }
                entries.add(new PreparedOrder.Entry(looked.facts(), looked.hash(), looked.findings()));
                progress.at(Progress.Step.HASH, entries.size(), documents.size());
            });
            journal.complete();
            whole = true;
        } finally {
            if (!whole) {
                seat.journals().close(journal);
            }
        }
        return new PreparedOrder(seat.journals(), journal, key, now, algorithm.get(), options, entries, opening);
    }

    /** What came of looking at one document. */
    private record Looked(
            DocumentFacts facts,
            Answer<Bytes> hash,
            @Nullable JsonObject kept,
            List<Finding> findings) {
        Looked with(List<Finding> more) {
            return new Looked(
                    facts,
                    hash,
                    kept,
                    Stream.concat(findings.stream(), more.stream()).toList());
        }

        Looked refused(List<Finding> found, Problem why) {
            return new Looked(facts, new Answer.Refused<>(why), null, found);
        }
    }

    /**
     * What is asked for one document.
     *
     * @param own how its output shall be
     * @param pdf the same for a PDF
     */
    private record Asked(Wanted wanted, SignOptions own, PdfSignatureOptions pdf) {}

    private static List<Asked> asked(
            List<Wanted> documents, SignOptions options, Instant now, DocumentPasswords.OfAnOrder opening)
            throws Refusal {
        var seals = new SeenSignatures();
        var asked = new ArrayList<Asked>();
        for (var document : documents) {
            var own = options.of(document.file());
            var pdf = new PdfSignatureOptions(
                    own.reason(),
                    own.location(),
                    now,
                    own.field(),
                    own.certify(),
                    opening.of(document.file()),
                    seals.visible(own.visible()));
            asked.add(new Asked(document, own, pdf));
        }
        return asked;
    }

    /** On any thread. */
    private Looked looked(Asked asked, SigningCertificate certificate, Target targets, Cancellation cancel) {
        var wanted = asked.wanted();
        var folder = asked.own().folder();
        if (!targets.takesFiles(folder == null ? wanted.file().toAbsolutePath().getParent() : folder)) {
            return new Looked(facts(wanted, null), Answer.refused(ProblemCode.TARGET_NOT_WRITABLE), null, List.of());
        }
        // What a window showed was digested when it was loaded; a command line's files nobody looked at.
        var known = wanted.seen() == null ? Optional.<HashedFile>empty() : hashedFiles.of(wanted.file());
        try {
            return HostileInput.read(() -> inspected(
                    placed(asked, cancel)
                            .fold(
                                    pdf -> looked(
                                            wanted, prepared(wanted.file(), asked.own(), pdf, certificate, known)),
                                    why -> unplaced(asked, certificate, known, why)),
                    asked.pdf().password()));
        } catch (IOException e) {
            LOG.warn("a document could not be prepared for a reason that nobody thought of", e);
            return new Looked(facts(wanted, null), Answer.refused(ProblemCode.DESK_FAULT), null, List.of());
        }
    }

    /** With the place that an anchor has in this document. */
    private static Answer<PdfSignatureOptions> placed(Asked asked, Cancellation cancel) {
        return asked.own()
                .visible()
                .flatMap(SignOptions.Visible::anchor)
                .map(anchor -> AnchoredPlace.in(
                                asked.wanted().file(), anchor, asked.pdf().password(), cancel)
                        .map(asked.pdf()::seenAt))
                .orElseGet(() -> Answer.of(asked.pdf()));
    }

    /** What forbids a signature anywhere is told before that it has no place: a damaged document, say. */
    private static Looked unplaced(
            Asked asked, SigningCertificate certificate, Optional<HashedFile> known, Problem noPlace) {
        var wanted = asked.wanted();
        var looked =
                looked(wanted, prepared(wanted.file(), asked.own(), asked.pdf().unseen(), certificate, known));
        var why = looked.hash().refusal().orElse(noPlace);
        return new Looked(looked.facts(), new Answer.Refused<>(why), null, List.of());
    }

    private static Looked looked(Wanted wanted, Preparation preparation) {
        if (preparation instanceof Preparation.Refused refused) {
            return new Looked(facts(wanted, null), new Answer.Refused<>(refused.why()), null, List.of());
        }
        var prepared = (Preparation.Prepared) preparation;
        var ofPlace = ofPlace(prepared);
        try (var ready = prepared.document()) {
            var facts = facts(wanted, ready);
            return facts.sha256().equals(ready.documentDigest())
                    ? new Looked(facts, Answer.of(ready.toBeSigned()), ready.kept(), ofPlace)
                    : new Looked(facts, Answer.refused(ProblemCode.DOCUMENT_CHANGED), null, List.of());
        }
    }

    /** What is to be said of the place of a visible signature. */
    private static List<Finding> ofPlace(Preparation.Prepared prepared) {
        var findings = new ArrayList<Finding>();
        if (prepared.coversSigned()) {
            findings.add(Finding.OVER_SIGNED);
        }
        var notDrawn = prepared.notDrawn();
        if (!notDrawn.characters().isEmpty()) {
            findings.add(Finding.withoutFont(
                    String.join(" ", notDrawn.characters().stream().sorted().toList())));
        }
        if (!notDrawn.withoutRoom().isEmpty()) {
            findings.add(Finding.withoutRoom(notDrawn.withoutRoom().stream()
                    .sorted()
                    .map(part -> part.name().toLowerCase(Locale.ROOT))
                    .toList()));
        }
        return findings;
    }

    /** What belongs to PDFs alone (a field, a certification, what is seen and said on a page) asks for a PDF. */
    private static Preparation prepared(
            Path file,
            SignOptions options,
            PdfSignatureOptions pdfOptions,
            SigningCertificate certificate,
            Optional<HashedFile> known) {
        var asksForPdf = options.field().isPresent()
                || options.certify().isPresent()
                || options.reason().isPresent()
                || options.location().isPresent()
                || options.visible().isPresent();
        var usual = asksForPdf || FileKind.isPdf(file) ? SignatureForm.PADES : SignatureForm.ASIC_E;
        var form = options.form().orElse(usual);
        return form == SignatureForm.PADES
                ? PdfSigning.prepare(file, pdfOptions, certificate, known)
                : FileSigning.prepare(file, form, pdfOptions.time(), certificate);
    }

    private static void requireUsable(SigningKeys.Key key, Instant now) throws Refusal {
        switch (key.status(now)) {
            case READY -> {}
            case EXPIRED -> throw new Refusal(ProblemCode.CERTIFICATE_EXPIRED);
            case REVOKED -> throw new Refusal(ProblemCode.CERTIFICATE_REVOKED);
            case SUSPENDED -> throw new Refusal(ProblemCode.PERSON_NOT_ACTIVE);
            case WAITING_FOR_CERTIFICATE -> throw new Refusal(ProblemCode.KEY_NOT_ENABLED);
        }
    }

    /** What was prepared, with what a signer cannot see in it; refused if that forbids signing. */
    private Looked inspected(Looked looked, Optional<Secret> password) {
        var file = looked.facts().file();
        if (looked.hash().given().isEmpty() || !FileKind.isPdf(file)) {
            return looked;
        }
        var seen = Refusal.answer(() -> inspections.of(file, looked.facts().sha256(), password));
        var findings = seen.given().orElse(List.of());
        if (seen.refusal().isPresent()) {
            return looked.refused(findings, seen.refusal().get());
        }
        return Inspections.block(findings)
                ? looked.refused(findings, Problem.of(ProblemCode.DOCUMENT_NOT_AS_SHOWN))
                : looked.with(findings);
    }

    private static DocumentFacts facts(Wanted wanted, @Nullable PreparedDocument ready) {
        if (wanted.seen() != null) {
            return wanted.seen();
        }
        return ready == null
                ? new DocumentFacts(wanted.file(), 0, Bytes.EMPTY, 0, List.of())
                : new DocumentFacts(
                        wanted.file(), ready.sizeBytes(), ready.documentDigest(), ready.pageCount(), List.of());
    }

    @Override
    public Answer<List<SignResult>> sign(Order order, Secret pin, Progress progress, Cancellation cancel) {
        return Refusal.answer(() -> {
            try (var unlocking = unlocking(pin)) {
                return signed((PreparedOrder) order, unlocking, progress, cancel)
                        .results();
            }
        });
    }

    /** Begins to derive what the PIN adds, which the caller closes; the PIN stays the caller's. */
    public Unlocking unlocking(Secret pin) {
        return new Unlocking(seat, pin.copy());
    }

    @Override
    public Answer<List<SignResult>> askAgain(Order order, Progress progress, Cancellation cancel) {
        return Refusal.answer(() -> askAgain((PreparedOrder) order, progress, cancel));
    }

    private List<SignResult> askAgain(PreparedOrder order, Progress progress, Cancellation cancel) throws Refusal {
        progress.at(Progress.Step.ASK, 0, 1);
        var settled = seat.settling(present -> seat.settle(present, waiting(progress, cancel)));
        if (settled.isPresent() && settled.get() instanceof Settled.Refused refused) {
            throw new Refusal(refused.why());
        }
        if (isSigned(order.journal)) {
            return finished(order, progress, cancel);
        }
        if (settled.isPresent()
                && settled.get() instanceof Settled.Done done
                && done.statement() instanceof Statement.Sign sign
                && order.journal.isOrderedBy(sign)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        // Nobody waits for it any more; whether it was carried out, the log tells.
        throw Refusal.notConfirmed(new Refusal(ProblemCode.STATEMENT_EXPIRED));
    }

    private boolean isSigned(OrderJournal journal) throws Refusal {
        try {
            return seat.journals().signed(journal).isPresent();
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private static Waiting waiting(Progress progress, Cancellation cancel) {
        return new Waiting() {
            @Override
            public void serverWorks() {
                progress.serverWorks();
            }

            @Override
            public boolean ended() {
                return cancel.waitsNoLonger();
            }
        };
    }

    /**
     * What came of an order.
     *
     * @param results one for each document that was ready, in order
     * @param pinFailures wrong PINs on this device between the last right one and this
     */
    public record Done(List<SignResult> results, int pinFailures) {}

    /** As {@link #sign} with the PIN that is being derived from, and tells the wrong PINs before. */
    public Done signed(PreparedOrder order, Unlocking unlocking, Progress progress, Cancellation cancel)
            throws Refusal {
        if (order.hashes().isEmpty()) {
            return new Done(List.of(), 0);
        }
        progress.at(Progress.Step.ASK, 0, 1);
        var told = seat.ordering(present -> {
            var activation = unlocking.activation();
            if (!cancel.pass()) {
                throw new Refusal(ProblemCode.CANCELLED);
            }
            progress.at(Progress.Step.ASK, 0, 1); // From here on nobody can cancel, and whoever watches must know.
            var answer = present.conversation()
                    .order(
                            head -> new Statement.Sign(
                                    head,
                                    order.key().keyId(),
                                    order.signingKey().info().certificateSha256(),
                                    order.algorithm(),
                                    order.algorithm().hash(),
                                    order.hashes()),
                            activation,
                            new Conversation.Papers(
                                    order.names(),
                                    Optional.empty(),
                                    Optional.of(order.journal.book().name())),
                            waiting(progress, cancel));
            seat.note(answer, order.names());
            return answer;
        });
        if (!isSigned(order.journal)) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
        }
        return new Done(finished(order, progress, cancel), told.pinFailures().orElse(0));
    }

    private List<SignResult> finished(PreparedOrder order, Progress progress, Cancellation cancel) throws Refusal {
        progress.at(Progress.Step.ASK, 1, 1);
        return finishing.finish(order.journal, order.files(), order.passwords, false, progress, cancel::raisesLater);
    }

    @Override
    public int waitingForLevel() {
        return Refusal.answer(later::count).fold(count -> count, why -> 0);
    }

    @Override
    public Answer<List<LevelResult>> raiseWaiting(Stopping stopping) {
        return Refusal.answer(() -> later.tryAgain(stopping));
    }

    @Override
    public Answer<Integer> archivesDue() {
        return Refusal.answer(() -> raising.archives().due());
    }

    @Override
    public Answer<List<LevelResult>> renewArchives(Stopping stopping) {
        return Refusal.answer(() -> {
            var archives = raising.archives();
            var results = new ArrayList<LevelResult>();
            for (var lost : archives.forgetLost()) {
                var why = Optional.of(Problem.of(lost.why()));
                results.add(new LevelResult(lost.file(), Optional.empty(), SignatureLevel.LTA, why, false));
            }
            results.addAll(archives.renew(stopping));
            return List.copyOf(results);
        });
    }

    /** What earlier runs left. */
    public UnfinishedOrders unfinishedOrders() {
        return new UnfinishedOrders(seat, finishing);
    }

    @Override
    public Answer<List<SignResult>> finishUnfinished(Progress progress, Cancellation cancel) {
        return Refusal.answer(() -> {
            try (var known = passwords.now()) {
                var finished =
                        unfinishedOrders().finish(known, waiting(progress, cancel), progress, cancel::raisesLater);
                if (finished.rows().isEmpty() && finished.open().isPresent()) {
                    throw finished.open().get();
                }
                return finished.rows().stream()
                        .map(UnfinishedOrders.Row::result)
                        .toList();
            }
        });
    }

    /** An order whose documents are hashed. */
    public static final class PreparedOrder implements Order {
        /**
         * One document.
         *
         * @param facts what it is
         * @param hash what will be signed, or why it will not
         * @param findings what a signer cannot see in it
         */
        private record Entry(DocumentFacts facts, Answer<Bytes> hash, List<Finding> findings) {
            boolean ready() {
                return hash.given().isPresent();
            }
        }

        private final OrderJournals journals;
        private final OrderJournal journal;
        private final SigningKeys.Key key;
        private final Instant now;
        private final SignAlgorithm algorithm;
        private final SignOptions options;
        private final List<Entry> entries;
        private final DocumentPasswords.OfAnOrder passwords;
        private boolean closed;

        private PreparedOrder(
                OrderJournals journals,
                OrderJournal journal,
                SigningKeys.Key key,
                Instant now,
                SignAlgorithm algorithm,
                SignOptions options,
                List<Entry> entries,
                DocumentPasswords.OfAnOrder passwords) {
            this.journals = journals;
            this.journal = journal;
            this.key = key;
            this.now = now;
            this.algorithm = algorithm;
            this.options = options;
            this.entries = List.copyOf(entries);
            this.passwords = passwords;
        }

        /** When it was prepared, by the SGM's clock. */
        public Instant prepared() {
            return now;
        }

        private List<Path> files() {
            return entries.stream()
                    .filter(Entry::ready)
                    .map(each -> each.facts().file())
                    .toList();
        }

        private List<Bytes> hashes() {
            return journal.hashes();
        }

        private List<String> names() {
            return files().stream()
                    .map(file -> String.valueOf(file.getFileName()))
                    .toList();
        }

        SigningKeys.Key signingKey() {
            return key;
        }

        SignAlgorithm algorithm() {
            return algorithm;
        }

        SignOptions options() {
            return options;
        }

        /** The level wished for. */
        public SignatureLevel level() {
            return options.level();
        }

        /** What a signer cannot see in each document, in the order of {@link #items()}. */
        public List<List<Finding>> findings() {
            return entries.stream().map(e -> e.findings).toList();
        }

        @Override
        public List<Item> items() {
            return entries.stream()
                    .map(e -> new Item(e.facts, e.hash, e.findings.contains(Finding.OVER_SIGNED)))
                    .toList();
        }

        @Override
        public KeyRow key() {
            return key.row(now);
        }

        @Override
        public String comparisonCode() {
            return ComparisonCode.of(hashes());
        }

        @Override
        public List<Leaving> leaving() {
            return entries.stream()
                    .filter(Entry::ready)
                    .map(e -> new Leaving(
                            e.facts.file(), algorithm().hash(), e.hash.given().orElseThrow()))
                    .toList();
        }

        /** What is signed and not finished stays in the profile, to be finished later. */
        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            passwords.close();
            try {
                journals.close(journal);
            } catch (Refusal e) {
                LOG.warn("the journal of an order could not be put away", e);
            }
        }
    }
}
