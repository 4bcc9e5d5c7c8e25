package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Activity;
import dev.natsuin.desktop.desk.ActivityReport;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Enrolling;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.LevelResult;
import dev.natsuin.desktop.desk.Looks;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.desk.ServerFacts;
import dev.natsuin.desktop.desk.SignField;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.desk.Verifying;
import dev.natsuin.desktop.document.VisibleSignature;
import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook;
import dev.natsuin.desktop.document.preview.StampPreview;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A desk that pretends, with a little of everything that can happen.
 *
 * <p>What a file is follows from its name: {@code encrypted}, {@code damaged}, {@code lapsed} (changes while it is
 * signed), {@code readonly} (cannot be saved beside), {@code changed} (changed meanwhile), {@code picture} (an
 * undecodable picture on page 1), {@code -signed} (signed). Signed copies are plain copies. The PIN is 493817.
 */
public final class FakeDesk implements Desk, Documents, Signing, Verifying, Activity, Enrolling, Looks {
    private List<SignatureLevel> levels = List.of(SignatureLevel.B);
    private Optional<SignatureLevel> wishedLevel = Optional.empty();
    public static final String PIN = "493817";
    public static final String PASSWORD = "open sesame";
    public static final String OWNER_PASSWORD = "forty thieves";
    private final Set<Path> opened = ConcurrentHashMap.newKeySet();
    public static final Instant NOW = Instant.parse("2026-11-22T12:05:00Z");
    private static final int TRIES = 5;

    private int archivesDue;
    private final Duration pace;
    private boolean enrolled;
    /** How a code begins with which a key is handed over. */
    private static final String WITH_KEY = "natsuin2";

    private boolean keyHanded;

    private boolean stillEnrolled;
    private boolean wantsConfirmation;
    private boolean confirmed;
    private int failures;
    private @Nullable Problem serverTrouble;
    private final FakeConnecting connecting = new FakeConnecting(() -> Optional.ofNullable(serverTrouble));
    private final FakeStaff staff = new FakeStaff();
    private final FakeKeys owned = new FakeKeys(this);
    private final FakeLogDesk logs = new FakeLogDesk(this);
    private List<KeyRow> keys;
    private final List<ActivityReport.Row> log = new ArrayList<>();
    private final AtomicInteger openPages = new AtomicInteger();
    private final AtomicInteger openOrders = new AtomicInteger();
    private Runnable beforePass = () -> {};
    private Runnable whileWorking = () -> {};
    private Runnable whileInspecting = () -> {};
    private Runnable whileVerifying = () -> {};
    private @Nullable Runnable whileRaising;
    private boolean leftForLater;
    private boolean folderOpened;
    private final Set<Path> refused = ConcurrentHashMap.newKeySet();
    private final List<Path> unwritten = new ArrayList<>();
    private @Nullable Problem instead;
    private @Nullable Earlier earlier;
    private @Nullable NewIdentity newIdentity;
    private boolean hasOpenOrder;
    private Optional<SecretPlace> secretPlace = Optional.of(SecretPlace.FILE);
    private @Nullable CountDownLatch keyringLocked;
    private @Nullable Problem keyringTrouble;
    private Optional<Verification.Verdict> reportedVerdict = Optional.empty();

    /** What was drawn to be seen on pages. */
    public final List<Seen> drawn = new CopyOnWriteArrayList<>();

    /** What was read, in order. */
    public final List<String> read = new CopyOnWriteArrayList<>();

    /** How the outputs of the last prepared order shall be. */
    public final AtomicReference<SignOptions> prepared = new AtomicReference<>();

    /** Orders that were made: asking again makes none. */
    public final AtomicInteger orders = new AtomicInteger();

    private FakeDesk(Duration pace, boolean enrolled) {
        this.pace = pace;
        this.enrolled = enrolled;
        this.keys = List.of(key("RSA", KeyAlgorithm.RSA_3072, "山田 花子"));
        log.add(row(4071, 2, ActivityReport.Operation.SIGN, "", false, ActivityReport.Proof.VERIFIED, List.of()));
        log.add(row(
                4012, 1, ActivityReport.Operation.SIGN, "事務室のパソコン", false, ActivityReport.Proof.VERIFIED, List.of()));
        log.add(row(
                3998,
                0,
                ActivityReport.Operation.KEY_CREATED,
                "このパソコン",
                true,
                ActivityReport.Proof.VERIFIED,
                List.of()));
    }

