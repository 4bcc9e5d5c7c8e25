package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** OpenSSL as a relying party, in a folder of its own; {@code ./check} installs it, a test without it fails. */
public final class OpenSsl {
    private final Path folder;

    public OpenSsl(Path folder) {
        this.folder = folder;
    }

    /** Keeps a file and gives its name. */
    public String file(String name, Bytes content) {
        try {
            Files.write(folder.resolve(name), content.toArray());
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Keeps a DER certificate as PEM, which is all that some of its commands read. */
    public String certificate(String name, Bytes der) {
        said("x509", "-inform", "DER", "-in", file(name + ".der", der), "-out", name);
        return name;
    }

    public Bytes read(String name) {
        try {
            return Bytes.of(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it says on both streams, whatever it thinks of it. */
    public String said(String... arguments) {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("openssl does not end");
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
