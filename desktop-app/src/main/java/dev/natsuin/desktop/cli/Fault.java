package dev.natsuin.desktop.cli;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.ComparisonCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A fault of ours, told without its inside: a short code for the helpdesk, the same for the same place in the program.
 * Where it happened is noted in the profile, without any message, as those may hold names and secrets.
 */
public final class Fault {
    private static final int FRAMES = 40;

    private final String where;

    /** For what was thrown. */
    public Fault(Throwable thrown) {
        var text = new StringBuilder();
        for (Throwable t = thrown; t != null && t != t.getCause(); t = t.getCause()) {
            text.append(t.getClass().getName()).append('\n');
            for (var i = 0; i < Math.min(FRAMES, t.getStackTrace().length); i++) {
                text.append("  ").append(t.getStackTrace()[i]).append('\n');
            }
        }
        where = text.toString();
    }

    /** Eight characters. */
    public String code() {
        return ComparisonCode.of(List.of(Bytes.utf8(where).sha256()));
    }

    /** Notes where it happened in this folder, if it is there and can be written. */
    public void noteIn(Path profile) {
        if (!Files.isDirectory(profile)) {
            return;
        }
        try {
            Files.writeString(profile.resolve("fault-" + code() + ".txt"), where);
        } catch (IOException e) {
            return; // The code alone must do.
        }
    }
}
