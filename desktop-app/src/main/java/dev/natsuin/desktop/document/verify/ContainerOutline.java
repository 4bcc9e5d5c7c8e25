package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * The entries of an ASiC container (EN 319 162-1), read twice: by the local headers from the beginning and by the
 * directory at the end, which must agree on names and contents, as some programs read by the one and some by the other.
 */
final class ContainerOutline {
    private static final int MOST_ENTRIES = 1000;
    private static final int LONGEST_NAME = 1024;

    /** Beyond this, a container may not grow to more than so many times its size. */
    private static final long UNSUSPICIOUS_BYTES = 8L << 20;

    private static final long MOST_TIMES = 200;

    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long TOO_LARGE = 0xffffffffL;

    private static final Pattern CMS_SIGNATURE = Pattern.compile("META-INF/[^/]*signature[^/]*\\.p7s");
    private static final Pattern XML_SIGNATURE = Pattern.compile("META-INF/[^/]*signatures[^/]*\\.xml");
    private static final Pattern KNOWN = Pattern.compile(
            "META-INF/([^/]*ASiC[^/]*Manifest[^/]*\\.xml|[^/]*timestamp[^/]*\\.tst|manifest\\.xml|[^/]*evidencerecord[^/]*)");

    private final List<String> names;
    private final String mimetype;

    private ContainerOutline(List<String> names, String mimetype) {
        this.names = names;
        this.mimetype = mimetype;
    }

    /**
     * Reads all of it.
     *
     * @throws IOException if it is no sound ZIP: twice the same name, a name that leads out of a folder, more octets
     *     than its size makes believable, directories that disagree, octets before, between or behind the entries
     */
    static ContainerOutline of(Path file) throws IOException {
        requireOneEnd(file);
        var names = new ArrayList<String>();
        var contents = new ArrayList<Content>();
        var mimetype = "";
        var room = room(file);
        try (var zip = new ZipInputStream(NamedFile.open(file))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                require(names.size() < MOST_ENTRIES, "too many entries");
                require(isPlain(entry), "a name that leads elsewhere");
                var digest = HashAlgorithm.SHA_256.newDigest();
                if (names.isEmpty()) {
                    var octets = zip.readNBytes(100);
                    digest.update(octets);
                    mimetype = entry.getName().equals("mimetype") && entry.getMethod() == ZipEntry.STORED
                            ? new String(octets, java.nio.charset.StandardCharsets.US_ASCII)
                            : "";
                }
                room -= drained(zip, room, digest);
                names.add(entry.getName());
                contents.add(new Content(entry.getName(), Bytes.of(digest.digest())));
            }
        }
        require(new HashSet<>(names).size() == names.size(), "a name twice");
        require(
                names.stream()
                                .map(name -> name.toLowerCase(java.util.Locale.ROOT))
                                .distinct()
                                .count()
                        == names.size(),
                "names that some file systems hold for one");
        require(contents.equals(directory(file)), "two directories");
        return new ContainerOutline(List.copyOf(names), mimetype);
    }

    /** What is found under a name. */
    private record Content(String name, Bytes sha256) {}

    private static long room(Path file) throws IOException {
        return Math.max(UNSUSPICIOUS_BYTES, Files.size(file) * MOST_TIMES);
    }

    private static List<Content> directory(Path file) throws IOException {
        var contents = new ArrayList<Content>();
        var room = room(file);
        try (var zip = new ZipFile(file.toFile())) {
            require(zip.size() <= MOST_ENTRIES, "too many entries");
            for (var entry : zip.stream().toList()) {
                var digest = HashAlgorithm.SHA_256.newDigest();
                try (var in = zip.getInputStream(entry)) {
                    room -= drained(in, room, digest);
                }
                contents.add(new Content(entry.getName(), Bytes.of(digest.digest())));
            }
        }
        return contents;
    }

    /** One directory, which begins where its end says, counted from the first octet, and lasts until there. */
    private static void requireOneEnd(Path file) throws IOException {
        try (var octets = FileChannel.open(file)) {
            var tail = ByteBuffer.allocate((int) Math.min(octets.size(), END_BYTES + LONGEST_COMMENT))
                    .order(ByteOrder.LITTLE_ENDIAN);
            long from = octets.size() - tail.capacity();
            while (tail.hasRemaining() && octets.read(tail, from + tail.position()) >= 0) {
                // until the end
            }
            for (int at = tail.capacity() - END_BYTES; at >= 0; at--) {
                if (tail.getInt(at) == END) {
                    long size = Integer.toUnsignedLong(tail.getInt(at + 12));
                    long start = Integer.toUnsignedLong(tail.getInt(at + 16));
                    require(
                            at + END_BYTES + Short.toUnsignedInt(tail.getShort(at + 20)) == tail.capacity(),
                            "octets behind its end");
                    // Numbers that do not fit stand elsewhere.
                    require(
                            start == TOO_LARGE || size == TOO_LARGE || start + size == from + at,
                            "octets before or between");
                    return;
                }
            }
            throw new IOException("the container has no end");
        }
    }

    private static boolean isPlain(ZipEntry entry) {
        var name = entry.getName();
        return !entry.isDirectory()
                && name.length() <= LONGEST_NAME
                && name.chars().noneMatch(c -> c < ' ' || c == '\\' || c == ':')
                && !name.startsWith("/")
                && List.of(name.split("/", -1)).stream()
                        .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    }

    private static long drained(InputStream in, long room, MessageDigest digest) throws IOException {
        var block = new byte[1 << 16];
        var total = 0L;
        for (var read = in.read(block); read >= 0; read = in.read(block)) {
            total += read;
            digest.update(block, 0, read);
            require(total <= room, "more octets than believable");
        }
        return total;
    }

    private static void require(boolean holds, String otherwise) throws IOException {
        if (!holds) {
            throw new IOException("the container has " + otherwise);
        }
    }

    /** True if the signatures in it are CAdES. */
    boolean isCades() {
        return names.stream().anyMatch(name -> CMS_SIGNATURE.matcher(name).matches());
    }

    private boolean isXades() {
        return names.stream().anyMatch(name -> XML_SIGNATURE.matcher(name).matches());
    }

    /** The entries that somebody wanted to sign. */
    private Set<String> files() {
        return names.stream()
                .filter(name -> !name.equals("mimetype") && !name.startsWith("META-INF/"))
                .collect(Collectors.toSet());
    }

    /** What it is made of; how many signatures are in an XML signature file, DSS says. */
    FileOutline outline() throws IOException {
        require(!(isCades() && isXades()), "signatures of two kinds");
        var signatures = names.stream()
                .filter(name -> CMS_SIGNATURE.matcher(name).matches()
                        || XML_SIGNATURE.matcher(name).matches())
                .count();
        var known = names.stream()
                .filter(name -> name.startsWith("META-INF/"))
                .allMatch(name -> CMS_SIGNATURE.matcher(name).matches()
                        || XML_SIGNATURE.matcher(name).matches()
                        || KNOWN.matcher(name).matches());
        var simple = mimetype.equals("application/vnd.etsi.asic-s+zip");
        var extended = mimetype.equals("application/vnd.etsi.asic-e+zip");
        var explained = known && !files().isEmpty() && (extended || (simple && files().size() == 1));
        return new FileOutline((int) signatures, FileOutline.Content.HERE, explained, files());
    }
}
