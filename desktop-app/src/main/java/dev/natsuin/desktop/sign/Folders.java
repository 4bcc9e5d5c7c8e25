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

/** Files as dropped: a file is itself, a folder is the PDFs in it, in the order of their paths. */
final class Folders {
    private Folders() {}

    /** The documents meant by these files and folders; hidden ones inside folders are left out. */
    static List<Path> documents(List<Path> dropped) {
        var found = new ArrayList<Path>();
        for (var path : dropped) {
            if (Files.isDirectory(path)) {
                found.addAll(inside(path));
            } else {
                found.add(path);
            }
        }
        return found;
    }

    private static List<Path> inside(Path folder) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes facts) {
                    return !inner.equals(folder) && hidden(inner)
                            ? FileVisitResult.SKIP_SUBTREE
                            : FileVisitResult.CONTINUE;
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
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("listing a dropped folder", e);
        }
        found.sort(null);
        return found;
    }

    private static boolean hidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static boolean pdf(Path file) {
        return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".pdf");
    }
}
