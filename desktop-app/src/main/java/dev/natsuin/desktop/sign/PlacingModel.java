package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.Looks;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.code.CheckCode;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
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
    private final Looks looks;
    private final Background lane;
    private final BooleanProperty seen = new SimpleBooleanProperty(this, "seen");
    private final ObservableList<SavedLook> saved = FXCollections.observableArrayList();
    private final ObjectProperty<SavedLook> look = new SimpleObjectProperty<>(this, "look", SavedLook.PLAIN);
    private final ObjectProperty<PlaceRule> rule = new SimpleObjectProperty<>(this, "rule", PlaceRule.FIRST);
    private final ReadOnlyObjectWrapper<Problem> sealProblem = new ReadOnlyObjectWrapper<>(this, "sealProblem");
    private final Map<QueuedDocument, Spot> byHand = new HashMap<>();
    private final ReadOnlyIntegerWrapper changes = new ReadOnlyIntegerWrapper(this, "changes");
    private Locale language = Locale.ENGLISH;
    private ZoneId zone = ZoneOffset.UTC;

    PlacingModel(Looks looks, Background lane) {
        this.looks = looks;
        this.lane = lane;
        seen.addListener((property, before, now) -> changed());
        look.addListener((property, before, now) -> changed());
        rule.addListener((property, before, now) -> {
            byHand.clear();
            changed();
        });
    }

    private void changed() {
        changes.set(changes.get() + 1);
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

    /** Where the signature of this document will be seen; empty if nowhere. */
    public Optional<Spot> spot(QueuedDocument document) {
        if (!seen.get()) {
            return Optional.empty();
        }
        var moved = byHand.get(document);
        return document.facts()
                .filter(DocumentFacts::hasPages)
                .flatMap(facts -> moved == null ? rule.get().in(facts) : Optional.of(moved));
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
    }

    // Looks.

    /** Uses a look and keeps it, instead of the one of the same name or at the end. */
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
    }

    /** Forgets a look. */
    public void remove(SavedLook old) {
        saved.remove(old);
        if (old.equals(look.get())) {
            look.set(SavedLook.PLAIN);
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
                () -> {});
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
