package dev.natsuin.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two machines get to know each other, and change their keys. */
final class LinkChangeTest {
    private static final Bytes IDENTITY = Bytes.utf8("an SGM").sha256();

    @TempDir
    Path folder;

    private Path sgms;
    private Path saps;
    private Path carried;

    @BeforeEach
    void twoMachines() throws Exception {
        sgms = Files.createDirectory(folder.resolve("sgm"));
        saps = Files.createDirectory(folder.resolve("sap"));
        carried = folder.resolve("carried");
        Identities.store(Identities.SGM, sgms, "sgm");
        Files.writeString(sgms.resolve("sgm-identity.hash"), IDENTITY.toHex() + "\n");
        Identities.store(Identities.SAP, saps, "sap");
    }

    private LinkIntroduction carriedFrom(Path machine, String side) throws Exception {
        Files.writeString(carried, LinkIntroduction.of(machine, side).text());
        return LinkIntroduction.read(carried);
    }

    private LinkIntroduction read(String text) throws Exception {
        Files.writeString(carried, text);
        return LinkIntroduction.read(carried);
    }

    private void storeNext(LinkIdentity identity, Path machine, String side) throws Exception {
        var made = Files.createTempDirectory(folder, "made");
        Identities.store(identity, made, side);
        Files.move(LinkFiles.PRESENT.key(made, side), LinkFiles.NEXT.key(machine, side));
        Files.move(LinkFiles.PRESENT.certificate(made, side), LinkFiles.NEXT.certificate(machine, side));
    }

    @Test
    void an_introduction_makes_the_other_machine_believe_the_side_and_its_identity() throws Exception {
        var introduction = carriedFrom(sgms, "sgm");

        assertThat(introduction.accept(saps)).isTrue();
        assertThat(introduction.accept(saps)).isFalse();

        assertThat(PeerPins.in(saps, "sgm").now()).containsExactly(Identities.SGM.certificateSha256());
        assertThat(saps.resolve("sgm-identity.hash")).hasContent(IDENTITY.toHex());
        assertThat(LinkFiles.NEXT.certificate(saps, "sgm")).doesNotExist();
    }

    @Test
    void both_machines_show_the_same_fingerprint_and_a_swapped_introduction_another() throws Exception {
        var there = LinkIntroduction.of(sgms, "sgm").fingerprint();
        assertThat(carriedFrom(sgms, "sgm").fingerprint()).isEqualTo(there).matches("([0-9a-f]{4} ){15}[0-9a-f]{4}");

        var swappedIdentity = read(LinkIntroduction.of(sgms, "sgm")
                .text()
                .replace(IDENTITY.toHex(), Bytes.utf8("another").sha256().toHex()));
        Identities.store(Identities.STRANGER, Files.createDirectory(folder.resolve("stranger")), "sap");
        var swappedKey = LinkIntroduction.of(folder.resolve("stranger"), "sap");

        assertThat(swappedIdentity.fingerprint()).isNotEqualTo(there);
        assertThat(swappedKey.fingerprint())
                .isNotEqualTo(LinkIntroduction.of(saps, "sap").fingerprint());
    }

    @Test
    void refuses_what_is_no_introduction() throws Exception {
        var sap = LinkIntroduction.of(saps, "sap").text();
        var sgm = LinkIntroduction.of(sgms, "sgm").text();

        for (var text : new String[] {
            "",
            sap + "\n",
            sap.replace("side: sap", "side: sgm"),
            sgm.replace("side: sgm", "side: sap"),
            sap.replace("natsuin link 1", "natsuin link 2"),
            sap.replace("MII", "MIJ"),
            sap + sap,
            "x".repeat(20_000),
        }) {
            assertThatThrownBy(() -> read(text)).as(text).isInstanceOf(LinkFault.class);
        }
        assertThatThrownBy(() -> LinkIntroduction.read(folder.resolve("missing")))
                .isInstanceOf(LinkFault.class);
    }

    @Test
    void a_machine_does_not_believe_an_introduction_of_its_own_side_or_of_another_sgm() throws Exception {
        var own = carriedFrom(sgms, "sgm");
        assertThatThrownBy(() -> own.accept(sgms)).hasMessageContaining("belongs on the other one");

        own.accept(saps);
        var other = read(own.text().replace(IDENTITY.toHex(), "00".repeat(32)));

        assertThatThrownBy(() -> other.accept(saps)).hasMessageContaining("another SGM");
        assertThat(saps.resolve("sgm-identity.hash")).hasContent(IDENTITY.toHex());
    }

