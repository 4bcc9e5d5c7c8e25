package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Order;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Signing;
import dev.natsuin.desktop.ui.Lanes;
import dev.natsuin.desktop.ui.Opener;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Signing, from the first dropped file to the result, without a window.
 *
 * <p>The stages follow one another only by the acts below; whenever the list of documents changes, what was prepared
 * for the list as it was is thrown away. Used on one thread.
 */
public final class SignModel {
    /** Where in the course of signing. */
    public enum Stage {
        /** Documents are gathered and looked at. */
        QUEUE,
        /** Step 1: the list is read through. */
        READ,
        /** Step 2: what will be signed with which key is confirmed. */
        CONFIRM,
        /** Step 3: the PIN is asked. */
        PIN,
        /** The order is carried out. */
        RUNNING,
        /** Some or all are signed. */
        DONE,
        /** The order was refused as a whole. */
        REFUSED
    }

    /** How far one step of the work is. */
    public enum Pace {
        WAITING,
        RUNNING,
        DONE
    }

    /**
     * One step of the work and how far it is.
     *
     * @param pace of it
     * @param done how many documents
     * @param total of how many
     */
    public record StepState(Pace pace, int done, int total) {
        static final StepState WAITING = new StepState(Pace.WAITING, 0, 0);
    }

    /** Something to be said quietly, once. */
    public enum Notice {
        NONE,
        /** The work was stopped before anything was sent. */
        CANCELLED,
        /** A file could not be opened or shown. */
        COULD_NOT_OPEN,
        /** There was no PDF in what was dropped. */
        NO_DOCUMENTS,
        /** Not all of a folder could be read. */
        NOT_ALL_READ,
        /** Documents were added while an order was being reviewed, which begins anew. */
        LIST_CHANGED,
        /** A damaged document could not be mended. */
        NOT_REPAIRED
    }

    /**
     * What the queue holds.
     *
     * @param ready documents that can be signed
     * @param others that cannot be signed
     * @param pages of those that can
     * @param bytes of those that can
     */
    public record Totals(int ready, int others, long pages, long bytes) {}

    private static final String SUFFIX = "-signed";

    private final Desk desk;
    private final DeskServices services;
    private boolean counting;
    private final Signing signing;
    private final Lanes lanes;
    private final Opener opener;
    private final PreviewModel preview;
    private final PlacingModel placing;

    private final ObservableList<QueuedDocument> queue =
            FXCollections.observableArrayList(document -> new javafx.beans.Observable[] {
                document.stateProperty(),
                document.seenCountProperty(),
                document.findingsProperty(),
                document.openedProperty(),
                document.hiddenProperty(),
                document.besideProperty()
            });
    private final ObjectProperty<QueuedDocument> selected = new SimpleObjectProperty<>(this, "selected");
    private final ReadOnlyObjectWrapper<Stage> stage = new ReadOnlyObjectWrapper<>(this, "stage", Stage.QUEUE);
    private final ReadOnlyObjectWrapper<Totals> totals =
            new ReadOnlyObjectWrapper<>(this, "totals", new Totals(0, 0, 0, 0));
    private final ReadOnlyIntegerWrapper forNextOrder = new ReadOnlyIntegerWrapper(this, "forNextOrder");
    private final ReadOnlyIntegerWrapper wantedPage = new ReadOnlyIntegerWrapper(this, "wantedPage");
    private final ReadOnlyIntegerWrapper readyCount = new ReadOnlyIntegerWrapper(this, "readyCount");

    private final ObservableList<KeyRow> keys = FXCollections.observableArrayList();
    private final ObjectProperty<KeyRow> key = new SimpleObjectProperty<>(this, "key");
    private final ReadOnlyObjectWrapper<Problem> keysProblem = new ReadOnlyObjectWrapper<>(this, "keysProblem");
    private final ReadOnlyBooleanWrapper loadingKeys = new ReadOnlyBooleanWrapper(this, "loadingKeys");
    private final ObservableList<SignatureLevel> levels = FXCollections.observableArrayList(SignatureLevel.B);
    private final ObjectProperty<SignatureLevel> level = new SimpleObjectProperty<>(this, "level", SignatureLevel.B);
    private final ObjectProperty<Path> folder = new SimpleObjectProperty<>(this, "folder");

    private final ReadOnlyBooleanWrapper askingAboutUnseen = new ReadOnlyBooleanWrapper(this, "askingAboutUnseen");
    private final ReadOnlyBooleanWrapper preparing = new ReadOnlyBooleanWrapper(this, "preparing");
    private final ReadOnlyObjectWrapper<Order> order = new ReadOnlyObjectWrapper<>(this, "order");
    private final ReadOnlyObjectWrapper<Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyBooleanWrapper canCancel = new ReadOnlyBooleanWrapper(this, "canCancel");
    private final ReadOnlyBooleanWrapper canRaiseLater = new ReadOnlyBooleanWrapper(this, "canRaiseLater");
    private final ReadOnlyBooleanWrapper writing = new ReadOnlyBooleanWrapper(this, "writing");
    private final ReadOnlyBooleanWrapper raisingEnds = new ReadOnlyBooleanWrapper(this, "raisingEnds");
    private final Map<Progress.Step, ReadOnlyObjectWrapper<StepState>> steps = new EnumMap<>(Progress.Step.class);
    private final ObservableList<ResultRow> results = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Problem> instead = new ReadOnlyObjectWrapper<>(this, "instead");
    private final ReadOnlyBooleanWrapper serverWorks = new ReadOnlyBooleanWrapper(this, "serverWorks");
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper(this, "waiting");
    private final ReadOnlyObjectWrapper<Notice> notice = new ReadOnlyObjectWrapper<>(this, "notice", Notice.NONE);
    private final ObjectProperty<Optional<Double>> divider =
            new SimpleObjectProperty<>(this, "divider", Optional.empty());
    private final ObjectProperty<SignatureForm> form = new SimpleObjectProperty<>(this, "form", SignatureForm.ASIC_E);
    private KeyList known = new KeyList(List.of(), Instant.EPOCH);
    private Optional<SignatureLevel> remembered = Optional.empty();
    private Optional<SignatureLevel> wished = Optional.empty();
    private boolean chosenHere;
    private boolean offering;
    private final Set<QueuedDocument> unseenAccepted = new HashSet<>();
    private final Set<QueuedDocument> warnedAccepted = new HashSet<>();
    private Cancellation cancellation = new Cancellation();
    private int round;