    /** One order for these documents stands among the uses. */
    public FakeDesk usedFor(String... documents) {
        log.add(
                0,
                row(
                        4090,
                        3,
                        ActivityReport.Operation.SIGN,
                        "このパソコン",
                        true,
                        ActivityReport.Proof.VERIFIED,
                        List.of(documents)));
        return this;
    }

    /** What staff does here; nobody of them sits here unless told. */
    public FakeStaff staff() {
        return staff;
    }

    /** The log as a whole. */
    public FakeLogDesk logs() {
        return logs;
    }

    /** Keys and computers here. */
    public FakeKeys owned() {
        return owned;
    }

    List<KeyRow> keyRows() {
        return keys;
    }

    @Nullable Problem trouble() {
        return serverTrouble;
    }

    /** A desk where somebody signs; every piece of work takes this long. */
    public static FakeDesk enrolled(Duration pace) {
        return new FakeDesk(pace, true);
    }

    /** A desk nobody has enrolled at. */
    public static FakeDesk fresh(Duration pace) {
        return new FakeDesk(pace, false);
    }

    /** So many archived documents should be renewed; the last of them was changed by somebody. */
    public FakeDesk withArchivesDue(int count) {
        archivesDue = count;
        return this;
    }

    /** The server has a new identity key since. */
    public FakeDesk withNewIdentity(NewIdentity now) {
        newIdentity = now;
        return this;
    }

    @Override
    public Answer<Optional<NewIdentity>> newIdentity() {
        return Answer.of(Optional.ofNullable(newIdentity));
    }

    @Override
    public Optional<SecretPlace> secretPlace() {
        return secretPlace;
    }

    /** From now on the device secret lies here. */
    public void secretPlace(SecretPlace place) {
        secretPlace = Optional.of(place);
    }

    /** From now on whoever asks who sits here waits for this. */
    public void keyringLocked(CountDownLatch unlocked) {
        keyringLocked = unlocked;
    }

    /** From now on the keyring is of this mind; null: it gives what it has. */
    public void keyringTrouble(@Nullable Problem trouble) {
        keyringTrouble = trouble;
    }

    @Override
    public Answer<Optional<NewIdentity>> identityWasTold() {
        var told = newIdentity();
        newIdentity = null;
        return told;
    }

    @Override
    public Answer<Integer> archivesDue() {
        return Answer.of(archivesDue);
    }

    @Override
    public Answer<List<LevelResult>> renewArchives(Stopping stopping) {
        var results = new ArrayList<LevelResult>();
        for (int i = 1; i <= archivesDue; i++) {
            results.add(new LevelResult(
                    Path.of("archive-" + i + ".pdf"),
                    Optional.of(SignatureLevel.LTA),
                    SignatureLevel.LTA,
                    i < archivesDue ? Optional.empty() : Optional.of(Problem.of(ProblemCode.DOCUMENT_CHANGED)),
                    false));
        }
        archivesDue = 0;
        return Answer.of(List.copyOf(results));
    }

    /** The way to its server. */
    public FakeConnecting connecting() {
        return connecting;
    }

    public DeskServices services() {
        return new DeskServices(
                this,
                this,
                this,
                this,
                this,
                this,
                this,
                staff,
                owned,
                owned,
                logs,
                new FakeServerDesk(this),
                new FakeTrust(),
                connecting,
                new FakeStamping());
    }

    /** From now on everything at the server meets this problem; null: it is well. */
    public void serverTrouble(@Nullable Problem trouble) {
        serverTrouble = trouble;
    }

    public void keys(List<KeyRow> rows) {
        keys = rows;
    }

    /** Does something while the server would work on the order. */
    public void whileWorking(Runnable act) {
        whileWorking = act;
    }

