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
        var config = ConfigFile.read(file);
        requireFinished(config.data());
        return config;
    }

    private static void requireFinished(Path folder) {
        if (Unfinished.marks(folder)) {
            throw new UsageFault("The server in that place was not made to its end: init was killed, or the power went."
                    + " Nothing of it was used. Run the same init again: it clears this away and begins anew.");
        }
    }

    /** The configuration file. */
    Path file() {
        if (data != null && config == null) {
            return data.toAbsolutePath().normalize().resolve(ConfigFile.NAME);
        }
        if (config != null && data == null) {
            return config.toAbsolutePath().normalize();
        }
        throw new UsageFault("Give either --data DIR or --config FILE.");
    }

    /** The data directory, if the place was given as one. */
    @Nullable Path dataDirectory() {
        return data == null ? null : data.toAbsolutePath().normalize();
    }
}
