package dev.natsuin.link;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Where the link's keys and certificates lie in the folder {@code link}: a side's present ones, and the next ones while
 * it changes them.
 */
public enum LinkFiles {
    /** What a side shows to the other. */
    PRESENT("-link"),
    /** What it will show after {@link #settle}; the other side believes both until then. */
    NEXT("-link-next");

    /** The sides that have a key here. */
    public static final List<String> SIDES = List.of("sgm", "sap");

    private final String suffix;

    LinkFiles(String suffix) {
        this.suffix = suffix;
    }

    /** The file of a side's private key. */
    public Path key(Path folder, String side) {
        return folder.resolve(side + suffix + "-key.pem");
    }

    /** The file of a side's certificate. */
    public Path certificate(Path folder, String side) {
        return folder.resolve(side + suffix + ".pem");
    }

    /** The sides whose key is being changed: a next certificate of theirs is here. */
    public static List<String> changing(Path folder) {
        return SIDES.stream()
                .filter(side -> Files.exists(NEXT.certificate(folder, side)))
                .toList();
    }

    /** True if the side is on this machine: its key is. */
    public static boolean isHere(Path folder, String side) {
        return Files.exists(PRESENT.key(folder, side)) || Files.exists(NEXT.key(folder, side));
    }

    /**
     * Makes the next key and certificate of the sides on this machine the present ones, and the former ones are gone;
     * where none of those changes, believes the next certificate of the side on the other one alone. So where both
     * change at once, nobody is sent away who does not use the next key yet. Cut off in between, doing it again
     * finishes it.
     *
     * @return the sides that changed
     * @throws LinkFault if a file cannot be moved
     */
    public static List<String> settle(Path folder) {
        var changing = changing(folder);
        var here = changing.stream().filter(side -> isHere(folder, side)).toList();
        var changed = here.isEmpty() ? changing : here;
        for (var side : changed) {
            try {
                // The key first: while the certificate has not followed, its next file still tells what is to be done.
                if (Files.exists(NEXT.key(folder, side))) {
                    move(NEXT.key(folder, side), PRESENT.key(folder, side));
                }
                move(NEXT.certificate(folder, side), PRESENT.certificate(folder, side));
            } catch (IOException e) {
                throw new LinkFault("the next key of the " + side + " could not be put in place", e);
            }
        }
        return changed;
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
