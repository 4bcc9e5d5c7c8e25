package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Looks;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.code.CheckCode;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Whether signatures are seen on pages, how, and where in each document: by a rule for all, with exceptions by hand.
 *
 * <p>What stands here is what is ordered: the places are computed once, shown, and handed over as they are.
 */
public final class PlacingModel {
    /**
     * How many documents have their place beside a text.
     *
     * @param there have one, beside the text or by hand
     * @param missing have none
     * @param lookedFor are still being read
     */
    public record Tally(int there, int missing, int lookedFor) {}

    private final Looks looks;
    private final Documents documents;
    private final Background lane;
    private final Background texts;
    private final Supplier<List<QueuedDocument>> readable;
    private final Runnable placedAnew;
    private final BooleanProperty seen = new SimpleBooleanProperty(this, "seen");
    private final ObservableList<SavedLook> saved = FXCollections.observableArrayList();
    private final ObjectProperty<SavedLook> look = new SimpleObjectProperty<>(this, "look", SavedLook.PLAIN);
    private final ObjectProperty<PlaceRule> rule = new SimpleObjectProperty<>(this, "rule", PlaceRule.FIRST);
    private final ReadOnlyObjectWrapper<Problem> sealProblem = new ReadOnlyObjectWrapper<>(this, "sealProblem");
    private final Map<QueuedDocument, Spot> byHand = new HashMap<>();
    private final ReadOnlyObjectWrapper<Tally> tally = new ReadOnlyObjectWrapper<>(this, "tally", new Tally(0, 0, 0));
    private final Set<QueuedDocument> toLookInto = new LinkedHashSet<>();
    private Cancellation search = new Cancellation();
    private @Nullable QueuedDocument lookedInto;
    private @Nullable QueuedDocument shown;
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
    private Locale language = Locale.ENGLISH;
    private ZoneId zone = ZoneOffset.UTC;

    /**
     * @param lane draws signatures and keeps pictures
     * @param texts reads documents for the places of texts
     * @param readable the documents that could be read
     * @param placedAnew called when a document may have got or lost its place
     */
    PlacingModel(
            Looks looks,
            Documents documents,
            Background lane,
            Background texts,
            Supplier<List<QueuedDocument>> readable,
            Runnable placedAnew) {
        this.looks = looks;
        this.documents = documents;
        this.lane = lane;
        this.texts = texts;
        this.readable = readable;
        this.placedAnew = placedAnew;
        seen.addListener((property, before, now) -> {
            lookForAll();
            changed();
        });
        look.addListener((property, before, now) -> changed());
        rule.addListener((property, before, now) -> {
            byHand.clear();
            lookForAll();
            changed();
        });
    }

    // Texts beside which signatures stand.

    /** The text that is looked for now. */
    private Optional<SignOptions.Anchor> anchor() {
        return seen.get() && rule.get() instanceof PlaceRule.Beside beside
                ? Optional.of(beside.anchor())
                : Optional.empty();
    }

    /** Looks anew for the text of the rule; what was looked for before is wanted no more. */
    private void lookForAll() {
        search.cancel();
        search = new Cancellation();
        toLookInto.clear();
        if (anchor().isPresent()) {
            toLookInto.addAll(readable.get());
            next();
        }
    }

    /** How it is with the places beside a text, counted. */
    void count() {
        var there = 0;
        var missing = 0;
        var lookedFor = 0;
        for (var document : anchor().isPresent() ? readable.get() : List.<QueuedDocument>of()) {
            var placed = placed(document);
            there += placed instanceof Placed.At ? 1 : 0;
            missing += placed instanceof Placed.Missing ? 1 : 0;
            lookedFor += placed instanceof Placed.LookedFor ? 1 : 0;
        }
        tally.set(new Tally(there, missing, lookedFor));
    }

    /** How it is with the places beside a text; nothing but zeros under another rule. */
    public ReadOnlyObjectProperty<Tally> tallyProperty() {
        return tally.getReadOnlyProperty();
    }

    /** A document can be signed now: its place is looked for, unless it is known. */
    void lookInto(QueuedDocument document) {
        if (anchor().isPresent()) {
            toLookInto.add(document);
            next();
        }
    }

    /** This document is the one that is shown: its place is looked for before those of the others. */
    void show(@Nullable QueuedDocument document) {
        shown = document;
    }

    private Optional<QueuedDocument> taken() {
        var first = shown != null && toLookInto.contains(shown)
                ? shown
                : toLookInto.stream().findFirst().orElse(null);
        if (first != null) {
            toLookInto.remove(first);
        }
        return Optional.ofNullable(first);
    }

    /** One document after the other, so that a new text has to wait for no more than a page. */
    private void next() {
        var wanted = anchor();
        while (lookedInto == null && wanted.isPresent() && !toLookInto.isEmpty()) {
            taken().ifPresent(document -> document.facts()
                    .filter(DocumentFacts::hasPages)
                    .filter(facts -> !wanted.get().text().isBlank()
                            && document.beside(wanted.get()).isEmpty())
                    .ifPresent(facts -> look(document, facts, wanted.get())));
        }
    }

