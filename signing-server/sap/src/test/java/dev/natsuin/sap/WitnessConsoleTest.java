package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkIdentity;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkPort;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlWitnessMemory;
import dev.natsuin.sap.tls.TlsIdentityMaker;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.Witness;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code witness show} and {@code accept} as the launcher runs them at the SAP, over the real link. */
final class WitnessConsoleTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String OTHER = "0123-4567-89AB-CDEF";

    @TempDir
    private Path data;

    private final LyingSgm sgm = new LyingSgm(RANDOM, Clock.systemUTC());
    private final SapSide side = new SapSide();
    private Optional<LinkServer> link = Optional.empty();

    /** The SGM had a second identity key; then a backup of before was restored. */
    @BeforeEach
    void a_sap_that_knows_an_identity_key_that_a_restore_lost() throws IOException {
        var folder = Files.createDirectory(data.resolve("link"));
        new TlsIdentityMaker(RANDOM)
                .makeIfMissing(
                        folder.resolve("sgm-link-key.pem"),
                        folder.resolve("sgm-link.pem"),
                        "sgm",
                        Clock.systemUTC().instant());
        Files.writeString(
                folder.resolve("sgm-identity.hash"), sgm.identityHash().toHex());
        assertThat(side.init(process())).isZero();
        var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                LinkIdentity.load(folder, "sgm"),
                PeerPins.in(folder, "sap"),
                this::handle,
                LinkLimits.defaults());
        LinkPort.publish(folder, server.address().getPort());
        link = Optional.of(server);
        sgm.log.grow(3);
        sgm.renew();
        assertThat(cosigns()).isTrue();
    }

    @AfterEach
    void close() {
        link.ifPresent(LinkServer::close);
    }

    private FakeProcess process() {
        return new FakeProcess(data, SideTest.config(0), Clock.systemUTC());
    }

    private LinkAnswer handle(LinkOperation operation, Bytes body) {
        try {
            return switch (operation) {
                case HELLO -> LinkAnswer.ok(Bytes.utf8(sgm.hello(body)));
                case DESCRIPTOR -> LinkAnswer.ok(Bytes.utf8(sgm.descriptor(DescriptorCall.read(body))));
                case CONSISTENCY -> answer(sgm.consistency(ConsistencyCall.read(body)));
                case SUCCESSIONS -> answer(sgm.successions(EpochsCall.read(body)));
                case EPOCHS -> answer(sgm.epochs(EpochsCall.read(body)));
                default -> throw new IllegalStateException("not asked for");
            };
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinkAnswer answer(Optional<Bytes> told) {
        return told.map(LinkAnswer::ok).orElseGet(() -> LinkAnswer.refused(Bytes.EMPTY));
    }

    /** Whether the SAP, started anew, hands on what the SGM shows. */
    private boolean cosigns() {
        var nonce = Bytes.of(new byte[Hello.NONCE_SIZE_BYTES]);
        try (var database = SapDatabase.open(data.resolve("sap/sap.db"))) {
            var memory = new SqlWitnessMemory(database);
            var growth = new LogGrowth(new LogQueries(sgm), memory, sgm.identityHash());
            var descriptors = new Descriptors(
                    sgm,
                    new FollowedIdentity(sgm.identityHash(), sgm, growth, memory, RANDOM),
                    () -> new DescriptorCall(
                            "https://sign.example", List.of(Bytes.utf8("tls").sha256())),
                    Clock.systemUTC());
            try (var witness =
                    new Witness(descriptors, growth, memory, sgm.identityHash(), Clock.systemUTC(), RANDOM)) {
                witness.cosigned(sgm.hello(nonce), nonce);
                return true;
            }
        } catch (SgmNotBelieved e) {
            return false;
        }
    }

    private void restoreFromBefore() {
        var backup = sgm.log.copy();
        backup.leaves.remove(backup.leaves.size() - 1);
        sgm.restore(backup);
        sgm.identity = sgm.first;
    }

    private int accept(FakeProcess process, String... typed) {
        return side.run("witness-accept", List.of(typed), process);
    }

    @Test
    void show_tells_number_and_fingerprint_of_the_key_that_was_seen_and_of_the_one_that_is_shown() {
        var seen = "Fingerprint of the identity key: " + sgm.identityFingerprint() + " (number 2)\n"
                + "Fingerprint of the log's key: " + sgm.logFingerprint() + "\n" + sgm.checkpoint();
        restoreFromBefore();
        var process = process();

        assertThat(side.run("witness-show", List.of(), process)).isEqualTo(ExitCode.DONE);

        assertThat(process.told())
                .isEqualTo("Seen at the SAP:\n" + seen + "Shown by the SGM now:\nFingerprint of the identity key: "
                        + sgm.identityFingerprint() + " (number 1)\nFingerprint of the log's key: "
                        + sgm.logFingerprint() + "\n" + sgm.checkpoint());
        assertThat(process.said()).isEmpty();
        assertThat(sgm.identityFingerprint())
                .isEqualTo(Fingerprint.ofIdentity(sgm.identityHash())); // of the first key, it is the name's
    }

    @Test
    void show_says_of_what_does_not_hold_that_nobody_can_take_it_up() {
        sgm.identity = sgm.first; // the log has the entry of another
        var process = process();

        assertThat(side.run("witness-show", List.of(), process)).isEqualTo(ExitCode.REFUSED);

        assertThat(process.told()).contains("(number 2)").doesNotContain("Shown by the SGM");
        assertThat(process.said()).contains("can be taken up by nobody");
    }

    @Test
    void show_tells_what_was_seen_while_the_sgm_is_away() {
        link.orElseThrow().close();
        var process = process();

        assertThat(side.run("witness-show", List.of(), process)).isEqualTo(ExitCode.DONE);

        assertThat(process.told()).contains("(number 2)").endsWith("The SGM does not answer now.\n");
    }

    @Test
    void accept_takes_up_log_and_identity_whose_fingerprints_were_typed() {
        restoreFromBefore();
        assertThat(cosigns()).isFalse();
        var process = process();

        assertThat(accept(
                        process, sgm.logFingerprint(), sgm.identityFingerprint().toLowerCase(Locale.ROOT)))
                .isEqualTo(ExitCode.DONE);

        assertThat(process.told()).contains("believed from the next start on", "refuse this one");
        assertThat(cosigns()).isTrue();
        var again = process();
        assertThat(accept(again, sgm.logFingerprint())).isEqualTo(ExitCode.DONE);
        assertThat(again.told()).contains("Nothing was changed");
    }

    @Test
    void accept_refuses_without_the_identitys_fingerprint_and_under_another_one() {
        restoreFromBefore();
        var process = process();

        assertThat(accept(process, sgm.logFingerprint())).isEqualTo(ExitCode.REFUSED);
        assertThat(process.said()).contains("does not follow the one that was seen here", "--identity");
        assertThat(accept(process, sgm.logFingerprint(), OTHER)).isEqualTo(ExitCode.REFUSED);
        assertThat(accept(process, OTHER, sgm.identityFingerprint())).isEqualTo(ExitCode.REFUSED);
        assertThat(accept(process, sgm.logFingerprint(), "0123")).isEqualTo(ExitCode.USAGE);
        assertThat(accept(process)).isEqualTo(ExitCode.USAGE);

        assertThat(process.told()).isEmpty();
        assertThat(cosigns()).isFalse();
    }

    @Test
    void accept_refuses_while_the_sap_holds_its_database() {
        restoreFromBefore();
        var process = process();
        try (var serving = SapDatabase.open(data.resolve("sap/sap.db"))) {
            assertThat(serving.sound()).isTrue();
            assertThat(accept(process, sgm.logFingerprint(), sgm.identityFingerprint()))
                    .isEqualTo(ExitCode.REFUSED);
        }
        assertThat(process.said()).contains("The SAP is running. Nothing was changed.");
    }

    @Test
    void accept_refuses_a_log_that_was_not_restored() {
        sgm.identity = sgm.first;
        sgm.shows = false;
        var process = process();

        assertThat(accept(process, sgm.logFingerprint(), sgm.identityFingerprint()))
                .isEqualTo(ExitCode.REFUSED);

        assertThat(process.said()).contains("in a log that lost nothing");
    }
}
