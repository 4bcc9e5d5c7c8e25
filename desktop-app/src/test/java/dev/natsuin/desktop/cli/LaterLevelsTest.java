package dev.natsuin.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.natsuin.desktop.device.Computer;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.device.ToBeRaised;
import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.testdata.FullDisk;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Files whose level could not be reached when they were signed. */
final class LaterLevelsTest {
    private static final int OK = 200;
    private static final int AWAY = 503;

    @TempDir
    private Path folder;

    private final ScriptedAuthority authority = new ScriptedAuthority();
    private volatile boolean away = true;
    private FakeServer fake;
    private HttpServer service;
    private Typist typist;
    private Path documents;

    @BeforeEach
    void enrol() throws Exception {
        fake = new FakeServer();
        typist = Typist.signer(folder.resolve("profile"), fake);
        documents = Files.createDirectories(folder.resolve("documents"));
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/", exchange -> {
            try (exchange) {
                var asked = Bytes.of(exchange.getRequestBody().readAllBytes());
                var answer = authority.post("", "", asked).orElseThrow().toArray();
                exchange.sendResponseHeaders(away ? AWAY : OK, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        service.start();
        var pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(authority.believed().getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        var believed = Files.writeString(folder.resolve("authority.pem"), pem);
        Files.writeString(
                typist.profile().resolve("config.json"),
                "{\"trust\":[\"" + believed + "\"],\"tsas\":[\"http://127.0.0.1:"
                        + service.getAddress().getPort() + "/\"]}");
    }

    @AfterEach
    void end() {
        service.stop(0);
        fake.close();
    }

    private Path pdf(String name) {
        return HandMadePdf.onePage("text of " + name).write(documents.resolve(name));
    }

    private Path signedWhileAway(String name) {
        var outcome = typist.signs(pdf(name), "--level", "T");
        assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
        assertThat(outcome.text(0, "level")).isEqualTo("B");
        return Path.of(outcome.text(0, "output"));
    }

    @Test
    void a_file_signed_while_the_service_was_away_is_remembered_and_raised_once_it_answers() throws Exception {
        var signed = signedWhileAway("契約書 甲.pdf");
        var before = Files.readAllBytes(signed);

        var still = typist.types("extend", "--waiting", "--json");
        assertThat(still.exit()).isEqualTo(2);
        assertThat(still.text(0, "level")).isEqualTo("B");
        assertThat(Files.readAllBytes(signed)).isEqualTo(before);

        away = false;
        var raised = typist.types("extend", "--waiting", "--json");

        assertThat(raised.exit()).as(raised.err()).isZero();
        assertThat(raised.text(0, "output")).isEqualTo(signed.toString());
        assertThat(raised.text(0, "level")).isEqualTo("T");
        assertThat(Files.readAllBytes(signed)).startsWith(before).hasSizeGreaterThan(before.length);
        assertThat(typist.types("verify", signed.toString()).exit()).isZero();
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
        assertThat(names()).containsExactlyInAnyOrder("契約書 甲.pdf", "契約書 甲-signed.pdf");
    }

    @Test
    void a_file_that_somebody_changed_meanwhile_is_left_alone_and_forgotten() throws IOException, Malformed {
        var signed = signedWhileAway("a.pdf");
        Files.writeString(signed, "somebody else's");
        away = false;

        var outcome = typist.types("extend", "--waiting", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("document-changed");
        assertThat(signed).hasContent("somebody else's");
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
    }

    @Test
    void a_file_that_is_gone_is_told_once_and_hurts_no_other() throws IOException {
        Files.delete(signedWhileAway("a.pdf"));
        var other = signedWhileAway("b.pdf");
        away = false;

        var outcome = typist.types("extend", "--waiting", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.lines()).hasSize(2).first().asString().contains("file-missing");
        assertThat(outcome.text(1, "file")).isEqualTo(other.toString());
        assertThat(outcome.text(1, "level")).isEqualTo("T");
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
    }

    @Test
    void a_link_in_the_place_of_a_file_is_neither_followed_nor_replaced() throws IOException, Malformed {
        var signed = signedWhileAway("a.pdf");
        var moved = Files.move(signed, folder.resolve("archive.pdf"));
        var before = Files.readAllBytes(moved);
        Files.createSymbolicLink(signed, moved);
        away = false;

        var outcome = typist.types("extend", "--waiting", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("file-missing");
        assertThat(signed).isSymbolicLink();
        assertThat(moved).hasBinaryContent(before);
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
    }

    @Test
    void a_file_on_a_disk_that_is_elsewhere_today_waits_until_it_is_back() throws Exception {
        var signed = signedWhileAway("a.pdf");
        away = false;
        var elsewhere = Files.move(documents, folder.resolve("elsewhere"));

        var outcome = typist.types("extend", "--waiting", "--json");

        assertThat(outcome.exit()).isEqualTo(1);
        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("file-missing");
        Files.move(elsewhere, documents);
        var raised = typist.types("extend", "--waiting", "--json");
        assertThat(raised.text(0, "file")).isEqualTo(signed.toString());
        assertThat(raised.text(0, "level")).isEqualTo("T");
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
    }

    @Test
    void a_share_of_which_only_its_empty_folder_is_left_is_elsewhere_as_well() throws Exception {
        signedWhileAway("a.pdf");
        away = false;
        var share = Files.move(documents, folder.resolve("elsewhere"));
        Files.createDirectory(documents);

        assertThat(typist.types("extend", "--waiting", "--json").exit()).isEqualTo(1);

        Files.delete(documents);
        Files.move(share, documents);
        assertThat(typist.types("extend", "--waiting", "--json").text(0, "level"))
                .isEqualTo("T");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_file_that_nobody_can_read_just_now_waits_until_somebody_can() throws Exception {
        signedWhileAway("a.pdf");
        var profile = Profile.in(typist.profile());
        var waiting = profile.toBeRaised().get(0);
        var held = Path.of("/sys/class/net/lo/speed"); // Nobody can read it.
        profile.keepToBeRaised(List.of(new ToBeRaised(
                held, waiting.sha256(), waiting.detached(), waiting.wanted(), waiting.timestampUrls(), waiting.on())));

        var outcome = typist.types("extend", "--waiting", "--json");

        assertThat(outcome.object(0, "error").reader().text("code")).isEqualTo("file-unreadable");
        assertThat(profile.toBeRaised())
                .singleElement()
                .matches(each -> each.file().equals(held));
    }

    private void sitsAt(String computer) {
        typist.over(place -> Profile.in(place, Computer.of(Map.of("COMPUTERNAME", computer), "Windows 11")));
    }

    private int waitingInTheWindow() {
        return typist.window().signing().waitingForLevel();
    }

    @Test
    void a_file_of_another_computer_of_the_same_profile_is_left_to_that_one() throws IOException {
        sitsAt("UPSTAIRS");
        var signed = signedWhileAway("a.pdf");
        away = false;
        sitsAt("DOWNSTAIRS");
        var there = Files.move(signed, folder.resolve("a-signed.pdf"));

        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
        assertThat(waitingInTheWindow()).isZero();
        Files.writeString(signed, "another file with the name that it has there");
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
        assertThat(waitingInTheWindow()).isZero();

        sitsAt("UPSTAIRS");
        Files.move(there, signed, StandardCopyOption.REPLACE_EXISTING);
        assertThat(waitingInTheWindow()).isOne();
        assertThat(typist.types("extend", "--waiting", "--json").text(0, "level"))
                .isEqualTo("T");
    }

    @Test
    void two_computers_have_files_of_the_same_name_that_wait() throws IOException {
        sitsAt("UPSTAIRS");
        var signed = signedWhileAway("a.pdf");
        var there = Files.move(signed, folder.resolve("a-signed.pdf"));
        sitsAt("DOWNSTAIRS");
        assertThat(signedWhileAway("a.pdf")).isEqualTo(signed);
        away = false;

        assertThat(typist.types("extend", "--waiting", "--json").lines()).hasSize(1);

        sitsAt("UPSTAIRS");
        Files.move(there, signed, StandardCopyOption.REPLACE_EXISTING);
        assertThat(typist.types("extend", "--waiting", "--json").text(0, "level"))
                .isEqualTo("T");
    }

    @Test
    void what_lies_on_a_share_is_raised_by_whichever_computer_comes_first() throws IOException {
        sitsAt("UPSTAIRS");
        var signed = signedWhileAway("a.pdf");
        sitsAt("DOWNSTAIRS");
        assertThat(waitingInTheWindow()).isOne();
        assertThat(typist.types("extend", "--waiting", "--json").text(0, "level"))
                .isEqualTo("B");
        Files.delete(signed);

        assertThat(typist.types("extend", "--waiting", "--json").lines())
                .singleElement()
                .asString()
                .as("it was here a moment ago")
                .contains("file-missing");
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
    }

    @Test
    void what_waited_before_computers_were_told_apart_belongs_to_the_one_that_finds_it() throws Exception {
        var signed = signedWhileAway("a.pdf");
        sitsAt("DOWNSTAIRS");
        var there = Files.move(signed, folder.resolve("a-signed.pdf"));
        assertThat(typist.types("extend", "--waiting", "--json").lines()).isEmpty();
        sitsAt("UPSTAIRS");
        Files.move(there, signed);
        assertThat(waitingInTheWindow()).isOne();
        typist.types("extend", "--waiting");

        Files.delete(signed);

        assertThat(typist.types("extend", "--waiting", "--json").lines()).hasSize(1);
        assertThat(Profile.in(typist.profile()).toBeRaised()).isEmpty();
    }

    @Test
    void a_disk_that_is_full_takes_no_level_from_a_file_for_ever() throws Exception {
        try (var disk = FullDisk.in(documents, "256k")) {
            var signed = signedWhileAway("a.pdf");
            var before = Files.readAllBytes(signed);
            away = false;
            disk.fill();

            var outcome = typist.types("extend", "--waiting", "--json");

            assertThat(outcome.exit()).as(outcome.err()).isEqualTo(2);
            assertThat(outcome.text(0, "level")).isEqualTo("B");
            assertThat(Files.readAllBytes(signed)).isEqualTo(before);
            disk.empty();
            assertThat(typist.types("extend", "--waiting", "--json").text(0, "level"))
                    .isEqualTo("T");
            assertThat(names()).containsExactlyInAnyOrder("a.pdf", "a-signed.pdf");
        }
    }

    @Test
    void what_waits_is_known_and_needs_neither_files_nor_a_level() {
        assertThat(typist.types("extend", "--waiting", "--level", "T").exit()).isEqualTo(64);
        assertThat(typist.types("extend", "--waiting", "a.pdf").exit()).isEqualTo(64);
        assertThat(typist.types("extend", "--level", "T").exit()).isEqualTo(64);
        assertThat(typist.types("extend", "a.pdf").exit()).isEqualTo(64);
        assertThat(typist.types("extend", "--waiting").exit()).isZero();
    }

    /** Both signed, and no file could be written; the one is encrypted, so it waits for its password. */
    private Path letterBesideALockedDocument() throws IOException {
        var out = folder.resolve("out");
        fake.standsInTheWay(out);
        var letter = Files.writeString(documents.resolve("手紙.txt"), "text of a letter");
        var locked = Files.copy(Path.of("..", "testdata", "encrypted.pdf"), documents.resolve("locked.pdf"));
        typist.typesWith(
                Typist.PIN + "\nnatsuin\n",
                "sign",
                "--yes",
                "--pin-stdin",
                "--level",
                "T",
                "--out",
                out.toString(),
                letter.toString(),
                locked.toString());
        fake.clears(out);
        return out.resolve("手紙.txt.asice");
    }

    @Test
    void a_file_of_another_kind_that_was_raised_is_known_again_when_the_order_is_resumed_once_more() throws Exception {
        away = false;
        var letter = letterBesideALockedDocument();
        var first = typist.typesWith("", "sign", "--resume", "--json");
        assertThat(first.text(0, "level")).isEqualTo("T");
        assertThat(first.object(1, "error").reader().text("code")).isEqualTo("document-encrypted");
        var before = Files.readAllBytes(letter);

        var again = typist.typesWith("", "sign", "--resume", "--json");

        assertThat(again.text(0, "level")).isEqualTo("T");
        assertThat(again.rows().get(0).reader().texts("warnings")).isEmpty();
        assertThat(Files.readAllBytes(letter)).isEqualTo(before);
    }

    @Test
    void a_file_that_waits_is_remembered_once_however_often_its_order_is_resumed() throws Exception {
        letterBesideALockedDocument();
        typist.typesWith("", "sign", "--resume", "--json");
        typist.typesWith("", "sign", "--resume", "--json");

        assertThat(Profile.in(typist.profile()).toBeRaised()).hasSize(1);
    }

    private Stream<String> names() throws IOException {
        try (var files = Files.list(documents)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList().stream();
        }
    }
}
