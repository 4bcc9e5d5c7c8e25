package dev.natsuin.desktop.document.preview;

import dev.natsuin.desktop.document.pdf.FieldLooks;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.NoRoom;
import dev.natsuin.desktop.document.pdf.PageShapes;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.pdf.TakenPlaces;
import dev.natsuin.desktop.document.pdf.WorkFolder;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.awt.Color;
import java.awt.Paint;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.pdfbox.contentstream.operator.Operator;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.color.PDColor;
import org.apache.pdfbox.pdmodel.graphics.color.PDPattern;
import org.apache.pdfbox.pdmodel.graphics.form.PDTransparencyGroup;
import org.apache.pdfbox.rendering.ImageType;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.rendering.PageDrawer;
import org.apache.pdfbox.rendering.PageDrawerParameters;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages of one document, drawn when asked for.
 *
 * <p>Open, use and close it on one thread; it keeps the file open (which on Windows keeps others from replacing it). Do
 * not interrupt that thread: Java closes a file under an interrupted reader.
 */
public final class PdfPages implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PdfPages.class);
    private static final int OPAQUE = 0xFF000000;
    private static final double LARGEST_PIXELS = 64e6;

    /**
     * Of work on one page; from then on patterns and groups are left out, each of which may be a picture larger than
     * it.
     */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private static final Color NOTHING = new Color(0, 0, 0, 0);
    private static final double WARM_PIXELS = 250_000;
    private static final float WARM_SIZE = 12;

    private final PdfFile pdf;
    private final List<PageShapes.Size> sizes;
    private final Renderer renderer;

    private PdfPages(PdfFile pdf) {
        this.pdf = pdf;
        this.sizes = PageShapes.sizes(pdf);
        this.renderer = new Renderer(pdf.document());
    }

    /** What came of opening. */
    public sealed interface Opening {
        /** Open; close it. */
        record Opened(PdfPages pages) implements Opening {}

        /** The file cannot be shown. */
        record Refused(Problem why) implements Opening {}
    }

    /** What came of drawing. */
    public sealed interface Rendering {
        /** The page. */
        record Rendered(PageImage image) implements Rendering {}

        /** {@code document-damaged}, {@code document-too-large} (out of memory) or {@code cancelled}. */
        record Refused(Problem why) implements Rendering {}
    }

    /**
     * The size of a page as it is shown, turned and cropped.
     *
     * @param widthPoints in 1/72 inch, at least 1
     * @param heightPoints in 1/72 inch, at least 1
     */
    public record PageSize(double widthPoints, double heightPoints) {}

    /** Opens a document for showing, also one that cannot be signed. */
    public static Opening open(Path file) {
        return open(file, Optional.empty());
    }

    /**
     * Opens a document that may be encrypted.
     *
     * @param password the owner's or the user's; stays the caller's
     */
    public static Opening open(Path file, Optional<Secret> password) {
        var opening = PdfFile.open(file, password);
        if (opening instanceof PdfFile.Opening.Opened opened) {
            fieldsDrawn(opened.pdf());
            return new Opening.Opened(new PdfPages(opened.pdf()));
        }
        return new Opening.Refused(Problem.of(((PdfFile.Opening.Refused) opening).why()));
    }

    private static void fieldsDrawn(PdfFile pdf) {
        try {
            FieldLooks.complete(pdf.document());
        } catch (IOException e) {
            LOG.warn("fields are shown as the file has them", e);
        }
    }

    /**
     * Draws a page of our own and forgets it: what is loaded for the first page of all (classes, the system's fonts) is
     * then there when somebody waits for theirs.
     *
     * @throws IOException if there is no room for a small file
     */
    public static void warm() throws IOException {
        var file = WorkFolder.file(".pdf");
        try {
            try (var document = new PDDocument()) {
                var page = new PDPage();
                document.addPage(page);
                try (var content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), WARM_SIZE);
                    content.showText("Natsuin");
                    content.endText();
                }
                document.save(file.toFile());
            }
            if (open(file) instanceof Opening.Opened opened) {
                try (var pages = opened.pages()) {
                    pages.render(1, WARM_PIXELS, (int) Math.sqrt(WARM_PIXELS));
                }
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** How many pages there are. */
    public int count() {
        return pdf.pageCount();
    }

    /**
     * The size of a page, without drawing it; A4 if it cannot be made out.
     *
     * @param page from 1
     */
    public PageSize size(int page) {
        var size = sizes.get(checked(page));
        return new PageSize(size.width(), size.height());
    }

    /**
     * Draws a page.
     *
     * @param page from 1
     * @param maxPixels the picture has at most so many pixels, and at most 64 million, however large the page
     * @param widthPixels the wanted width; less if that would be too many pixels
     */
    public Rendering render(int page, double maxPixels, int widthPixels) {
        return render(page, maxPixels, widthPixels, () -> false);
    }

    /**
     * Draws a page unless it is no longer wanted.
     *
     * @param page from 1
     * @param maxPixels the picture has at most so many pixels, and at most 64 million, however large the page
     * @param widthPixels the wanted width; less if that would be too many pixels
     * @param cancelled asked often, on this thread, while drawing; once true the drawing ends
     */
    public Rendering render(int page, double maxPixels, int widthPixels, BooleanSupplier cancelled) {
        renderer.cancelled = cancelled;
        try {
            return new Rendering.Rendered(HostileInput.read(() -> drawn(page, maxPixels, widthPixels)));
        } catch (IOException e) {
            var cause = e.getCause();
            return new Rendering.Refused(Problem.of(
                    cause instanceof OutOfMemoryError
                            ? ProblemCode.DOCUMENT_TOO_LARGE
                            : cause instanceof CancellationException
                                    ? ProblemCode.CANCELLED
                                    : NoRoom.isCauseOf(e)
                                            ? ProblemCode.NO_ROOM_TO_WORK
                                            : ProblemCode.DOCUMENT_DAMAGED));
        }
    }

    /**
     * Where a text stands on a page; for each place the parts of lines it is on.
     *
     * @param page from 1
     */
    public List<List<PageText.Area>> find(int page, String text) {
        return text(page).find(text);
    }

    /**
     * The letters of a page; none if they cannot be made out.
     *
     * @param page from 1
     */
    public PageText text(int page) {
        try {
            return HostileInput.read(() -> PageText.of(pdf.document(), checked(page)));
        } catch (IOException e) {
            return PageText.none();
        }
    }

    /**
     * What else stands on a page that a signature should not cover.
     *
     * @param page from 1
     */
    public List<TakenPlaces.Taken> taken(int page) {
        return TakenPlaces.on(pdf, checked(page) + 1);
    }

    /**
     * Tells of places on a page whether a signature there leaves the earlier ones of the document valid.
     *
     * @param page from 1
     */
    public Predicate<StampPlace> free(int page) {
        return TakenPlaces.free(pdf, checked(page) + 1);
    }

    private PageImage drawn(int page, double maxPixels, int widthPixels) throws IOException {
        var shown = pdf.document().getPage(checked(page));
        // The renderer's own units: it passes over the unit that a page may have.
        double across = Math.max(1, shown.getCropBox().getWidth());
        double up = Math.max(1, shown.getCropBox().getHeight());
        double wanted = Math.max(1, widthPixels) / (shown.getRotation() % 180 == 0 ? across : up);
        double most = Math.sqrt(Math.min(maxPixels, LARGEST_PIXELS) / (across * up));
        renderer.undecodable = false;
        renderer.substituted = false;
        renderer.end = HostileInput.work() + LONGEST.toNanos();
        var image = renderer.renderImage(checked(page), (float) Math.min(wanted, most), ImageType.RGB);
        var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] |= OPAQUE;
        }
        return new PageImage(image.getWidth(), image.getHeight(), renderer.undecodable, renderer.substituted, pixels);
    }

    private int checked(int page) {
        if (page < 1 || page > count()) {
            throw new IndexOutOfBoundsException("page " + page + " of " + count());
        }
        return page - 1;
    }

    @Override
    public void close() {
        pdf.close();
    }

    /** Draws with subsampling (ten times faster on scans) and notes what PDFBox passes over with a log line. */
    private static final class Renderer extends PDFRenderer {
        private boolean undecodable;
        private boolean substituted;
        private BooleanSupplier cancelled = () -> false;
        private long end;

        Renderer(PDDocument document) {
            super(document);
            setSubsamplingAllowed(true);
        }

        @Override
        protected PageDrawer createPageDrawer(PageDrawerParameters parameters) throws IOException {
            return new PageDrawer(parameters) {
                @Override
                protected void processOperator(Operator operator, List<COSBase> operands) throws IOException {
                    if (cancelled.getAsBoolean()) {
                        throw new CancellationException();
                    }
                    super.processOperator(operator, operands);
                }

                @Override
                protected Paint getPaint(PDColor color) throws IOException {
                    if (color.getColorSpace() instanceof PDPattern && HostileInput.work() - end > 0) {
                        undecodable = true;
                        return NOTHING;
                    }
                    return super.getPaint(color);
                }

                @Override
                public void showTransparencyGroup(PDTransparencyGroup group) throws IOException {
                    if (HostileInput.work() - end > 0) {
                        undecodable = true;
                    } else {
                        super.showTransparencyGroup(group);
                    }
                }

                @Override
                protected void showGlyph(Matrix matrix, PDFont font, int code, Vector displacement) throws IOException {
                    // The fourteen that every reader has are no surprise.
                    substituted |= !font.isEmbedded() && !Standard14Fonts.containsName(font.getName());
                    super.showGlyph(matrix, font, code, displacement);
                }

                @Override
                protected void operatorException(Operator operator, List<COSBase> operands, IOException exception)
                        throws IOException {
                    undecodable = true;
                    super.operatorException(operator, operands, exception);
                }
            };
        }
    }
}
