package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.KeyFileContent;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports keys that OpenSSL made, each once, and destroys the older ones. */
final class ImportsWorker implements Worker {
    private static final int MOST_LIVING = 5;
    private static final int REST_MILLISECONDS = 700;
    private static final String PASSWORD = "of the file";

    private final DeskCore desk;
    private final Path folder;
    private final List<Bytes> acknowledged = new ArrayList<>();
    private int files;
    private int told;

    ImportsWorker(DeskCore desk, Path folder) throws IOException {
        this.desk = desk;
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public void round() throws Refusal {
        Persistent.pause(REST_MILLISECONDS);
        var living = imported(Persistent.until(() -> desk.signingKeys().list()));
        try (var pin = People.secret(People.PIN)) {
            if (living.size() < MOST_LIVING) {
                takeIn(pin);
            } else {
                destroy(living.get(0).info().keyId(), pin);
            }
        }
    }

    private void takeIn(Secret pin) throws Refusal {
        var file = made(files++);
        try (var password = People.secret(PASSWORD);
                var content = desk.signingKeys().open(file, password)) {
            var candidate = content.choose(Optional.empty());
            acknowledged.add(candidate.certificates().get(0));
            while (!isIn(candidate, pin)) {
                Persistent.pause();
            }
        }
    }

    /** A module that was started anew forgot its transport keys: asked for another. */
    private boolean isIn(KeyFileContent.Candidate candidate, Secret pin) throws Refusal {
        try {
            Persistent.until(() -> desk.signingKeys().importKey(candidate, pin));
            told++;
            return true;
        } catch (Refusal e) {
            // Held already: the answer of an earlier try was lost, and it was done.
            assertThat(e.why().code()).isIn(ProblemCode.TRANSPORT_KEY_UNKNOWN, ProblemCode.KEY_ALREADY_HELD);
            return e.why().code() == ProblemCode.KEY_ALREADY_HELD;
        }
    }

    private Path made(int number) {
        var key = folder.resolve(number + ".key");
        var certificate = folder.resolve(number + ".pem");
        var file = folder.resolve(number + ".p12");
        openssl(
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-days",
                "9",
                "-subj",
                "/CN=Import " + number,
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-addext",
                "keyUsage=critical,digitalSignature,nonRepudiation",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        openssl(
                "pkcs12",
                "-export",
                "-passout",
                "pass:" + PASSWORD,
                "-inkey",
                key.toString(),
                "-in",
                certificate.toString(),
                "-out",
                file.toString());
        return file;
    }

    private static void openssl(String... arguments) {
        var said = ForeignJudges.openssl(arguments);
        assertThat(said.exit()).as(said.output()).isZero();
    }

    private void destroy(String keyId, Secret pin) throws Refusal {
        try {
            Persistent.until(() -> desk.signingKeys().destroy(keyId, pin));
        } catch (Refusal e) {
            assertThat(e.why().code()).isEqualTo(ProblemCode.KEY_UNKNOWN); // an earlier try was done
        }
    }

    private static List<SigningKeys.Key> imported(SigningKeys.Listing keys) {
        return keys.living().stream()
                .filter(key -> key.info().origin() == Results.KeyInfo.Origin.IMPORTED)
                .toList();
    }

    @Override
    public void everythingIsAsTold() throws Refusal, Malformed {
        var log = Evidence.of(desk).all(Leaf.Type.IMPORT_KEY);
        var keys = Persistent.until(() -> desk.signingKeys().list());
        var there = keys.keys().stream()
                .filter(key -> key.info().origin() == Results.KeyInfo.Origin.IMPORTED)
                .toList();
        assertThat(there).extracting(key -> key.info().keyId()).containsExactlyInAnyOrderElementsOf(chains(log));
        assertThat(there)
                .extracting(key -> key.info().certificates().get(0))
                .as("each once, whatever was lost")
                .containsExactlyInAnyOrderElementsOf(acknowledged);
        for (var key : imported(keys)) {
            try (var orders = new Orders(desk, key, Duration.ofSeconds(15))) {
                var end = orders.sign(Bytes.utf8(key.info().keyId()).sha256());
                assertThat(Orders.told(end))
                        .as("a key that came from elsewhere signs")
                        .isPresent();
            }
        }
        System.out.printf("imports: %d, of which %d acknowledged at once%n", log.size(), told);
    }

    private static List<String> chains(List<Uses.Finding> findings) {
        return findings.stream().map(Uses.Finding::chain).toList();
    }
}
