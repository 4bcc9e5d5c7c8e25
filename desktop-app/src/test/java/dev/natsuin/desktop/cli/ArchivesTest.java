package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.device.Computer;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.FormatsForTests;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Archived files and when they are to be renewed; nobody is enrolled. */
final class ArchivesTest {
    private static final int OK = 200;
    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Duration LASTS = Duration.ofDays(365);
    private static final Instant ENDS = NOW.minus(Duration.ofDays(1)).plus(LASTS);

    @TempDir
    private Path folder;

    private final ScriptedAuthority stamping = new ScriptedAuthority().lasting(LASTS);
    private Instant now = NOW;
    private HttpServer service;
    private TestCa authority;
    private TestSigner signer;
    private Typist typist;

    @BeforeEach
    void two_authorities() throws Exception {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var address = "http://127.0.0.1:" + service.getAddress().getPort();
        authority = TestCa.listing("archives", address + "/list");
        signer = authority.signer("Taro", KeyAlgorithm.P_256, NOW.minus(Duration.ofDays(10)), ENDS);
        service.createContext(
                "/tsa",
                exchange -> answer(
                        exchange,
                        stamping.post("", "", Bytes.of(exchange.getRequestBody().readAllBytes()))
                                .orElseThrow()));
        service.createContext(
                "/list", exchange -> answer(exchange, authority.revocationList(now, Instant.EPOCH, List.of())));
        service.start();
        typist = new Typist(Files.createDirectories(folder.resolve("profile"))).at(NOW);
        Files.writeString(
                typist.profile().resolve("config.json"),
                "{\"trust\":[\"" + believed("ca", authority.certificate()) + "\",\""
                        + believed("tsa", stamping.believed()) + "\"],\"tsas\":[\"" + address + "/tsa\"]}");
    }

    @AfterEach
    void end() {
        service.stop(0);
    }

