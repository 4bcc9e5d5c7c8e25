package dev.natsuin.desktop.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.pdf.RangeDigest;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestBehindTest {
    private static final int BLOCK_BYTES = 1 << 10;

    private final Random random = new Random(7);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void digests_every_block_in_its_order(boolean aside) {
        var octets = new byte[999_999];
        random.nextBytes(octets);
        var digests = new RangeDigest(HashAlgorithm.SHA_512);
        try (var behind = new DigestBehind(digests, BLOCK_BYTES, aside)) {
            for (int from = 0; from < octets.length; ) {
                int length = Math.min(octets.length - from, 1 + random.nextInt(BLOCK_BYTES));
                behind.take(ByteBuffer.wrap(octets, from, length));
                from += length;
            }
            behind.finish();
        }
        assertThat(digests.copy().endOfOriginal()).isEqualTo(Bytes.of(octets).sha256());
        assertThat(digests.all())
                .isEqualTo(Bytes.of(HashAlgorithm.SHA_512.newDigest().digest(octets)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_happens_to_a_block_later_changes_no_digest(boolean aside) {
        var digests = new RangeDigest(HashAlgorithm.SHA_256);
        var block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (var behind = new DigestBehind(digests, BLOCK_BYTES, aside)) {
            for (int i = 0; i < 100; i++) {
                behind.take(block.clear());
                for (int at = 0; at < BLOCK_BYTES; at++) {
                    block.put(at, (byte) 1);
                }
                for (int at = 0; at < BLOCK_BYTES; at++) {
                    block.put(at, (byte) 0);
                }
            }
            behind.finish();
        }
        assertThat(digests.endOfOriginal())
                .isEqualTo(Bytes.of(new byte[100 * BLOCK_BYTES]).sha256());
    }
}