    /** Does something while a document is looked at for what its pages hide. */
    public void whileInspecting(Runnable act) {
        whileInspecting = act;
    }

    /** Does something while timestamps are added to what was signed. */
    public void whileRaising(Runnable act) {
        whileRaising = act;
    }

    /** True if whoever signed did not wait for timestamps. */
    public boolean leftForLater() {
        return leftForLater;
    }

    /** This file is another by now. */
    public void refuses(Path file) {
        refused.add(file);
    }

    /** From now on copies can be saved where they could not. */
    public void openFolder() {
        folderOpened = true;
    }

    @Override
    public Answer<List<SignResult>> finishUnfinished(Progress progress, Cancellation cancel) {
        var results = new ArrayList<SignResult>();
        for (var file : List.copyOf(unwritten)) {
            if (folderOpened) {
                unwritten.remove(file);
            }
            results.add(new SignResult(
                    file,
                    folderOpened
                            ? Answer.of(new SignResult.Signed(file, SignatureLevel.B, 4101))
                            : Answer.refused(ProblemCode.TARGET_NOT_WRITABLE)));
        }
        return Answer.of(List.copyOf(results));
    }

    /** Does something right before the order would be sent. */
    public void beforePass(Runnable act) {
        beforePass = act;
    }

    void add(KeyRow made) {
        var all = new ArrayList<>(keys);
        all.add(made);
        keys = all;
    }

    public int openPages() {
        return openPages.get();
    }

    public int openOrders() {
        return openOrders.get();
    }

    public static KeyRow key(String id, KeyAlgorithm algorithm, String name) {
        return new KeyRow(
                "k-7f3a-" + id.toLowerCase(java.util.Locale.ROOT),
                algorithm,
                KeyRow.Status.READY,
                new KeyRow.Certificate(
                        name,
                        "CN=" + name + ",O=株式会社みなと商事,C=JP",
                        "Natsuin Demo CA",
                        "3d09c1a27b55e804",
                        Instant.parse("2026-11-01T00:00:00Z"),
                        Instant.parse("2028-10-31T15:00:00Z"),
                        Bytes.utf8(id).sha256()),
                EnumSet.of(KeyRow.Method.DEVICE),
                1,
                false);
    }

    /** A key whose certificate ends in twelve days. */
    public static KeyRow endingKey() {
        return ending("end", false);
    }

    /** A key from elsewhere, whose certificate ends in twelve days. */
    public static KeyRow importedKey() {
        return ending("imp", true);
    }

    private static KeyRow ending(String id, boolean imported) {
        var key = key(id, KeyAlgorithm.RSA_3072, "山田 花子");
        var one = Objects.requireNonNull(key.certificate());
        return new KeyRow(
                key.keyId(),
                key.algorithm(),
                key.status(),
                new KeyRow.Certificate(
                        one.name(),
                        one.subject(),
                        imported ? "みなと商事 社内認証局" : one.issuer(),
                        one.serial(),
                        one.notBefore(),
                        NOW.plus(Duration.ofDays(12)),
                        one.sha256()),
                key.methods(),
                key.level(),
                imported);
    }

    /** What staff did about the signer. */
    public ActivityReport.ByStaff byStaff = new ActivityReport.ByStaff(List.of(), Optional.empty());

    /** The same with one entry of each kind in the log, of the server itself. */
    public FakeDesk withEveryOperation() {
        var index = 4100;
        for (var operation : ActivityReport.Operation.values()) {
            index++;
            log.add(new ActivityReport.Row(
                    index,
                    NOW.minus(Duration.ofHours(5000 - index)),
                    "",
                    0,
                    operation,
                    "",
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    ActivityReport.Proof.VERIFIED,
                    true));
        }
        return this;
    }

