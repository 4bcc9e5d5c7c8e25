package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys that OpenSSL made, through the command line and the running server into PDF files, and out to judges who never
 * saw our code. The octets of their secret numbers are looked for in the SAP's memory and in every file of the server.
 */
@Tag("e2e")
@Tag("long")
class ImportedKeysTest {
    private static final String PASSWORD = "secret of the file";

    @TempDir
    Path all;

    private Path folder = Path.of("");
    private Path root = Path.of("");
    private Path rootKey = Path.of("");
    private LiveServer server;
    private People people;
    private DeskCore desk;
    private Natsuin natsuin;

    @BeforeEach
    @SuppressWarnings("NullAway.Init") // each test begins its own server
    void begin() throws Exception {
        folder = Files.createDirectory(all.resolve("imported"));
        root = folder.resolve("root.pem");
        rootKey = folder.resolve("root.key");
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/O=Elsewhere/CN=Root", "-days", "9")
                .with("-keyout", rootKey)
                .with("-out", root)
                .run();
    }

    private void people(Path code) throws Exception {
        people = new People(all.resolve("desks"), code);
        desk = people.signer("Signer");
        natsuin = new Natsuin(all.resolve("desks").resolve("Signer"), folder.resolve("said"));
    }

    @AfterEach
    void end() throws Exception {
        server.close();
    }

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void keys_from_elsewhere_sign_what_pdfsig_believes_and_leave_no_trace() throws Exception {
        var port = LiveServer.freePort();
        var data = all.resolve("server");
        var code = all.resolve("first.code");
        LiveServer.make(data, port, code);
        server = new LiveServer(data, port);
        people(code);

        everyKindJudged();

        server.close();
        assertThat(LiveServer.verifyLog(data)).isZero();
    }

