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
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.form.PDAcroForm;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchoredPlaceTest {
    private static final PDType1Font FONT = new PDType1Font(Standard14Fonts.FontName.HELVETICA);
    private static final float SIZE = 12;
    private static final File FACE =
            new File("src/main/resources/dev/natsuin/desktop/document/appearance/NotoSansJP.ttf");
    private static final float WIDTH = PDRectangle.A4.getWidth();
    private static final float HEIGHT = PDRectangle.A4.getHeight();
    private static final PDRectangle AT_THE_RIGHT = new PDRectangle(145, 297, 200, 20);

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

    /** Lines from margin to margin, 14 points apart, from the first to above the last. */
    private void lines(PDPage page, double first, double last) throws IOException {
        for (var y = first; y > last; y -= 14) {
            write(
                    page,
                    "The lessee shall return the premises in the condition in which they were let to them.",
                    50,
                    (float) y);
        }
    }

    /** From the top of the page, as places are told. */
    private static double down(double fromTheBottom) {
        return HEIGHT - fromTheBottom;
    }

    @Test
    void on_a_dense_page_it_moves_down_rather_than_cover_the_lines_above() throws IOException {
        var page = page();
        lines(page, 780, 300);
        write(page, "Signature:", 50, 290);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(50 + width("Signature:") + 6, within(0.5));
        assertThat(place.y()).isBetween(down(304), down(290));
    }

    @Test
    void it_moves_up_rather_than_cover_the_lines_below() throws IOException {
        var page = page();
        write(page, "Signature:", 50, 290);
        lines(page, 276, 100);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(50 + width("Signature:") + 6, within(0.5));
        assertThat(place.y() + place.height()).isBetween(down(290 + SIZE), down(276 + SIZE / 2));
    }

    @Test
    void it_stands_below_where_something_else_stands_at_the_right() throws IOException {
        var page = page();
        write(page, "Signature:          Date: 27 November 2026", 50, 290);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(50, within(0.5));
        assertThat(place.y()).isBetween(down(290), down(280));
    }

    @Test
    void it_stands_above_where_nothing_else_is_free_and_moves_sideways() throws IOException {
        var page = page();
        write(page, "Name", 285, 320);
        write(page, "Signature and seal of the lessee: see the line below that runs on and on", 100, 290);
        lines(page, 276, 100);

        var place = place("Signature and seal of the lessee", Which.ONLY);

        assertThat(place.x() + place.width()).isBetween(283.0, 285.0);
        assertThat(place.y() + place.height()).isBetween(down(312), down(290));
    }

    @Test
    void where_nothing_is_free_it_stands_where_it_covers_least() throws IOException {
        var page = page();
        lines(page, 780, 300);
        write(page, "Signature:", 50, 290);
        lines(page, 276, 20);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(50 + width("Signature:") + 6, within(0.5));
        assertThat(place.y()).isBetween(down(290 + 60), down(290));
    }

    /** Something with a place of its own on a page, as an annotation; its field, if it is one, stands in the form. */
    private COSDictionary annotation(PDPage page, String subtype, PDRectangle place) throws IOException {
        var annotation = new COSDictionary();
        annotation.setItem(COSName.TYPE, COSName.ANNOT);
        annotation.setName(COSName.SUBTYPE, subtype);
        annotation.setItem(COSName.RECT, place.getCOSArray());
        var all = new ArrayList<>(page.getAnnotations());
        all.add(PDAnnotation.createAnnotation(annotation));
        page.setAnnotations(all);
        return annotation;
    }

    private void signature(PDPage page, PDRectangle place) throws IOException {
        var field = annotation(page, "Widget", place);
        field.setItem(COSName.FT, COSName.SIG);
        field.setString(COSName.T, "First");
        field.setItem(COSName.V, new COSDictionary());
        var form = new PDAcroForm(document);
        form.getCOSObject().setItem(COSName.FIELDS, new COSArray(List.of(field)));
        document.getDocumentCatalog().setAcroForm(form);
    }

    private void picture(PDPage page, float x, float y, float width, float height) throws IOException {
        var picture = LosslessFactory.createFromImage(document, new BufferedImage(9, 9, BufferedImage.TYPE_INT_RGB));
        try (var content = new PDPageContentStream(document, page, PDPageContentStream.AppendMode.PREPEND, false)) {
            content.drawImage(picture, x, y, width, height);
        }
    }

    @Test
    void it_keeps_clear_of_the_signature_of_another() throws IOException {
        var page = page();
        write(page, "Signature:", 72, 300);
        signature(page, AT_THE_RIGHT);

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(72, within(0.5));
        assertThat(place.y()).isGreaterThan(down(AT_THE_RIGHT.getLowerLeftY()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Widget", "FreeText", "Stamp"})
    void it_keeps_clear_of_fields_and_notes(String subtype) throws IOException {
        var page = page();
        write(page, "Signature:", 72, 300);
        annotation(page, subtype, AT_THE_RIGHT);

        assertThat(place("Signature:", Which.ONLY).x()).isCloseTo(72, within(0.5));
    }

    @Test
    void it_keeps_clear_of_a_picture_also_on_a_page_that_is_turned() throws IOException {
        var page = page();
        write(page, "Signature:", 72, 300);
        picture(page, 145, 297, 200, 20);

        assertThat(place("Signature:", Which.ONLY).x()).isCloseTo(72, within(0.5));

        page.setRotation(180);

        var turned = place("Signature:", Which.ONLY);
        assertThat(turned.x() + turned.width() > WIDTH - 345
                        && turned.x() < WIDTH - 145
                        && turned.y() + turned.height() > 297
                        && turned.y() < 317)
                .isFalse();
    }

    @Test
    void the_ground_of_a_page_and_what_is_not_seen_are_nothing_to_keep_clear_of() throws IOException {
        var page = page();
        write(page, "Signature:", 72, 300);
        picture(page, 0, 0, WIDTH, HEIGHT);
        picture(page, 60, 200, 480, 200);
        picture(page, 60, 298, 480, 1);
        annotation(page, "Link", AT_THE_RIGHT);
        annotation(page, "Widget", AT_THE_RIGHT).setInt(COSName.F, 2);
        annotation(page, "Widget", new PDRectangle(145, 270, 0, 60));

        assertThat(place("Signature:", Which.ONLY).x()).isCloseTo(72 + width("Signature:") + 6, within(0.5));
    }

    @Test
    void where_several_sign_beside_one_text_each_stands_beyond_the_last() throws IOException {
        var page = page();
        write(page, "Signatures:", 72, 300);
        signature(page, new PDRectangle(145, 273, 200, 60));

        var place = place("Signatures:", Which.ONLY);

        assertThat(place.x()).isCloseTo(72, within(0.5));
        assertThat(place.y()).isBetween(down(273), down(260));
    }

    /** A picture over anything that was signed makes the earlier signature one of a changed document. */
    @Test
    void in_a_signed_document_it_covers_no_line_either() throws IOException {
        var page = page();
        write(page, "Signature: ______________________", 72, 300);
        assertThat(place("Signature:", Which.ONLY).x()).isCloseTo(72 + width("Signature:") + 6, within(0.5));
        signature(page, new PDRectangle(72, 600, 200, 60));

        var place = place("Signature:", Which.ONLY);

        assertThat(place.x()).isCloseTo(72, within(0.5));
        assertThat(place.y()).isBetween(down(297), down(280));
    }

    @Test
    void where_nothing_is_free_it_covers_text_rather_than_a_signature() throws IOException {
        var page = page();
        lines(page, 780, 300);
        write(page, "Signature:", 50, 290);
        lines(page, 276, 20);
        signature(page, new PDRectangle(120, 262, 460, 60));

        var place = place("Signature:", Which.ONLY);

        assertThat(place.y() >= down(262) || place.y() + place.height() <= down(322) || place.x() + 200 <= 120)
                .isTrue();
    }

    @Test
    void a_line_to_sign_on_is_no_text_that_must_not_be_covered() throws IOException {
        write(page(), "Signature: ______________________", 50, 290);
        write(page(), "Seal ..........................", 50, 290);

        assertThat(place("Signature:", Which.ONLY).x()).isCloseTo(50 + width("Signature:") + 6, within(0.5));
        assertThat(place("Seal", Which.ONLY).x()).isCloseTo(50 + width("Seal") + 6, within(0.5));
        assertThat(place("Seal", Which.ONLY).y() + 30).isCloseTo(down(290 + SIZE / 2), within(4.0));
    }

    @Test
    void beside_letters_that_run_down_it_stands_below_them_and_in_the_middle_of_their_column() throws IOException {
        var page = page();
        for (var i = 0; i < 3; i++) {
            write(page, "ABC".substring(i, i + 1), 300, 600 - i * 14);
        }

        var place = place("ABC", Which.ONLY);

        assertThat(place.x() + place.width() / 2).isCloseTo(300 + SIZE / 3, within(2.0));
        assertThat(place.y()).isBetween(down(572), down(560));
    }

    @Test
    void in_columns_it_stands_below_the_text_and_beside_the_column_before() throws IOException {
        var page = page();
        var font = PDType0Font.loadVertical(document, FACE);
        try (var content = new PDPageContentStream(document, page)) {
            content.beginText();
            content.setFont(font, SIZE);
            content.newLineAtOffset(540, 790);
            for (var column : List.of("乙は、本契約が終了したときは、本物件を", "原状に復して甲に明け渡さなければならない。", "署名欄")) {
                content.showText(column);
                content.newLineAtOffset(-18, 0);
            }
            content.endText();
        }

        var place = place("署名欄", Which.ONLY);

        assertThat(place.x() + place.width()).isBetween(504.0 + SIZE / 2, 522.0 - SIZE / 2);
        assertThat(place.y()).isBetween(down(790 - 3 * SIZE), down(790 - 4 * SIZE));
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
