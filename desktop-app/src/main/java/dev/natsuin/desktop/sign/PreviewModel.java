package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The pages of the document being looked at. One document is open at a time, on one lane; what was asked for a document
 * no longer shown is never drawn.
 */
public final class PreviewModel {
    /** How far the pages are. */
    public sealed interface State {
        /** No document, or one that is still being read. */
        record Nothing() implements State {}

        /** It is being opened. */
        record Opening() implements State {}

        /** A file of another kind: it has no pages to be shown here, and is signed as a whole. */
        record Whole() implements State {}

        /**
         * Its pages can be drawn.
         *
         * @param sizes of all pages, in order
         */
        record Open(List<PageSize> sizes) implements State {
            /** Copies the list. */
            public Open {
                sizes = List.copyOf(sizes);
            }
        }

        /**
         * It cannot be shown.
         *
         * @param why not
         */
        record Failed(Problem why) implements State {}
    }

    /** A wish for a page, to be taken back when the page is no longer wanted. */
    public static final class Wish {
        private final AtomicBoolean standing = new AtomicBoolean(true);

        private Wish() {}

        /** Takes the wish back; nothing is drawn for it any more. */
        public void withdraw() {
            standing.set(false);
        }
    }

    /** What the lane holds open; changed on the lane only. */
    private static final class Desk {
        private volatile @Nullable Pages pages;

        /** Those that are open; may be asked on any thread. */
        private Optional<Pages> pages() {
            return Optional.ofNullable(pages);
        }

        private void clear() {
            var open = pages;
            if (open != null) {
                open.close();
                pages = null;
            }
        }
    }

    private final Documents documents;
    private static final int MOST_UNPROVED = 10_000;
    private static final int MOST_FOUND = 1000;

