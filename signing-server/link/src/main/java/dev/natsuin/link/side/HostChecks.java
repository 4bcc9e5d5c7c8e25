package dev.natsuin.link.side;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What both sides and the launcher look at on their host: files, disk, memory, ends of certificates. */
public final class HostChecks {
    private static final Set<PosixFilePermission> OWNER = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final long MIB = 1024L * 1024;

    /** Below this a busy day can fill the disk. */
    private static final long LITTLE_SPACE_MIB = 1024;

    /** Below this not even the databases' own logs fit. */
    private static final long NO_SPACE_MIB = 128;

    private static final Duration SOON = Duration.ofDays(60);
    private static final Path SWAPS = Path.of("/proc/swaps");

    /** What the launcher starts a side with, so that keys stay in its memory only. */
    private static final List<String> WANTED_FLAGS = List.of("DisableAttachMechanism");

    private static final List<String> UNWANTED_FLAGS =
            List.of("HeapDumpOnOutOfMemoryError", "CreateCoredumpOnCrash", "UsePerfData");

    private HostChecks() {}

    /**
     * That a file or folder is there and only its owner may open it; where the file system knows no modes, only that it
     * is there.
     *
     * @param mode what to set it to, for the sentence
     */
    public static Check ownerOnly(String name, Path path, String mode) {
        var shown = path.getFileName();
        try {
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                return Check.fail(name, shown + " is missing: bring it back from a backup, or make a new server");
            }
            var closed = !path.getFileSystem().supportedFileAttributeViews().contains("posix")
                    || OWNER.containsAll(Files.getPosixFilePermissions(path));
            return Check.of(
                    name,
                    closed,
                    "only its owner may open " + shown,
                    "others than its owner may open " + shown + ": set its mode to " + mode);
        } catch (IOException e) {
            return Check.fail(name, "the mode of " + shown + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * How long a certificate still holds.
     *
     * @param file PEM
     * @param otherwise what it means if it has ended, for the sentence
     */
    public static Check certificateEnd(String name, Path file, Instant now, String otherwise) {
        try {
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file)));
            var end = certificate.getNotAfter().toInstant();
            if (now.isAfter(end)) {
                return Check.fail(name, file.getFileName() + " ended at " + end + ": " + otherwise);
            }
            return now.isAfter(end.minus(SOON))
                    ? Check.warn(name, file.getFileName() + " ends at " + end + "; then " + otherwise)
                    : Check.ok(name, file.getFileName() + " holds until " + end);
        } catch (IOException | CertificateException e) {
            return Check.fail(name, file.getFileName() + " is missing or holds no certificate");
        }
    }

    /** How much the disk under a folder can still take. */
    public static Check diskSpace(String name, Path folder) {
        try {
            var free = Files.getFileStore(folder).getUsableSpace() / MIB;
            var line = free + " MiB are free";
            if (free < NO_SPACE_MIB) {
                return Check.fail(
                        name, line + ": nothing can be kept soon; free at least " + LITTLE_SPACE_MIB + " MiB");
            }
            return free < LITTLE_SPACE_MIB
                    ? Check.warn(name, line + ": free at least " + LITTLE_SPACE_MIB + " MiB")
                    : Check.ok(name, line);
        } catch (IOException e) {
            return Check.fail(name, "the free space cannot be read: " + e.getMessage());
        }
    }

    /** Whether what is in this process's memory can get out of it: debuggers, dumps, swap. */
    public static Check memory(String name) {
        var bean = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        var open = new ArrayList<String>();
        WANTED_FLAGS.stream().filter(flag -> !isSet(bean, flag)).forEach(open::add);
        UNWANTED_FLAGS.stream().filter(flag -> isSet(bean, flag)).forEach(open::add);
        if (!open.isEmpty()) {
            return Check.warn(
                    name,
                    "debuggers or dumps could show this process's memory (" + String.join(", ", open)
                            + "): start it with natsuin-server serve");
        }
        if (swaps()) {
            return Check.warn(
                    name,
                    "no debuggers and no dumps, but memory may be swapped to disk: encrypt the swap or turn it off");
        }
        return Check.ok(
                name,
                "no debuggers, no dumps, no swap; heap up to "
                        + Runtime.getRuntime().maxMemory() / MIB + " MiB");
    }

    private static boolean isSet(HotSpotDiagnosticMXBean bean, String flag) {
        try {
            return Boolean.parseBoolean(bean.getVMOption(flag).getValue());
        } catch (IllegalArgumentException e) {
            return false; // this Java has no such flag: nothing that it could let out
        }
    }

    /** More than the heading stands in Linux's list of swaps; elsewhere nobody says. */
    private static boolean swaps() {
        try {
            return Files.exists(SWAPS) && Files.readAllLines(SWAPS).size() > 1;
        } catch (IOException e) {
            return false;
        }
    }
}