    /** A model with an empty queue. */
    public SignModel(DeskServices services, Lanes lanes, Opener opener) {
        this.services = services;
        this.desk = services.desk();
        this.signing = services.signing();
        this.lanes = lanes;
        this.opener = opener;
        this.preview = new PreviewModel(services.documents(), lanes.pages(), lanes.proofs());
        for (var step : Progress.Step.values()) {
            steps.put(step, new ReadOnlyObjectWrapper<>(this, step.name(), StepState.WAITING));
        }
        this.placing = new PlacingModel(
                services.looks(), services.documents(), lanes.files(), lanes.texts(), this::readable, this::countSoon);
        selected.addListener((property, before, now) -> {
            placing.show(now);
            preview.show(now);
            if (notice.get() == Notice.COULD_NOT_OPEN || notice.get() == Notice.NOT_REPAIRED) {
                notice.set(Notice.NONE); // It was said of the document that was looked at.
            }
        });
        level.addListener((property, before, now) -> chosenHere |= !offering);
        key.addListener((property, before, now) -> levelAsUsual());
    }

    // The queue.

    /**
     * Adds files, and the PDFs of folders, behind those already there; each file only once. While an order is carried
     * out they wait for the next one.
     */
    public void add(List<Path> dropped) {
        if (dropped.isEmpty()) {
            return;
        }
        if (stage() == Stage.DONE || stage() == Stage.REFUSED) {
            backToQueue();
        } else if (stage() == Stage.READ || stage() == Stage.CONFIRM || stage() == Stage.PIN) {
            backToQueue();
            notice.set(Notice.LIST_CHANGED);
        }
        lanes.files()
                .run(
                        () -> Folders.documents(dropped),
                        this::enqueue,
                        () -> enqueue(new Folders.Listed(List.of(), false)));
    }

    private void enqueue(Folders.Listed listed) {
        var files = listed.files();
        var known = queue.stream().map(QueuedDocument::file).collect(Collectors.toSet());
        var fresh = files.stream()
                .map(file -> file.toAbsolutePath().normalize())
                .filter(known::add)
                .map(QueuedDocument::new)
                .toList();
        if (!listed.whole()) {
            notice.set(Notice.NOT_ALL_READ);
        } else if (files.isEmpty()) {
            notice.set(Notice.NO_DOCUMENTS);
        } else if (notice.get() == Notice.NO_DOCUMENTS || notice.get() == Notice.NOT_ALL_READ) {
            notice.set(Notice.NONE); // What was dropped before is nothing that anybody asks about now.
        }
        if (!fresh.isEmpty()) {
            askingAboutUnseen.set(false); // What was asked about was another list.
        }
        queue.addAll(fresh);
        if (working()) {
            forNextOrder.set(forNextOrder.get() + fresh.size());
        }
        fresh.forEach(this::lookInto);
        if (selected.get() == null && !queue.isEmpty()) {
            selected.set(queue.get(0));
        }
    }

