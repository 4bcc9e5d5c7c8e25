package dev.natsuin.launcher;

import dev.natsuin.link.side.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the process of a side that serves now may do, as the kernel says it: whether it was started as the systemd units
 * start it. Linux only; elsewhere nothing is told.
 */
final class ProcessChecks {
    private static final String REMEDY = ": start it with the systemd unit that comes with the server";
    private static final int OTHERS = 077;
    private static final String NO_NEW_PRIVILEGES = "1";
    private static final String FILTERED = "2";
    private static final Pattern CORE = Pattern.compile("Max core file size\\s+(\\S+)");
    private static final Pattern GROUP = Pattern.compile("(?m)^0::(.*)$");

    private final Path proc;
    private final Path groups;
    private final Path configFile;

    /**
     * Of the server with this configuration file.
     *
     * @param proc {@code /proc}
     * @param groups {@code /sys/fs/cgroup}
     */
    ProcessChecks(Path proc, Path groups, Path configFile) {
        this.proc = proc;
        this.groups = groups;
        this.configFile = configFile;
    }

    /** Five lines, or one if the side does not serve now. */
    List<Check> of(String side) {
        if (!Files.isDirectory(proc.resolve("self"))) {
            return List.of();
        }
        try {
            var process = serving(side);
            return process.isPresent()
                    ? checks(side, process.get())
                    : List.of(Check.ok(
                            side + "-process", "it does not serve now: what its process may do was not looked at"));
        } catch (IOException | UncheckedIOException e) {
            return List.of(Check.warn(side + "-process", "what its process may do cannot be read"));
        }
    }

    private Optional<Path> serving(String side) throws IOException {
        var wanted = List.of("side", side, "serve", "--config", configFile.toString());
        try (var processes = Files.list(proc)) {
            return processes
                    .filter(each -> each.getFileName().toString().matches("[0-9]+"))
                    .filter(each -> contains(arguments(each), wanted))
                    .findFirst();
        }
    }

    private static List<String> arguments(Path process) {
        try {
            return List.of(Files.readString(process.resolve("cmdline"), StandardCharsets.UTF_8)
                    .split("\0"));
        } catch (IOException e) {
            return List.of(); // it has ended, or is none of ours
        }
    }

    private static boolean contains(List<String> arguments, List<String> wanted) {
        return Collections.indexOfSubList(arguments, wanted) >= 0;
    }

    private List<Check> checks(String side, Path process) throws IOException {
        var status = Files.readString(process.resolve("status"));
        var checks = new ArrayList<Check>();
        checks.add(told(
                side + "-privileges",
                field(status, "NoNewPrivs").equals(NO_NEW_PRIVILEGES),
                "its process can gain no privileges",
                "its process could gain privileges"));
        checks.add(told(
                side + "-system-calls",
                field(status, "Seccomp").equals(FILTERED),
                "its system calls are filtered",
                "its process may make every system call"));
        checks.add(told(
                side + "-umask",
                closed(field(status, "Umask")),
                "what it makes is its owner's only",
                "others may read files that it makes without a mode of their own"));
        var core = CORE.matcher(Files.readString(process.resolve("limits")));
        checks.add(told(
                side + "-core-dumps",
                core.find() && core.group(1).equals("0"),
                "the kernel writes no dump of its memory",
                "the kernel may write its memory into a file when it crashes"));
        checks.add(told(
                side + "-swap",
                staysInMemory(process),
                "its memory is never written to a swap",
                "its memory may be written to a swap"));
        return checks;
    }

    private static Check told(String name, boolean holds, String ok, String otherwise) {
        return holds ? Check.ok(name, ok) : Check.warn(name, otherwise + REMEDY);
    }

    private static boolean closed(String umask) {
        return umask.matches("[0-7]{4}") && (Integer.parseInt(umask, 8) & OTHERS) == OTHERS;
    }

    private static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    /** There is no swap, or its control group (cgroup v2) may use none of it. */
    private boolean staysInMemory(Path process) throws IOException {
        var swaps = proc.resolve("swaps");
        if (!Files.exists(swaps) || Files.readAllLines(swaps).size() <= 1) {
            return true;
        }
        var group = GROUP.matcher(Files.readString(process.resolve("cgroup")));
        if (!group.find()) {
            return false;
        }
        var most = groups.resolve(group.group(1).substring(1)).resolve("memory.swap.max");
        return Files.exists(most) && Files.readString(most).strip().equals("0");
    }
}
