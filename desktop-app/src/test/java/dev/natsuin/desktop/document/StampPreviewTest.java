package dev.natsuin.desktop.document;

import static dev.natsuin.desktop.document.SigningForTests.signed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.preview.PageImage;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.desktop.document.preview.StampPreview;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSeals;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.CheckCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StampPreviewTest {
    private static final Instant TIME = Instant.parse("2026-11-22T10:30:00Z");
    private static final int PIXELS_PER_POINT = 2;

    @TempDir
    Path desk;

    @Test
    void what_the_window_shows_before_is_what_the_document_has_after() throws IOException {
        var blank = HandMadePdf.onePage("contract").write(desk.resolve("a.pdf"));
        var visible = new VisibleSignature(
                Optional.of(new StampPlace(1, 100, 200, 200, 70)),
                Direction.HORIZONTAL,
                SealImage.of(TestSeals.ring(200)),
                Locale.JAPANESE,
                ZoneId.of("Asia/Tokyo"));
        var options = PdfSignatureOptions.at(TIME).seen(visible);
        var signer = new TestCa("preview").signer("𠮷田 髙子", KeyAlgorithm.P_256);

        var output = signed(blank, signer, SignAlgorithm.ECDSA_WITH_SHA256, options);

        var code = CheckCode.of(
                Bytes.of(Files.readAllBytes(blank)).sha256(),
                signer.with(SignAlgorithm.ECDSA_WITH_SHA256).digest());
        var look = visible.look("𠮷田 髙子", TIME, Optional.empty(), Optional.empty(), code);
        var preview = StampPreview.of(look, 200, 70, 200 * PIXELS_PER_POINT);
        assertThat(preview.cut()).isFalse();
        assertThat(differing(preview.image(), page(output))).isLessThan(0.004);
        var other = StampPreview.of(
                visible.look("別人", TIME, Optional.empty(), Optional.empty(), code), 200, 70, 200 * PIXELS_PER_POINT);
        assertThat(differing(other.image(), page(output))).isGreaterThan(0.012);
    }

    private static PageImage page(Path file) {
        try (var pages = ((PdfPages.Opening.Opened) PdfPages.open(file)).pages()) {
            var width = (int) Math.round(pages.size(1).widthPoints() * PIXELS_PER_POINT);
            return ((PdfPages.Rendering.Rendered) pages.render(1, 16e6, width)).image();
        }
    }

    /** The part of the pixels that are clearly another shade. */
    private static double differing(PageImage stamp, PageImage page) {
        var other = 0;
        for (var y = 2; y < stamp.height() - 2; y++) {
            for (var x = 2; x < stamp.width() - 2; x++) {
                var ours = stamp.argbPre().get(y * stamp.width() + x);
                var green = (ours >> 8 & 0xFF) + (0xFF - (ours >>> 24));
                var theirs =
                        page.argbPre().get((200 * PIXELS_PER_POINT + y) * page.width() + 100 * PIXELS_PER_POINT + x);
                other += Math.abs(green - (theirs >> 8 & 0xFF)) > 60 ? 1 : 0;
            }
        }
        return (double) other / (stamp.width() * stamp.height());
    }
}
