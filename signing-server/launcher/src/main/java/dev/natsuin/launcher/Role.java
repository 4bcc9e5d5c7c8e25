package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which sides are meant: both, or the one that is on this machine when they are on two. */
enum Role {
    ALL,
    SAP,
    SGM;

    /** In the order they are started. */
    List<String> sides() {
        return switch (this) {
            case ALL -> List.of("sgm", "sap");
            case SAP -> List.of("sap");
            case SGM -> List.of("sgm");
        };
    }

    /**
     * The given one, or if none was given, what was made in the data directory.
     *
     * @throws UsageFault if one that was given was not made there
     */
    static Role of(@Nullable Role given, ConfigFile config) {
        boolean sap = Files.isDirectory(config.data().resolve("sap"));
        boolean sgm = Files.isDirectory(config.data().resolve("sgm"));
        // Neither: a server whose folders are gone; its sides say themselves what they miss.
        var here = sap == sgm ? ALL : sap ? SAP : SGM;
        if (given == null || given == here || here == ALL) {
            return given == null ? here : given;
        }
        throw new UsageFault("Only the " + here.sides().get(0) + " is on this machine: give --role "
                + here.sides().get(0) + ", or none.");
    }
}
