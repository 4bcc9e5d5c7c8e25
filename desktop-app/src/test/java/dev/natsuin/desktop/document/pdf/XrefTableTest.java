package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class XrefTableTest {
    private static final String SOUND =
            "xref\n0 2\n0000000000 65535 f \n0000000017 00000 n \n7 1\n1234567890 00003 n\r\ntrailer<<>>";

    private static RandomAccessReadBuffer source(String text) {
        return new RandomAccessReadBuffer(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void an_exact_table_is_read_up_to_its_trailer() throws IOException {
        var source = source(SOUND);

        var table = XrefTable.read(source).orElseThrow();

        assertThat(table.keys()).containsExactly(new COSObjectKey(1, 0), new COSObjectKey(7, 3));
        assertThat(table.places()).containsExactly(17L, 1234567890L);
        assertThat(source.getPosition()).isEqualTo(SOUND.indexOf("trailer"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xref\n0 1\n0000000000 65535 f\n0000000017 00000 n \ntrailer",
                "xref\n0 2\n0000000000 65535 f \ntrailer",
                "xref\n0 1\n0000000000 65535 f \n0000000017 00000 n \ntrailer",
                "xref\n0 1\n000000000a 65535 f \ntrailer",
                "xref\n0 1\n0000000010 65535 x \ntrailer",
                "xref\n0 1\n0000000010 00000 n \n",
                "xref\n0 9999999\n0000000010 00000 n \ntrailer",
                "xref\ntrailer",
                "xre",
            })
    void every_other_table_is_left_to_pdfbox(String text) throws IOException {
        assertThat(XrefTable.read(source(text))).isEmpty();
    }
}
