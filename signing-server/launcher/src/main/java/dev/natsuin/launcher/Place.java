package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which server is meant: its data directory, or its configuration file. */
final class Place {
    @Option(names = "--data", paramLabel = "DIR", description = "the server's data directory, with config.json in it")
    private @Nullable Path data;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "the configuration, if it is not in the data directory")
    private @Nullable Path config;

    /** The configuration and data directory of a server that was made before. */
    ConfigFile existing() {
        var file = file();
        requireFinished(Objects.requireNonNull(file.getParent()));
        if (!Files.exists(file)) {
            throw new UsageFault("There is no server in that place. Make one with: natsuin-server init --data DIR");
        }
        OwnPlace.require(Objects.requireNonNull(file.getParent()));
        var config = ConfigFile.read(file);
        OwnPlace.require(config.data());
        requireFinished(config.data());
        return config;
    }

    private static void requireFinished(Path folder) {
        if (Unfinished.marks(folder)) {
            throw new UsageFault("The server in that place was not made to its end: init or restore was killed, or the"
                    + " power went. Nothing of it was used. Run the same init again, or the same restore: it clears this away"
                    + " and begins anew.");
        }
    }

    /** The configuration file. */
    Path file() {
        if (data != null && config == null) {
            return told(data).resolve(ConfigFile.NAME);
        }
        if (config != null && data == null) {
            return told(config);
        }
        throw new UsageFault("Give either --data DIR or --config FILE.");
    }

    /** The data directory, if the place was given as one. */
    @Nullable Path dataDirectory() {
        return data == null ? null : told(data);
    }

    /** An empty name comes of a variable that was not set, and would be the folder that somebody happens to be in. */
    private static Path told(Path named) {
        if (named.toString().isEmpty()) {
            throw new UsageFault("The name behind --data or --config is empty.");
        }
        return named.toAbsolutePath().normalize();
    }
}
