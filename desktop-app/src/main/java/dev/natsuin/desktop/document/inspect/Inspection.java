package dev.natsuin.desktop.document.inspect;

import dev.natsuin.desktop.document.pdf.FieldLooks;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.ListedObjects;
import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;

/**
 * Looks for what a signer cannot see.
 *
 * <p>Blocks; for a background thread, which must not be interrupted. Never throws because of a file, however hostile,
 * and ends after about the work given: what was not looked at by then is a finding. Finds what it has rules for; a
 * document without findings is not thereby honest (docs/security.md).
 */
public final class Inspection {
    /**
     * Of work, as a computer with nothing else to do needs it. Thousands of ordinary pages; bearable if somebody waits.
     */
    public static final Duration USUAL_TIME = Duration.ofSeconds(20);

    private static final int MOST_SEGMENTS_DRAWN = 2_000_000;
    private static final int MOST_DOUBTS_DRAWN = 200_000;

    private final PdfFile pdf;
    private final Path file;
    private final Optional<Secret> password;
    private final Budget budget;
    private final Findings findings = new Findings();
    private boolean spent;
    private boolean noRoom;

    private Inspection(PdfFile pdf, Path file, Optional<Secret> password, Budget budget) {
        this.pdf = pdf;
        this.file = file;
        this.password = password;
        this.budget = budget;
    }

    /** What came of looking. */
    public sealed interface Look {
        /**
         * It was looked at.
         *
         * @param findings what matters most first
         */
        record Inspected(List<Finding> findings) implements Look {
            /** Copies the list. */
            public Inspected {
                findings = List.copyOf(findings);
            }

            /** True if one of the findings forbids signing. */
            public boolean blocks() {
                return findings.stream().anyMatch(finding -> finding.severity() == Severity.BLOCK);
            }
        }

        /** The file cannot even be opened. */
        record Refused(Problem why) implements Look {}
    }

    /** Looks at a file, for about {@link #USUAL_TIME} at most. */
    public static Look of(Path file) {
        return of(file, Optional.empty());
    }

    /**
     * The same with a password, should the file be encrypted.
     *
     * @param password stays the caller's
     */
    public static Look of(Path file, Optional<Secret> password) {
        return of(file, password, USUAL_TIME, Budget.work());
    }

