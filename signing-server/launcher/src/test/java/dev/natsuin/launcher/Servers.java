package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ServerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests. */
final class Servers {
    static final ServerConfig CONFIG =
            ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));

    private Servers() {}

    static ConfigFile make(Path data) {
        ConfigFile.write(CONFIG, data);
        try {
            Files.createDirectory(data.resolve("tmp"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ConfigFile(CONFIG, data);
    }
}