    private final Background lane;
    private final Background proofs;
    private final Desk desk = new Desk();
    private final AtomicInteger generation = new AtomicInteger();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Nothing());
    private final List<Part> unproved = new ArrayList<>();
    private final ObservableList<Pages.Found> found = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper searching = new ReadOnlyBooleanWrapper(this, "searching");
    private @Nullable QueuedDocument shown;
    private boolean proved;
    private int search;

    /** A part of a page that was on the screen. */
    private record Part(int page, double from, double to) {}

    PreviewModel(Documents documents, Background lane, Background proofs) {
        this.documents = documents;
        this.lane = lane;
        this.proofs = proofs;
    }

    /** How far the pages are. */
    public State state() {
        return state.get();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The document whose pages these are. */
    public Optional<QueuedDocument> document() {
        return Optional.ofNullable(shown);
    }

    /**
     * Shows this document, or nothing. Its pages are there at once; what was on the screen counts as seen only when it
     * is proved that they are the octets that will be signed.
     */
    void show(@Nullable QueuedDocument document) {
        if (document != null && document.equals(shown) && opens(document)) {
            prove(document);
            return;
        }
        shown = document;
        unproved.clear();
        proved = false;
        forgetSearch();
        var mine = generation.incrementAndGet();
        if (document == null) {
            state.set(new State.Nothing());
            lane.run(this::cleared, done -> {}, () -> {});
        } else if (document.state() instanceof QueuedDocument.State.Refused refused) {
            state.set(new State.Failed(refused.why()));
            lane.run(this::cleared, done -> {}, () -> {});
        } else if (document.facts().filter(facts -> !facts.hasPages()).isPresent()) {
            state.set(new State.Whole());
            lane.run(this::cleared, done -> {}, () -> {});
        } else {
            state.set(new State.Opening());
            lane.run(
                    () -> open(document.file(), mine),
                    opened -> {
                        if (mine == generation.get()) {
                            opened(document, opened);
                        }
                    },
                    () -> {
                        if (mine == generation.get()) {
                            state.set(new State.Failed(Problem.of(ProblemCode.DESK_FAULT)));
                        }
                    });
        }
    }

    /** True while the pages of this document, of which nothing speaks against showing it, are open or being opened. */
    private boolean opens(QueuedDocument document) {
        var open = state.get() instanceof State.Opening || state.get() instanceof State.Open;
        return open
                && (document.facts().isEmpty() || document.facts().get().hasPages())
                && !(document.state() instanceof QueuedDocument.State.Refused);
    }

    private void opened(QueuedDocument document, State opened) {
        // Before the file was read nobody knows whether it has pages at all.
        var early = opened instanceof State.Failed && document.state() instanceof QueuedDocument.State.Reading;
        state.set(early ? new State.Nothing() : opened);
        prove(document);
    }

    private void prove(QueuedDocument document) {
        var facts = document.facts();
        if (!(state.get() instanceof State.Open) || facts.isEmpty() || proved) {
            return;
        }
        var mine = generation.get();
        var pages = desk.pages();
        proofs.run(
                () -> mine != generation.get()
                        || pages.isEmpty()
                        || pages.get().isStill(facts.get().sha256()),
                still -> {
                    if (mine == generation.get()) {
                        proved(document, still);
                    }
                },
                () -> {});
    }

    private void proved(QueuedDocument document, boolean still) {
        if (still) {
            proved = true;
            unproved.forEach(part -> document.onScreen(part.page(), part.from(), part.to()));
        } else {
            generation.incrementAndGet();
            state.set(new State.Failed(Problem.of(ProblemCode.DOCUMENT_CHANGED)));
            lane.run(this::cleared, done -> {}, () -> {});
        }
        unproved.clear();
    }

    /** Lets go of the file, then goes on; the pages stay away until a document is shown again. */
    void close(Runnable then) {
        shown = null;
        unproved.clear();
        forgetSearch();
        generation.incrementAndGet();
        state.set(new State.Nothing());
        lane.run(this::cleared, done -> then.run(), then);
    }

    /**
     * Draws a page of the document that is shown.
     *
     * @param page from 1
     * @param then gets the image on the window's thread, unless the wish was withdrawn or another document is shown
     */
    public Wish draw(int page, int widthPixels, Consumer<Answer<PageImage>> then) {
        var wish = new Wish();
        var mine = generation.get();
        var document = shown;
        lane.run(
                () -> wanted(wish, mine) ? draw(page, widthPixels) : Optional.<Answer<PageImage>>empty(),
                drawn -> {
                    if (wanted(wish, mine) && drawn.isPresent() && document != null) {
                        drawn.get().given().ifPresent(image -> document.drawn(page, image.flaws()));
                        then.accept(drawn.get());
                    }
                },
                () -> {
                    if (wanted(wish, mine)) {
                        then.accept(Answer.refused(ProblemCode.DESK_FAULT));
                    }
                });
        return wish;
    }

    /**
     * Draws a page of any document in little, behind what is wanted of the one that is shown.
     *
     * @param page from 1
     * @param then gets the image on the window's thread, unless the wish was withdrawn
     */
    Wish little(QueuedDocument document, int page, int widthPixels, Consumer<Answer<PageImage>> then) {
        var wish = new Wish();
        var facts = document.facts();
        if (facts.isPresent() && facts.get().hasPages()) {
            lane.run(
                    () -> wish.standing.get()
                            ? Optional.of(little(facts.get(), page, widthPixels))
                            : Optional.<Answer<PageImage>>empty(),
                    drawn -> drawn.filter(there -> wish.standing.get()).ifPresent(then),
                    () -> {});
        }
        return wish;
    }

    private Answer<PageImage> little(DocumentFacts facts, int page, int widthPixels) {
        return documents
                .openPages(facts.file())
                .fold(
                        pages -> {
                            try (pages) {
                                return pages.render(page, widthPixels);
                            }
                        },
                        Answer.Refused::new);
    }

    /** A part of a page that was drawn is on the screen, 0 its upper and 1 its lower edge. */
    public void onScreen(int page, double from, double to) {
        if (shown != null && proved) {
            shown.onScreen(page, from, to);
        } else if (shown != null && unproved.size() < MOST_UNPROVED) {
            unproved.add(new Part(page, from, to));
        }
    }

    // Looking for words.

    /** Looks for a text on all pages, from the one that is read; what was looked for before is forgotten. */
    public void search(String text, int fromPage) {
        forgetSearch();
        if (!text.isBlank() && state.get() instanceof State.Open open) {
            searching.set(true);
            look(text.strip(), fromPage, 0, open.sizes().size(), search);
        }
    }

    private void forgetSearch() {
        search++;
        searching.set(false);
        found.clear();
    }

    /** Page by page, so that what is to be drawn comes in between. */
    private void look(String text, int fromPage, int looked, int count, int mine) {
        if (looked == count || mine != search || found.size() >= MOST_FOUND) {
            searching.set(searching.get() && mine != search);
            return;
        }
        var page = (fromPage - 1 + looked) % count + 1;
        lane.run(
                () -> desk.pages().map(pages -> pages.find(page, text)).orElse(List.of()),
                there -> {
                    if (mine == search) {
                        found.addAll(there);
                        look(text, fromPage, looked + 1, count, mine);
                    }
                },
                () -> {
                    if (mine == search) {
                        look(text, fromPage, looked + 1, count, mine);
                    }
                });
    }

    /** Where the text stands that was looked for, from the page that was read on. */
    public ObservableList<Pages.Found> found() {
        return found;
    }

    /** True while pages are still looked through. */
    public ReadOnlyBooleanProperty searchingProperty() {
        return searching.getReadOnlyProperty();
    }

    private boolean wanted(Wish wish, int mine) {
        return wish.standing.get() && mine == generation.get();
    }

    private Optional<Answer<PageImage>> draw(int page, int widthPixels) {
        return desk.pages().map(pages -> pages.render(page, widthPixels));
    }

    private boolean cleared() {
        desk.clear();
        return true;
    }

    private State open(Path file, int mine) {
        desk.clear();
        if (mine != generation.get()) {
            return new State.Nothing();
        }
        return documents.openPages(file).fold(this::opened, State.Failed::new);
    }

    private State opened(Pages pages) {
        desk.pages = pages;
        return new State.Open(
                IntStream.rangeClosed(1, pages.count()).mapToObj(pages::size).toList());
    }
}
