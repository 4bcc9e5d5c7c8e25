package dev.natsuin.launcher;

import dev.natsuin.link.side.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for a server whose sides are on two machines. */
final class ApartOptions {
    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "all (default), or sgm or sap: only this side, the other is on another machine",
            defaultValue = "ALL")
    private Role role = Role.ALL;

    @Option(
            names = "--sgm-host",
            paramLabel = "ADDRESS",
            description = "with --role: where the SGM listens and the SAP finds it, the same on both machines")
    private @Nullable String sgmHost;

    @Option(names = "--sgm-port", paramLabel = "N", description = "with --role: the SGM's port, the same on both")
    private @Nullable Integer sgmPort;

    @Option(
            names = "--peer",
            paramLabel = "FILE",
            description = "with --role sap: what 'link show' says on the SGM's machine")
    private @Nullable Path peer;

    /** Which sides are made here. */
    Role role() {
        if (role == Role.SAP && peer == null) {
            throw new UsageFault("--role sap wants --peer FILE: what 'natsuin-server link show' says on the SGM's"
                    + " machine, which is made first.");
        }
        if (role != Role.SAP && peer != null) {
            throw new UsageFault("--peer goes with --role sap. The SGM is told of the SAP with 'link accept'.");
        }
        return role;
    }

    /** What the other machine says of its side. */
    Optional<Path> peer() {
        return Optional.ofNullable(peer);
    }

    /** A configuration with the SGM at its address. */
    ServerConfig in(ServerConfig config) {
        if (role == Role.ALL && sgmHost == null && sgmPort == null) {
            return config;
        }
        if (role == Role.ALL || sgmHost == null || sgmPort == null || sgmPort == 0) {
            throw new UsageFault("Sides on two machines want --role, --sgm-host ADDRESS and --sgm-port N.");
        }
        return config.withSgmAt(sgmHost, sgmPort);
    }
}
