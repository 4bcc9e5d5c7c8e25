package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What leaves the desk, octet by octet. */
@Tag("e2e")
class TrafficTest {
    private static final int SHORTEST_RUN = 3;

    /** Every request line has it, and every PDF a /FontDescriptor. */
    private static final String OUR_OWN_WORDS = "/api/v1/descriptor HTTP/1.1";

    private static final List<String> NAME_PARTS = List.of("業務委託", "契約書", "別紙図面", "みなと設計");
    private static final Pattern LENGTH = Pattern.compile("(?i)POST (/\\S+) HTTP[^{]*?content-length: (\\d+)");

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void only_hashes_leave_the_desk() throws Exception {
        var port = LiveServer.freePort();
        var serverPort = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        var documents = documents();
        byte[] heard;
        List<String> hashes;
        try (var server = new LiveServer(data, serverPort);
                var recorder = new Recorder(port, data.resolve("sap"), serverPort)) {
            var desk = new People(folder.resolve("desks"), code).signer("Signer");
            hashes = signed(desk, documents);
            documents.forEach(document -> assertThat(
                            desk.verifier().verify(output(document)).given())
                    .map(Verification::verdict)
                    .contains(Verification.Verdict.VALID));
            assertThat(desk.uses().audit().findings()).hasSizeGreaterThanOrEqualTo(2);
            heard = recorder.heard();
            assertThat(server.said()).doesNotContain(NAME_PARTS);
        }
        System.out.printf("recorded: %d octets from the desks%n", heard.length);
        var sent = new Readings(heard);
        everythingWasRecorded(new String(heard, StandardCharsets.ISO_8859_1), hashes);
        for (var document : documents) {
            for (var content : contents(document)) {
                assertThat(sent.windowsOf(content)).as("octets of the document").allMatch(OUR_OWN_WORDS::contains);
            }
            assertThat(runs(document)).hasSizeGreaterThanOrEqualTo(3).noneMatch(sent::hold);
        }
        assertThat(NAME_PARTS).noneMatch(sent::hold);
        sealedOrdersAreAsLongForEveryDocument(new String(heard, StandardCharsets.ISO_8859_1));
        theServerKeepsNothingOfThem(data, documents);
    }

    @Test
    void the_search_would_find_what_it_searches() {
        for (var text : List.of(
                "契約書",
                "%E5%A5%91%E7%B4%84%E6%9B%B8",
                "\\u5951\\u7d04\\u66f8",
                Base64.getEncoder().encodeToString("x契約書です".getBytes(StandardCharsets.UTF_16LE)),
                Base64.getUrlEncoder().encodeToString("ab 契約書です".getBytes(StandardCharsets.UTF_8)),
                Bytes.utf8("これは契約書").toHex())) {
            var sent = "{\"a\":\"" + text + "\"}";
            assertThat(new Readings(sent.getBytes(StandardCharsets.UTF_8)).hold("契約書"))
                    .as(text)
                    .isTrue();
        }
        var content = "BT /F1 24 Tf 72 700 Td".getBytes(StandardCharsets.US_ASCII);
        var hidden = "v=" + Base64.getEncoder().encodeToString("..F1 24 Tf 72..".getBytes(StandardCharsets.US_ASCII));
        assertThat(new Readings(hidden.getBytes(StandardCharsets.US_ASCII)).windowsOf(content))
                .isNotEmpty();
        assertThat(new Readings("nothing".getBytes(StandardCharsets.US_ASCII)).windowsOf(content))
                .isEmpty();
    }

    private List<Path> documents() throws IOException {
        var contract = folder.resolve("業務委託契約書 別紙図面.pdf");
        Files.copy(Distribution.samples().resolve("contract-ja.pdf"), contract);
        var lines = new StringBuilder();
        for (var i = 0; i < 40; i++) {
            lines.append("Quincefee ").append(i).append(" falls to Brackenhall on Martinmas. ");
        }
        return List.of(contract, HandMadePdf.onePage(lines.toString()).write(folder.resolve("みなと設計.pdf")));
    }

