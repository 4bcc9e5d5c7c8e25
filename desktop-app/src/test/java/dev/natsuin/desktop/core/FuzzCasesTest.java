package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fuzzer found, as it found it. */
final class FuzzCasesTest {
    private static byte[] found(String name) throws IOException {
        try (var in = FuzzCasesTest.class.getResourceAsStream("/fuzz/" + name)) {
            return in.readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"certificate-that-one-of-two-readers-takes", "certificate-that-is-cast-to-what-it-is-not"})
    void a_certificate_that_one_of_two_readers_takes_is_none(String name) throws Exception {
        var journal = found("journal/" + name);
        var first =
                new String(journal, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
        var certificates = JsonObject.strict(Bytes.utf8(first)).reader().bytesList("certificates");
        assertThat(certificates).isNotEmpty();
        assertThatThrownBy(() -> Certificates.read(certificates)).isInstanceOf(Malformed.class);
        JournalFuzz.fuzzerTestOneInput(journal);
    }
}