    @Test
    void while_a_side_changes_its_key_both_are_believed_and_afterwards_only_the_new_one() throws Exception {
        carriedFrom(sgms, "sgm").accept(saps);
        carriedFrom(saps, "sap").accept(sgms);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (var server = LinkServer.start(
                here,
                LinkIdentity.load(sgms, "sgm"),
                PeerPins.in(sgms, "sap"),
                (operation, body) -> LinkAnswer.ok(body),
                LinkLimits.defaults())) {
            storeNext(Identities.STRANGER, saps, "sap");
            var former = LinkIdentity.load(saps, "sap");
            asks(server, former);
            refused(server, Identities.STRANGER);

            carriedFrom(saps, "sap").accept(sgms);
            asks(server, former);
            asks(server, Identities.STRANGER);

            assertThat(LinkFiles.settle(saps)).containsExactly("sap");
            var present = LinkIdentity.load(saps, "sap");
            asks(server, present);
            assertThat(LinkFiles.settle(sgms)).containsExactly("sap");
            asks(server, present);
            refused(server, former);
        }
        assertThat(LinkFiles.settle(saps)).isEmpty();
    }

    @Test
    void where_both_sides_change_their_keys_at_once_neither_is_sent_away_before_it_uses_the_next() throws Exception {
        carriedFrom(sgms, "sgm").accept(saps);
        carriedFrom(saps, "sap").accept(sgms);
        storeNext(Identities.STRANGER, saps, "sap");
        storeNext(Identities.OTHER, sgms, "sgm");
        carriedFrom(saps, "sap").accept(sgms);
        carriedFrom(sgms, "sgm").accept(saps);
        var formerSgm = Identities.SGM.certificateSha256();

        assertThat(LinkFiles.settle(saps)).containsExactly("sap");
        assertThat(PeerPins.in(saps, "sgm").now()).contains(formerSgm);
        assertThat(LinkFiles.changing(saps)).containsExactly("sgm");
        assertThat(LinkFiles.settle(sgms)).containsExactly("sgm");
        assertThat(PeerPins.in(sgms, "sap").now()).hasSize(2);

        assertThat(LinkFiles.settle(saps)).containsExactly("sgm");
        assertThat(PeerPins.in(saps, "sgm").now()).containsExactly(Identities.OTHER.certificateSha256());
        assertThat(LinkFiles.settle(sgms)).containsExactly("sap");
        assertThat(PeerPins.in(sgms, "sap").now()).containsExactly(Identities.STRANGER.certificateSha256());
        assertThat(LinkFiles.changing(saps)).isEmpty();
        assertThat(LinkFiles.changing(sgms)).isEmpty();
    }

    @Test
    void a_machine_that_nobody_introduced_the_other_to_says_what_is_to_be_done() {
        assertThatThrownBy(() -> PeerPins.in(sgms, "sap"))
                .isInstanceOf(LinkFault.class)
                .hasMessageContaining("'link show'")
                .hasMessageContaining("'link accept'");
    }

    @Test
    void on_one_machine_both_change_at_once() throws Exception {
        Identities.store(Identities.SAP, sgms, "sap");
        storeNext(Identities.STRANGER, sgms, "sap");
        storeNext(Identities.OTHER, sgms, "sgm");

        assertThat(LinkFiles.settle(sgms)).containsExactlyInAnyOrder("sap", "sgm");
    }

    private void asks(LinkServer server, LinkIdentity own) {
        try (var client = client(server, own)) {
            assertThat(client.call(LinkOperation.PING, Bytes.utf8("here"))).isEqualTo(Bytes.utf8("here"));
        }
    }

    private void refused(LinkServer server, LinkIdentity own) {
        try (var client = client(server, own)) {
            assertThatThrownBy(() -> client.call(LinkOperation.PING, Bytes.EMPTY))
                    .isInstanceOf(LinkUnavailable.class);
        }
    }

    private LinkClient client(LinkServer server, LinkIdentity own) {
        return new LinkClient(server::address, own, PeerPins.in(saps, "sgm"), LinkTimes.defaults());
    }

    @Test
    void a_change_that_was_cut_off_between_key_and_certificate_is_finished_by_doing_it_again() throws Exception {
        storeNext(Identities.STRANGER, saps, "sap");
        Files.move(
                LinkFiles.NEXT.key(saps, "sap"),
                LinkFiles.PRESENT.key(saps, "sap"),
                StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> LinkIdentity.load(saps, "sap")).hasMessageContaining("do not belong together");

        assertThat(LinkFiles.settle(saps)).containsExactly("sap");

        assertThat(LinkIdentity.load(saps, "sap").certificateSha256())
                .isEqualTo(Identities.STRANGER.certificateSha256());
    }

    @Test
    void nobody_is_believed_while_the_pinned_certificates_cannot_be_read() throws Exception {
        carriedFrom(saps, "sap").accept(sgms);
        var pins = PeerPins.in(sgms, "sap");
        try (var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Identities.SGM,
                pins,
                (operation, body) -> LinkAnswer.ok(body),
                LinkLimits.defaults())) {
            carriedFrom(sgms, "sgm").accept(saps);
            Files.writeString(LinkFiles.PRESENT.certificate(sgms, "sap"), "damaged");

            refused(server, Identities.SAP);
        }
    }

    @Test
    void whoever_starts_before_the_other_side_is_known_is_told_how_it_becomes_known() {
        assertThatThrownBy(() -> PeerPins.in(folder, "sap"))
                .isInstanceOf(LinkFault.class)
                .hasMessageContaining("sap-link.pem is missing")
                .hasMessageContaining("'link accept'");
    }
}
