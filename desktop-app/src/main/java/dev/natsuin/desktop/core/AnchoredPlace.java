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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Where a signature comes to stand beside a text in a document. */
final class AnchoredPlace {
    /** Between text and signature, in points. */
    private static final double GAP = 6;

    /** From the edges of a page, where it has so much room; in points. */
    private static final double EDGE = 18;

    /** Around each letter, in points: what PDFBox says of their heights is rough. */
    private static final double AIR = 1.5;

    /** By so much a signature is moved to find a place for it, in points. */
    private static final double STEP = 1;

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

    /**
     * One place of the text.
     *
     * @param page where it is
     * @param area the part of it on its last line
     * @param runsDown its letters stand one under the other
     * @param text all that stands on this page
     */
    private record Found(int page, PageText.Area area, boolean runsDown, PageText text) {}

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
        var text = pages.text(page);
        return text.find(anchor.text()).stream()
                .map(parts -> new Found(page, parts.get(parts.size() - 1), runsDown(parts), text))
                .toList();
    }

    /** One letter stands under the other. */
    private static boolean runsDown(List<PageText.Area> parts) {
        return parts.size() > 1
                && IntStream.range(1, parts.size())
                        .allMatch(i ->
                                Math.abs(parts.get(i).x() - parts.get(i - 1).x())
                                        < parts.get(i).width() / 2);
    }

    /** The first place beside the text that covers nothing else that is read; else the one that covers least. */
    private StampPlace beside(Found found) {
        var size = pages.size(found.page());
        var letters = found.text().read();
        var best = Optional.<StampPlace>empty();
        var least = Double.MAX_VALUE;
        for (var place : (Iterable<StampPlace>) candidates(found, size)::iterator) {
            var covered = letters.stream()
                    .mapToDouble(letter -> common(place, letter))
                    .sum();
            if (covered < least) {
                best = Optional.of(place);
                least = covered;
            }
            if (covered == 0) {
                break;
            }
        }
        var text = found.area();
        return best.orElseGet(() -> at(found.page(), text.x(), text.y() - GAP - anchor.height(), size));
    }

    /** How large the area is that both have; a letter needs some air. */
    private static double common(StampPlace place, PageText.Area letter) {
        var across = Math.min(place.x() + place.width(), letter.x() + letter.width() + AIR)
                - Math.max(place.x(), letter.x() - AIR);
        var down = Math.min(place.y() + place.height(), letter.y() + letter.height() + AIR)
                - Math.max(place.y(), letter.y() - AIR);
        return Math.max(0, across) * Math.max(0, down);
    }

    /** Where a signature can stand beside a text. */
    private enum Side {
        RIGHT,
        BELOW,
        ABOVE,
        LEFT;

        /** In the order in which they are wanted: what follows a text stands where it goes on. */
        private static List<Side> of(Found found) {
            return found.runsDown() ? List.of(BELOW, LEFT, ABOVE, RIGHT) : List.of(RIGHT, BELOW, ABOVE, LEFT);
        }
    }

    /** On each side where the page has room: first where it is wanted, then moved along the text. */
    private Stream<StampPlace> candidates(Found found, PdfPages.PageSize size) {
        return Side.of(found).stream().flatMap(side -> on(side, found, size));
    }

    private Stream<StampPlace> on(Side side, Found found, PdfPages.PageSize size) {
        var text = found.area();
        return switch (side) {
            case RIGHT -> level(text.x() + text.width() + GAP, found, size);
            case LEFT -> level(text.x() - GAP - anchor.width(), found, size);
            case BELOW -> inLine(text.y() + text.height() + GAP, found, size);
            case ABOVE -> inLine(text.y() - GAP - anchor.height(), found, size);
        };
    }

    /** Level with the text; moved up or down as long as it touches its line. */
    private Stream<StampPlace> level(double x, Found found, PdfPages.PageSize size) {
        if (x < EDGE || x + anchor.width() + EDGE > size.widthPoints()) {
            return Stream.empty();
        }
        var text = found.area();
        var middle = text.y() + text.height() / 2 - anchor.height() / 2;
        return moved(middle, text.y() + text.height() - anchor.height(), text.y())
                .mapToObj(y -> at(found.page(), x, y, size));
    }

    /** Beginning where the text does, or in the middle of a column; moved sideways as long as it touches it. */
    private Stream<StampPlace> inLine(double y, Found found, PdfPages.PageSize size) {
        if (y < EDGE || y + anchor.height() + EDGE > size.heightPoints()) {
            return Stream.empty();
        }
        var text = found.area();
        var wanted = found.runsDown() ? text.x() + text.width() / 2 - anchor.width() / 2 : text.x();
        return moved(wanted, text.x() + text.width() - anchor.width(), text.x())
                .mapToObj(x -> at(found.page(), x, y, size));
    }

    /** What is wanted, then what is between both ends, the nearer before the farther, the later before the earlier. */
    private static DoubleStream moved(double wanted, double oneEnd, double otherEnd) {
        var from = Math.min(oneEnd, otherEnd);
        var to = Math.max(oneEnd, otherEnd);
        var steps = (int) Math.ceil((to - from) / STEP);
        return DoubleStream.concat(
                DoubleStream.of(wanted),
                IntStream.rangeClosed(1, steps)
                        .mapToObj(i -> DoubleStream.of(wanted + i * STEP, wanted - i * STEP))
                        .flatMapToDouble(both -> both)
                        .filter(moved -> moved >= from && moved <= to));
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
