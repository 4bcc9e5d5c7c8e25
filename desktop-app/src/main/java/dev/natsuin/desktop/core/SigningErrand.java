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
import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.FileSigning;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.PreparedDocument;
import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.desktop.document.VisibleSignature;
import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.verify.FileKind;
import dev.natsuin.desktop.remote.Settled;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.ComparisonCode;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs documents: one order, one PIN, one SAD for all of them; a document that fails never hurts the others. */
public final class SigningErrand implements Signing {
    private static final Logger LOG = LoggerFactory.getLogger(SigningErrand.class);

    private final Seat seat;
    private final SigningKeys signingKeys;
    private final Levels raising;
    private final LaterLevels later;
    private final HashedFiles hashedFiles;
    private final Inspections inspections;

    SigningErrand(
            Seat seat,
            SigningKeys signingKeys,
            Levels raising,
            LaterLevels later,
            HashedFiles hashedFiles,
            Inspections inspections) {
        this.hashedFiles = hashedFiles;
        this.inspections = inspections;
        this.seat = seat;
        this.signingKeys = signingKeys;
        this.raising = raising;
        this.later = later;
    }

    @Override
    public List<SignatureLevel> levels() {
        return List.of(SignatureLevel.values());
    }

    /** As the profile says; else the one that needs nobody but the SGM. */
    @Override
    public SignatureLevel usualLevel() {
        try {
            var wished = seat.profile().config().level();
            return levels().stream()
                    .filter(level -> wished.filter(level.name()::equals).isPresent())
                    .findFirst()
                    .orElse(SignatureLevel.B);
        } catch (Refusal e) {
            return SignatureLevel.B;
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
            return prepare(wanted, chosen, listing.time(), options, Optional.empty(), progress, cancel);
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
        return prepare(wanted, chosen(listing, keyId), listing.time(), options, password, progress, cancel);
    }

    private static SigningKeys.Key chosen(SigningKeys.Listing listing, Optional<String> keyId) throws Refusal {
        var candidates = listing.living().stream()
                .filter(key -> keyId.isEmpty() || key.info().keyId().equals(keyId.get()))
                .toList();
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

    private PreparedOrder prepare(
            List<Wanted> documents,
            SigningKeys.Key key,
            Instant now,
            SignOptions options,
            Optional<Secret> password,
            Progress progress,
            Cancellation cancel)
            throws Refusal {
        requireUsable(key, now);
        var algorithm = options.algorithmFor(
                key.info().algorithm(), seat.profile().config().rsaPadding());
        if (algorithm.isEmpty()) {
            throw new Refusal(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        var certificate = new SigningCertificate(
                key.certificate(), key.chain().subList(1, key.chain().size()), algorithm.get());
        var pdfOptions = new PdfSignatureOptions(
                options.reason(),
                options.location(),
                now,
                options.field(),
                options.certify(),
                password,
                visible(options));
        var entries = new ArrayList<PreparedOrder.Entry>();
        progress.at(Progress.Step.HASH, 0, documents.size());
        for (var document : documents) {
            if (cancel.cancelled()) {
                entries.forEach(PreparedOrder.Entry::close);
                throw new Refusal(ProblemCode.CANCELLED);
            }
            // What a window showed was digested when it was loaded; a command line's files nobody looked at.
            var known = document.seen() == null ? Optional.<HashedFile>empty() : hashedFiles.of(document.file());
            var entry = entry(document, prepared(document.file(), options, pdfOptions, certificate, known));
            entries.add(inspected(entry, password));
            progress.at(Progress.Step.HASH, entries.size(), documents.size());
        }
        return new PreparedOrder(key, now, algorithm.get(), options, entries);
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

    private static Optional<VisibleSignature> visible(SignOptions options) throws Refusal {
        if (options.visible().isEmpty()) {
            return Optional.empty();
        }
        var wish = options.visible().get();
        var seal = wish.png().flatMap(SealImage::read);
        if (wish.png().isPresent() && seal.isEmpty()) {
            throw new Refusal(ProblemCode.SEAL_IMAGE_UNUSABLE);
        }
        var place = wish.place().map(at -> new StampPlace(at.page(), at.x(), at.y(), at.width(), at.height()));
        // In Japanese a narrow, high place is one for lines that run downwards.
        var downwards = wish.language().equals(Locale.JAPANESE)
                && wish.place().filter(at -> at.height() >= 2 * at.width()).isPresent();
        var direction = downwards ? Direction.VERTICAL : Direction.HORIZONTAL;
        return Optional.of(new VisibleSignature(place, direction, seal, wish.language(), wish.zone()));
    }

    private static void requireUsable(SigningKeys.Key key, Instant now) throws Refusal {
        switch (key.status(now)) {
            case READY -> {}
            case EXPIRED -> throw new Refusal(ProblemCode.CERTIFICATE_EXPIRED);
            case REVOKED -> throw new Refusal(ProblemCode.CERTIFICATE_REVOKED);
            case SUSPENDED, WAITING_FOR_CERTIFICATE -> throw new Refusal(ProblemCode.KEY_NOT_ENABLED);
        }
    }

    /** What was prepared, with what a signer cannot see in it; refused if that forbids signing. */
    private PreparedOrder.Entry inspected(PreparedOrder.Entry entry, Optional<Secret> password) {
        var file = entry.facts().file();
        if (entry.hash.given().isEmpty() || !FileKind.isPdf(file)) {
            return entry;
        }
        var looked = Refusal.answer(() -> inspections.of(file, entry.facts().sha256(), password));
        var findings = looked.given().orElse(List.of());
        if (looked.refusal().isPresent()) {
            return entry.refused(findings, looked.refusal().get());
        }
        return Inspections.block(findings)
                ? entry.refused(findings, Problem.of(ProblemCode.DOCUMENT_NOT_AS_SHOWN))
                : entry.with(findings);
    }

    private static PreparedOrder.Entry entry(Wanted wanted, Preparation preparation) {
        if (preparation instanceof Preparation.Refused refused) {
            return new PreparedOrder.Entry(facts(wanted, null), null, new Answer.Refused<>(refused.why()));
        }
        var ready = ((Preparation.Prepared) preparation).document();
        var facts = facts(wanted, ready);
        if (!facts.sha256().equals(ready.documentDigest())) {
            ready.close();
            return new PreparedOrder.Entry(facts, null, Answer.refused(ProblemCode.DOCUMENT_CHANGED));
        }
        return new PreparedOrder.Entry(facts, ready, Answer.of(ready.toBeSigned()));
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
        if (settled.isPresent()
                && settled.get() instanceof Settled.Done done
                && done.statement() instanceof Statement.Sign sign
                && sign.keyId().equals(order.key().keyId())
                && sign.hashes().equals(order.hashes())) {
            return finished(order, done.told(), progress).results();
        }
        // Nobody waits for it any more; whether it was carried out, the log tells.
        throw Refusal.notConfirmed(new Refusal(ProblemCode.STATEMENT_EXPIRED));
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
        var ready = order.ready();
        if (ready.isEmpty()) {
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
                            order.names(),
                            Optional.empty(),
                            waiting(progress, cancel));
            seat.note(answer, order.names());
            return answer;
        });
        return finished(order, told, progress);
    }

    private Done finished(PreparedOrder order, Told told, Progress progress) throws Refusal {
        var ready = order.ready();
        var values = values(order, told);
        progress.at(Progress.Step.ASK, 1, 1);
        var results = new ArrayList<SignResult>();
        for (var i = 0; i < ready.size(); i++) {
            var file = ready.get(i).facts().file();
            var outcome = embed(
                    ready.get(i), values.get(i), order.options(), told.entry().index());
            results.add(new SignResult(file, outcome));
            progress.at(Progress.Step.SEAL, i + 1, ready.size());
            progress.at(Progress.Step.CHECK, i + 1, ready.size());
        }
        if (order.level() != SignatureLevel.B) {
            raise(results, order.options(), progress);
        }
        return new Done(List.copyOf(results), told.pinFailures().orElse(0));
    }

    /** The signature values, if answer and log say the same and every one signs its own document. */
    private static List<Bytes> values(PreparedOrder order, Told told) throws Refusal {
        try {
            var signed = Results.Signed.read(told.content());
            var leaf = told.entry().leaf();
            var record = told.entry().record().reader();
            var values = signed.signatures();
            var agreed = signed.keyId().equals(order.key().keyId())
                    && values.size() == order.hashes().size()
                    && leaf.type() == Leaf.Type.SIGN
                    && leaf.chain().equals(order.key().keyId())
                    && record.text("keyId").equals(order.key().keyId())
                    && record.hex("certificateSha256", 32)
                            .equals(order.signingKey().info().certificateSha256())
                    && record.bytesList("hashes").equals(order.hashes())
                    && record.hex("signaturesSha256", 32)
                            .equals(Bytes.concat(values.toArray(Bytes[]::new)).sha256());
            if (!agreed || !eachHolds(order, values)) {
                throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE);
            }
            return values;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.ANSWER_NOT_BELIEVABLE, e);
        }
    }

    private static boolean eachHolds(PreparedOrder order, List<Bytes> values) {
        var ready = order.ready();
        for (var i = 0; i < values.size(); i++) {
            if (!ready.get(i).prepared().isSignedBy(values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Answer<SignResult.Signed> embed(
            PreparedOrder.Entry entry, Bytes value, SignOptions options, long logIndex) {
        var file = entry.facts().file();
        var folder = options.folder() == null ? file.toAbsolutePath().getParent() : options.folder();
        if (folder == null || !made(folder)) {
            return Answer.refused(ProblemCode.TARGET_NOT_WRITABLE);
        }
        var target = entry.prepared().targetIn(folder, options.suffix());
        var embedding = entry.prepared().embed(value, target);
        if (embedding instanceof Embedding.Refused refused) {
            return new Answer.Refused<>(refused.why());
        }
        var output = ((Embedding.Embedded) embedding).output();
        return Answer.of(new SignResult.Signed(output, SignatureLevel.B, logIndex));
    }

    /** Once all is signed: whatever is wrong with services takes nothing from a signature, and the reason is told. */
    private void raise(List<SignResult> results, SignOptions options, Progress progress) {
        var signed = results.stream()
                .flatMap(result -> result.outcome().given().stream())
                .map(SignResult.Signed::output)
                .toList();
        progress.at(Progress.Step.RAISE, 0, signed.size());
        var raised = Refusal.answer(() -> raising.raising(options.timestampUrls())
                        .raise(signed, options.level(), done -> progress.at(Progress.Step.RAISE, done, signed.size())))
                .fold(
                        all -> all.stream().map(SigningErrand::reached).toList(),
                        why -> signed.stream()
                                .map(file -> new Reached(SignatureLevel.B, Optional.of(why)))
                                .toList());
        var each = raised.iterator();
        results.replaceAll(result -> result.outcome()
                .fold(
                        before -> new SignResult(
                                result.file(), Answer.of(each.next().of(before))),
                        why -> result));
        remember(results, options);
        progress.at(Progress.Step.RAISE, signed.size(), signed.size());
    }

    private record Reached(SignatureLevel level, Optional<Problem> why) {
        SignResult.Signed of(SignResult.Signed signed) {
            return new SignResult.Signed(signed.output(), level, why, signed.logIndex());
        }
    }

    private static Reached reached(LevelRaising.Raised raised) {
        return new Reached(raised.level(), raised.why().map(Problem::of));
    }

    private void remember(List<SignResult> results, SignOptions options) {
        var waiting = results.stream()
                .flatMap(result -> result.outcome().given().stream())
                .filter(SignResult.Signed::waits)
                .map(SignResult.Signed::output)
                .toList();
        try {
            later.remember(waiting, options.level(), options.timestampUrls());
        } catch (Refusal e) {
            LOG.warn("files are not remembered for their level", e);
        }
    }

    @Override
    public int waitingForLevel() {
        return Refusal.answer(later::count).fold(count -> count, why -> 0);
    }

    @Override
    public Answer<List<LevelResult>> raiseWaiting() {
        return Refusal.answer(later::tryAgain);
    }

    private static boolean made(Path folder) {
        try {
            Files.createDirectories(folder);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** An order whose documents are hashed. */
    public static final class PreparedOrder implements Order {
        /** One document. */
        private static final class Entry {
            private final DocumentFacts facts;
            private final @Nullable PreparedDocument ready;
            private final Answer<Bytes> hash;
            private final List<Finding> findings;

            Entry(DocumentFacts facts, @Nullable PreparedDocument ready, Answer<Bytes> hash) {
                this(facts, ready, hash, List.of());
            }

            private Entry(
                    DocumentFacts facts, @Nullable PreparedDocument ready, Answer<Bytes> hash, List<Finding> findings) {
                this.facts = facts;
                this.ready = ready;
                this.hash = hash;
                this.findings = findings;
            }

            Entry with(List<Finding> found) {
                return new Entry(facts, ready, hash, found);
            }

            Entry refused(List<Finding> found, Problem why) {
                close();
                return new Entry(facts, null, new Answer.Refused<>(why), found);
            }

            DocumentFacts facts() {
                return facts;
            }

            PreparedDocument prepared() {
                if (ready == null) {
                    throw new IllegalStateException("asked only of what is ready");
                }
                return ready;
            }

            void close() {
                if (ready != null) {
                    ready.close();
                }
            }
        }

        private final SigningKeys.Key key;
        private final Instant now;
        private final SignAlgorithm algorithm;
        private final SignOptions options;
        private final List<Entry> entries;
        private final List<Bytes> hashes;

        private PreparedOrder(
                SigningKeys.Key key, Instant now, SignAlgorithm algorithm, SignOptions options, List<Entry> entries) {
            this.key = key;
            this.now = now;
            this.algorithm = algorithm;
            this.options = options;
            this.entries = List.copyOf(entries);
            this.hashes = entries.stream()
                    .flatMap(entry -> entry.hash.given().stream())
                    .toList();
        }

        private List<Entry> ready() {
            return entries.stream().filter(e -> e.ready != null).toList();
        }

        List<Bytes> hashes() {
            return hashes;
        }

        List<String> names() {
            return ready().stream()
                    .map(e -> String.valueOf(e.facts.file().getFileName()))
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
            return entries.stream().map(e -> new Item(e.facts, e.hash)).toList();
        }

        @Override
        public KeyRow key() {
            return key.row(now);
        }

        @Override
        public String comparisonCode() {
            return ComparisonCode.of(hashes);
        }

        @Override
        public List<Leaving> leaving() {
            return entries.stream()
                    .filter(e -> e.ready != null)
                    .map(e -> new Leaving(
                            e.facts.file(), algorithm().hash(), e.hash.given().orElseThrow()))
                    .toList();
        }

        @Override
        public void close() {
            entries.forEach(Entry::close);
        }
    }
}
