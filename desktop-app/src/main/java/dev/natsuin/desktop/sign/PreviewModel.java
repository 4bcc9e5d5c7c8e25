package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.DocumentFacts;
import dev.natsuin.desktop.desk.Documents;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.PageSize;
import dev.natsuin.desktop.desk.Pages;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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

    /** What the lane holds open; touched on the lane only. */
    private static final class Desk {
        private @Nullable Pages pages;

        private void clear() {
            if (pages != null) {
                pages.close();
                pages = null;
            }
        }
    }

    private final Documents documents;
    private final Background lane;
    private final Desk desk = new Desk();
    private final AtomicInteger generation = new AtomicInteger();
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", new State.Nothing());
    private @Nullable QueuedDocument shown;

    PreviewModel(Documents documents, Background lane) {
        this.documents = documents;
        this.lane = lane;
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

    /** Shows this document, or nothing. */
    void show(@Nullable QueuedDocument document) {
        shown = document;
        var mine = generation.incrementAndGet();
        if (document == null || document.state() instanceof QueuedDocument.State.Reading) {
            state.set(new State.Nothing());
            lane.run(this::cleared, done -> {}, () -> {});
        } else if (document.state() instanceof QueuedDocument.State.Refused refused) {
            state.set(new State.Failed(refused.why()));
            lane.run(this::cleared, done -> {}, () -> {});
        } else if (document.state() instanceof QueuedDocument.State.Ready ready
                && !ready.facts().hasPages()) {
            state.set(new State.Whole());
            lane.run(this::cleared, done -> {}, () -> {});
        } else if (document.state() instanceof QueuedDocument.State.Ready ready) {
            state.set(new State.Opening());
            lane.run(
                    () -> open(ready.facts(), mine),
                    opened -> {
                        if (mine == generation.get()) {
                            state.set(opened);
                        }
                    },
                    () -> state.set(new State.Nothing()));
        }
    }

    /** Lets go of the file, then goes on; the pages stay away until a document is shown again. */
    void close(Runnable then) {
        shown = null;
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
                () -> {});
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
                .openPages(facts)
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
        if (shown != null) {
            shown.onScreen(page, from, to);
        }
    }

    private boolean wanted(Wish wish, int mine) {
        return wish.standing.get() && mine == generation.get();
    }

    private Optional<Answer<PageImage>> draw(int page, int widthPixels) {
        return Optional.ofNullable(desk.pages).map(pages -> pages.render(page, widthPixels));
    }

    private boolean cleared() {
        desk.clear();
        return true;
    }

    private State open(DocumentFacts facts, int mine) {
        desk.clear();
        if (mine != generation.get()) {
            return new State.Nothing();
        }
        return documents.openPages(facts).fold(this::opened, State.Failed::new);
    }

    private State opened(Pages pages) {
        desk.pages = pages;
        return new State.Open(
                IntStream.rangeClosed(1, pages.count()).mapToObj(pages::size).toList());
    }
}