    private static Path output(Path document) {
        return document.resolveSibling(String.valueOf(document.getFileName()).replaceFirst("\\.pdf$", "-signed.pdf"));
    }

    /** Each in an order of its own; their hashes as they are sent. */
    private static List<String> signed(DeskCore desk, List<Path> documents) throws Refusal {
        var hashes = new ArrayList<String>();
        for (var document : documents) {
            var options = new SignOptions(SignatureLevel.B, null, "-signed");
            try (var order = desk.signing()
                            .prepare(
                                    List.of(document),
                                    Optional.empty(),
                                    options,
                                    (s, n, all) -> {},
                                    new Cancellation());
                    var pin = People.secret(People.PIN)) {
                var done = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
                assertThat(done)
                        .allSatisfy(
                                result -> assertThat(result.outcome().given()).isPresent());
                order.leaving().forEach(leaving -> hashes.add(leaving.hash().toBase64()));
            }
        }
        return hashes;
    }

    private static void everythingWasRecorded(String heard, List<String> hashes) {
        assertThat(heard)
                .contains("GET /api/v1/descriptor")
                .contains("POST /api/v1/hello")
                .contains("POST /api/v1/enrolments")
                .contains("POST /api/v1/login")
                .contains("POST /api/v1/statements")
                .contains("POST /csc/v2/signatures/signHash")
                .contains(hashes);
    }

    /** A whole document, and every stream of it as it is when decoded. */
    private static List<byte[]> contents(Path document) throws IOException {
        var contents = new ArrayList<byte[]>();
        contents.add(Files.readAllBytes(document));
        try (var pdf = Loader.loadPDF(document.toFile())) {
            for (var key : pdf.getDocument().getXrefTable().keySet()) {
                if (pdf.getDocument().getObjectFromPool(key).getObject() instanceof COSStream stream) {
                    try (var decoded = stream.createInputStream()) {
                        contents.add(decoded.readAllBytes());
                    }
                }
            }
        }
        assertThat(contents).hasSizeGreaterThan(1);
        return contents;
    }

    /** The document's words, as far as they are long enough not to be anywhere by chance. */
    private static List<String> runs(Path document) throws IOException {
        try (var pdf = Loader.loadPDF(document.toFile())) {
            var text = new PDFTextStripper().getText(pdf);
            return Arrays.stream(text.split("[\\s、。（）「」,.:]+"))
                    .filter(TrafficTest::isTelling)
                    .distinct()
                    .toList();
        }
    }

    private static boolean isTelling(String run) {
        var japanese = run.chars().anyMatch(c -> c > 0x2FFF);
        return run.length() >= (japanese ? SHORTEST_RUN : 2 * SHORTEST_RUN);
    }

    /** Nobody but the SGM reads inside; that nothing of name or text is there shows in the length. */
    private static void sealedOrdersAreAsLongForEveryDocument(String heard) {
        var lengths = new ArrayList<String>();
        for (var request = LENGTH.matcher(heard); request.find(); ) {
            if (request.group(1).equals("/csc/v2/signatures/signHash")) {
                lengths.add(request.group(2));
            }
        }
        assertThat(lengths).hasSizeGreaterThanOrEqualTo(2);
        assertThat(lengths.stream().distinct()).hasSize(1);
    }

    private static void theServerKeepsNothingOfThem(Path data, List<Path> documents) throws IOException {
        try (var files = Files.walk(data)) {
            for (var file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".so")) // unpacked by SQLite's driver
                    .toList()) {
                var kept = new Readings(Files.readAllBytes(file));
                assertThat(NAME_PARTS).as(file.toString()).noneMatch(kept::hold);
                for (var document : documents) {
                    assertThat(runsOf(document)).as(file.toString()).noneMatch(kept::hold);
                }
            }
        }
    }

    private static List<String> runsOf(Path document) {
        try {
            return runs(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
