package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.document.preview.ComparedPages;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A document as it was signed beside what it is, for a window. */
final class SignedPages implements Comparison {
    private static final double MOST_PIXELS = 4e6;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ComparedPages pages;
    private final LongSupplier nanoseconds;

    private SignedPages(ComparedPages pages, LongSupplier nanoseconds) {
        this.pages = pages;
        this.nanoseconds = nanoseconds;
    }

    static SignedPages open(Path file, long revisionBytes, Optional<Secret> password, LongSupplier nanoseconds)
            throws Refusal {
        try {
            return new SignedPages(
                    ComparedPages.open(file, revisionBytes, password)
                            .orElseThrow(() -> new Refusal(ProblemCode.REVISION_NOT_SHOWN)),
                    nanoseconds);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.REVISION_NOT_SHOWN, e);
        }
    }

    private record Revision(String field, long bytes, List<Verification.Change> changes) {}

    /** True if both tell of the same signatures over the same octets, with the same changes behind them. */
    static boolean sameRevisions(Verification one, Verification other) {
        return revisions(one).equals(revisions(other));
    }

    private static List<Revision> revisions(Verification of) {
        return of.signatures().stream()
                .map(each ->
                        new Revision(each.evidence().field(), each.evidence().revisionBytes(), each.changes()))
                .toList();
    }

    @Override
    public int signedCount() {
        return pages.signedCount();
    }

    @Override
    public int nowCount() {
        return pages.nowCount();
    }

    @Override
    public Sides page(int page, int widthPixels) {
        var end = nanoseconds.getAsLong() + PATIENCE.toNanos();
        var sides = pages.page(page, MOST_PIXELS, widthPixels, () -> nanoseconds.getAsLong() - end > 0);
        return new Sides(
                sides.signed().map(PdfDocuments::shown), sides.now().map(PdfDocuments::shown), sides.differs());
    }

    @Override
    public void close() {
        pages.close();
    }
}