    /** SoftHSM lives in the SGM's process; its files and the SAP's memory are searched as well. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void keys_from_elsewhere_go_into_a_token_and_leave_no_trace_outside_of_it() throws Exception {
        var token = new SoftToken(all.resolve("token"));
        var port = LiveServer.freePort();
        var data = all.resolve("server");
        var code = all.resolve("first.code");
        LiveServer.make(data, port, code, Optional.of(token));
        server = new LiveServer(data, port, Optional.of(token));
        people(code);

        everyKindJudged();
        assertThat(token.objects()).isEqualTo(2);

        server.close();
        assertThat(LiveServer.verifyLog(data, Optional.of(token))).isZero();
    }

    private void everyKindJudged() throws Exception {
        judged("rsa-2048", List.of("rsa:2048"), List.of());
        judged("rsa-3072", List.of("rsa:3072"), List.of("-legacy"));
        judged("p-256", List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), List.of());
        handedOver();
    }

    /** The helpdesk hands a key file over with the code; nothing that opens it is anywhere at the server. */
    private void handedOver() throws Exception {
        var key = folder.resolve("handed.key");
        var file = exported("handed", key, List.of("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), List.of());
        var code = folder.resolve("handed.code");
        var desks = all.resolve("desks");
        var officer = new Natsuin(desks.resolve("officer"), folder.resolve("officer-said"));
        var invite = officer.start(
                "staff",
                "invite",
                "--name",
                "Handed",
                "--email",
                "handed@example.com",
                "--import",
                file.toString(),
                "--out",
                code.toString(),
                "--pin-stdin");
        assertThat(officer.typed(invite, People.PIN + "\n" + PASSWORD))
                .as(officer.complained())
                .isZero();
        var signer = new Natsuin(desks.resolve("Handed"), folder.resolve("handed-said"));

        var enrol = signer.start("--json", "enrol", "--code-file", code.toString(), "--pin-stdin");
        assertThat(signer.typed(enrol, People.PIN)).as(signer.complained()).isZero();

        assertThat(signer.said()).contains("\"handedKey\":{\"by\":");
        assertThat(signer.complained()).contains("A key was handed over by Officer (", "CN=handed,O=Elsewhere");
        var taken = people.desk("Handed").signingKeys().list().living();
        assertThat(taken).hasSize(1).allMatch(k -> k.info().handedBy().isPresent());
        signed(signer, "handed", taken.get(0));
        var sought = new ArrayList<>(secrets(key));
        try (var text = Secret.taking(Files.readAllBytes(code));
                var read = EnrolmentCode.read(text)) {
            sought.add(read.keySecret().orElseThrow().use(byte[]::clone));
        }
        leavesNoTrace(sought);
    }

    private void judged(String name, List<String> kind, List<String> options) throws Exception {
        var key = folder.resolve(name + ".key");
        var file = exported(name, key, kind, options);

        assertThat(typed(List.of("keys", "import", file.toString(), "--pin-stdin"), PASSWORD + "!"))
                .as("a wrong password")
                .isNotZero();
        assertThat(typed(List.of("--json", "keys", "import", file.toString(), "--pin-stdin"), PASSWORD))
                .as(natsuin.complained())
                .isZero();

        assertThat(natsuin.said()).contains("\"origin\":\"imported\"", "\"algorithm\":\"" + name + "\"");
        assertThat(natsuin.complained()).contains("CN=" + name + ",O=Elsewhere");
        var imported = desk.signingKeys().list().living().stream()
                .filter(k -> k.info().origin() == Results.KeyInfo.Origin.IMPORTED
                        && k.info().algorithm().wireName().equals(name))
                .findFirst()
                .orElseThrow();
        signed(natsuin, name, imported);
        leavesNoTrace(secrets(key));
    }

    private Path exported(String name, Path key, List<String> kind, List<String> options) throws IOException {
        var request = folder.resolve(name + ".csr");
        var certificate = folder.resolve(name + ".pem");
        var file = folder.resolve(name + ".p12");
        openssl("req", "-nodes", "-subj", "/O=Elsewhere/CN=" + name, "-newkey")
                .and(kind)
                .with("-keyout", key)
                .with("-out", request)
                .run();
        openssl("x509", "-req", "-days", "9", "-CAcreateserial")
                .with("-in", request)
                .with("-CA", root)
                .with("-CAkey", rootKey)
                .with("-out", certificate)
                .run();
        openssl("pkcs12", "-export", "-passout", "pass:" + PASSWORD)
                .and(options)
                .with("-inkey", key)
                .with("-in", certificate)
                .with("-certfile", root)
                .with("-out", file)
                .run();
        return file;
    }

    private void signed(Natsuin by, String name, SigningKeys.Key key) throws Exception {
        var document = HandMadePdf.onePage("imported " + name).write(folder.resolve(name + ".pdf"));
        assertThat(by.run("sign", document.toString(), "--key", key.info().keyId(), "--yes", "--pin-stdin"))
                .as(by.complained())
                .isZero();
        var signed = folder.resolve(name + "-signed.pdf");
        assertThat(ForeignJudges.pdfsig(signed)).contains("Signature is Valid", "Total document signed");
        assertThat(by.run("--json", "verify", signed.toString(), "--offline", "--trust", root.toString()))
                .as(by.said())
                .isIn(0, 2);
        assertThat(by.said()).containsAnyOf("\"verdict\":\"valid\"", "\"verdict\":\"indeterminate\"");
    }

    private int typed(List<String> arguments, String password) throws IOException, InterruptedException {
        return natsuin.typed(natsuin.start(arguments.toArray(String[]::new)), People.PIN + "\n" + password);
    }

    /** The numbers of a private key that nobody else may know, thirty-two octets of each. */
    private List<byte[]> secrets(Path key) throws Exception {
        var der = folder.resolve("key.der");
        openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER")
                .with("-in", key)
                .with("-out", der)
                .run();
        var octets = Files.readAllBytes(der);
        try {
            var rsa = (RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(octets));
            var parts = new ArrayList<byte[]>();
            for (var number : List.of(rsa.getPrimeP(), rsa.getPrimeQ(), rsa.getPrivateExponent())) {
                var whole = number.toByteArray();
                parts.add(Arrays.copyOfRange(whole, 40, 72));
            }
            return parts;
        } catch (java.security.spec.InvalidKeySpecException e) {
            var ec = (java.security.interfaces.ECPrivateKey)
                    KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(octets));
            var whole = ec.getS().toByteArray();
            return List.of(Arrays.copyOfRange(whole, whole.length - 30, whole.length));
        }
    }

    private void leavesNoTrace(List<byte[]> secrets) throws IOException {
        var pid = server.pid("sap");
        assertThat(isInMemoryOf(pid, secrets)).as("in the SAP's memory").isFalse();
        try (var files = Files.walk(server.data())) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readAllBytes(file);
                assertThat(secrets.stream().anyMatch(part -> isIn(text, text.length, part)))
                        .as("in " + file)
                        .isFalse();
            }
        }
        var said = server.said().getBytes(StandardCharsets.UTF_8);
        assertThat(secrets.stream().anyMatch(part -> isIn(said, said.length, part)))
                .isFalse();
    }

    /** As Linux shows it to whoever may debug the process; the password of the file is looked for as well. */
    private static boolean isInMemoryOf(long pid, List<byte[]> secrets) throws IOException {
        var sought = new ArrayList<>(secrets);
        sought.add(PASSWORD.getBytes(StandardCharsets.UTF_8));
        var seen = 0L;
        try (var memory = new RandomAccessFile("/proc/" + pid + "/mem", "r")) {
            for (var line : Files.readAllLines(Path.of("/proc/" + pid + "/maps"))) {
                var fields = line.split("[ -]+", 4);
                if (!fields[2].startsWith("rw")) {
                    continue;
                }
                var from = Long.parseUnsignedLong(fields[0], 16);
                var to = Long.parseUnsignedLong(fields[1], 16);
                var buffer = new byte[1 << 20];
                for (var at = from; at < to; at += buffer.length - 64) {
                    try {
                        memory.seek(at);
                        var read = memory.read(buffer, 0, (int) Math.min(buffer.length, to - at));
                        seen += Math.max(0, read);
                        for (var part : sought) {
                            if (isIn(buffer, read, part)) {
                                return true;
                            }
                        }
                    } catch (IOException e) {
                        break; // a part that is not there any more
                    }
                }
            }
        }
        assertThat(seen).as("octets of memory that could be read").isGreaterThan(20_000_000);
        return false;
    }

    private static boolean isIn(byte[] text, int size, byte[] part) {
        for (var at = 0; at + part.length <= size; at++) {
            if (text[at] == part[0] && Arrays.equals(text, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private static OpenSsl openssl(String... arguments) {
        return new OpenSsl(new ArrayList<>(List.of(arguments)));
    }

    /** One call of OpenSSL. */
    private record OpenSsl(List<String> arguments) {
        OpenSsl with(String name, Path file) {
            arguments.addAll(List.of(name, file.toString()));
            return this;
        }

        OpenSsl and(List<String> more) {
            arguments.addAll(more);
            return this;
        }

        void run() {
            var said = ForeignJudges.openssl(arguments.toArray(String[]::new));
            assertThat(said.exit()).as(said.output()).isZero();
        }
    }
}
