package dev.natsuin.desktop.document.verify;

import java.util.List;

/**
 * One change after a signature that nothing explains.
 *
 * @param what its kind
 * @param pages where, from 1, as numbered when it was signed; none if it is on no page or that is not known
 * @param object which, in the file's own terms: number and generation of an object, an entry, a field; may be empty
 */
public record FoundChange(DocumentChange what, List<Integer> pages, String object) {
    /** Copies the pages. */
    public FoundChange {
        pages = List.copyOf(pages);
    }

    /** A change of the whole. */
    static FoundChange of(DocumentChange what, String object) {
        return new FoundChange(what, List.of(), object);
    }
}
