package dev.natsuin.desktop.document.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.junit.jupiter.api.Test;

/** Streams as they stand in a file: what is read of them, and when that is refused before anybody decodes them. */
final class PlainStreamTest {
    private static final byte[] WORDS = new byte[5000];

    static {
        Arrays.fill(WORDS, (byte) 'w');
    }

    private static byte[] deflated() throws IOException {
        var octets = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(octets)) {
            out.write(WORDS);
        }
        return octets.toByteArray();
    }

    private static COSStream stream(byte[] octets, Optional<COSBase> filter) throws IOException {
        var stream = new COSStream();
        try (var out = stream.createRawOutputStream()) {
            out.write(octets);
        }
        filter.ifPresent(each -> stream.setItem(COSName.FILTER, each));
        return stream;
    }

    private static Optional<COSBase> list(String... names) {
        var list = new COSArray();
        for (var name : names) {
            list.add(COSName.getPDFName(name));
        }
        return Optional.of(list);
    }

    private static Optional<byte[]> read(COSStream stream) throws IOException {
        var in = PlainStream.of(stream);
        return in.isEmpty() ? Optional.empty() : Optional.of(in.get().readAllBytes());
    }

    @Test
    void what_is_deflated_once_or_not_at_all_is_read() throws IOException {
        assertThat(read(stream(WORDS, Optional.empty()))).contains(WORDS);
        assertThat(read(stream(WORDS, list()))).contains(WORDS);
        assertThat(read(stream(deflated(), Optional.of(COSName.FLATE_DECODE)))).contains(WORDS);
        assertThat(read(stream(deflated(), list("FlateDecode")))).contains(WORDS);
        assertThat(read(stream(deflated(), list("Fl")))).contains(WORDS);
    }

    @Test
    void other_filters_and_predictors_are_not() throws IOException {
        assertThat(read(stream(deflated(), list("FlateDecode", "FlateDecode")))).isEmpty();
        assertThat(read(stream(WORDS, list("LZWDecode")))).isEmpty();
        assertThat(read(stream(WORDS, Optional.of(COSInteger.ONE)))).isEmpty();
        for (var name : new String[] {"DecodeParms", "DP"}) {
            var predicted = stream(deflated(), list("FlateDecode"));
            predicted.setItem(COSName.getPDFName(name), new COSDictionary());
            assertThat(read(predicted)).isEmpty();
        }
    }

    @Test
    void a_stream_may_be_as_large_as_the_limit_and_no_larger() throws IOException {
        for (var filter : new String[] {"FlateDecode", "Fl"}) {
            var stream = stream(deflated(), list(filter));

            assertThatCode(() -> PlainStream.limit(stream, WORDS.length)).doesNotThrowAnyException();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> PlainStream.limit(stream, WORDS.length - 1));
        }
    }

    @Test
    void what_swells_in_another_way_or_is_damaged_is_refused() throws IOException {
        for (var stream : new COSStream[] {
            stream(deflated(), list("FlateDecode", "FlateDecode")),
            stream(deflated(), list("LZWDecode")),
            stream(deflated(), Optional.of(COSInteger.ONE)),
            stream(WORDS, list("FlateDecode"))
        }) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> PlainStream.limit(stream, 1 << 20));
        }
    }

    @Test
    void what_has_no_filter_is_as_large_as_it_is() {
        assertThatCode(() -> PlainStream.limit(stream(WORDS, Optional.empty()), 1))
                .doesNotThrowAnyException();
    }
}
