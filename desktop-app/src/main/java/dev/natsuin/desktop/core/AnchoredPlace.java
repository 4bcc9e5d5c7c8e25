package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.preview.PageText;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Where a signature comes to stand beside a text in a document. */
final class AnchoredPlace {
    /** Between text and signature, in points. */
    private static final double GAP = 6;

    /** From the edges of a page, where it has so much room; in points. */
    private static final double EDGE = 18;

    private final PdfPages pages;
    private final SignOptions.Anchor anchor;
    private final Cancellation cancel;

    private AnchoredPlace(PdfPages pages, SignOptions.Anchor anchor, Cancellation cancel) {
        this.pages = pages;
        this.anchor = anchor;
        this.cancel = cancel;
    }

    /**
     * The place in this document; {@code anchor-not-found} if the text stands on no page, {@code anchor-not-one} if it
     * must stand there once and stands there more often; {@code cancelled}. Reads the text of as many pages as it
     * takes.
     *
     * @param password what opens an encrypted document; stays the caller's
     * @param cancel asked before each page
     */
    static Answer<StampPlace> in(Path file, SignOptions.Anchor anchor, Optional<Secret> password, Cancellation cancel) {
        var opening = PdfPages.open(file, password);
        if (opening instanceof PdfPages.Opening.Refused refused) {
            return new Answer.Refused<>(refused.why());
        }
        try (var pages = ((PdfPages.Opening.Opened) opening).pages()) {
            var place = new AnchoredPlace(pages, anchor, cancel).place();
            // What was not read decides nothing.
            return cancel.cancelled() ? Answer.refused(ProblemCode.CANCELLED) : place;
        }
    }

    /** One place of the text: the part of it on its last line. */
    private record Found(int page, PageText.Area area) {}

    private Answer<StampPlace> place() {
        return switch (anchor.which()) {
            case FIRST -> first(IntStream.rangeClosed(1, pages.count()), found -> found.get(0));
            case LAST ->
                first(
                        IntStream.iterate(pages.count(), page -> page >= 1, page -> page - 1),
                        found -> found.get(found.size() - 1));
            case ONLY -> only();
        };
    }

    /** On the first of these pages that has one. */
    private Answer<StampPlace> first(IntStream order, Function<List<Found>, Found> which) {
        return order.mapToObj(this::on)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(found -> Answer.of(beside(which.apply(found))))
                .orElseGet(() -> Answer.refused(ProblemCode.ANCHOR_NOT_FOUND));
    }

    private Answer<StampPlace> only() {
        var found = IntStream.rangeClosed(1, pages.count())
                .boxed()
                .flatMap(page -> on(page).stream())
                .limit(2)
                .toList();
        if (found.isEmpty()) {
            return Answer.refused(ProblemCode.ANCHOR_NOT_FOUND);
        }
        return found.size() == 1 ? Answer.of(beside(found.get(0))) : Answer.refused(ProblemCode.ANCHOR_NOT_ONE);
    }

    private List<Found> on(int page) {
        if (cancel.cancelled()) {
            return List.of();
        }
        return pages.find(page, anchor.text()).stream()
                .map(parts -> new Found(page, parts.get(parts.size() - 1)))
                .toList();
    }

    private StampPlace beside(Found found) {
        var size = pages.size(found.page());
        var text = found.area();
        var right = text.x() + text.width() + GAP;
        if (right + anchor.width() + EDGE <= size.widthPoints()) {
            return at(found.page(), right, text.y() + text.height() / 2 - anchor.height() / 2, size);
        }
        var below = text.y() + text.height() + GAP;
        return below + anchor.height() + EDGE <= size.heightPoints()
                ? at(found.page(), text.x(), below, size)
                : at(found.page(), text.x(), text.y() - GAP - anchor.height(), size);
    }

    /** There, or as near as the page lets it be whole. */
    private StampPlace at(int page, double x, double y, PdfPages.PageSize size) {
        return new StampPlace(
                page,
                within(x, size.widthPoints() - anchor.width()),
                within(y, size.heightPoints() - anchor.height()),
                anchor.width(),
                anchor.height());
    }

    /** As near to what is wanted as the edges let it; {@code most} is where it touches the far one. */
    private static double within(double wanted, double most) {
        var edge = Math.max(0, Math.min(EDGE, most / 2));
        return Math.max(edge, Math.min(wanted, most - edge));
    }
}
