package dev.natsuin.sgm.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.TestDevice;
import dev.natsuin.sgm.TestSgm;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a SAP asks that nobody may ask is refused, and nothing is made up for it. */
class DoorTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private long entries;

    @BeforeEach
    void a_log_with_some_entries() {
        sgm = new TestSgm(folder);
        sgm.officer();
        var counted = new AtomicLong();
        sgm.whileClosed(() -> counted.set(Sgm.verifyLog(sgm.settings()).entries()));
        entries = counted.get();
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private LinkAnswer.Status status(LinkOperation operation, Bytes body) {
        return sgm.askRaw(operation, body).status();
    }

    @Test
    void a_hello_signs_a_nonce_of_sixteen_octets_and_no_other_text() {
        assertThat(status(LinkOperation.HELLO, TestDevice.random(16))).isEqualTo(LinkAnswer.Status.OK);

        for (var size : List.of(0, 15, 17, 64)) {
            assertThat(status(LinkOperation.HELLO, TestDevice.random(size)))
                    .as(size + " octets")
                    .isEqualTo(LinkAnswer.Status.REFUSED);
        }
    }

    @Test
    void proofs_are_given_for_sizes_that_the_log_had_and_in_their_order() {
        for (var good : List.of(new ConsistencyCall(1, entries), new ConsistencyCall(entries, entries))) {
            assertThat(status(LinkOperation.CONSISTENCY, good.toBytes())).isEqualTo(LinkAnswer.Status.OK);
        }
        for (var bad : List.of(new ConsistencyCall(1, entries + 1), new ConsistencyCall(entries, entries - 1))) {
            assertThat(status(LinkOperation.CONSISTENCY, bad.toBytes())).isEqualTo(LinkAnswer.Status.REFUSED);
        }
    }

    @Test
    void epochs_and_new_identity_keys_are_told_of_sizes_that_the_log_had() {
        for (var operation : List.of(LinkOperation.EPOCHS, LinkOperation.SUCCESSIONS)) {
            for (var size : List.of(1L, entries)) {
                assertThat(status(operation, new EpochsCall(size).toBytes())).isEqualTo(LinkAnswer.Status.OK);
            }
            for (var size : List.of(0L, entries + 1)) {
                assertThat(status(operation, new EpochsCall(size).toBytes()))
                        .as(operation + " " + size)
                        .isEqualTo(LinkAnswer.Status.REFUSED);
            }
        }
    }

    @Test
    void the_pki_has_its_files_and_no_others() {
        for (var name : List.of("ca.cer", "ca.crl")) {
            assertThat(status(LinkOperation.PKI, Bytes.utf8(name))).isEqualTo(LinkAnswer.Status.OK);
        }
        for (var name : List.of("", "ca", "CA.CER", "../vault.key", "ca.cer/")) {
            assertThat(status(LinkOperation.PKI, Bytes.utf8(name))).as(name).isEqualTo(LinkAnswer.Status.REFUSED);
        }
    }
}
