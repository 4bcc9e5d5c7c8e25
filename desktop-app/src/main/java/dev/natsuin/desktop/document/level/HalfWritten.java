package dev.natsuin.desktop.document.level;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the next state of a file is written before it takes the file's place: beside it, under a name that says of
 * which file it is and which process writes it. What a process left that was killed goes when the file's turn comes.
 */
final class HalfWritten {
    private static final Logger LOG = LoggerFactory.getLogger(HalfWritten.class);
    private static final String PREFIX = ".natsuin-";
    private static final String SUFFIX = ".tmp";
    private static final int ENOUGH = 16;
    private static final Pattern NAME = Pattern.compile("(\\.natsuin-[0-9a-f]{16}-)([0-9]{1,18})-[0-9]+\\.tmp");

    private HalfWritten() {}

    /** An empty file for the next state of this one. */
    static Path of(Path file) throws IOException {
        var folder = folder(file);
        return Files.createTempFile(
                folder, prefix(file) + ProcessHandle.current().pid() + "-", SUFFIX);
    }

    /** Removes what processes of this computer that were killed left of these files; each folder is read once. */
    static void sweep(List<Path> files) {
        var prefixes = new HashMap<Path, Set<String>>();
        for (var file : files) {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                prefixes.computeIfAbsent(folder, same -> new HashSet<>()).add(prefix(file));
            }
        }
        prefixes.forEach(HalfWritten::sweep);
    }

    private static void sweep(Path folder, Set<String> prefixes) {
        try (var all = Files.newDirectoryStream(folder, PREFIX + "*" + SUFFIX)) {
            for (var each : all) {
                if (isLeft(String.valueOf(each.getFileName()), prefixes)) {
                    Files.deleteIfExists(each);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.warn("what was left half-written could not be removed", e);
        }
    }

    private static boolean isLeft(String name, Set<String> prefixes) {
        var parts = NAME.matcher(name);
        return parts.matches()
                && prefixes.contains(parts.group(1))
                && ProcessHandle.of(Long.parseLong(parts.group(2))).isEmpty();
    }

    private static Path folder(Path file) throws IOException {
        return Optional.ofNullable(file.toAbsolutePath().getParent())
                .orElseThrow(() -> new IOException("the file lies nowhere"));
    }

    private static String prefix(Path file) {
        var name = Bytes.utf8(String.valueOf(file.getFileName())).sha256().toHex();
        return PREFIX + name.substring(0, ENOUGH) + "-";
    }
}
