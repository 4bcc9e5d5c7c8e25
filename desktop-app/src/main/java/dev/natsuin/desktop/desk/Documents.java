package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
     * The same for an encrypted document, with its owner's or its user's password. If that opens it, it is kept in
     * memory for all that is done with this file, signing too, until the file is {@linkplain #forget forgotten}.
     *
     * @param password stays the caller's
     * @return the facts; {@code document-encrypted} if it does not open
     */
    Answer<DocumentFacts> facts(Path file, Secret password);

    /** Forgets the password of a file, if there is one. An order that was prepared with it keeps its own. */
    void forget(Path file);

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

    /**
     * Where a signature beside a text stands in a document; reads the text of as many pages as it takes.
     *
     * @return the place; {@code anchor-not-found}, or {@code anchor-not-one} if it should stand there once;
     *     {@code cancelled}
     */
    Answer<SignOptions.Place> beside(DocumentFacts document, SignOptions.Anchor anchor, Cancellation cancel);

    /** Loads what the first page of all needs, before anybody waits for it; on the thread that draws. */
    default void warm() {}

    /**
     * A sound copy of a document that is damaged and can be mended: it is read by guessing where its parts are, and
     * written out whole. The document itself stays as it is.
     *
     * @param folder where to; beside the document unless told
     * @return the copy; the document itself if there is nothing to mend, or nobody can
     */
    Answer<Path> repaired(Path file, Optional<Path> folder);
}
