package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignOptions.Anchor.Which;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnchoredPlaceTest {
    private static final PDType1Font FONT = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
    private static final float SIZE = 12;
    private static final float WIDTH = PDRectangle.A4.getWidth();
    private static final float HEIGHT = PDRectangle.A4.getHeight();

    @TempDir
    private Path folder;

    private final PDDocument document = new PDDocument();

    @AfterEach
    void close() throws IOException {
        document.close();
    }

    private PDPage page() {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        return page;
    }

    /** Writes on a page, from the left and the bottom. */
    private void write(PDPage page, String text, float x, float y) throws IOException {
        try (var content = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.APPEND, false)) {
            content.beginText();
            content.setFont(FONT, SIZE);
            content.newLineAtOffset(x, y);
            content.showText(text);
            content.endText();
        }
    }

    private Answer<StampPlace> asked(String text, Which which) throws IOException {
        var file = folder.resolve("contract.pdf");
        document.save(file.toFile());
        return AnchoredPlace.in(
                file, new SignOptions.Anchor(text, which, 200, 60), Optional.empty(), new Cancellation());
    }

    private StampPlace place(String text, Which which) throws IOException {
        return asked(text, which).given().orElseThrow();
    }

    private ProblemCode refusal(String text, Which which) throws IOException {
        return asked(text, which).refusal().map(Problem::code).orElseThrow();
    }

    private static double width(String text) throws IOException {
        return FONT.getStringWidth(text) / 1000 * SIZE;
    }

    @Test
    void is_at_the_right_of_the_text_and_level_with_it() throws IOException {
        write(page(), "Signature:", 72, 300);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.page()).isEqualTo(1);
        assertThat(place.x()).isCloseTo(72 + width("Signature:") + 6, within(0.5));
        assertThat(place.y() + place.height() / 2).isCloseTo(HEIGHT - 300 - SIZE / 2, within(4.0));
        assertThat(place.width()).isEqualTo(200);
        assertThat(place.height()).isEqualTo(60);
    }

    @Test
    void is_below_the_text_where_the_right_has_no_room() throws IOException {
        write(page(), "Signature:", WIDTH - 230, 300);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(WIDTH - 230, within(0.5));
        assertThat(place.y()).isBetween(HEIGHT - 300.0, HEIGHT - 280.0);
    }

    @Test
    void is_above_the_text_where_below_has_no_room_either_and_whole_on_the_page() throws IOException {
        write(page(), "Signature:", WIDTH - 70, 20);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(WIDTH - 218, within(0.01));
        assertThat(place.y() + place.height()).isBetween(HEIGHT - 45.0, HEIGHT - 32.0);
    }

    @Test
    void is_whole_on_the_page_beside_a_text_in_its_upper_corner() throws IOException {
        write(page(), "Signature:", 10, HEIGHT - 14);

        assertThat(place("Signature:", Which.ONLY).y()).isEqualTo(18);
    }

    @Test
    void which_of_several_is_asked_for_or_none_is_taken() throws IOException {
        page();
        var second = page();
        write(second, "Signature: A", 72, 700);
        write(second, "Signature: B", 72, 600);
        write(page(), "Signature: C", 72, 500);
        page();

        assertThat(refusal("Signature", Which.ONLY)).isEqualTo(ProblemCode.ANCHOR_NOT_ONE);
        assertThat(place("Signature", Which.FIRST).page()).isEqualTo(2);
        assertThat(place("Signature", Which.FIRST).y()).isLessThan(HEIGHT - 650);
        assertThat(place("Signature", Which.LAST).page()).isEqualTo(3);
        assertThat(place("Signature: B", Which.ONLY).page()).isEqualTo(2);
        assertThat(place("Signature: B", Which.ONLY).y()).isBetween(HEIGHT - 650.0, HEIGHT - 560.0);
    }

    @Test
    void the_last_on_a_page_is_the_last_one_there() throws IOException {
        var page = page();
        write(page, "Signature: A", 72, 700);
        write(page, "Signature: B", 72, 200);

        assertThat(place("Signature", Which.LAST).y()).isGreaterThan(HEIGHT - 260);
    }

    @Test
    void full_width_capitals_and_spaces_are_the_same_to_a_reader_and_here() throws IOException {
        write(page(), "Sig nature:", 72, 300);

        assertThat(place("\uff33\uff29\uff27\uff2e\uff21\uff34\uff35\uff32\uff25\uff1a", Which.ONLY)
                        .page())
                .isEqualTo(1);
    }

    @Test
    void a_text_that_stands_nowhere_has_no_place() throws IOException {
        write(page(), "Signature:", 72, 300);

        for (var which : Which.values()) {
            assertThat(refusal("Seal:", which)).isEqualTo(ProblemCode.ANCHOR_NOT_FOUND);
        }
    }

    @Test
    void an_encrypted_document_is_read_with_its_password() throws IOException {
        write(page(), "Signature:", 72, 300);
        document.protect(new StandardProtectionPolicy("owner", "user", new AccessPermission()));
        var anchor = new SignOptions.Anchor("Signature:", Which.ONLY, 200, 60);
        var file = folder.resolve("closed.pdf");
        document.save(file.toFile());

        try (var password = Secret.taking("user".getBytes(StandardCharsets.US_ASCII))) {
            assertThat(AnchoredPlace.in(file, anchor, Optional.of(password), new Cancellation())
                            .given())
                    .isPresent();
        }
        assertThat(AnchoredPlace.in(file, anchor, Optional.empty(), new Cancellation())
                        .given())
                .isEmpty();
    }

    @Test
    void what_is_no_pdf_has_no_place() throws IOException {
        var file = Files.writeString(folder.resolve("letter.pdf"), "Signature:");

        assertThat(AnchoredPlace.in(
                                file,
                                new SignOptions.Anchor("Signature:", Which.FIRST, 9, 9),
                                Optional.empty(),
                                new Cancellation())
                        .given())
                .isEmpty();
    }

    @Test
    void a_search_that_is_not_wanted_any_more_decides_nothing() throws IOException {
        write(page(), "Signature:", 100, 700);
        var file = folder.resolve("contract.pdf");
        document.save(file.toFile());
        var unwanted = new Cancellation();
        unwanted.cancel();

        for (var which : Which.values()) {
            assertThat(AnchoredPlace.in(
                                    file,
                                    new SignOptions.Anchor("Signature:", which, 200, 60),
                                    Optional.empty(),
                                    unwanted)
                            .refusal()
                            .map(Problem::code))
                    .contains(ProblemCode.CANCELLED);
        }
    }

    @Test
    void the_window_gets_the_place_that_the_command_line_signs_at() throws IOException {
        write(page(), "Signature:", 100, 700);
        var commandLine = place("Signature:", Which.ONLY);
        var documents = new PdfDocuments();
        var facts = documents.facts(folder.resolve("contract.pdf")).given().orElseThrow();

        assertThat(documents
                        .beside(facts, new SignOptions.Anchor("Signature:", Which.ONLY, 200, 60), new Cancellation())
                        .given())
                .contains(new SignOptions.Place(
                        commandLine.page(),
                        commandLine.x(),
                        commandLine.y(),
                        commandLine.width(),
                        commandLine.height()));
    }
}
