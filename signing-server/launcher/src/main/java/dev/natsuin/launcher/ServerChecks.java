package dev.natsuin.launcher;

import com.sun.management.OperatingSystemMXBean;
import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.HostChecks;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The launcher's own part of {@code self-check}: what concerns neither side alone. */
final class ServerChecks {
    private static final long MIB = 1024L * 1024;

    /** What a JVM needs beside its heap, in MiB: code, threads, buffers. */
    private static final long BESIDE_HEAPS_MIB = 400;

    private final ConfigFile config;
    private final List<String> sides;
    private final ProcessChecks processes;

    /** @param sides those on this machine */
    ServerChecks(ConfigFile config, List<String> sides, ProcessChecks processes) {
        this.processes = processes;
        this.config = config;
        this.sides = sides;
    }

    List<Check> all() {
        var checks = new ArrayList<>(List.of(
                Check.ok("configuration", "config.json reads; every member is known and sound"),
                HostChecks.ownerOnly("data-directory", config.data(), "700"),
                HostChecks.diskSpace("disk-space", config.data()),
                memory()));
        sides.forEach(side -> checks.addAll(processes.of(side)));
        var link = config.data().resolve("link");
        LinkFiles.changing(link).forEach(side -> checks.add(linkNext(side, LinkFiles.isHere(link, side))));
        return checks;
    }

    /** A change that nobody finishes leaves the former key believed for ever. */
    private static Check linkNext(String side, boolean isHere) {
        return Check.warn(
                side + "-link-next",
                isHere
                        ? "the next key of the link is made, and the former one is used: have 'link show' accepted on the"
                                + " other machine, then 'link switch' here and start this side anew"
                        : "the former key of the " + side
                                + "'s link is believed beside the next one: 'link switch' here,"
                                + " once that side was started with the next one");
    }

    private Check memory() {
        var wanted = BESIDE_HEAPS_MIB;
        wanted += sides.contains("sap") ? config.config().sapMemoryMb() : 0;
        wanted += sides.contains("sgm") ? config.config().sgmMemoryMb() : 0;
        var there =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / MIB;
        var line = (sides.size() > 1 ? "both sides" : "the " + sides.get(0)) + " may use about " + wanted + " MiB of "
                + there;
        return wanted <= there
                ? Check.ok("memory-settings", line)
                : Check.warn("memory-settings", line + ": lower sapMemoryMb or sgmMemoryMb in config.json");
    }
}
