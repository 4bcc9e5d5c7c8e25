package dev.natsuin.desktop.ui;

import java.util.Locale;

/** Lengths of files and fingerprints as people read them. */
public final class Sizes {
    private Sizes() {}

    /** A length in a unit that keeps the number short. */
    public static String of(long sizeBytes, Locale language) {
        if (sizeBytes < 1_000) {
            return sizeBytes + " B";
        }
        if (sizeBytes < 1_000_000) {
            return Math.round(sizeBytes / 1_000.0) + " KB";
        }
        return sizeBytes < 1_000_000_000
                ? String.format(language, "%.1f MB", sizeBytes / 1e6)
                : String.format(language, "%.2f GB", sizeBytes / 1e9);
    }

    /** A code in groups of four, as it is read out. */
    public static String grouped(String code) {
        return code.replaceAll("(.{4})(?=.)", "$1 ");
    }
}