    private static void answer(HttpExchange exchange, Bytes octets) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(OK, octets.size());
            exchange.getResponseBody().write(octets.toArray());
        }
    }

    private Path believed(String name, X509Certificate certificate) throws IOException, CertificateEncodingException {
        return Files.writeString(
                folder.resolve(name + ".pem"),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
    }

    private void itIs(Instant time) {
        now = time;
        typist.at(time);
    }

    private Path archived(String name) {
        var file = SigningForTests.signed(
                HandMadePdf.onePage(name).write(folder.resolve(name)), signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var outcome = typist.types("extend", file.toString(), "--level", "LTA", "--json");
        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.text(0, "level")).isEqualTo("LTA");
        assertThat(outcome.text(0, "lastsUntil")).isEqualTo(ENDS.toString());
        assertThat(outcome.text(0, "ends")).isEqualTo("certificate");
        return Path.of(outcome.text(0, "output"));
    }

    @Test
    void an_archived_file_is_listed_with_its_end_and_asks_to_be_renewed_ninety_days_before() {
        var file = archived("a.pdf");

        var fresh = typist.types("extend", "--ending", "--json");
        assertThat(fresh.exit()).isZero();
        assertThat(fresh.text(0, "file")).isEqualTo(file.toString());
        assertThat(fresh.text(0, "lastsUntil")).isEqualTo(ENDS.toString());
        assertThat(fresh.text(0, "state")).isEqualTo("lasts");

        itIs(ENDS.minus(Duration.ofDays(90)).minusSeconds(1));
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("lasts");
        itIs(ENDS.minus(Duration.ofDays(90)));
        var due = typist.types("extend", "--ending", "--json");
        assertThat(due.text(0, "state")).isEqualTo("due");
        assertThat(due.exit()).isEqualTo(2);
        itIs(ENDS);
        var ended = typist.types("extend", "--ending", "--json");
        assertThat(ended.text(0, "state")).isEqualTo("ended");
        assertThat(ended.exit()).isEqualTo(1);
    }

    @Test
    void a_link_where_an_archived_file_was_is_no_archived_file_and_stays() throws Exception {
        var file = archived("a.pdf");
        var moved = Files.move(file, folder.resolve("cabinet.pdf"));
        var before = Files.readAllBytes(moved);
        Files.createSymbolicLink(file, moved);
        itIs(ENDS.minus(Duration.ofDays(30)));

        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("missing");
        typist.types("extend", "--renew", "--json");

        assertThat(file).isSymbolicLink();
        assertThat(moved).hasBinaryContent(before);
    }

    private void anotherTimestampAuthorityAt(Instant time) throws Exception {
        itIs(time);
        stamping.at(time);
        believed("tsa2", stamping.believed());
        var config = typist.profile().resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replace("tsa.pem\"", "tsa.pem\",\"" + folder.resolve("tsa2.pem") + "\""));
    }

    @Test
    void what_is_renewed_after_its_end_is_told_to_be_late() throws Exception {
        var file = archived("a.pdf");
        anotherTimestampAuthorityAt(ENDS.plus(Duration.ofDays(30)));

        var renewed = typist.types("extend", "--renew", "--json");

        assertThat(renewed.exit()).isEqualTo(2);
        assertThat(renewed.text(0, "output")).isEqualTo(file.toString());
        assertThat(renewed.err()).contains("after its newest timestamp had ended");
    }

    @Test
    void what_is_due_is_renewed_in_place_and_lasts_longer_and_the_rest_is_left_alone() throws Exception {
        var file = archived("a.pdf");
        var before = Files.readAllBytes(file);
        assertThat(typist.types("extend", "--renew", "--json").lines()).isEmpty();
        assertThat(file).hasBinaryContent(before);

        var later = ENDS.minus(Duration.ofDays(30));
        anotherTimestampAuthorityAt(later);
        assertThat(typist.types("extend", file.toString(), "--level", "T").err())
                .contains("--renew");

        var renewed = typist.types("extend", "--renew", "--json");

        assertThat(renewed.exit()).as(renewed.err()).isZero();
        assertThat(renewed.text(0, "output")).isEqualTo(file.toString());
        assertThat(Files.readAllBytes(file)).startsWith(before).hasSizeGreaterThan(before.length);
        var list = typist.types("extend", "--ending", "--json");
        assertThat(list.text(0, "state")).isEqualTo("lasts");
        assertThat(list.text(0, "lastsUntil"))
                .isEqualTo(later.minus(Duration.ofDays(1)).plus(LASTS).toString());
        assertThat(typist.types("extend", "--renew", "--json").lines()).isEmpty();
        itIs(ENDS.plus(Duration.ofDays(100)));
        assertThat(typist.types("verify", file.toString(), "--offline").exit()).isZero();
    }

    @Test
    void a_file_that_is_gone_or_another_by_now_is_never_renewed_and_told_once() throws IOException {
        var gone = archived("gone.pdf");
        var other = archived("other.pdf");
        Files.delete(gone);
        Files.writeString(other, "somebody else's");
        itIs(ENDS.minus(Duration.ofDays(1)));

        var list = typist.types("extend", "--ending", "--json");
        assertThat(list.exit()).isEqualTo(1);
        assertThat(List.of(list.text(0, "state"), list.text(1, "state")))
                .containsExactlyInAnyOrder("missing", "changed");

        var outcome = typist.types("extend", "--renew", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(String.join(" ", outcome.lines())).contains("file-missing", "document-changed");
        assertThat(other).hasContent("somebody else's");
        assertThat(typist.types("extend", "--ending", "--json").lines()).isEmpty();
    }

    @Test
    void a_file_whose_folder_is_away_is_not_forgotten() throws IOException {
        var there = Files.createDirectories(folder.resolve("disk"));
        var before = archived("a.pdf");
        var file = Files.move(before, there.resolve("a.pdf"));
        var kept = typist.profile().resolve("archives.json");
        Files.writeString(kept, Files.readString(kept).replace(before.toString(), file.toString()));
        itIs(ENDS.minus(Duration.ofDays(30)));
        Files.move(there, folder.resolve("away"));
        assertThat(typist.types("extend", "--renew", "--json").lines().get(0)).contains("file-missing");

        Files.move(folder.resolve("away"), there);

        var back = typist.types("extend", "--ending", "--json");
        assertThat(back.text(0, "file")).isEqualTo(file.toString());
        assertThat(back.text(0, "state")).isEqualTo("due");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_that_nobody_can_read_just_now_is_not_forgotten_and_not_called_changed() throws IOException {
        var before = archived("a.pdf");
        var held = Path.of("/sys/class/net/lo/speed"); // Nobody can read it.
        var kept = typist.profile().resolve("archives.json");
        Files.writeString(kept, Files.readString(kept).replace(before.toString(), held.toString()));
        itIs(ENDS.minus(Duration.ofDays(30)));

        assertThat(typist.types("extend", "--renew", "--json").lines())
                .singleElement()
                .asString()
                .contains("file-unreadable");

        assertThat(kept).content().contains(held.toString());
    }

    private void sitsAt(String computer) {
        typist.over(place -> Profile.in(place, Computer.of(Map.of("COMPUTERNAME", computer), "Windows 11")));
    }

    private int dueInTheWindow() {
        return typist.window().signing().archivesDue().given().orElseThrow();
    }

    @Test
    void a_file_of_another_computer_of_the_same_profile_is_neither_told_nor_forgotten() throws IOException {
        sitsAt("UPSTAIRS");
        var file = archived("a.pdf");
        itIs(ENDS.minus(Duration.ofDays(30)));
        sitsAt("DOWNSTAIRS");
        var there = Files.move(file, folder.resolve("there.pdf"));

        assertThat(typist.types("extend", "--ending", "--json").lines()).isEmpty();
        assertThat(dueInTheWindow()).isZero();
        assertThat(typist.types("extend", "--renew", "--json").lines()).isEmpty();
        Files.writeString(file, "another file with the name that it has there");
        assertThat(typist.types("extend", "--ending", "--json").lines()).isEmpty();
        assertThat(typist.types("extend", "--renew", "--json").lines()).isEmpty();

        sitsAt("UPSTAIRS");
        Files.move(there, file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(dueInTheWindow()).isOne();
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("due");
    }

    @Test
    void a_file_on_a_share_is_renewed_by_whichever_computer_comes_first_and_listed_once() throws Exception {
        sitsAt("UPSTAIRS");
        var file = archived("a.pdf");
        anotherTimestampAuthorityAt(ENDS.minus(Duration.ofDays(30)));
        sitsAt("DOWNSTAIRS");
        assertThat(typist.types("extend", "--renew", "--json").text(0, "output"))
                .isEqualTo(file.toString());

        sitsAt("UPSTAIRS");

        assertThat(typist.types("extend", "--ending", "--json").lines()).hasSize(1);
        assertThat(dueInTheWindow()).isZero();
    }

    @Test
    void what_was_archived_before_computers_were_told_apart_belongs_to_the_one_that_finds_it() throws IOException {
        var file = archived("a.pdf");
        itIs(ENDS.minus(Duration.ofDays(30)));
        sitsAt("DOWNSTAIRS");
        var there = Files.move(file, folder.resolve("there.pdf"));
        assertThat(typist.types("extend", "--renew", "--json").lines()).isEmpty();
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("missing");

        sitsAt("UPSTAIRS");
        Files.move(there, file);
        service.stop(0);
        typist.types("extend", "--renew");
        Files.delete(file);

        assertThat(typist.types("extend", "--renew", "--json").lines().get(0)).contains("file-missing");
        assertThat(typist.types("extend", "--ending", "--json").lines()).isEmpty();
    }

    @Test
    void what_an_archived_signature_is_of_may_be_elsewhere_as_well() throws IOException {
        var share = Files.createDirectories(folder.resolve("share"));
        var letter = Files.writeString(share.resolve("letter.txt"), "Dear Sir");
        var beside =
                FormatsForTests.signed(letter, SignatureForm.CADES_DETACHED, signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var file = Files.move(beside, folder.resolve("letter.p7s"));
        var raised = typist.types("extend", file.toString(), "--level", "LTA", "--detached", letter.toString());
        assertThat(raised.exit()).as(raised.err()).isZero();
        itIs(ENDS.minus(Duration.ofDays(30)));
        Files.move(share, folder.resolve("away"));
        Files.createDirectory(share);

        assertThat(typist.types("extend", "--renew", "--json").lines())
                .singleElement()
                .asString()
                .contains("file-missing");

        Files.delete(share);
        Files.move(folder.resolve("away"), share);
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("due");
    }

    @Test
    void a_renewed_copy_takes_the_place_of_the_file_it_is_of() {
        var file = archived("a.pdf");

        var copy = typist.types("extend", file.toString(), "--level", "LTA", "--suffix", "-2", "--json");

        assertThat(copy.exit()).as(copy.err()).isZero();
        var list = typist.types("extend", "--ending", "--json");
        assertThat(list.lines()).hasSize(1);
        assertThat(list.text(0, "file")).isEqualTo(copy.text(0, "output"));
    }

    @Test
    void a_signature_beside_its_file_is_archived_and_renewed_with_that_file_and_not_with_another() throws IOException {
        var letter = Files.writeString(folder.resolve("letter.txt"), "Dear Sir");
        var other = Files.writeString(folder.resolve("other.txt"), "Dear Madam");
        var file =
                FormatsForTests.signed(letter, SignatureForm.CADES_DETACHED, signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var wrong = typist.types("extend", file.toString(), "--level", "LTA", "--detached", other.toString(), "--json");
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.lines().get(0)).contains("level-not-raised");

        var outcome =
                typist.types("extend", file.toString(), "--level", "LTA", "--detached", letter.toString(), "--json");

        assertThat(outcome.exit()).as(outcome.err()).isZero();
        assertThat(outcome.text(0, "level")).isEqualTo("LTA");
        var raised = outcome.text(0, "output");
        itIs(ENDS.minus(Duration.ofDays(30)));
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("due");
        var renewed = typist.types("extend", "--renew", "--json");
        assertThat(renewed.exit()).as(renewed.err()).isZero();
        assertThat(renewed.text(0, "output")).isEqualTo(raised);
        assertThat(typist.types("verify", raised, "--detached", letter.toString(), "--offline")
                        .exit())
                .isZero();
        Files.delete(letter);
        assertThat(typist.types("extend", "--ending", "--json").text(0, "state"))
                .isEqualTo("missing");
    }

    @Test
    void what_is_kept_can_be_read_again_and_nothing_else() throws IOException {
        archived("a.pdf");
        var kept = typist.profile().resolve("archives.json");
        var text = Files.readString(kept);
        for (var broken : List.of(
                text.replace("\"v\":1", "\"v\":2"),
                text.replace("certificate", "nothing"),
                text.replace("\"until\":1", "\"until\":-1"),
                text.replace("\"sha256\":\"", "\"sha256\":\"A"),
                text.replace("\"why\"", "\"more\":1,\"why\""))) {
            Files.writeString(kept, broken);
            assertThat(broken).isNotEqualTo(text);
            assertThat(typist.types("extend", "--ending").exit()).as(broken).isEqualTo(70);
        }
        var file = SigningForTests.signed(
                HandMadePdf.onePage("b").write(folder.resolve("b.pdf")), signer, SignAlgorithm.ECDSA_WITH_SHA256);
        var raised = typist.types("extend", file.toString(), "--level", "LTA", "--json");
        assertThat(raised.exit()).as(raised.err()).isZero();
        assertThat(raised.text(0, "level")).isEqualTo("LTA");
    }
}
