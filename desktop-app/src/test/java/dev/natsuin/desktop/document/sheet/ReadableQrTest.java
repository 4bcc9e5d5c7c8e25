package dev.natsuin.desktop.document.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ReadableQrTest {
    /** One of those that a reader overlooks under the mask that the standard prefers. */
    private static final String OVERLOOKED =
            "NATSUIN1-D9FVN-0F8NC-YQ6DC-WYNYA-7W13G-CHRCE-W1WEZ-NH0JJ-YCDQC-3V9QT-GA1CV-C82NZ-5EJ57-3G59Y-XPJAW-"
                    + "AG14E-4721T-3EAHV-14QWS-ZEGQ1-Y078G-8970J-XV94W-HP5EX-ZXZ2W-MPP5N";

    @Test
    void a_code_that_is_overlooked_under_the_usual_mask_is_read_under_the_one_that_is_taken() {
        var usual = ReadableQr.written(
                OVERLOOKED, Map.of(EncodeHintType.ERROR_CORRECTION, ErrorCorrectionLevel.M, EncodeHintType.MARGIN, 4));

        assertThat(ReadableQr.reads(usual, OVERLOOKED)).isLessThan(2);
        assertThat(ReadableQr.reads(ReadableQr.of(OVERLOOKED), OVERLOOKED)).isGreaterThan(2);
    }
}
