package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After an import, and after a signature by the imported key, its secret numbers are in no file of the SGM, no answer,
 * and nothing that the process still reaches: a dump of the heap holds numbers as they are written, octets and
 * {@code BigInteger}s alike.
 */
final class ImportedKeyTraceTest {
    private static final byte MASK = 0x5a;

    @TempDir
    Path folder;

    private TestSgm sgm;
    private final List<byte[]> masked = new ArrayList<>();
    private final StringBuilder answers = new StringBuilder();

    @BeforeEach
    void an_imported_key_that_signed() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")));
        var signer = sgm.newSigner();
        var key = imported(signer);
        var order = sgm.order(signer, key, TestSgm.hash("contract"));
        answers.append(sgm.sendRaw(signer.seal(order, sgm), Optional.of(TestSgm.requestOf(order))));
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    /** The key is made here, and nothing of it is left here but what is sought, masked. */
    private Results.KeyInfo imported(TestDevice signer) {
        var pair = ForeignAuthority.freshRsa();
        var key = (RSAPrivateCrtKey) pair.getPrivate();
        for (var number : List.of(key.getPrimeP(), key.getPrimeQ(), key.getPrivateExponent())) {
            masked.add(masked(number));
        }
        var certificates =
                new ForeignAuthority(sgm.now()).certify(pair.getPublic()).issued();
        var info = sgm.importKey(signer, KeyAlgorithm.RSA_2048, Bytes.of(key.getEncoded()), certificates);
        answers.append(info.toJson().toBytes().toUtf8());
        return info;
    }

    /** Thirty-two octets out of the middle: as they stand in octets and in the words of a number alike. */
    private static byte[] masked(BigInteger number) {
        var octets = number.toByteArray();
        var part = new byte[32];
        for (var i = 0; i < part.length; i++) {
            part[i] = (byte) (octets[octets.length / 2 + i] ^ MASK);
        }
        return part;
    }

    private boolean isIn(byte[] text) {
        return masked.stream().anyMatch(part -> indexOf(text, part) >= 0);
    }

    private static int indexOf(byte[] text, byte[] part) {
        var first = (byte) (part[0] ^ MASK);
        for (var at = 0; at + part.length <= text.length; at++) {
            if (text[at] == first && matches(text, at, part)) {
                return at;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] text, int at, byte[] part) {
        for (var i = 1; i < part.length; i++) {
            if ((byte) (text[at + i] ^ MASK) != part[i]) {
                return false;
            }
        }
        return true;
    }

    private byte[] heap(String name) throws IOException {
        var file = folder.resolve(name + ".hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), true);
        return Files.readAllBytes(file);
    }

    @Test
    void an_imported_key_leaves_no_trace() throws IOException {
        assertThat(isIn(heap("after"))).as("in the heap").isFalse();
        assertThat(isIn(answers.toString().getBytes(StandardCharsets.UTF_8))).isFalse();
        sgm.close();
        try (var files = Files.walk(folder.resolve("sgm"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertThat(isIn(Files.readAllBytes(file))).as("in " + file).isFalse();
            }
        }
        sgm.reopenClosed();
    }

    @Test
    void the_search_would_find_the_key() throws IOException {
        var planted = new ArrayList<BigInteger>();
        for (var part : masked) {
            var octets = part.clone();
            for (var i = 0; i < octets.length; i++) {
                octets[i] ^= MASK;
            }
            planted.add(new BigInteger(1, octets));
        }
        assertThat(isIn(heap("planted"))).isTrue();
        assertThat(planted).hasSize(3);
    }
}
