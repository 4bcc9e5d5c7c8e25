package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IncrementsTest {
    private static final String REVISION = "what was signed\n";

    /** One object under these numbers, as it stands and as the table has it. */
    private static Increments read(String object, String first, String generation) throws IOException {
        var body = object + " obj\n<</A 1>>\nendobj\n";
        var octets = REVISION + body + "xref\n" + first + " 1\n" + String.format("%010d", REVISION.length()) + " "
                + generation + " n \ntrailer\n<</Size 8/Root 1 0 R/Prev 3>>\nstartxref\n"
                + (REVISION.length() + body.length()) + "\n%%EOF\n";
        try (var source = new RandomAccessReadBuffer(octets.getBytes(StandardCharsets.US_ASCII))) {
            return Increments.read(source, REVISION.length(), 3, false, key -> null);
        }
    }

    @Test
    void an_object_is_written_under_its_numbers() throws IOException {
        assertThat(read("7 0", "7", "00000").written()).containsExactly(new COSObjectKey(7, 0));
        assertThat(read("7 65535", "7", "65535").written()).containsExactly(new COSObjectKey(7, 65535));
    }

    /** Each would take its place in memory, and a few octets of a packed file free millions. */
    @Test
    void more_freed_objects_than_there_can_be_are_not_counted() {
        var count = 1_000_001;
        var octets = REVISION + "xref\n1 " + count + "\n" + "0 0 f\n".repeat(count)
                + "trailer\n<</Size 9999999/Root 1 0 R/Prev 3>>\nstartxref\n" + REVISION.length() + "\n%%EOF\n";

        assertThatThrownBy(() -> {
                    try (var source = new RandomAccessReadBuffer(octets.getBytes(StandardCharsets.US_ASCII))) {
                        Increments.read(source, REVISION.length(), 3, false, key -> null);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more freed than there can be");
    }

    /** Found by a fuzzer: PDFBox takes each of these keys for that of object 7, or throws. */
    @ParameterizedTest
    @CsvSource({
        "7 65536, 7, 65536",
        "7 65536, 7, 00000",
        "7 4294967296, 7, 4294967296",
        "7 2147483648, 7, 00000",
        "281474976710663 0, 7, 00000",
        "281474976710663 0, 281474976710663, 00000",
        "7 07777777777777, 7, 00000"
    })
    void numbers_that_no_object_has_are_not_those_of_another(String object, String first, String generation) {
        assertThatThrownBy(() -> read(object, first, generation)).isInstanceOf(IOException.class);
    }
}
