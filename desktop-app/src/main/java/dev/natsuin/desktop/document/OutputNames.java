package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.SignatureForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Chooses the name of a signed file. */
public final class OutputNames {
    /** The longest name that ext4, APFS and most others take, in octets of UTF-8; NTFS counts more generously. */
    private static final int LONGEST_BYTES = 255;

    private static final String EXTENSION = ".pdf";

    private OutputNames() {}

    /**
     * A name for a signed file.
     *
     * @param target is free
     * @param passedOver are not: files that are there, under the names that come before
     */
    public record Choice(Path target, List<Path> passedOver) {
        /** Copies the list. */
        public Choice {
            passedOver = List.copyOf(passedOver);
        }
    }

    /**
     * The first free name for the signed form of {@code original} in {@code directory}: {@code name-signed.pdf}, then
     * {@code name-signed (2).pdf} and so on.
     *
     * <p>The name keeps its spelling (composed or decomposed); a stem too long for a file system is shortened at a
     * whole character. Does not create the file: {@link PreparedPdf#embed} refuses a name that was taken meanwhile.
     *
     * @param suffix comes after the stem, for example {@code -signed}
     * @throws IllegalArgumentException if the suffix has a separator or leaves no room for a stem
     */
    public static Path targetFor(Path original, Path directory, String suffix) {
        return targetFor(original, directory, suffix, SignatureForm.PADES);
    }

    /**
     * The first free name for the signed form of {@code original} in {@code directory}: a document that is signed
     * inside keeps its extension, and the suffix comes before it; a signature beside or around a file has the file's
     * whole name and an extension of its own, as in {@code letter.docx.asice}, and no suffix.
     */
    public static Path targetFor(Path original, Path directory, String suffix, SignatureForm form) {
        return choose(original, directory, suffix, form, Set.of()).target();
    }

    /**
     * The same among many.
     *
     * @param reserved names that others will have, each {@link #folded}
     */
    public static Choice choose(Path original, Path directory, String suffix, SignatureForm form, Set<Path> reserved) {
        var name = switch (form) {
            case PADES -> inside(original, suffix, EXTENSION);
            case XADES_ENVELOPED -> inside(original, suffix, ".xml");
            case XADES_ENVELOPING, XADES_DETACHED -> around(original, ".xades.xml");
            case JADES_ENVELOPING, JADES_DETACHED -> around(original, ".jades.json");
            case CADES_DETACHED -> around(original, ".p7s");
            case CADES_ENVELOPING -> around(original, ".p7m");
            case ASIC_S -> around(original, ".asics");
            case ASIC_E -> around(original, ".asice");
        };
        return name.choose(directory, reserved);
    }

    /** The first free name for a raised copy: the extension stays, whatever it is. */
    public static Path copyOf(Path original, Path directory, String suffix) {
        var name = String.valueOf(original.getFileName());
        int dot = name.lastIndexOf('.');
        var copy =
                dot <= 0 ? new Name(name, suffix, "") : new Name(name.substring(0, dot), suffix, name.substring(dot));
        return copy.choose(directory, Set.of()).target();
    }

    private static Name around(Path original, String extension) {
        return new Name(String.valueOf(original.getFileName()), "", extension);
    }

    private static Name inside(Path original, String suffix, String extension) {
        if (suffix.indexOf('/') >= 0 || suffix.indexOf('\\') >= 0 || suffix.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a suffix is no path");
        }
        var last = original.getFileName();
        if (last == null) {
            throw new IllegalArgumentException("the original has no name");
        }
        var name = last.toString();
        boolean extended = name.toLowerCase(Locale.ROOT).endsWith(extension);
        var ending = extended ? name.substring(name.length() - extension.length()) : extension;
        var stem = extended ? name.substring(0, name.length() - extension.length()) : name;
        return new Name(stem, suffix, ending);
    }

    /** A name in its parts, of which numbers make others. */
    private record Name(String stem, String suffix, String ending) {
        Choice choose(Path directory, Set<Path> reserved) {
            var passedOver = new ArrayList<Path>();
            for (int n = 1; ; n++) {
                var end = suffix + (n == 1 ? "" : " (" + n + ")") + ending;
                var candidate = directory.resolve(shortened(stem, end) + end);
                if (taken(directory, candidate)) {
                    passedOver.add(candidate);
                } else if (!reserved.contains(folded(candidate))) {
                    return new Choice(candidate, passedOver);
                }
            }
        }
    }

    /**
     * The same for all names that are one on many file systems: that differ in nothing but case, or in how their
     * letters are composed. No file is looked for under it.
     */
    public static Path folded(Path file) {
        var name = Normalizer.normalize(String.valueOf(file.getFileName()), Normalizer.Form.NFC);
        return file.resolveSibling(name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    }

    private static boolean taken(Path directory, Path candidate) {
        // A file system that keeps two normal forms apart would show the user two files of one name.
        var name = String.valueOf(candidate.getFileName());
        return Files.exists(candidate, LinkOption.NOFOLLOW_LINKS)
                || Stream.of(Normalizer.Form.NFC, Normalizer.Form.NFD)
                        .map(form -> Normalizer.normalize(name, form))
                        .filter(other -> !other.equals(name))
                        .anyMatch(other -> Files.exists(directory.resolve(other), LinkOption.NOFOLLOW_LINKS));
    }

    private static String shortened(String stem, String end) {
        int room = LONGEST_BYTES - bytes(end);
        if (room < 4) {
            throw new IllegalArgumentException("the suffix leaves no room for a name");
        }
        int length = stem.length();
        while (bytes(stem.substring(0, length)) > room || splits(stem, length)) {
            length--;
        }
        return stem.substring(0, length);
    }

    /** True if cutting here would part a surrogate pair or a base letter from its marks. */
    private static boolean splits(String stem, int length) {
        if (length == 0 || length == stem.length()) {
            return false;
        }
        if (Character.isLowSurrogate(stem.charAt(length))) {
            return true;
        }
        return switch (Character.getType(stem.codePointAt(length))) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