    /**
     * Looks at a file for about this time at most.
     *
     * @param nanos a clock that only goes forward
     */
    static Look of(Path file, Optional<Secret> password, Duration most, LongSupplier nanos) {
        var opening = PdfFile.open(file, password);
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return new Look.Refused(Problem.of(refused.why()));
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            var inspection = new Inspection(pdf, file, password, new Budget(nanos, most));
            var findings = inspection.findings();
            return inspection.noRoom
                    ? new Look.Refused(Problem.of(ProblemCode.NO_ROOM_TO_WORK))
                    : new Look.Inspected(findings);
        }
    }

    private List<Finding> findings() {
        if (pdf.repaired()) {
            findings.add(FindingCode.DAMAGED, 0);
        }
        guarded(0, () -> FieldLooks.complete(pdf.document()));
        var catalog = pdf.document().getDocument().getTrailer().getCOSDictionary(COSName.ROOT);
        guarded(0, this::rawObjects);
        var layers = new Layers[] {new Layers(null)};
        guarded(0, () -> {
            layers[0] = new Layers(catalog);
            layers[0].report(findings);
        });
        var graph = new ObjectGraph(
                findings,
                budget,
                pdf.document().getDocument().getXrefTable().keySet(),
                pdf::hasFreed,
                pdf::hasOtherLength);
        guarded(0, () -> graph.walk(catalog, pdf.pageDictionaries()));
        pages(layers[0], graph);
        return findings.sorted();
    }

    /** Some looking that a hostile file can make fail. */
    private interface Step {
        void look() throws IOException;
    }

    /** Does a step, unless time is over; a step that fails is told. */
    private void guarded(int page, Step step) {
        if (spent) {
            return;
        }
        try {
            HostileInput.read(() -> {
                step.look();
                return true;
            });
        } catch (IOException e) {
            if (NoRoom.isCauseOf(e)) {
                spent = true;
                noRoom = true;
            } else if (e.getCause() instanceof Budget.Spent && timeIsOver()) {
                spent = true;
                findings.add(FindingCode.NOT_INSPECTED, 0);
            } else {
                findings.add(FindingCode.NOT_INSPECTED, page);
            }
        }
    }

    private boolean timeIsOver() {
        try {
            budget.check();
            return false;
        } catch (Budget.Spent e) {
            return true;
        }
    }

    private void rawObjects() throws IOException {
        var raw = RawObjects.in(file, budget);
        var listed = ListedObjects.of(pdf, raw.ends(), password);
        raw.report(file, listed, findings, budget);
        if (listed.unreadable() > 0 || listed.from() > 0) {
            findings.add(FindingCode.NOT_INSPECTED, 0);
        }
        int revisions = raw.revisions();
        if (revisions > 1) {
            findings.add(FindingCode.REVISIONS, 0, revisions);
        }
        int unused = UnusedPages.count(pdf, revisions > 1, budget);
        if (unused > 0) {
            findings.add(FindingCode.UNUSED_PAGE, 0, unused);
        }
    }

    private void pages(Layers layers, ObjectGraph graph) {
        var identities = new PageReading.Identities();
        var fonts = new Fonts();
        var annotations = new Annotations(pdf.document(), layers, findings, budget);
        var unseen = new Unseen(pdf.document(), identities, budget);
        var inOrder = pdf.document().getPages().iterator();
        int number = 0;
        for (COSDictionary dictionary : pdf.pageDictionaries()) {
            int page = ++number;
            guarded(page, () -> {
                var shown = page(inOrder, dictionary);
                if (graph.isUnbearable(dictionary)) {
                    findings.add(FindingCode.NOT_INSPECTED, page);
                    return;
                }
                shown.setRotation(0); // In memory only: places are compared as they are before turning.
                fonts.page(page);
                var reading = new PageReading(shown, layers, identities, fonts, budget);
                var toSign = annotations.toSign(dictionary, reading);
                reading.processPage(shown);
                annotations.report(page, toSign);
                annotations.look(page, dictionary, reading);
                reading.report(page, findings);
                confirm(page, reading, unseen);
            });
        }
        guarded(0, annotations::report);
        guarded(0, () -> fonts.report(findings, budget));
    }

    /** PDFBox's page, which shares what it reads of fonts with the others if it comes from PDFBox's own walk. */
    private static PDPage page(Iterator<PDPage> inOrder, COSDictionary dictionary) {
        if (inOrder.hasNext()) {
            var next = inOrder.next();
            if (next.getCOSObject().equals(dictionary)) {
                return next;
            }
        }
        return new PDPage(dictionary);
    }

    private void confirm(int page, PageReading reading, Unseen unseen) throws IOException {
        var doubtful = reading.doubtful();
        if (doubtful.isEmpty()) {
            return;
        }
        if (reading.segments() > MOST_SEGMENTS_DRAWN || doubtful.size() > MOST_DOUBTS_DRAWN) {
            findings.add(FindingCode.NOT_INSPECTED, page);
            return;
        }
        var counts = new EnumMap<FindingCode, Integer>(FindingCode.class);
        for (var ink : unseen.of(page, reading, doubtful)) {
            counts.merge(code(ink), 1, Integer::sum);
        }
        counts.forEach((code, count) -> findings.add(code, page, count));
    }

    private static FindingCode code(Ink ink) {
        if (ink.picture()) {
            return FindingCode.IMAGE_COVERED;
        }
        return switch (ink.doubt()) {
            case COVERED, NONE -> FindingCode.TEXT_COVERED;
            case CLIPPED -> FindingCode.TEXT_CLIPPED;
            case FAINT -> FindingCode.TEXT_FAINT;
            case ONLY_CLIPS -> FindingCode.TEXT_INVISIBLE;
        };
    }
}