    private void look(QueuedDocument document, DocumentFacts facts, SignOptions.Anchor wanted) {
        lookedInto = document;
        var mine = search;
        texts.run(
                () -> documents.beside(facts, wanted, mine),
                answer -> looked(document, facts, wanted, answer),
                () -> looked(document, facts, wanted, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void looked(
            QueuedDocument document, DocumentFacts facts, SignOptions.Anchor wanted, Answer<SignOptions.Place> answer) {
        lookedInto = null;
        if (anchor().filter(wanted::equals).isPresent()
                && document.facts().filter(facts::equals).isPresent()
                && answer.refusal()
                        .filter(why -> why.code() == ProblemCode.CANCELLED)
                        .isEmpty()) {
            document.lookedFor(new QueuedDocument.Beside(wanted, answer));
            if (document.equals(shown)) {
                changed();
            } else {
                placedAnew.run();
            }
        }
        next();
    }

    private void changed() {
        changes.set(changes.get() + 1);
        placedAnew.run();
    }

    /** What is written on pages is written in this language, times are in this zone. */
    public void written(Locale in, ZoneId timesOf) {
        language = in;
        zone = timesOf;
        changed();
    }

    /** True if signatures shall be seen. */
    public BooleanProperty seenProperty() {
        return seen;
    }

    /** Looks that were saved under a name. */
    public ObservableList<SavedLook> saved() {
        return saved;
    }

    /** The look in use. */
    public ObjectProperty<SavedLook> lookProperty() {
        return look;
    }

    /** Where signatures are seen unless moved by hand; a new rule takes all documents along. */
    public ObjectProperty<PlaceRule> ruleProperty() {
        return rule;
    }

    /** Counts every change of what would be seen, to be watched. */
    public ReadOnlyIntegerProperty changesProperty() {
        return changes.getReadOnlyProperty();
    }

    /** Where the signature of this document will be seen; empty if nowhere, or nowhere yet. */
    public Optional<Spot> spot(QueuedDocument document) {
        return placed(document).spot();
    }

    /** Where the signature of this document will be seen, or why it has no place. */
    public Placed placed(QueuedDocument document) {
        var facts = document.facts().filter(DocumentFacts::hasPages);
        if (!seen.get() || facts.isEmpty()) {
            return new Placed.NotSeen();
        }
        var moved = byHand.get(document);
        if (moved != null) {
            return new Placed.At(moved);
        }
        return anchor().map(wanted -> beside(document, facts.get(), wanted))
                .orElseGet(() ->
                        rule.get().in(facts.get()).<Placed>map(Placed.At::new).orElseGet(Placed.NotSeen::new));
    }

    private static Placed beside(QueuedDocument document, DocumentFacts facts, SignOptions.Anchor wanted) {
        if (wanted.text().isBlank()) {
            return new Placed.Missing(Problem.of(ProblemCode.ANCHOR_NOT_FOUND));
        }
        return document.beside(wanted)
                .map(known -> known.fold(
                        place -> new Placed.At(within(place, facts)), why -> (Placed) new Placed.Missing(why)))
                .orElseGet(Placed.LookedFor::new);
    }

    private static Spot within(SignOptions.Place at, DocumentFacts facts) {
        var spot = new Spot(at.page(), at.x(), at.y(), at.width(), at.height());
        return Snapping.sizeOf(facts, at.page()).map(spot::within).orElse(spot);
    }

    /** Gives a document that has no place one by hand, in a corner of this page, to be moved from there. */
    public void placeByHand(QueuedDocument document, int page) {
        var size = rule.get().size();
        document.facts()
                .flatMap(facts -> Snapping.sizeOf(facts, page))
                .map(on -> new Spot(
                                page,
                                on.widthPoints() - PlaceRule.MARGIN - size.width(),
                                on.heightPoints() - PlaceRule.MARGIN - size.height(),
                                size.width(),
                                size.height())
                        .within(on))
                .ifPresent(there -> {
                    byHand.put(document, there);
                    changed();
                });
    }

    /** True if this document's place was chosen by hand. */
    public boolean byHand(QueuedDocument document) {
        return byHand.containsKey(document);
    }

    /** Puts the signature of this one document there, within the page. */
    public void move(QueuedDocument document, Spot spot) {
        document.facts()
                .flatMap(facts -> Snapping.sizeOf(facts, spot.page()))
                .map(spot::within)
                .filter(there -> !Optional.of(there).equals(spot(document)))
                .ifPresent(there -> {
                    byHand.put(document, there);
                    changed();
                });
    }

    /** Back to where the rule puts it. */
    public void followRule(QueuedDocument document) {
        if (byHand.remove(document) != null) {
            changed();
        }
    }

    /** Puts the signatures of all documents where this one's is. */
    public void forAll(QueuedDocument document) {
        document.facts()
                .flatMap(facts -> spot(document).map(spot -> PlaceRule.like(spot, facts)))
                .ifPresent(rule::set);
    }

    /** A document is no longer there. */
    void forget(QueuedDocument document) {
        byHand.remove(document);
        toLookInto.remove(document);
        if (document.equals(lookedInto)) {
            search.cancel();
            search = new Cancellation();
        }
    }

    // Looks.

    /**
     * Keeps a look, instead of the one of the same name or at the end, and uses it: signatures are seen from now on.
     */
    public void save(SavedLook next) {
        if (!next.name().isBlank()) {
            var place = -1;
            for (var i = 0; i < saved.size(); i++) {
                place = saved.get(i).name().equals(next.name()) ? i : place;
            }
            if (place < 0) {
                saved.add(next);
            } else {
                saved.set(place, next);
            }
        }
        look.set(next);
        seen.set(true);
    }

    /** True if saving under this name would replace a look, and another than the one that is being changed. */
    public boolean replaces(String name, SavedLook changed) {
        return !name.equals(changed.name())
                && saved.stream().anyMatch(each -> each.name().equals(name));
    }

    /** The first of these names, by number from 1, that no look has. */
    public String freeName(IntFunction<String> numbered) {
        return IntStream.rangeClosed(1, saved.size() + 1)
                .mapToObj(numbered)
                .filter(name -> saved.stream().noneMatch(each -> each.name().equals(name)))
                .findFirst()
                .orElseThrow();
    }

    /** Forgets a look. */
    public void remove(SavedLook old) {
        saved.remove(old);
        if (old.equals(look.get())) {
            look.set(SavedLook.PLAIN);
        }
    }

    /** A picture that is gone is left out of its look; the signer sees that in the preview. */
    public void lookForPictures(Background shares) {
        var remembered = saved.stream().flatMap(each -> each.png().stream()).toList();
        if (!remembered.isEmpty()) {
            shares.run(
                    () -> remembered.stream()
                            .filter(png -> !Files.isRegularFile(png))
                            .collect(Collectors.toSet()),
                    this::leaveOut,
                    () -> {});
        }
    }

    private void leaveOut(Set<Path> gone) {
        for (var each : List.copyOf(saved)) {
            if (each.png().filter(gone::contains).isPresent()) {
                var without = new SavedLook(each.name(), Optional.empty(), each.reason(), each.location());
                var used = each.equals(look.get());
                saved.set(saved.indexOf(each), without);
                if (used) {
                    look.set(without);
                }
            }
        }
    }

    /** Keeps a picture of a seal in the profile, then hands its place over; else says why not. */
    public void keepSeal(Path png, Consumer<Path> kept) {
        sealProblem.set(null);
        lane.run(
                () -> looks.keepSeal(png),
                answer -> {
                    answer.given().ifPresent(kept);
                    answer.refusal().ifPresent(sealProblem::set);
                },
                () -> sealProblem.set(Problem.of(ProblemCode.DESK_FAULT)));
    }

    /** Nothing is said any more of a picture that was chosen before. */
    void forgetSealProblem() {
        sealProblem.set(null);
    }

    /** Why the picture chosen last cannot be used; nothing if it can. */
    public ReadOnlyObjectProperty<Problem> sealProblemProperty() {
        return sealProblem.getReadOnlyProperty();
    }

    // What is drawn and what is ordered.

    private SignOptions.Visible visible(SavedLook with, Optional<SignOptions.Place> place) {
        return new SignOptions.Visible(place, with.png(), language, zone);
    }

    /**
     * Draws a signature as the document will have it.
     *
     * @param document for its check code; null for an example
     * @param spot for its size
     * @param key whose certificate is named
     * @param then gets the picture on the window's thread
     */
    void draw(
            SavedLook with,
            @Nullable QueuedDocument document,
            Spot spot,
            KeyRow key,
            int widthPixels,
            Consumer<Answer<Looks.Picture>> then) {
        var certificate = key.certificate();
        var code = document == null || certificate == null
                ? "0000-0000"
                : document.facts()
                        .map(facts -> CheckCode.of(facts.sha256(), certificate.sha256()))
                        .orElse("0000-0000");
        var place = spot.field().isPresent() ? Optional.<SignOptions.Place>empty() : Optional.of(spot.place());
        var what = new Looks.Seen(
                certificate == null ? key.keyId() : certificate.name(),
                with.reason(),
                with.location(),
                code,
                visible(with, place));
        lane.run(() -> looks.draw(what, spot.width(), spot.height(), widthPixels), then, () -> {});
    }

    /** What the order says for this document. */
    Optional<SignOptions.Own> own(QueuedDocument document) {
        return spot(document)
                .map(spot -> new SignOptions.Own(
                        Optional.empty(),
                        spot.field(),
                        look.get().reason(),
                        look.get().location(),
                        Optional.of(visible(
                                look.get(), spot.field().isPresent() ? Optional.empty() : Optional.of(spot.place())))));
    }
}
