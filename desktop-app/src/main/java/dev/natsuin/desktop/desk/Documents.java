package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.util.List;

/** Looks at documents on this computer; never changes or sends them. */
public interface Documents {
    /**
     * Reads a file far enough to say whether it can be signed: a PDF in itself, any other file as a whole.
     *
     * @return the facts, or the reason it cannot be signed ({@code file-missing}, {@code file-not-pdf},
     *     {@code document-encrypted}, {@code document-locked}, …)
     */
    Answer<DocumentFacts> facts(Path file);

    /**
     * Looks for what a signer cannot see. Takes up to some twenty seconds, and at once what it took before.
     *
     * @return what there is, what matters most first; or {@code document-changed} if the file no longer has the octets
     *     that the facts were read from
     */
    Answer<List<Finding>> inspect(DocumentFacts document);

    /**
     * Opens the pages of a file at once, however long it is. What is drawn proves nothing until {@link Pages#isStill}
     * has said that these are the octets that will be signed.
     *
     * @return the pages, to be closed by the caller, or why there are none
     */
    Answer<Pages> openPages(Path file);
}
