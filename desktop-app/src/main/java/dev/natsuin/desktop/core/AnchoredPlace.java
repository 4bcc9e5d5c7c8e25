package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.pdf.TakenPlaces;
import dev.natsuin.desktop.document.preview.PageText;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
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

    /** To cover somebody's signature is as bad as to cover so much of anything else. */
    private static final double AS_BAD = 1_000;

    /** To cover what is no letter of a page that others signed, as a line to write on, is a little bad. */
    private static final double A_LINE = 0.1;

    /** By so much a signature is moved to find a place for it, in points. */
    private static final double STEP = 1;

    /** By so much it is moved away from the text, in points. */
    private static final double FAR_STEP = 6;

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

    /** How bad a place is for what else is seen there. */
    private record Rated(StampPlace place, double covered) {}

    /**
     * The first place beside the text that covers nothing else that is seen, also a little away from it. Where none is
     * free, the one next to the text that covers least; away from it, if it would cover somebody's signature.
     */
    private StampPlace beside(Found found) {
        var size = pages.size(found.page());
        var others = others(found);
        var free = pages.free(found.page());
        var next = best(candidates(found, size, 0), others, free);
        if (next.filter(each -> each.covered() == 0).isPresent()) {
            return next.get().place();
        }
        var signatures =
                others.stream().filter(other -> other.weight() == AS_BAD).toList();
        var hurts = next.isEmpty() || covered(next.get().place(), signatures) > 0;
        var far = best(farther(found, size), others, free)
                .filter(each -> each.covered() == 0 || (hurts && covered(each.place(), signatures) == 0));
        var text = found.area();
        return far.or(() -> next)
                .map(Rated::place)
                .orElseGet(() -> at(found.page(), text.x(), text.y() - GAP - anchor.height(), size));
    }

    /** The first that covers nothing, else the one that covers least. */
    private static Optional<Rated> best(Stream<StampPlace> places, List<Other> others, Predicate<StampPlace> free) {
        var best = Optional.<Rated>empty();
        for (var place : (Iterable<StampPlace>) places::iterator) {
            var covered = covered(place, others);
            var rated = new Rated(place, covered == 0 && !free.test(place) ? A_LINE : covered);
            if (best.isEmpty() || rated.covered() < best.get().covered()) {
                best = Optional.of(rated);
            }
            if (rated.covered() == 0) {
                break;
            }
        }
        return best;
    }

    private static double covered(StampPlace place, List<Other> others) {
        return others.stream().mapToDouble(other -> other.coveredBy(place)).sum();
    }

    /** Beyond what stands next to the text, as another signature: as far as two more would be, the nearer first. */
    private Stream<StampPlace> farther(Found found, PdfPages.PageSize size) {
        var most = 2 * Math.max(anchor.width(), anchor.height());
        return DoubleStream.iterate(FAR_STEP, away -> away <= most, away -> away + FAR_STEP)
                .boxed()
                .flatMap(away -> candidates(found, size, away));
    }

    /**
     * Something that is better not covered.
     *
     * @param weight how bad a square point of it is
     */
    private record Other(PageText.Area area, double weight) {
        /** How bad it is; everything needs some air. */
        double coveredBy(StampPlace place) {
            var across = Math.min(place.x() + place.width(), area.x() + area.width() + AIR)
                    - Math.max(place.x(), area.x() - AIR);
            var down = Math.min(place.y() + place.height(), area.y() + area.height() + AIR)
                    - Math.max(place.y(), area.y() - AIR);
            return Math.max(0, across) * Math.max(0, down) * weight;
        }
    }

    /** The letters of the page, and what stands there beside them. */
    private List<Other> others(Found found) {
        var all = new ArrayList<Other>();
        found.text().read().forEach(letter -> all.add(new Other(letter, 1)));
        for (var taken : pages.taken(found.page())) {
            var place = taken.place();
            var area = new PageText.Area(place.x(), place.y(), place.width(), place.height());
            // A picture or field on which the text itself stands is its ground.
            if (taken.kind() == TakenPlaces.Kind.SIGNATURE || !holds(area, found.area())) {
                all.add(new Other(area, taken.kind() == TakenPlaces.Kind.SIGNATURE ? AS_BAD : 1));
            }
        }
        return all;
    }

    private static boolean holds(PageText.Area ground, PageText.Area text) {
        var x = text.x() + text.width() / 2;
        var y = text.y() + text.height() / 2;
        return x >= ground.x()
                && x <= ground.x() + ground.width()
                && y >= ground.y()
                && y <= ground.y() + ground.height();
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
    private Stream<StampPlace> candidates(Found found, PdfPages.PageSize size, double away) {
        return Side.of(found).stream().flatMap(side -> on(side, found, size, away));
    }

    private Stream<StampPlace> on(Side side, Found found, PdfPages.PageSize size, double away) {
        var text = found.area();
        var gap = GAP + away;
        var step = away == 0 ? STEP : FAR_STEP;
        return switch (side) {
            case RIGHT -> level(text.x() + text.width() + gap, found, size, step);
            case LEFT -> level(text.x() - gap - anchor.width(), found, size, step);
            case BELOW -> inLine(text.y() + text.height() + gap, found, size, step);
            case ABOVE -> inLine(text.y() - gap - anchor.height(), found, size, step);
        };
    }

    /** Level with the text; moved up or down as long as it touches its line. */
    private Stream<StampPlace> level(double x, Found found, PdfPages.PageSize size, double step) {
        if (x < EDGE || x + anchor.width() + EDGE > size.widthPoints()) {
            return Stream.empty();
        }
        var text = found.area();
        var middle = text.y() + text.height() / 2 - anchor.height() / 2;
        return moved(middle, text.y() + text.height() - anchor.height(), text.y(), step)
                .mapToObj(y -> at(found.page(), x, y, size));
    }

    /** Beginning where the text does, or in the middle of a column; moved sideways as long as it touches it. */
    private Stream<StampPlace> inLine(double y, Found found, PdfPages.PageSize size, double step) {
        if (y < EDGE || y + anchor.height() + EDGE > size.heightPoints()) {
            return Stream.empty();
        }
        var text = found.area();
        var wanted = found.runsDown() ? text.x() + text.width() / 2 - anchor.width() / 2 : text.x();
        return moved(wanted, text.x() + text.width() - anchor.width(), text.x(), step)
                .mapToObj(x -> at(found.page(), x, y, size));
    }

    /** What is wanted, then what is between both ends, the nearer before the farther, the later before the earlier. */
    private static DoubleStream moved(double wanted, double oneEnd, double otherEnd, double step) {
        var from = Math.min(oneEnd, otherEnd);
        var to = Math.max(oneEnd, otherEnd);
        var steps = (int) Math.ceil((to - from) / step);
        return DoubleStream.concat(
                DoubleStream.of(wanted),
                IntStream.rangeClosed(1, steps)
                        .mapToObj(i -> DoubleStream.of(wanted + i * step, wanted - i * step))
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
