package dev.natsuin.desktop.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Files as dropped: a file is itself, a folder is the PDFs in it, in the order of their paths. */
final class Folders {
    private Folders() {}

    /**
     * What was found.
     *
     * @param files in order
     * @param whole false if a part of a folder could not be read: what is in it is not among the files
     */
    record Listed(List<Path> files, boolean whole) {
        /** Copies the list. */
        Listed {
            files = List.copyOf(files);
        }
    }

    /** The documents meant by these files and folders; hidden ones inside folders are left out. */
    static Listed documents(List<Path> dropped) {
        var found = new ArrayList<Path>();
        var whole = true;
        for (var path : dropped) {
            if (Files.isDirectory(path)) {
                var inside = inside(path);
                found.addAll(inside.files());
                whole &= inside.whole();
            } else {
                found.add(path);
            }
        }
        return new Listed(found, whole);
    }

    private static Listed inside(Path folder) {
        var walk = new Walk(folder);
        try {
            Files.walkFileTree(folder, walk);
        } catch (IOException e) {
            throw new UncheckedIOException("listing a dropped folder", e);
        }
        return walk.listed();
    }

    /** Goes on whatever cannot be read, and keeps in mind that there was something. */
    static final class Walk extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final List<Path> found = new ArrayList<>();
        private boolean whole = true;

        Walk(Path folder) {
            this.folder = folder;
        }

        Listed listed() {
            return new Listed(found.stream().sorted().toList(), whole);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes facts) {
            return !inner.equals(folder) && hidden(inner) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
            if (facts.isRegularFile() && !hidden(file) && pdf(file)) {
                found.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException why) {
            whole &= hidden(file) && !file.equals(folder);
            return FileVisitResult.CONTINUE;
        }

        /** A folder may be lost in the middle, as those of other computers are. */
        @Override
        public FileVisitResult postVisitDirectory(Path inner, @Nullable IOException why) {
            whole &= why == null;
            return FileVisitResult.CONTINUE;
        }
    }

    private static boolean hidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static boolean pdf(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".pdf");
    }
}
