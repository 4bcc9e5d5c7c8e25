package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.FakeSgm;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestSeals;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signing from the command line, at an honest server and at others. */
final class SigningTest {
    /** Nobody listens there: port 1 of this computer. */
    private static final String NOBODY = "http://127.0.0.1:1/tsa";

    private static final String SIGN = "/csc/v2/signatures/signHash";

    @TempDir
    private Path folder;

    private FakeServer fake;
    private Typist typist;
    private Path documents;

    @BeforeEach
    void enrol() throws IOException {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
        documents = Files.createDirectories(folder.resolve("documents"));
    }

    @AfterEach
    void end() {
        fake.close();
    }

    private Path pdf(String name) {
        return HandMadePdf.onePage("text of " + name).write(documents.resolve(name));
    }

    private List<String> names() {
        try (Stream<Path> files = Files.list(documents)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whoever_signs_is_told_in_time_that_the_certificate_ends() {
        assertThat(typist.signs(pdf("now.pdf")).err()).doesNotContain("keys renew");

        fake.sgm.now = fake.sgm.now.plus(Duration.ofDays(360));

        assertThat(typist.signs(pdf("later.pdf")).err()).contains("natsuin keys renew");
    }

    @Test
    void a_signed_copy_stands_beside_the_original() throws IOException, Malformed {
        var file = pdf("契約書 甲.pdf");
        var before = Bytes.of(Files.readAllBytes(file));

        var outcome = typist.signs(file);

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.lines()).hasSize(1);
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("file")).isEqualTo(file.toString());
        assertThat(row.text("output"))
                .isEqualTo(documents.resolve("契約書 甲-signed.pdf").toString());
        assertThat(row.text("level")).isEqualTo("B");
        assertThat(row.text("documentDigest")).isEqualTo(before.sha256().toHex());
        assertThat(row.text("dtbsr")).hasSize(64);
        assertThat(row.text("keyId")).hasSize(32);
        assertThat(row.index("logIndex")).isEqualTo(3);
        assertThat(row.texts("warnings")).isEmpty();
        assertThat(Bytes.of(Files.readAllBytes(file))).isEqualTo(before);
        assertThat(outcome.err()).contains("Comparison code: ");
    }

    @Test
    void a_signed_copy_that_was_cut_off_is_told_as_that_of_an_unknown_signer() throws IOException {
        assertThat(typist.signs(pdf("契約書.pdf")).exit()).isZero();
        var signed = Files.readAllBytes(documents.resolve("契約書-signed.pdf"));
        var cut = documents.resolve("cut.pdf");
        Files.write(cut, Arrays.copyOf(signed, signed.length * 2 / 3));

        var verified = typist.typesWith("", "verify", "--offline", cut.toString());

        assertThat(verified.exit()).isEqualTo(1);
        assertThat(String.join("\n", verified.lines()))
                .contains("an unknown signer, no known level, ")
                .doesNotContain(", ,");
    }

