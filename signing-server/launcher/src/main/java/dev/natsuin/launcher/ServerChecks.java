package dev.natsuin.launcher;

import com.sun.management.OperatingSystemMXBean;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.HostChecks;
import java.lang.management.ManagementFactory;
import java.util.List;

/** The launcher's own part of {@code self-check}: what concerns neither side alone. */
final class ServerChecks {
    private static final long MIB = 1024L * 1024;

    /** What a JVM needs beside its heap, in MiB: code, threads, buffers. */
    private static final long BESIDE_HEAPS_MIB = 400;

    private final ConfigFile config;

    ServerChecks(ConfigFile config) {
        this.config = config;
    }

    List<Check> all() {
        return List.of(
                Check.ok("configuration", "config.json reads; every member is known and sound"),
                HostChecks.ownerOnly("data-directory", config.data(), "700"),
                HostChecks.diskSpace("disk-space", config.data()),
                memory());
    }

    private Check memory() {
        var wanted = config.config().sapMemoryMb() + config.config().sgmMemoryMb() + BESIDE_HEAPS_MIB;
        var there =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
        var line = "both sides may use about " + wanted + " MiB of " + there;
        return wanted <= there
                ? Check.ok("memory-settings", line)
                : Check.warn("memory-settings", line + ": lower sapMemoryMb or sgmMemoryMb in config.json");
    }
}
