package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has both sides give their state, and the SGM put it into one encrypted file. */
final class BackupMaking {
    private static final String NAME = "backup";

    private final Path file;
    private final ConfigFile config;
    private final boolean withSap;
    private final SideLauncher launcher;

    /** Of the server with this configuration; without the SAP's state where that is on another machine. */
    BackupMaking(Path file, ConfigFile config, boolean withSap, SideLauncher launcher) {
        this.file = file;
        this.config = config;
        this.withSap = withSap;
        this.launcher = launcher;
    }

    /**
     * The exit code: that of the first side that did not succeed, else 0.
     *
     * @param keep how many of this server's backups stay in that folder afterwards; nothing: all
     */
    int to(Path target, Optional<Integer> keep) {
        try {
            var parent = Files.createDirectories(config.data().resolve("tmp"));
            // Whole databases, with keys that may have been destroyed since. Another backup may be at work; its copies
            // stay.
            HeldFolder.clearAwayLeft(parent, NAME);
            try (var copies = HeldFolder.made(parent, NAME)) {
                return to(target, copies.path(), keep);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the backup cannot be made", e);
        }
    }

    /** The SGM's state first: what the SAP knows beyond it does no harm; the other way round shuts a device out. */
    private int to(Path target, Path temporary, Optional<Integer> keep) {
        var arguments = new ArrayList<>(List.of("in=" + temporary, "to=" + target, "config=" + file));
        keep.ifPresent(most -> arguments.add("keep=" + most));
        int code = launcher.run("sgm", file, config, "backup-copy", List.of("in=" + temporary));
        if (code == ExitCode.DONE && withSap) {
            var sap = temporary.resolve("sap-copy.db");
            arguments.add("sap=" + sap);
            code = launcher.run("sap", file, config, "backup-copy", List.of(sap.toString()));
        }
        return code == ExitCode.DONE ? launcher.run("sgm", file, config, "backup", arguments) : code;
    }
}