    @Test
    void pdfs_and_other_files_are_one_order_and_what_comes_of_each_verifies() throws IOException, Malformed {
        var letter = Files.writeString(documents.resolve("手紙.txt"), "text of a letter");

        var outcome = typist.signs(pdf("a.pdf"), letter.toString());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.rows()).hasSize(2);
        assertThat(outcome.rows().get(0).reader().index("logIndex"))
                .isEqualTo(outcome.rows().get(1).reader().index("logIndex"));
        assertThat(names()).contains("a-signed.pdf", "手紙.txt.asice");
        for (var row : List.of(0, 1)) {
            var verified = typist.types("verify", outcome.text(row, "output"), "--json");
            assertThat(verified.text(0, "verdict")).isEqualTo("valid");
        }
    }

    @Test
    void xml_is_signed_inside_and_everything_else_beside_unless_somebody_says_where() throws IOException, Malformed {
        var invoice = Files.writeString(documents.resolve("invoice.xml"), "<invoice/>");
        var remarked = Files.writeString(documents.resolve("remarked.xml"), "<invoice><!-- paid --></invoice>");
        var letter = Files.writeString(documents.resolve("letter.txt"), "text of a letter");

        var outcome = typist.signs(invoice, letter.toString(), remarked.toString(), "--format", "xades");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(names()).contains("invoice-signed.xml", "letter.txt.xades.xml", "remarked.xml.xades.xml");
        var verified = typist.types("verify", outcome.text(1, "output"), "--detached", letter.toString(), "--json");
        assertThat(verified.text(0, "verdict")).isEqualTo("valid");
        var inside = typist.signs(letter, "--format", "xades", "--packaging", "enveloped");
        assertThat(inside.object(0, "error").reader().text("code")).isEqualTo("format-not-for-file");
    }

    @Test
    void moments_name_their_zone() {
        var output = typist.signs(pdf("a.pdf")).text(0, "output");

        assertThat(typist.types("verify", output).lines().toString())
                .containsPattern("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d [+-]\\d\\d:\\d\\d");
    }

    @Test
    void a_signature_beside_its_file_is_verified_with_it_and_asked_for_without() throws IOException {
        var letter = Files.writeString(documents.resolve("letter.txt"), "text of a letter");

        var output = typist.signs(letter, "--format", "cades").text(0, "output");

        assertThat(output).endsWith("letter.txt.p7s");
        var verified = typist.types("verify", output, "--detached", letter.toString(), "--json");
        assertThat(verified.text(0, "verdict")).isEqualTo("valid");
        var alone = typist.types("verify", output, "--json");
        assertThat(alone.exit()).isEqualTo(2);
        assertThat(alone.text(0, "verdict")).isEqualTo("indeterminate");
        assertThat(alone.err()).contains("--detached");
    }

    @Test
    void what_was_signed_verifies_here_against_the_servers_authority() {
        var output = typist.signs(pdf("a.pdf")).text(0, "output");

        var verified = typist.types("verify", output, "--json");

        assertThat(verified.exit()).as(verified.lines().toString()).isZero();
        assertThat(verified.text(0, "verdict")).isEqualTo("valid");
    }

    @Test
    void a_visible_signature_with_reason_place_and_seal_is_seen_and_valid() throws IOException {
        var seal = Files.write(folder.resolve("seal.png"), TestSeals.ring(200).toArray());

        var outcome = typist.signs(
                pdf("a.pdf"),
                "--visible",
                "1,300,600.5,220,90",
                "--image",
                seal,
                "--reason",
                "合意しました",
                "--location",
                "横浜",
                "--lang",
                "ja");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        var output = Path.of(outcome.text(0, "output"));
        assertThat(ForeignJudges.pdftotext(output)).contains("理由：合意しました", "場所：横浜", "照合コード");
        assertThat(Files.readString(output, StandardCharsets.ISO_8859_1)).contains("/SMask");
        assertThat(typist.types("verify", output.toString()).exit()).isZero();
    }

    @Test
    void a_visible_signature_over_what_somebody_signed_is_warned_of_before_it_is_made() throws IOException {
        var first = typist.signs(pdf("a.pdf"), "--visible", "1,300,600,220,90");
        var signed = Path.of(first.text(0, "output"));

        var second = typist.signs(signed, "--visible", "1,300,600,220,90");

        assertThat(first.err()).doesNotContain("somebody else signed");
        assertThat(second.exit()).isZero();
        assertThat(second.err()).contains("The visible signature would lie over something");
        assertThat(typist.signs(signed, "--visible", "1,50,600,200,90").err()).doesNotContain("somebody else signed");
    }

    @Test
    void what_has_no_room_in_a_small_visible_signature_is_named_before_it_is_made_and_in_the_row() throws IOException {
        var roomy = typist.signs(pdf("a.pdf"), "--visible", "1,300,600,220,90");
        var small = typist.signs(pdf("b.pdf"), "--visible", "1,300,600,60,12", "--reason", "It is right");
        var tiny = typist.signs(pdf("c.pdf"), "--visible", "1,300,600,7,4", "--lang", "ja");

        assertThat(roomy.err()).doesNotContain("too small");
        assertThat(roomy.texts(0, "notShown")).isEmpty();
        assertThat(small.exit()).as(small.err()).isZero();
        assertThat(small.err()).contains("Not shown, or cut: the time, the reason");
        assertThat(small.texts(0, "notShown")).contains("time", "reason").doesNotContain("name");
        assertThat(small.texts(0, "warnings")).anyMatch(each -> each.contains("the time, the reason"));
        assertThat(ForeignJudges.pdftotext(Path.of(small.text(0, "output")))).doesNotContain("It is right");
        assertThat(tiny.err()).contains("氏名、日時、照合コード、検証のしかた");
        assertThat(tiny.texts(0, "notShown")).containsExactly("name", "time", "code", "note");
    }

    @Test
    void characters_that_no_font_has_are_named_before_the_signature_is_made_and_in_the_row() {
        var plain = typist.signs(pdf("a.pdf"), "--visible", "1,300,600,220,90", "--reason", "It is right");
        var strange = typist.signs(pdf("b.pdf"), "--visible", "1,300,600,220,90", "--reason", "\uD835\uDC00 \u0E01");

        assertThat(plain.err()).doesNotContain("No font here");
        assertThat(strange.exit()).as(strange.err()).isZero();
        assertThat(strange.err())
                .contains("No font here has these characters of the visible signature: \u0E01 \uD835\uDC00.");
        assertThat(strange.texts(0, "warnings")).anyMatch(each -> each.contains("\u0E01 \uD835\uDC00"));
    }

    @Test
    void a_named_field_with_a_place_on_a_page_shows_who_signed_there() {
        var placed = HandMadePdf.withFieldAt("100 200 320 290").write(folder.resolve("placed.pdf"));
        var without = HandMadePdf.withFieldAt("0 0 0 0").write(folder.resolve("without.pdf"));

        var outcome = typist.signs(placed, without, "--field", "Approval");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(ForeignJudges.pdftotext(Path.of(outcome.text(0, "output")))).contains("Check code");
        assertThat(ForeignJudges.pdftotext(Path.of(outcome.text(1, "output")))).doesNotContain("Check code");
    }

    @Test
    void a_damaged_document_is_signed_as_a_sound_copy_if_asked_and_only_then() throws IOException {
        var sound = Files.readString(pdf("a.pdf"), StandardCharsets.ISO_8859_1);
        var elsewhere = Files.writeString(
                folder.resolve("elsewhere.pdf"),
                sound.replaceAll("startxref\\s+\\d+", "startxref\n7"),
                StandardCharsets.ISO_8859_1);
        var behind = Files.writeString(folder.resolve("behind.pdf"), "junk\n" + sound, StandardCharsets.ISO_8859_1);
        var before = Files.readAllBytes(elsewhere);

        var refused = typist.signs(elsewhere, behind);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("sign --repair");
        assertThat(folder.resolve("elsewhere-repaired.pdf")).doesNotExist();

        var outcome = typist.signs(elsewhere, behind, pdf("b.pdf"), "--repair", "--out", folder.resolve("new"));
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("elsewhere.pdf is damaged", "behind.pdf is damaged");
        assertThat(Files.readAllBytes(elsewhere)).isEqualTo(before);
        for (var row = 0; row < 3; row++) {
            var output = Path.of(outcome.text(row, "output"));
            assertThat(ForeignJudges.qpdf(output).exit()).isZero();
            assertThat(ForeignJudges.pdfsig(output)).contains("Signature is Valid", "Total document signed");
        }
        try (var copies = Files.list(folder.resolve("new"))) {
            assertThat(copies.map(each -> each.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "elsewhere-repaired.pdf",
                            "elsewhere-repaired-signed.pdf",
                            "behind-repaired.pdf",
                            "behind-repaired-signed.pdf",
                            "b-signed.pdf");
        }
    }

    @Test
    void of_a_document_without_pages_no_sound_copy_is_offered() throws IOException {
        var none = Files.write(
                folder.resolve("none.pdf"),
                HandMadePdf.onePage("contract")
                        .replacing("/Kids[3 0 R]/Count 1", "/Kids[]/Count 0")
                        .bytes());

        var refused = typist.signs(none);

        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.lines().toString()).contains("document-without-pages");
        assertThat(refused.err())
                .contains("The PDF has no pages: there is nothing to show or to sign.")
                .doesNotContain("--repair");
    }

    @Test
    void a_damaged_document_with_signatures_is_not_repaired() throws IOException {
        var signed = Path.of(typist.signs(pdf("a.pdf")).text(0, "output"));
        var behind = folder.resolve("behind.pdf");
        Files.write(behind, "junk\n".getBytes(StandardCharsets.US_ASCII));
        Files.write(behind, Files.readAllBytes(signed), java.nio.file.StandardOpenOption.APPEND);

        var outcome = typist.signs(behind, "--repair");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(folder.resolve("behind-repaired.pdf")).doesNotExist();
    }

    @Test
    void in_japanese_a_narrow_high_place_has_lines_that_run_downwards() {
        var outcome = typist.signs(pdf("a.pdf"), "--visible", "-1,450,400,100,300", "--lang", "ja");

        assertThat(ForeignJudges.pdffonts(Path.of(outcome.text(0, "output")))).contains("Identity-V");
    }

    private Path written(String name, String text) throws IOException {
        try (var document = new PDDocument()) {
            var page = new PDPage(PDRectangle.A4);
            document.addPage(page);
            try (var content = new PDPageContentStream(document, page)) {
                content.beginText();
                content.setFont(new PDType1Font(Standard14Fonts.FontName.HELVETICA), 12);
                content.newLineAtOffset(72, 300);
                content.showText(text);
                content.endText();
            }
            document.save(folder.resolve(name).toFile());
        }
        return folder.resolve(name);
    }

    @Test
    void beside_a_text_each_document_is_signed_where_it_stands_and_one_without_it_is_not() throws IOException {
        var with = written("with.pdf", "Signature:");

        var outcome = typist.signs(with, written("without.pdf", "Nothing"), "--anchor", "signature:");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.lines().toString()).contains("anchor-not-found");
        assertThat(folder.resolve("without-signed.pdf")).doesNotExist();
        try (var signed = Loader.loadPDF(folder.resolve("with-signed.pdf").toFile())) {
            var box = signed.getPage(0).getAnnotations().get(0).getRectangle();
            assertThat(box.getLowerLeftX()).isBetween(72f + 50, 72f + 80);
            assertThat(box.getLowerLeftY()).isLessThan(300);
            assertThat(box.getUpperRightY()).isGreaterThan(310);
            assertThat(box.getWidth()).isEqualTo(200);
        }
        assertThat(typist.types("verify", folder.resolve("with-signed.pdf").toString())
                        .exit())
                .isZero();
    }

    @Test
    void that_a_document_is_damaged_is_told_before_that_it_has_no_place() throws IOException {
        var sound = Files.readString(written("a.pdf", "Signature:"), StandardCharsets.ISO_8859_1);
        var damaged = folder.resolve("damaged.pdf");
        Files.writeString(damaged, sound.substring(0, sound.length() / 2), StandardCharsets.ISO_8859_1);

        var outcome = typist.signs(damaged, "--anchor", "Seal:");

        assertThat(outcome.lines().toString())
                .isEqualTo(typist.signs(damaged).lines().toString())
                .contains("document-damaged");
    }

    @Test
    void of_a_text_that_stands_twice_one_must_be_said() throws IOException {
        var file = written("a.pdf", "Signature: Signature:");

        assertThat(typist.signs(file, "--anchor", "Signature:").lines().toString())
                .contains("anchor-not-one");
        assertThat(typist.signs(file, "--anchor", "Signature:", "--anchor-which", "last", "--anchor-size", "80,30.5")
                        .exit())
                .isZero();
    }

    @Test
    void an_anchor_goes_with_no_other_place_and_its_options_not_without_it() throws IOException {
        var file = written("a.pdf", "Signature:");

        for (var wrong : List.of(
                List.of("--anchor", "Signature:", "--visible", "1,1,1,9,9"),
                List.of("--anchor", "Signature:", "--field", "Approval"),
                List.of("--anchor", " "),
                List.of("--anchor-which", "last"),
                List.of("--anchor-size", "9,9"),
                List.of("--anchor", "Signature:", "--anchor-which", "middle"),
                List.of("--anchor", "Signature:", "--anchor-size", "0,9"))) {
            var arguments = new ArrayList<Object>();
            arguments.add(file);
            arguments.addAll(wrong);

            assertThat(typist.signs(arguments.toArray()).exit()).as("%s", wrong).isEqualTo(64);
        }
        assertThat(folder.resolve("a-signed.pdf")).doesNotExist();
    }

    @Test
    void a_place_outside_the_pages_or_a_picture_that_is_none_signs_nothing() throws IOException {
        var none = Files.writeString(folder.resolve("seal.png"), "no picture");
        var file = pdf("a.pdf");

        var outside = typist.signs(file, "--visible", "2,10,10,200,80");
        var pictureless = typist.signs(file, "--visible", "1,10,10,200,80", "--image", none);

        assertThat(outside.exit()).isEqualTo(1);
        assertThat(outside.lines().toString()).contains("place-not-on-page");
        assertThat(pictureless.exit()).isNotZero();
        assertThat(pictureless.lines() + pictureless.err()).contains("picture of the seal cannot be used");
        assertThat(names()).containsExactly("a.pdf");
        assertThat(fake.sgm.obeyed).doesNotContain("sign");
    }

    @Test
    void a_timestamp_service_that_is_away_leaves_level_b_and_is_told_with_the_reason() throws IOException, Malformed {
        var outcome = typist.signs(pdf("a.pdf"), "--level", "LTA", "--tsa", NOBODY);

        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("level")).isEqualTo("B");
        assertThat(row.texts("warnings")).singleElement().asString().contains("No authority gave a timestamp");
        assertThat(names()).containsExactly("a-signed.pdf", "a.pdf");
        assertThat(typist.types("verify", row.text("output")).exit()).isZero();
    }

    @Test
    void without_a_known_timestamp_service_level_b_is_kept_and_told() throws Malformed {
        var outcome = typist.signs(pdf("a.pdf"), "--level", "T");

        assertThat(outcome.exit()).isEqualTo(2);
        assertThat(outcome.rows().get(0).reader().texts("warnings"))
                .singleElement()
                .asString()
                .contains("no authority for timestamps is known here");
    }

    @Test
    void the_services_of_the_profile_are_asked_if_none_is_named() throws IOException, Malformed {
        Files.writeString(typist.profile().resolve("config.json"), "{\"tsas\":[\"" + NOBODY + "\"]}");

        var outcome = typist.signs(pdf("a.pdf"), "--level", "T");

        assertThat(outcome.rows().get(0).reader().texts("warnings"))
                .singleElement()
                .asString()
                .contains("No authority gave a timestamp");
    }

    @Test
    void a_fault_of_the_profile_after_signing_costs_the_level_and_not_the_result() throws IOException, Malformed {
        Files.writeString(typist.profile().resolve("config.json"), "{\"trust\":[\"gone.pem\"]}");

        var outcome = typist.signs(pdf("a.pdf"), "--level", "T", "--tsa", NOBODY);

        assertThat(outcome.exit()).isEqualTo(2);
        var row = outcome.rows().get(0).reader();
        assertThat(row.text("output")).endsWith("a-signed.pdf");
        assertThat(row.text("level")).isEqualTo("B");
        assertThat(row.texts("warnings")).hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_raised_is_refused_and_nothing_is_left() throws IOException {
        var signed = typist.signs(pdf("a.pdf")).text(0, "output");
        var unsigned = pdf("b.pdf");
        var broken = Files.writeString(documents.resolve("c.pdf"), "%PDF-1.7\nnot really");
        var before = names();

        var outcome = typist.types(
                "extend", "--level", "LT", "--tsa", NOBODY, signed, unsigned.toString(), broken.toString(), "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(3).allMatch(row -> row.reader().has("error"));
        assertThat(names()).isEqualTo(before);
    }

    @Test
    void one_order_signs_all_and_bad_files_hurt_only_themselves() throws IOException {
        var bad = Files.writeString(documents.resolve("bad.pdf"), "%PDF-1.7\nnot really");

        var outcome = typist.signs(pdf("a.pdf"), bad, documents.resolve("missing.pdf"), pdf("b.pdf"));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(4);
        assertThat(outcome.has(0, "output")).isTrue();
        assertThat(outcome.has(1, "error")).isTrue();
        assertThat(outcome.has(2, "error")).isTrue();
        assertThat(outcome.has(3, "output")).isTrue();
        assertThat(fake.sgm.obeyed).filteredOn("sign"::equals).hasSize(1);
    }

    @Test
    void without_any_good_file_nobody_is_asked_for_a_signature() {
        var outcome = typist.signs(documents.resolve("missing.pdf"));

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.rows()).hasSize(1);
        assertThat(fake.count(SIGN)).isZero();
    }

    @Test
    void files_of_one_name_do_not_overwrite_each_other() throws IOException {
        Files.createDirectories(documents.resolve("1"));
        Files.createDirectories(documents.resolve("2"));
        var out = folder.resolve("out");

        var outcome = typist.types(
                "sign",
                "--yes",
                "--pin-stdin",
                "--json",
                "--out",
                out.toString(),
                pdf("1/a.pdf").toString(),
                pdf("2/a.pdf").toString(),
                pdf("2/A.pdf").toString());

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(out.resolve("a-signed.pdf")).exists();
        assertThat(out.resolve("a-signed (2).pdf")).exists();
        assertThat(out.resolve("A-signed (3).pdf"))
                .as("one name in many places")
                .exists();
    }

    @Test
    void a_wrong_pin_is_refused_leaves_nothing_and_is_told_next_time() {
        var file = pdf("a.pdf");

        var wrong = typist.typesWith("314159\n", "sign", "--yes", "--pin-stdin", "--json", file.toString());

        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.lines()).isEmpty();
        assertThat(wrong.err()).contains("4 tries are left").doesNotContain("314159");
        assertThat(names()).containsExactly("a.pdf");
        var right = typist.signs(file);
        assertThat(right.exit()).isZero();
        assertThat(right.err()).contains("the PIN was wrong once");
    }

    @Test
    void a_device_that_is_locked_says_so() {
        var file = pdf("a.pdf").toString();
        for (var i = 0; i < 5; i++) {
            typist.typesWith("314159\n", "sign", "--yes", "--pin-stdin", file);
        }

        var outcome = typist.signs(file);

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(outcome.err()).contains("locked");
    }

    @Test
    void letters_are_no_pin_and_are_neither_sent_nor_called_a_wrong_one() {
        var outcome = typist.typesWith(
                "secret\n", "sign", "--yes", "--pin-stdin", pdf("a.pdf").toString());

        assertThat(outcome.exit()).isEqualTo(64);
        assertThat(outcome.err()).contains("digits only").doesNotContain("not right");
        assertThat(fake.count(SIGN)).isZero();
    }

    @Test
    void one_greeting_and_one_login_serve_the_list_of_keys_and_the_order() {
        var hellos = fake.count("/api/v1/hello");
        var logins = fake.count("/api/v1/login");

        assertThat(typist.signs(pdf("a.pdf")).exit()).isZero();

        assertThat(fake.count("/api/v1/hello")).isEqualTo(hellos + 1);
        assertThat(fake.count("/api/v1/login")).isEqualTo(logins + 1);
    }

    private void disbelieved(Typist.Outcome outcome) {
        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.lines()).isEmpty();
        assertThat(outcome.err()).contains("did not prove");
        assertThat(names()).containsExactly("a.pdf", "b.pdf");
    }

    @Test
    void signatures_that_changed_places_are_not_used_even_if_the_sgm_signed_that() {
        fake.sgm.resultLie = FakeSgm::swapSignatures;

        disbelieved(typist.signs(pdf("a.pdf"), pdf("b.pdf")));
    }

    @Test
    void signatures_that_the_sap_put_into_the_plain_answer_are_not_used() {
        fake.plainSignaturesLie = honest -> Collections.nCopies(honest.size(), "AAAA");

        assertThat(typist.signs(pdf("a.pdf")).exit()).isZero();
    }

    @Test
    void a_log_record_of_other_hashes_is_not_believed() {
        fake.sgm.recordLie = record -> with(record, "hashes");

        disbelieved(typist.signs(pdf("a.pdf"), pdf("b.pdf")));
    }

    /** The record with another list of hashes. */
    private static JsonObject with(JsonObject record, String member) {
        try {
            var r = record.reader();
            return JsonObject.with("type", r.text("type"))
                    .and("user", r.text("user"))
                    .and("statement", r.bytes("statement"))
                    .and("deviceSignature", r.bytes("deviceSignature"))
                    .and("keyId", r.text("keyId"))
                    .and("certificateSha256", r.text("certificateSha256"))
                    .andBytes(member, List.of(Bytes.utf8("other").sha256()))
                    .and("signaturesSha256", r.text("signaturesSha256"))
                    .build();
        } catch (Malformed e) {
            return record;
        }
    }

    @Test
    void a_hash_that_the_sap_swaps_is_refused_by_the_sgm() {
        fake.requestLie = request -> JsonObject.with("credentialID", text(request, "credentialID"))
                .andTexts("hashes", List.of(Bytes.utf8("other").sha256().toBase64()))
                .and("signAlgo", text(request, "signAlgo"))
                .build();

        var outcome = typist.signs(pdf("a.pdf"));

        assertThat(outcome.exit()).isEqualTo(3);
        assertThat(names()).containsExactly("a.pdf");
    }

    private static String text(JsonObject object, String member) {
        try {
            return object.reader().text(member);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_server_that_is_gone_leaves_nothing() {
        var file = pdf("a.pdf");
        fake.close();

        var outcome = typist.signs(file);

        assertThat(outcome.exit()).isEqualTo(4);
        assertThat(outcome.err()).doesNotContain("Exception").doesNotContain("\tat ");
        assertThat(names()).containsExactly("a.pdf");
    }

    @Test
    void an_answer_that_stays_away_is_settled_before_the_next_order() throws Refusal {
        var file = pdf("a.pdf");
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        assertThat(typist.signs(file).exit()).isEqualTo(4);
        assertThat(names()).containsExactly("a.pdf");
        fake.answersToDrop = 0;

        assertThat(typist.signs(file).exit()).isZero();

        assertThat(fake.sgm.obeyed).filteredOn("sign"::equals).hasSize(2);
        assertThat(Profile.in(typist.profile()).unanswered()).isEmpty();
        assertThat(Profile.in(typist.profile()).signed()).hasSize(2);
        assertThat(typist.types("activity", "--json").exit()).isZero();
    }

    @Test
    void an_order_whose_time_is_over_no_longer_blocks_when_the_sap_withholds_its_answer() {
        var file = pdf("a.pdf");
        fake.lieOn = SIGN;
        fake.lieStatus = 413;
        fake.lie = body -> JsonObject.empty().build();
        assertThat(typist.signs(file).exit()).isEqualTo(4);
        assertThat(typist.signs(file).exit()).isEqualTo(4);
        fake.sgm.now = fake.sgm.now.plusSeconds(301);
        fake.lieOn = "";

        var after = typist.signs(file);

        assertThat(after.exit()).as(after.err()).isZero();
        assertThat(after.err()).contains("an order from before that had no answer was carried out: (signing) a.pdf");
    }

    @Test
    void with_two_keys_the_key_must_be_named() {
        var first = typist.types("keys", "list", "--json").text(0, "keyId");
        typist.types("keys", "create", "--algorithm", "p-256", "--pin-stdin");
        var file = pdf("a.pdf").toString();

        assertThat(typist.signs(file).exit()).isEqualTo(64);
        var named = typist.types("sign", "--yes", "--pin-stdin", "--json", "--key", first, file);
        assertThat(named.text(0, "keyId")).isEqualTo(first);
    }

    @Test
    void nobody_signs_unasked() {
        assertThat(typist.types("sign", "--pin-stdin", pdf("a.pdf").toString()).exit())
                .isEqualTo(64);
        assertThat(fake.count(SIGN)).isZero();
    }

    @Test
    void words_come_in_the_language_asked_for() {
        var outcome = typist.typesWith(
                "314159\n",
                "sign",
                "--yes",
                "--pin-stdin",
                "--lang",
                "ja",
                pdf("a.pdf").toString());

        assertThat(outcome.err()).contains("PIN が違います");
    }

    @Test
    void no_octet_of_a_document_its_name_or_its_text_leaves_this_computer() throws IOException {
        var file = HandMadePdf.onePage("Geheimvertrag 4711").write(documents.resolve("秘密の契約.pdf"));
        typist.signs(file);
        typist.types("activity", "--json");
        typist.types("keys", "list");

        var content = Files.readAllBytes(file);
        for (var request : fake.requests()) {
            assertThat(holdsPieceOf(request.octets().toArray(), content)).isFalse();
            assertThat(request.octets().toUtf8())
                    .doesNotContain("Geheimvertrag", "4711", "秘密", "契約", ".pdf", "%E7%A7%98", "e7a798e5af86")
                    .doesNotContain(Bytes.utf8("秘密の契約").toBase64Url().substring(0, 16));
        }
    }

    /** True if twelve octets in a row of the content are in what was sent. */
    private static boolean holdsPieceOf(byte[] sent, byte[] content) {
        var pieces = new java.util.HashSet<String>();
        for (var i = 0; i + 12 <= content.length; i++) {
            pieces.add(new String(content, i, 12, java.nio.charset.StandardCharsets.ISO_8859_1));
        }
        for (var i = 0; i + 12 <= sent.length; i++) {
            if (pieces.contains(new String(sent, i, 12, java.nio.charset.StandardCharsets.ISO_8859_1))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void the_pin_is_nowhere_in_the_profile_or_in_what_was_printed() throws IOException {
        typist.signs(pdf("a.pdf"));
        fake.dropPath = SIGN;
        fake.answersToDrop = 1000;
        typist.signs(pdf("b.pdf"));

        assertThat(typist.printed).doesNotContain(Typist.PIN);
        try (var files = Files.walk(typist.profile())) {
            assertThat(files.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
                            .doesNotContain(Typist.PIN));
        }
    }
}
