package dev.natsuin.desktop.document.verify;

import java.util.Set;

/**
 * What a signature file is made of, by our own reading of it; nothing is verified.
 *
 * @param signatures how many there are
 * @param content where the signed content is
 * @param explained true if every part of the file is signed or is known to be part of a signature
 * @param files the files in a container that have to be signed; empty for what is no container
 */
record FileOutline(int signatures, Content content, boolean explained, Set<String> files) {
    /** Where the signed content is. */
    enum Content {
        /** In this file. */
        HERE,
        /** In another. */
        ELSEWHERE
    }

    FileOutline {
        files = Set.copyOf(files);
    }

    static FileOutline of(int signatures, Content content, boolean explained) {
        return new FileOutline(signatures, content, explained, Set.of());
    }
}