    private void lookInto(QueuedDocument document) {
        lanes.files()
                .run(
                        () -> document.isGone()
                                ? Answer.<DocumentFacts>refused(ProblemCode.CANCELLED)
                                : services.documents().facts(document.file()),
                        facts -> known(document, facts),
                        () -> known(document, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** Has a sound copy made of a damaged document; it takes the document's place, and is read like any other. */
    public void repair(QueuedDocument document) {
        if (working() || !document.repairableProperty().get()) {
            return;
        }
        document.triedToRepair();
        notice.set(Notice.NONE);
        var into = Optional.ofNullable(folder.get());
        lanes.files()
                .run(
                        () -> services.documents().repaired(document.file(), into),
                        answer -> repaired(document, answer),
                        () -> repaired(document, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void repaired(QueuedDocument document, Answer<Path> answer) {
        answer.refusal().ifPresent(document::refused);
        var copy = answer.given().filter(made -> !made.equals(document.file()));
        var place = queue.indexOf(document);
        if (copy.isEmpty()) {
            notice.set(Notice.NOT_REPAIRED);
        } else if (place >= 0 && !working()) {
            var sound = new QueuedDocument(copy.get(), Optional.of(document.file()));
            var chosen = document.equals(selected.get());
            queue.set(place, sound);
            placing.forget(document);
            if (chosen) {
                selected.set(sound);
            }
            count();
            lookInto(sound);
        }
    }

    /**
     * Tries a password on a document that is encrypted, and one that opens it on all others that wait for theirs. It is
     * taken over, and forgotten with the documents.
     */
    public void unlock(QueuedDocument document, Secret password) {
        if (working() || !document.lockedProperty().get()) {
            password.close();
            return;
        }
        var others = queue.stream()
                .filter(other ->
                        !other.equals(document) && other.lockedProperty().get())
                .toList();
        lanes.files()
                .run(
                        () -> {
                            try (password) {
                                return tried(document, others, password);
                            }
                        },
                        tried -> tried.forEach(this::tried),
                        () -> tried(document, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** What the document answered, and those of the others that the password opened. */
    private Map<QueuedDocument, Answer<DocumentFacts>> tried(
            QueuedDocument document, List<QueuedDocument> others, Secret password) {
        var answers = new HashMap<QueuedDocument, Answer<DocumentFacts>>();
        var first = services.documents().facts(document.file(), password);
        answers.put(document, first);
        if (first.given().isPresent()) {
            for (var other : others) {
                var facts = services.documents().facts(other.file(), password);
                facts.given().ifPresent(given -> answers.put(other, facts));
            }
        }
        return answers;
    }

    private void tried(QueuedDocument document, Answer<DocumentFacts> facts) {
        if (!queue.contains(document)) {
            services.documents().forget(document.file());
        } else if (facts.refusal().filter(document::isRefusedFor).isPresent()) {
            document.passwordWasWrong();
        } else { // Where the user's password opened it, the owner's may still lack.
            facts.given().ifPresent(given -> document.unlocked());
            known(document, facts);
        }
    }

    /** It is signed, or taken out of the queue: what was placed in it goes, and what opens it. */
    private void leaves(QueuedDocument document) {
        document.leave();
        placing.forget(document);
        services.documents().forget(document.file());
    }

    private void known(QueuedDocument document, Answer<DocumentFacts> facts) {
        if (document.isGone()) {
            return;
        }
        facts.given().ifPresent(given -> {
            if (document.found(given)) {
                becameAnother(document);
            }
            lanes.looking()
                    .run(
                            () -> document.isGone()
                                    ? Answer.<List<Finding>>refused(ProblemCode.CANCELLED)
                                    : services.documents().inspect(given),
                            found -> lookedAt(document, given, found),
                            () -> lookedAt(document, given, Answer.refused(ProblemCode.DESK_FAULT)));
            placing.lookInto(document);
        });
        facts.refusal().ifPresent(document::refused);
        countSoon();
        // While an order is carried out its files are not opened: on some systems that keeps others from writing.
        if (document.equals(selected.get()) && !working()) {
            preview.show(document);
        }
    }

    /** What was open, placed or accepted was of other octets. */
    private void becameAnother(QueuedDocument document) {
        placing.forget(document);
        unseenAccepted.remove(document);
        warnedAccepted.remove(document);
        if (preview.document().filter(document::equals).isPresent()) {
            preview.show(null);
        }
    }

    private void lookedAt(QueuedDocument document, DocumentFacts asked, Answer<List<Finding>> found) {
        if (document.isGone() || document.facts().filter(asked::equals).isEmpty()) {
            return;
        }
        found.given().ifPresent(document::lookedAt);
        found.refusal().ifPresent(document::refused);
        countSoon();
        if (document.facts().isEmpty() && document.equals(selected.get())) {
            preview.show(document);
        }
    }

    /** Once for all that becomes known in one turn: counting thousands for each of thousands takes seconds. */
    private void countSoon() {
        if (!counting) {
            counting = true;
            lanes.files().later(this::count);
        }
    }

    private void count() {
        counting = false;
        var ready = 0;
        var reading = 0;
        var pages = 0L;
        var bytes = 0L;
        for (var document : queue) {
            var facts = document.facts();
            if (facts.isPresent() && ready(document)) {
                ready++;
                pages += facts.get().pages();
                bytes += facts.get().sizeBytes();
            } else if (document.state() instanceof QueuedDocument.State.Reading) {
                reading++;
            }
        }
        totals.set(new Totals(ready, queue.size() - ready - reading, pages, bytes));
        readyCount.set(ready);
        placing.count();
    }

    /** Takes a document out of the queue; the file itself is not touched. */
    public void remove(QueuedDocument document) {
        remove(List.of(document));
    }

    /** Takes documents out of the queue; the files themselves are not touched. */
    public void remove(List<QueuedDocument> documents) {
        if (working() || documents.isEmpty()) {
            return;
        }
        var place = queue.indexOf(documents.get(0));
        queue.removeAll(Set.copyOf(documents));
        documents.forEach(this::leaves);
        count();
        if (!queue.contains(selected.get())) {
            selected.set(queue.isEmpty() ? null : queue.get(Math.max(0, Math.min(place, queue.size() - 1))));
        }
        if (stage() != Stage.QUEUE) {
            backToQueue();
        }
    }

    /**
     * Moves a document in the order of signing.
     *
     * @param by how many places further down; up if negative
     */
    public void move(QueuedDocument document, int by) {
        var from = queue.indexOf(document);
        if (stage() != Stage.QUEUE || from < 0) {
            return;
        }
        var to = Math.max(0, Math.min(queue.size() - 1, from + by));
        if (to != from) {
            queue.remove(from);
            queue.add(to, document);
            selected.set(document);
        }
    }

    /** Empties the queue. */
    public void clear() {
        if (!working()) {
            queue.forEach(this::leaves);
            queue.clear();
            count();
            selected.set(null);
            backToQueue();
        }
    }

    private boolean working() {
        return stage() == Stage.RUNNING;
    }

    /** All documents, in the order in which they will be signed. */
    public ObservableList<QueuedDocument> queue() {
        return queue;
    }

    public ObjectProperty<QueuedDocument> selectedProperty() {
        return selected;
    }

    /** How many documents can be signed. */
    public int readyCount() {
        return readyCount.get();
    }

    public ReadOnlyIntegerProperty readyCountProperty() {
        return readyCount.getReadOnlyProperty();
    }

    /** What the queue holds. */
    public ReadOnlyObjectProperty<Totals> totalsProperty() {
        return totals.getReadOnlyProperty();
    }

    /** How many documents were added while an order is carried out, and wait for the next one. */
    public ReadOnlyIntegerProperty forNextOrderProperty() {
        return forNextOrder.getReadOnlyProperty();
    }

    /** The pages of the selected document. */
    public PreviewModel preview() {
        return preview;
    }

    /** The documents that can be signed, in order: those that could be read and whose signature has its place. */
    public List<QueuedDocument> ready() {
        return queue.stream().filter(this::ready).toList();
    }

    private boolean ready(QueuedDocument document) {
        return document.facts().isPresent() && !(placing.placed(document) instanceof Placed.Missing);
    }

    private List<QueuedDocument> readable() {
        return queue.stream().filter(document -> document.facts().isPresent()).toList();
    }

    /** Where and how signatures are seen on pages. */
    public PlacingModel placing() {
        return placing;
    }

    /** The kind of signature for files that are no PDFs. */
    public ObjectProperty<SignatureForm> formProperty() {
        return form;
    }

    /** Which share of the height the list has above the pages, once the signer said so. */
    public ObjectProperty<Optional<Double>> dividerProperty() {
        return divider;
    }

    /** How many of the documents that can be signed are no PDFs. */
    public int wholeFiles() {
        return wholeFiles(ready());
    }

    /** How many of these are no PDFs. */
    static int wholeFiles(List<QueuedDocument> documents) {
        return (int) documents.stream()
                .flatMap(document -> document.facts().stream())
                .filter(facts -> !facts.hasPages())
                .count();
    }

    // What is remembered.

    /** Goes on as it was remembered, and from now on tells what is to be remembered. */
    public void remember(SignMemory memory, Consumer<SignMemory> changed) {
        memory.level().ifPresent(level -> {
            remembered = Optional.of(level);
            offering = true;
            this.level.set(level);
            offering = false;
        });
        placing.saved().setAll(memory.looks());
        placing.lookProperty()
                .set(
                        memory.look() >= 0 && memory.look() < memory.looks().size()
                                ? memory.looks().get(memory.look())
                                : SavedLook.PLAIN);
        placing.ruleProperty().set(memory.rule());
        placing.seenProperty().set(memory.seen());
        form.set(memory.form());
        divider.set(memory.divider());
        InvalidationListener tell = source -> changed.accept(memory());
        placing.saved().addListener(tell);
        ChangeListener<Object> tellChange = (property, before, now) -> changed.accept(memory());
        placing.lookProperty().addListener(tellChange);
        placing.ruleProperty().addListener(tellChange);
        placing.seenProperty().addListener(tellChange);
        form.addListener(tellChange);
        divider.addListener(tellChange);
        level.addListener((property, before, now) -> {
            if (!offering) {
                remembered = Optional.of(now);
                changed.accept(memory());
            }
        });
    }

    private SignMemory memory() {
        return new SignMemory(
                remembered,
                placing.seenProperty().get(),
                placing.saved(),
                placing.saved().indexOf(placing.lookProperty().get()),
                placing.ruleProperty().get(),
                form.get(),
                divider.get());
    }

    // The key.

    /** Asks the server for the signer's keys and what they can do. */
    public void loadKeys() {
        loadingKeys.set(true);
        keysProblem.set(null);
        lanes.server().run(this::offered, this::offer, () -> {});
        lanes.server().run(desk::keys, this::offer, () -> {
            loadingKeys.set(false);
            keysProblem.set(Problem.of(ProblemCode.DESK_FAULT));
        });
    }

    /** Asks again for the keys if they were not had because the server was away. */
    public void askForKeysAgain() {
        if (!loadingKeys.get()
                && Optional.ofNullable(keysProblem.get()).filter(Away::is).isPresent()) {
            loadKeys();
        }
    }

    private record Offered(List<SignatureLevel> levels, Optional<SignatureLevel> wished) {}

    private Offered offered() {
        return new Offered(signing.levels(), signing.wishedLevel());
    }

    private void offer(Offered offered) {
        var before = level.get();
        wished = offered.wished();
        offering = true;
        levels.setAll(offered.levels());
        level.set(before); // A list that changes may have it forgotten.
        offering = false;
        levelAsUsual();
    }

    /**
     * What somebody chose here stays chosen, and is what they get next time. Else the level is the one that the profile
     * names, and if it names none LT: who does not know the word keeps the document longer than a certificate holds.
     * Keys that programs hardly know can make no other than B (decision 0053).
     */
    private void levelAsUsual() {
        if (chosenHere && levels.contains(level.get())) {
            return;
        }
        var experimental = key.get() != null && key.get().algorithm().isExperimental();
        var usual = experimental || !levels.contains(SignatureLevel.LT) ? levels.get(0) : SignatureLevel.LT;
        offering = true;
        level.set(remembered.or(() -> wished).filter(levels::contains).orElse(usual));
        offering = false;
    }

    private void offer(Answer<KeyList> answer) {
        loadingKeys.set(false);
        answer.refusal().ifPresent(keysProblem::set);
        answer.given().ifPresent(list -> {
            known = list;
            var before = key.get();
            keys.setAll(list.rows().stream()
                    .filter(row -> row.status() == KeyRow.Status.READY)
                    .toList());
            key.set(
                    before != null && keys.contains(before)
                            ? before
                            : keys.stream().findFirst().orElse(null));
            keysProblem.set(list.whyNone().map(Problem::of).orElse(null));
        });
    }

    /** How many days the certificate of the chosen key still holds, if it ends soon. */
    public OptionalLong daysLeft() {
        var chosen = key.get();
        return chosen == null ? OptionalLong.empty() : known.daysLeft(chosen);
    }

    /** The keys that can sign now. */
    public ObservableList<KeyRow> keys() {
        return keys;
    }

    public ObjectProperty<KeyRow> keyProperty() {
        return key;
    }

    public ReadOnlyObjectProperty<Problem> keysProblemProperty() {
        return keysProblem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty loadingKeysProperty() {
        return loadingKeys.getReadOnlyProperty();
    }

    /** The levels that can be offered. */
    public ObservableList<SignatureLevel> levels() {
        return levels;
    }

    public ObjectProperty<SignatureLevel> levelProperty() {
        return level;
    }

    /** Where signed copies go; null: beside each original. */
    public ObjectProperty<Path> folderProperty() {
        return folder;
    }

    /** What the name of a signed copy has more than that of its original. */
    public String suffix() {
        return SUFFIX;
    }

    // The sheet.

    /** Begins the review of all documents that can be signed. */
    public void review() {
        if (stage() == Stage.QUEUE && readyCount() > 0 && key.get() != null) {
            discardOrder();
            notice.set(Notice.NONE);
            askingAboutUnseen.set(false);
            stage.set(Stage.READ);
        }
    }

    /** The documents of which pages were not seen. */
    public List<QueuedDocument> unseen() {
        return ready().stream().filter(document -> !document.seenWhole()).toList();
    }

    /** The documents that hide something to be looked at before signing. */
    public List<QueuedDocument> warned() {
        return ready().stream().filter(QueuedDocument::warned).toList();
    }

    /** How many documents are still being looked at for what their pages hide. */
    public int stillLooking() {
        return (int) ready().stream()
                .filter(document -> document.hidden() instanceof QueuedDocument.Hidden.NotLookedAt)
                .count();
    }

    /** How many documents of the list are still being read: nobody knows yet whether they can be signed. */
    public int stillReading() {
        return (int) queue.stream()
                .filter(document -> document.state() instanceof QueuedDocument.State.Reading)
                .count();
    }

    /** True if what is read through is not known whole yet. */
    boolean stillGathering() {
        return stillReading() > 0 || stillLooking() > 0 || stillPlacing() > 0;
    }

    /** In how many documents the text beside which the signature shall stand is still being looked for. */
    public int stillPlacing() {
        return (int) ready().stream()
                .filter(document -> placing.placed(document) instanceof Placed.LookedFor)
                .count();
    }

    /** The documents that could be read and in which the signature has no place; they are left out of the order. */
    public List<QueuedDocument> withoutPlace() {
        return queue.stream()
                .filter(document -> placing.placed(document) instanceof Placed.Missing)
                .toList();
    }

    /**
     * On from reading, once all was read, looked at and placed: asks once about what was not seen or is hidden, then
     * prepares the order.
     */
    public void confirmRead() {
        if (stage() != Stage.READ || stillGathering() || readyCount() == 0) {
            return;
        }
        var open = !unseenAccepted.containsAll(unseen()) || !warnedAccepted.containsAll(warned());
        if (open && !askingAboutUnseen.get()) {
            askingAboutUnseen.set(true);
            return;
        }
        if (askingAboutUnseen.get()) {
            unseenAccepted.addAll(unseen());
            warnedAccepted.addAll(warned());
        }
        askingAboutUnseen.set(false);
        if (key.get() == null) {
            backToQueue(); // There was one, and there is none any more: beside the queue stands why.
            return;
        }
        stage.set(Stage.CONFIRM);
        prepare();
    }

    /** From the review back to the pages of one document: to the first of them that was not seen, if there is one. */
    public void look(QueuedDocument document) {
        look(document, document.firstUnseen());
    }

    /** From the review to one page of a document. */
    public void look(QueuedDocument document, int page) {
        backToQueue();
        selected.set(document);
        wantedPage.set(page);
    }

    /** The page that somebody wants to see next; 0 if none. */
    public ReadOnlyIntegerProperty wantedPageProperty() {
        return wantedPage.getReadOnlyProperty();
    }

    /** The page that was wanted is shown. */
    public void turned() {
        wantedPage.set(0);
    }

    private void prepare() {
        discardOrder();
        resetSteps();
        problem.set(null);
        preparing.set(true);
        cancellation = new Cancellation();
        var mine = cancellation;
        var thisRound = ++round;
        var documents =
                ready().stream().flatMap(document -> document.facts().stream()).toList();
        var options = new SignOptions(level.get(), folder.get(), SUFFIX).with(own());
        var with = key.get();
        lanes.server()
                .run(
                        () -> signing.prepare(documents, with, options, progress(thisRound), mine),
                        prepared -> prepared(prepared, thisRound),
                        () -> {
                            if (thisRound == round) {
                                preparing.set(false);
                                problem.set(Problem.of(ProblemCode.DESK_FAULT));
                            }
                        });
    }

    private Map<Path, SignOptions.Own> own() {
        var each = new HashMap<Path, SignOptions.Own>();
        for (var document : ready()) {
            var facts = document.facts().orElseThrow();
            if (facts.hasPages()) {
                placing.own(document).ifPresent(own -> each.put(document.file(), own));
            } else {
                each.put(document.file(), asWhole(form.get()));
            }
        }
        return each;
    }

    private static SignOptions.Own asWhole(SignatureForm form) {
        return new SignOptions.Own(
                Optional.of(form), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private void prepared(Answer<Order> prepared, int thisRound) {
        if (thisRound != round) {
            prepared.given().ifPresent(Order::close);
            return;
        }
        preparing.set(false);
        prepared.given().ifPresent(order::set);
        prepared.refusal().ifPresent(problem::set);
        prepared.given()
                .ifPresent(there -> there.items().stream()
                        .filter(item -> item.hash().refusal().isPresent())
                        .map(item -> item.document().file())
                        .forEach(this::isAnother));
    }

    /** It was refused where it was taken for sound: the list says what is so now, with the next look at it. */
    private void isAnother(Path file) {
        queue.stream()
                .filter(document -> document.file().equals(file))
                .toList()
                .forEach(document -> readAgain(document, () -> {}));
    }

    /** The documents that are signed with the order being confirmed; of this list, which may have grown since. */
    public List<QueuedDocument> ordered() {
        var files = order().stream()
                .flatMap(prepared -> prepared.leaving().stream())
                .map(Order.Leaving::file)
                .collect(Collectors.toSet());
        return queue.stream()
                .filter(document -> files.contains(document.file()))
                .toList();
    }

    /** True if there is an order with something to sign. */
    public boolean canConfirm() {
        return stage() == Stage.CONFIRM
                && order.get() != null
                && !order.get().leaving().isEmpty();
    }

    /** What is shown is what shall be signed: on to the PIN. */
    public void confirm() {
        if (canConfirm()) {
            problem.set(null);
            stage.set(Stage.PIN);
        }
    }

    /** One step back; from the first step to the queue. */
    public void back() {
        notice.set(Notice.NONE);
        switch (stage()) {
            case READ -> backToQueue();
            case CONFIRM -> {
                discardOrder();
                stage.set(Stage.READ);
            }
            case PIN -> {
                problem.set(null);
                stage.set(Stage.CONFIRM);
            }
            case DONE, REFUSED -> backToQueue();
            case QUEUE, RUNNING -> {}
        }
    }

    private void backToQueue() {
        discardOrder();
        askingAboutUnseen.set(false);
        notice.set(Notice.NONE);
        problem.set(null);
        stage.set(Stage.QUEUE); // Whoever hears of it still finds what could not be saved.
        results.clear();
        if (preview.document().isEmpty()) {
            preview.show(selected.get());
        }
    }

    private void discardOrder() {
        round++;
        preparing.set(false);
        cancellation.cancel();
        var old = order.get();
        if (old != null) {
            order.set(null);
            lanes.server()
                    .run(
                            () -> {
                                old.close();
                                return true;
                            },
                            done -> {},
                            () -> {});
        }
    }

    // The act.

    /** Signs the confirmed order with this PIN, which is closed here in any case. */
    public void sign(Secret pin) {
        var confirmed = order.get();
        if (stage() != Stage.PIN || confirmed == null) {
            pin.close();
            return;
        }
        for (var step : EnumSet.complementOf(EnumSet.of(Progress.Step.HASH))) {
            stepOf(step).set(StepState.WAITING);
        }
        problem.set(null);
        notice.set(Notice.NONE);
        cancellation = new Cancellation();
        canCancel.set(true);
        run();
        var mine = cancellation;
        var thisRound = round;
        // The file must be let go before it is read again and before the copy is written beside it.
        preview.close(() -> lanes.server()
                .run(
                        () -> {
                            try (pin) {
                                return signing.sign(confirmed, pin, progress(thisRound), mine);
                            }
                        },
                        outcome -> finished(confirmed, outcome),
                        () -> finished(confirmed, Answer.refused(ProblemCode.DESK_FAULT))));
    }

    private void run() {
        instead.set(null);
        serverWorks.set(false);
        waiting.set(false);
        canRaiseLater.set(false);
        raisingEnds.set(false);
        forNextOrder.set(0);
        stage.set(Stage.RUNNING);
    }

    /** True if an order went out, was not confirmed, and its answer may be asked for. */
    public boolean canAskAgain() {
        return stage() == Stage.REFUSED
                && order.get() != null
                && problem()
                        .filter(why -> why.code() == ProblemCode.NOT_CONFIRMED)
                        .isPresent()
                && instead()
                        .filter(came -> came.code() == ProblemCode.STATEMENT_EXPIRED)
                        .isEmpty();
    }

    /** After an order that was not confirmed: sends the very same order again. Needs no PIN and makes no second one. */
    public void askAgain() {
        var confirmed = order.get();
        if (!canAskAgain() || confirmed == null) {
            return;
        }
        stepOf(Progress.Step.ASK).set(StepState.WAITING);
        problem.set(null);
        cancellation = new Cancellation();
        cancellation.pass();
        canCancel.set(false);
        run();
        waiting.set(true);
        var mine = cancellation;
        var thisRound = round;
        lanes.server()
                .run(
                        () -> signing.askAgain(confirmed, progress(thisRound), mine),
                        outcome -> finished(confirmed, outcome),
                        () -> finished(confirmed, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void finished(Order confirmed, Answer<List<SignResult>> outcome) {
        canCancel.set(false);
        waiting.set(false);
        canRaiseLater.set(false);
        raisingEnds.set(false);
        instead.set(outcome.instead().orElse(null));
        outcome.given().ifPresent(done -> {
            results.setAll(rows(confirmed, done));
            var signed = results.stream()
                    .filter(row -> row.signed() || row.isKept())
                    .map(ResultRow::file)
                    .collect(Collectors.toSet());
            queue.stream().filter(document -> signed.contains(document.file())).forEach(this::leaves);
            queue.removeIf(document -> signed.contains(document.file()));
            count();
            selected.set(queue.isEmpty() ? null : queue.get(0));
            unseenAccepted.clear();
            warnedAccepted.clear();
            discardOrder();
            stage.set(Stage.DONE);
            results.stream()
                    .filter(row -> row.ordered() && !row.signed() && !row.isKept())
                    .map(ResultRow::file)
                    .toList()
                    .forEach(this::isAnother);
        });
        outcome.refusal().ifPresent(this::refused);
    }

    private void refused(Problem why) {
        if (why.code() == ProblemCode.CANCELLED) {
            notice.set(Notice.CANCELLED);
            stage.set(Stage.CONFIRM);
        } else if (why.code() == ProblemCode.PIN_WRONG && why.triesLeft().orElse(1) > 0) {
            problem.set(why);
            stage.set(Stage.PIN);
        } else {
            problem.set(why);
            stage.set(Stage.REFUSED);
        }
    }

    /** What was refused while preparing is a result too, in its place. */
    private static List<ResultRow> rows(Order confirmed, List<SignResult> done) {
        var rows = new ArrayList<ResultRow>();
        var next = done.iterator();
        for (var item : confirmed.items()) {
            item.hash()
                    .refusal()
                    .ifPresentOrElse(
                            why -> rows.add(new ResultRow(item.document().file(), false, new Answer.Refused<>(why))),
                            () -> {
                                var result = next.next();
                                rows.add(new ResultRow(result.file(), true, result.outcome()));
                            });
        }
        return rows;
    }

    private Progress progress(int thisRound) {
        return new Progress() {
            @Override
            public void at(Step step, int done, int total) {
                onScreen(thisRound, () -> reached(step, done, total));
            }

            @Override
            public void serverWorks() {
                onScreen(thisRound, () -> serverWorks.set(working()));
            }
        };
    }

    private void onScreen(int thisRound, Runnable act) {
        lanes.server().later(() -> {
            if (thisRound == round) {
                act.run();
            }
        });
    }

    private void reached(Progress.Step step, int done, int total) {
        for (var earlier : Progress.Step.values()) {
            if (earlier.compareTo(step) < 0) {
                var before = stepOf(earlier).get();
                stepOf(earlier).set(new StepState(Pace.DONE, before.total(), before.total()));
            }
        }
        stepOf(step).set(new StepState(done < total ? Pace.RUNNING : Pace.DONE, done, total));
        if (step != Progress.Step.ASK || done == total) {
            serverWorks.set(false);
        }
        if (working() && cancellation.passed()) {
            canCancel.set(false);
            waiting.set(step == Progress.Step.ASK && done < total && !cancellation.waitsNoLonger());
            canRaiseLater.set(step == Progress.Step.RAISE && done < total && !cancellation.raisesLater());
        }
    }

    private ReadOnlyObjectWrapper<StepState> stepOf(Progress.Step step) {
        return Optional.ofNullable(steps.get(step)).orElseThrow();
    }

    private void resetSteps() {
        steps.values().forEach(step -> step.set(StepState.WAITING));
    }

    /**
     * Asks the running work to stop; once the order is on its way it cannot, and says so. What then is still to come
     * after the signatures, can.
     */
    public void cancel() {
        if (canRaiseLater.get()) {
            raiseLater();
        } else if (working() && !cancellation.cancel()) {
            canCancel.set(false);
            waiting.set(true);
        }
    }

    /** Waits no longer for the answer to an order that is on its way. The order stays what it is. */
    public void stopWaiting() {
        if (working() && cancellation.passed()) {
            cancellation.stopWaiting();
            waiting.set(false);
        }
    }

    /** Once all is signed: waits for no further timestamps and proofs. What lacks some is remembered for later. */
    public void raiseLater() {
        if (working() && canRaiseLater.get()) {
            cancellation.raiseLater();
            canRaiseLater.set(false);
            raisingEnds.set(true);
        }
    }

    /** True if the PIN may be given once more for the same order. */
    public boolean canTryAgain() {
        return stage() == Stage.REFUSED
                && order.get() != null
                && problem()
                        .filter(why -> why.code() != ProblemCode.DEVICE_LOCKED
                                && why.code() != ProblemCode.PIN_WRONG
                                && why.code() != ProblemCode.NOT_CONFIRMED
                                && why.code() != ProblemCode.DESK_FAULT)
                        .isPresent();
    }

    /** After a refusal: the PIN once more, for the same order. */
    public void tryAgain() {
        if (canTryAgain()) {
            problem.set(null);
            stage.set(Stage.PIN);
        }
    }

    /** How many documents of the last order are signed, and wait for their copies to be written. */
    public int kept() {
        return (int) results.stream().filter(ResultRow::isKept).count();
    }

    /**
     * Writes the copies that could not be written, with the signatures that are there: needs no PIN, orders nothing.
     */
    public void writeKept() {
        if (stage() != Stage.DONE || kept() == 0 || writing.get()) {
            return;
        }
        writing.set(true);
        lanes.server()
                .run(
                        () -> signing.finishUnfinished((step, done, total) -> {}, new Cancellation()),
                        finished -> {
                            finished.given().ifPresent(this::written);
                            writing.set(false);
                        },
                        () -> writing.set(false));
    }

    /** What was signed before may be among them, and is nothing of this list. */
    private void written(List<SignResult> finished) {
        var byFile = new HashMap<Path, SignResult>();
        finished.forEach(result -> byFile.put(result.file(), result));
        results.replaceAll(row -> {
            var now = row.isKept() ? byFile.get(row.file()) : null;
            return now == null ? row : new ResultRow(row.file(), true, now.outcome());
        });
    }

    /** True while such copies are being written. */
    public ReadOnlyBooleanProperty writingProperty() {
        return writing.getReadOnlyProperty();
    }

    /** The documents of the last order that were not signed and are still in the queue. */
    public List<QueuedDocument> remaining() {
        var failed = results.stream()
                .filter(row -> !row.signed() && !row.isKept())
                .map(ResultRow::file)
                .collect(Collectors.toSet());
        return queue.stream()
                .filter(document -> failed.contains(document.file()))
                .toList();
    }

    /** Reads the documents that were not signed again and, as soon as all are read, reviews those that can be. */
    public void signRemaining() {
        var again = remaining();
        if (stage() != Stage.DONE || again.isEmpty()) {
            return;
        }
        backToQueue();
        selected.set(again.get(0));
        var left = new ArrayList<>(again);
        for (var document : again) {
            readAgain(document, () -> {
                left.remove(document);
                if (left.isEmpty()) {
                    review();
                }
            });
        }
    }

    private void readAgain(QueuedDocument document, Runnable then) {
        lanes.files()
                .run(
                        () -> services.documents().facts(document.file()),
                        facts -> {
                            known(document, facts);
                            then.run();
                        },
                        () -> {
                            known(document, Answer.refused(ProblemCode.DESK_FAULT));
                            then.run();
                        });
    }

    /** Opens a document that has no pages here in its own program, where it can be read. */
    public void read(QueuedDocument document) {
        var now = document.facts();
        lanes.files()
                .run(
                        () -> opener.open(document.file()),
                        there -> {
                            if (there && now.equals(document.facts())) {
                                document.opened();
                            }
                            opened(there);
                        },
                        () -> opened(false));
    }

    /** Opens a file in its own program; a failure is only a notice, the signature stands. */
    public void open(Path file) {
        lanes.files().run(() -> opener.open(file), this::opened, () -> opened(false));
    }

    /** Shows a file in its folder; a failure is only a notice. */
    public void showInFolder(Path file) {
        lanes.files().run(() -> opener.showInFolder(file), this::opened, () -> opened(false));
    }

    /** It may have taken a while; what is said or typed meanwhile stays. */
    private void opened(boolean there) {
        if (there && notice.get() == Notice.COULD_NOT_OPEN) {
            notice.set(Notice.NONE);
        } else if (!there && (stage() == Stage.QUEUE || stage() == Stage.DONE)) {
            notice.set(Notice.COULD_NOT_OPEN);
        }
    }

    // What the sheet shows.

    /** Where in the course of signing. */
    public Stage stage() {
        return stage.get();
    }

    public ReadOnlyObjectProperty<Stage> stageProperty() {
        return stage.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty askingAboutUnseenProperty() {
        return askingAboutUnseen.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty preparingProperty() {
        return preparing.getReadOnlyProperty();
    }

    /** The order being confirmed, once it is prepared. */
    public Optional<Order> order() {
        return Optional.ofNullable(order.get());
    }

    public ReadOnlyObjectProperty<Order> orderProperty() {
        return order.getReadOnlyProperty();
    }

    /** Why the last act was refused; empty while nothing was. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty canCancelProperty() {
        return canCancel.getReadOnlyProperty();
    }

    /** True while signed copies are raised to their level, and that may be left for later. */
    public ReadOnlyBooleanProperty canRaiseLaterProperty() {
        return canRaiseLater.getReadOnlyProperty();
    }

    /** True once it was left for later, until what is under way has ended. */
    public ReadOnlyBooleanProperty raisingEndsProperty() {
        return raisingEnds.getReadOnlyProperty();
    }

    /** True while the server says that it works on the order. */
    public ReadOnlyBooleanProperty serverWorksProperty() {
        return serverWorks.getReadOnlyProperty();
    }

    /** True while the order is on its way and its answer is being waited for. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** For an order that was not confirmed: what came instead of its signed answer. */
    public Optional<Problem> instead() {
        return Optional.ofNullable(instead.get());
    }

    /** How far a step is. */
    public StepState step(Progress.Step step) {
        return stepOf(step).get();
    }

    /** How far a step is, to be watched. */
    public ReadOnlyObjectProperty<StepState> watch(Progress.Step step) {
        return stepOf(step).getReadOnlyProperty();
    }

    /** What became of each document of the last order. */
    public ObservableList<ResultRow> results() {
        return results;
    }

    public ReadOnlyObjectProperty<Notice> noticeProperty() {
        return notice.getReadOnlyProperty();
    }
}