    private static ActivityReport.Row row(
            long index,
            long number,
            ActivityReport.Operation operation,
            String device,
            boolean here,
            ActivityReport.Proof proof,
            List<String> documents) {
        var hashes = operation == ActivityReport.Operation.SIGN
                ? IntStream.range(0, Math.max(1, documents.size()))
                        .mapToObj(document -> Bytes.utf8("hash " + index + (document == 0 ? "" : "." + document))
                                .sha256())
                        .toList()
                : List.<Bytes>of();
        return new ActivityReport.Row(
                index,
                NOW.minus(Duration.ofHours(5000 - index)),
                "k-7f3a-rsa",
                number,
                operation,
                device,
                here,
                hashes,
                documents,
                Optional.empty(),
                proof,
                !device.isEmpty() && proof == ActivityReport.Proof.VERIFIED);
    }

    private void work() {
        if (!pace.isZero()) {
            try {
                Thread.sleep(pace.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    // Desk

    @Override
    public DeskState state() {
        var locked = keyringLocked;
        if (locked != null) {
            try {
                locked.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        var trouble = keyringTrouble;
        if (trouble != null) {
            return new DeskState.Unusable(trouble);
        }
        return enrolled
                ? new DeskState.Enrolled("山田 花子", "https://sign.example.jp", "K7MW2QXPA4ND9TZR")
                : new DeskState.NotEnrolled();
    }

    @Override
    public Answer<ServerFacts> server() {
        return serverTrouble == null
                ? Answer.of(new ServerFacts("sign.example.jp", 1, NOW))
                : new Answer.Refused<>(serverTrouble);
    }

    @Override
    public Answer<KeyList> keys() {
        work();
        return serverTrouble == null ? Answer.of(new KeyList(keys, NOW)) : new Answer.Refused<>(serverTrouble);
    }

    /** From now on an order that is sent gets no signed answer, but this. */
    public void confirmsNothing(@Nullable Problem cameInstead) {
        instead = cameInstead;
    }

    /** There is an order from before, of which this becomes known; null: it stays unconfirmed. */
    public void openOrder(@Nullable Earlier becomesKnown) {
        hasOpenOrder = true;
        earlier = becomesKnown;
    }

    @Override
    public boolean hasOpenOrder() {
        return hasOpenOrder;
    }

    @Override
    public Answer<Optional<Earlier>> settle(Optional<Secret> password, Progress progress, Stopping raisesLater) {
        work();
        if (whileRaising != null) {
            progress.at(Progress.Step.RAISE, 0, 1);
            whileRaising.run();
            leftForLater = raisesLater.wanted();
        }
        if (earlier != null
                && earlier.outcome() instanceof Earlier.Outcome.Finished finished
                && password.filter(said -> text(said).equals(PASSWORD)).isPresent()) {
            var written = finished.written() + finished.locked().size();
            var missing = finished.missing() - finished.locked().size();
            earlier = new Earlier(
                    earlier.act(),
                    earlier.documents(),
                    new Earlier.Outcome.Finished(finished.logIndex(), written, missing, List.of()));
        }
        if (earlier == null) {
            return Answer.refused(ProblemCode.NOT_CONFIRMED);
        }
        hasOpenOrder = false;
        return Answer.of(Optional.of(earlier));
    }

    // Documents

    @Override
    public Answer<DocumentFacts> facts(Path file) {
        work();
        read.add(String.valueOf(file.getFileName()));
        var name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) {
            return Answer.refused(ProblemCode.FILE_MISSING);
        }
        if (!name.endsWith(".pdf")) {
            return Answer.of(new DocumentFacts(file, size(file), content(file).sha256(), 0, List.of()));
        }
        if (name.contains("encrypted") && !opened.contains(file)) {
            return Answer.refused(ProblemCode.DOCUMENT_ENCRYPTED);
        }
        if (name.contains("damaged") && !name.contains("-repaired")) {
            return Answer.refused(ProblemCode.DOCUMENT_DAMAGED);
        }
        var signers = name.contains("-signed") ? List.of("佐藤 健") : List.<String>of();
        var sizes = Collections.nCopies(pages(name), new PageSize(FakePages.WIDTH, FakePages.HEIGHT));
        var fields = name.contains("field")
                ? List.of(new SignField("承認者", new SignOptions.Place(1, 340, 640, 180, 60)))
                : List.<SignField>of();
        return Answer.of(
                new DocumentFacts(file, size(file), content(file).sha256(), pages(name), signers, sizes, fields));
    }

    /** Every encrypted document opens with the same. */
    private static String text(Secret password) {
        return password.use(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    @Override
    public Answer<DocumentFacts> facts(Path file, Secret password) {
        var text = text(password);
        if (text.equals(PASSWORD) && String.valueOf(file.getFileName()).contains("protected")) {
            return Answer.refused(ProblemCode.DOCUMENT_PROTECTED);
        }
        if (text.equals(PASSWORD) || text.equals(OWNER_PASSWORD)) {
            opened.add(file);
        }
        return facts(file);
    }

    @Override
    public void forget(Path file) {
        opened.remove(file);
    }

    /** The encrypted documents whose password is known. */
    public Set<Path> opened() {
        return Set.copyOf(opened);
    }

    @Override
    public Answer<List<Finding>> inspect(DocumentFacts document) {
        work();
        whileInspecting.run();
        var name = String.valueOf(document.file().getFileName());
        if (name.contains("blocked")) {
            return Answer.of(List.of(
                    new Finding("twin-object", Finding.Severity.BLOCK, 0, List.of("14")),
                    new Finding("revisions", Finding.Severity.NOTE, 0, List.of("2"))));
        }
        if (name.contains("covered")) {
            return Answer.of(List.of(
                    new Finding("text-covered", Finding.Severity.WARN, 2, List.of("9")),
                    new Finding("attachment", Finding.Severity.WARN, 0, List.of("計算書.xlsx")),
                    new Finding("font-missing", Finding.Severity.NOTE, 1, List.of("MS-Mincho", "IPAexMincho"))));
        }
        return Answer.of(
                name.contains("見積")
                        ? List.of(new Finding("form-fields", Finding.Severity.NOTE, 0, List.of("3")))
                        : List.of());
    }

    /** What was asked to stand beside which text, in order. */
    public final List<String> lookedForTexts = new CopyOnWriteArrayList<>();

    /** A text stands on page 1 of each document whose content has it; as often as it is there. */
    @Override
    public Answer<SignOptions.Place> beside(DocumentFacts document, SignOptions.Anchor anchor, Cancellation cancel) {
        work();
        lookedForTexts.add(document.file().getFileName() + " " + anchor.text());
        if (cancel.cancelled()) {
            return Answer.refused(ProblemCode.CANCELLED);
        }
        var text = new String(content(document.file()).toArray(), StandardCharsets.UTF_8);
        var times = text.split(Pattern.quote(anchor.text()), -1).length - 1;
        if (times == 0) {
            return Answer.refused(ProblemCode.ANCHOR_NOT_FOUND);
        }
        return times > 1 && anchor.which() == SignOptions.Anchor.Which.ONLY
                ? Answer.refused(ProblemCode.ANCHOR_NOT_ONE)
                : Answer.of(new SignOptions.Place(1, 120, 300 + times, anchor.width(), anchor.height()));
    }

    private static int pages(String name) {
        return name.contains("見積") ? 2 : name.contains("A0") ? 1 : name.contains("long") ? 400 : 12;
    }

    private static long size(Path file) {
        return content(file).size() < 100 ? 184_320 : content(file).size();
    }

    private static Bytes content(Path file) {
        try {
            return Bytes.of(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer<Pages> openPages(Path file) {
        work();
        var name = String.valueOf(file.getFileName());
        if (!name.endsWith(".pdf")) {
            return Answer.refused(ProblemCode.FILE_NOT_PDF);
        }
        return Answer.of(new FakePages(
                name.contains("undrawn") ? "undrawn" : name.contains("見積") ? "御 見 積 書" : "業務委託契約書",
                pages(name),
                name.contains("picture") ? Set.of(1) : Set.of(),
                !name.contains("changed"),
                openPages));
    }

    /** {@code lost} cannot be mended. */
    @Override
    public Answer<Path> repaired(Path file, Optional<Path> folder) {
        work();
        var name = String.valueOf(file.getFileName());
        if (name.contains("lost")) {
            return Answer.of(file);
        }
        var copy = folder.orElseGet(file::getParent).resolve(name.replace(".pdf", "-repaired.pdf"));
        try {
            return Answer.of(Files.writeString(copy, "%PDF-1.7 sound"));
        } catch (IOException e) {
            return Answer.refused(ProblemCode.TARGET_NOT_WRITABLE);
        }
    }

    // Looks

    @Override
    public Answer<Picture> draw(Seen seen, double widthPoints, double heightPoints, int widthPixels) {
        drawn.add(seen);
        var look = new VisibleSignature(
                        Optional.empty(),
                        SignatureLook.Direction.HORIZONTAL,
                        seen.how().png().flatMap(SealImage::read),
                        seen.how().language(),
                        seen.how().zone())
                .look(seen.signer(), NOW, seen.reason(), seen.location(), seen.checkCode());
        try {
            var stamp = StampPreview.of(look, widthPoints, heightPoints, widthPixels);
            var image = stamp.image();
            return Answer.of(new Picture(
                    PageImage.taking(
                            image.width(), image.height(), image.argbPre().array(), Set.of()),
                    stamp.cut(),
                    stamp.missing()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer<Path> keepSeal(Path png) {
        return SealImage.read(png).isPresent() ? Answer.of(png) : Answer.refused(ProblemCode.SEAL_IMAGE_UNUSABLE);
    }

    // Signing

    @Override
    public List<SignatureLevel> levels() {
        return List.copyOf(levels);
    }

    @Override
    public Optional<SignatureLevel> wishedLevel() {
        return wishedLevel;
    }

    /** Offers all levels, as a real desk does. */
    public void offersAllLevels(Optional<SignatureLevel> wished) {
        levels = List.of(SignatureLevel.values());
        wishedLevel = wished;
    }

    @Override
    public Answer<Order> prepare(
            List<DocumentFacts> documents, KeyRow key, SignOptions options, Progress progress, Cancellation cancel) {
        prepared.set(options);
        var items = new ArrayList<Order.Item>();
        for (var document : documents) {
            progress.at(Progress.Step.HASH, items.size(), documents.size());
            work();
            if (cancel.cancelled()) {
                return Answer.refused(ProblemCode.CANCELLED);
            }
            var changed = document.file().toString().contains("changed") || refused.contains(document.file());
            items.add(new Order.Item(
                    document,
                    changed
                            ? Answer.refused(ProblemCode.DOCUMENT_CHANGED)
                            : Answer.of(Bytes.concat(document.sha256(), Bytes.utf8(key.keyId()))
                                    .sha256())));
        }
        progress.at(Progress.Step.HASH, documents.size(), documents.size());
        return Answer.of(new FakeOrder(List.copyOf(items), key, options, openOrders));
    }

    @Override
    public Answer<List<SignResult>> sign(Order order, Secret pin, Progress progress, Cancellation cancel) {
        progress.at(Progress.Step.ASK, 0, 1);
        work();
        beforePass.run();
        if (!cancel.pass()) {
            return Answer.refused(ProblemCode.CANCELLED);
        }
        progress.at(Progress.Step.ASK, 0, 1);
        work();
        if (serverTrouble != null) {
            return new Answer.Refused<>(serverTrouble);
        }
        orders.incrementAndGet();
        progress.serverWorks();
        whileWorking.run();
        if (instead != null || cancel.waitsNoLonger()) {
            var came = instead == null ? Problem.of(ProblemCode.CANCELLED) : instead;
            return new Answer.Refused<>(Problem.of(ProblemCode.NOT_CONFIRMED), Optional.of(came));
        }
        if (failures >= TRIES) {
            return Answer.refused(ProblemCode.DEVICE_LOCKED);
        }
        if (!pin.use(octets -> new String(octets, StandardCharsets.US_ASCII).equals(PIN))) {
            failures++;
            return new Answer.Refused<>(Problem.pinWrong(TRIES - failures));
        }
        failures = 0;
        var sealed = seal(order, progress);
        if (whileRaising != null) {
            progress.at(Progress.Step.RAISE, 0, order.leaving().size());
            whileRaising.run();
            leftForLater = cancel.raisesLater();
        }
        return sealed;
    }

    @Override
    public Answer<List<SignResult>> askAgain(Order order, Progress progress, Cancellation cancel) {
        progress.at(Progress.Step.ASK, 0, 1);
        work();
        whileWorking.run();
        return instead != null
                ? new Answer.Refused<>(Problem.of(ProblemCode.NOT_CONFIRMED), Optional.of(instead))
                : seal(order, progress);
    }

    private Answer<List<SignResult>> seal(Order order, Progress progress) {
        var count = order.leaving().size();
        progress.at(Progress.Step.ASK, 1, 1);
        var results = new ArrayList<SignResult>();
        for (var each : order.leaving()) {
            progress.at(Progress.Step.SEAL, results.size(), count);
            work();
            results.add(new SignResult(each.file(), copy((FakeOrder) order, each.file())));
        }
        progress.at(Progress.Step.SEAL, count, count);
        for (var i = 0; i < count; i++) {
            progress.at(Progress.Step.CHECK, i, count);
            work();
        }
        progress.at(Progress.Step.CHECK, count, count);
        return Answer.of(results);
    }

    private Answer<SignResult.Signed> copy(FakeOrder order, Path file) {
        var name = String.valueOf(file.getFileName());
        if (name.contains("lapsed")) {
            return Answer.refused(ProblemCode.DOCUMENT_CHANGED);
        }
        if (name.contains("readonly") && !folderOpened) {
            unwritten.add(file);
            return Answer.refused(ProblemCode.TARGET_NOT_WRITABLE);
        }
        var folder = Optional.ofNullable(order.options().folder()).orElseGet(() -> file.getParent());
        var output = folder.resolve(name.replaceFirst("\\.pdf$", order.options().suffix() + ".pdf"));
        try {
            Files.copy(file, output, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            return Answer.refused(ProblemCode.TARGET_NOT_WRITABLE);
        }
        var index = 4100 + log.size();
        log.add(
                0,
                row(
                        index,
                        log.size(),
                        ActivityReport.Operation.SIGN,
                        "このパソコン",
                        true,
                        ActivityReport.Proof.VERIFIED,
                        List.of(name)));
        return Answer.of(new SignResult.Signed(output, SignatureLevel.B, index));
    }

    // Verifying

    /** Does something while a file that opens is verified. */
    public void whileVerifying(Runnable act) {
        whileVerifying = act;
    }

    @Override
    public Answer<Verification> verify(Path file, Optional<Secret> password) {
        return String.valueOf(file.getFileName()).contains("encrypted")
                        && password.filter(said -> text(said).equals(PASSWORD)).isEmpty()
                ? Answer.refused(ProblemCode.DOCUMENT_ENCRYPTED)
                : verify(file);
    }

    @Override
    public Answer<Verification> verify(Path file) {
        work();
        whileVerifying.run();
        var name = String.valueOf(file.getFileName());
        if (name.contains("damaged")) {
            return Answer.refused(ProblemCode.DOCUMENT_DAMAGED);
        }
        if (!name.contains("-signed")) {
            return Answer.of(new Verification(file, Verification.Verdict.UNSIGNED, List.of()));
        }
        return Answer.of(FakeVerdicts.of(file));
    }

    @Override
    public Answer<Comparison> compare(Verification shown, int signature, Optional<Secret> password) {
        work();
        return String.valueOf(shown.file().getFileName()).contains("moved")
                ? Answer.refused(ProblemCode.DOCUMENT_CHANGED)
                : Answer.of(FakeVerdicts.comparison(openPages));
    }

    @Override
    public Answer<Reported> report(Path file, Optional<Secret> password, Path target, Locale language, ZoneId zone) {
        work();
        if (Files.exists(target)) {
            return Answer.refused(ProblemCode.TARGET_EXISTS);
        }
        try {
            Files.writeString(target, "report in " + language);
        } catch (IOException e) {
            return Answer.refused(ProblemCode.REPORT_NOT_WRITABLE);
        }
        return verify(file).map(now -> new Reported(target, reportedVerdict.orElse(now.verdict())));
    }

    /** From now on reports say this, whatever was shown. */
    public void reports(Verification.Verdict verdict) {
        reportedVerdict = Optional.of(verdict);
    }

    // Activity

    @Override
    public ActivityReport report() {
        work();
        return new ActivityReport(
                serverTrouble == null ? log : List.of(),
                serverTrouble == null
                        ? new ActivityReport.Freshness.ConfirmedAt(NOW)
                        : new ActivityReport.Freshness.NotConfirmedSince(NOW.minus(Duration.ofDays(1)), serverTrouble),
                List.of(),
                byStaff);
    }

    // Enrolling

    @Override
    public Answer<CodeFacts> read(Secret code) {
        work();
        var text =
                code.use(octets -> new String(octets, StandardCharsets.UTF_8)).strip();
        return text.startsWith("natsuin1") || text.startsWith(WITH_KEY)
                ? Answer.of(new CodeFacts("https://sign.example.jp", "QD5RVN3HJ8KE2WBC", text.startsWith(WITH_KEY)))
                : Answer.refused(ProblemCode.CODE_MALFORMED);
    }

    @Override
    public boolean strongEnough(Secret pin) {
        return pin.use(octets -> octets.length >= 6
                && !Set.of("123456", "000000", "111111").contains(new String(octets, StandardCharsets.US_ASCII)));
    }

    @Override
    public Answer<Enrolled> enrol(Secret code, Secret pin, Former former, Listener listener) {
        if (stillEnrolled && former == Former.ENDED) {
            return Answer.refused(ProblemCode.ALREADY_ENROLLED);
        }
        for (var step : Step.values()) {
            listener.begins(step);
            work();
            work();
            if (serverTrouble != null) {
                return new Answer.Refused<>(serverTrouble);
            }
        }
        enrolled = true;
        if (wantsConfirmation && !confirmed) {
            keyHanded = withKey(code);
            return Answer.of(owner(Next.CONFIRMATION));
        }
        return Answer.of(withKey(code) ? handed() : owner(Next.NOTHING));
    }

    private static boolean withKey(Secret code) {
        return code.use(octets -> new String(octets, StandardCharsets.UTF_8))
                .strip()
                .startsWith(WITH_KEY);
    }

    private static Enrolled handed() {
        var plain = owner(Next.NOTHING);
        return new Enrolled(
                plain.name(),
                plain.server(),
                plain.fingerprint(),
                plain.next(),
                Optional.of(new HandedOver(
                        "5c1f0a9b3e7d2468",
                        "窓口 みどり",
                        "CN=山田 花子,O=見本株式会社",
                        "CN=Elsewhere CA",
                        Bytes.utf8("certificate").sha256())),
                Optional.empty());
    }

    private static Enrolled owner(Next next) {
        return new Enrolled(Optional.of("山田 花子"), "https://sign.example.jp", "K7MW2QXPA4ND9TZR", next);
    }

    /** From now on this desk has an enrolment of which the server does not say that it ended. */
    public void isStillEnrolled() {
        stillEnrolled = true;
    }

    /** From now on enrolling waits for an officer, who confirms or has not yet. */
    public void officer(boolean confirms) {
        wantsConfirmation = true;
        confirmed = confirms;
    }

    @Override
    public Answer<Enrolled> look() {
        work();
        var trouble = serverTrouble;
        return trouble == null
                ? Answer.of(owner(confirmed ? Next.KEY : wantsConfirmation ? Next.CONFIRMATION : Next.NOTHING))
                : new Answer.Refused<>(trouble);
    }

    @Override
    public Answer<Enrolled> finish(Secret pin, Listener listener) {
        listener.begins(Step.KEY);
        work();
        if (!confirmed) {
            return Answer.refused(ProblemCode.DEVICE_NOT_CONFIRMED);
        }
        if (keyHanded) {
            return Answer.refused(ProblemCode.HANDED_KEY_NEEDS_CODE);
        }
        return pin.matches(Secret.taking(new byte[] {'0', '0', '0', '0', '0', '0'}))
                ? Answer.refused(ProblemCode.PIN_WRONG)
                : Answer.of(owner(Next.NOTHING));
    }
}
