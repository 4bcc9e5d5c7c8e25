package dev.natsuin.desktop.document.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

final class EnrolmentSheetTest {
    private static final String CODE = "NATSUIN1-" + "0123K-".repeat(26) + "4567Z";
    private static final EnrolmentSheet.Content HANAKO = new EnrolmentSheet.Content(
            "𠮷野 髙子", "よしの たかこ", "https://sign.example.jp:8443", "2026年12月3日 12:00", CODE, true);

    private static PDDocument sheet(Locale language, EnrolmentSheet.Content... sheets) throws IOException {
        return Loader.loadPDF(EnrolmentSheet.pdf(List.of(sheets), language));
    }

    private static String text(PDDocument document) throws IOException {
        return new PDFTextStripper().getText(document).replaceAll("\\s+", "");
    }

    @Test
    void says_for_whom_it_is_where_it_leads_and_until_when() throws Exception {
        try (var document = sheet(Locale.JAPANESE, HANAKO)) {
            assertThat(text(document))
                    .contains("𠮷野髙子様", "よしのたかこ", "https://sign.example.jp:8443", "2026年12月3日12:00", CODE)
                    .doesNotContain("〓");
            assertThat(document.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void shows_of_a_code_from_a_file_what_is_typed_and_no_more() throws Exception {
        var fromFile = new EnrolmentSheet.Content(
                HANAKO.name(), HANAKO.kana(), HANAKO.server(), HANAKO.until(), CODE + "\n", true);
        try (var document = sheet(Locale.JAPANESE, fromFile);
                var plain = sheet(Locale.JAPANESE, HANAKO)) {
            assertThat(text(document)).isEqualTo(text(plain)).doesNotContain("U+000A");
        }
    }

    @Test
    void is_written_in_english_too() throws Exception {
        try (var document = sheet(Locale.ENGLISH, HANAKO)) {
            assertThat(text(document)).contains("For𠮷野髙子", "Nobodyherewilleveraskyouforit");
        }
    }

    @Test
    void a_phone_reads_the_code_from_it() throws Exception {
        try (var document = sheet(Locale.JAPANESE, HANAKO)) {
            var image = new PDFRenderer(document).renderImageWithDPI(0, 150);
            var pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            var bitmap = new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));

            assertThat(new QRCodeReader().decode(bitmap).getText()).isEqualTo(CODE);
        }
    }

    @Test
    void only_where_it_is_asked_for_the_fingerprint_is_mentioned() throws Exception {
        var plain =
                new EnrolmentSheet.Content(HANAKO.name(), "", HANAKO.server(), HANAKO.until(), HANAKO.code(), false);
        try (var with = sheet(Locale.JAPANESE, HANAKO);
                var without = sheet(Locale.JAPANESE, plain)) {
            assertThat(text(with)).contains("端末識別コード");
            assertThat(text(without)).doesNotContain("端末識別コード");
        }
    }

    /** A key that is handed over is not made, and does not wait for ever. */
    @Test
    void with_a_key_it_says_that_this_is_taken_in_and_until_when() throws Exception {
        var withKey = new EnrolmentSheet.Content(
                HANAKO.name(),
                HANAKO.kana(),
                HANAKO.server(),
                HANAKO.until(),
                CODE.replace("NATSUIN1", "NATSUIN2"),
                true);
        try (var japanese = sheet(Locale.JAPANESE, withKey);
                var english = sheet(Locale.ENGLISH, withKey);
                var plain = sheet(Locale.ENGLISH, HANAKO)) {
            assertThat(text(japanese)).contains("取り込み", "7日").doesNotContain("鍵を作成", "〓");
            assertThat(text(english))
                    .contains("takesinthesigningkey", "sevendays")
                    .doesNotContain("makesyoursigningkey");
            assertThat(text(plain)).contains("makesyoursigningkey").doesNotContain("sevendays");
            assertThat(japanese.getNumberOfPages()).isEqualTo(1);
        }
    }

    @Test
    void the_form_of_a_character_that_a_name_asks_for_is_kept() throws Exception {
        var name = "葛\uDB40\uDD00城 辻\uDB40\uDD01 子";
        var asking = new EnrolmentSheet.Content(name, "", HANAKO.server(), HANAKO.until(), HANAKO.code(), false);
        try (var document = sheet(Locale.JAPANESE, asking)) {
            assertThat(text(document)).contains(name.replace(" ", "")).doesNotContain("〓");
        }
    }

    @Test
    void nothing_that_is_logged_of_it_tells_the_code() {
        assertThat(HANAKO.toString()).contains("髙子").doesNotContain("0123K", "4567Z");
    }

    @Test
    void many_people_get_a_page_each() throws Exception {
        try (var document = sheet(Locale.JAPANESE, HANAKO, HANAKO, HANAKO)) {
            assertThat(document.getNumberOfPages()).isEqualTo(3);
        }
    }

    @Test
    void a_name_as_long_as_a_form_allows_stays_on_the_page() throws Exception {
        var name = "寿限無".repeat(40);
        try (var document = sheet(
                Locale.JAPANESE,
                new EnrolmentSheet.Content(
                        name, "", "https://" + "a".repeat(380), HANAKO.until(), HANAKO.code(), true))) {
            assertThat(document.getNumberOfPages()).isEqualTo(1);
            assertThat(text(document)).contains("寿限無寿限無", "裁断してください");
        }
    }
}
