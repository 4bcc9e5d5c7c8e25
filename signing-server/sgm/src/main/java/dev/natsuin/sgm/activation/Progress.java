package dev.natsuin.sgm.activation;

/** How far a statement is. Only {@link Answered} carries the SGM's signed word; the others promise nothing. */
public sealed interface Progress {
    /**
     * It is decided.
     *
     * @param token the signed answer
     */
    record Answered(String token) implements Progress {}

    /** It is accepted and being worked on. The same octets, or a question for their hash, find it again. */
    record Working() implements Progress {}

    /** There was no room to begin. Its id is unspent and nothing was changed; the same octets may come again. */
    record Busy() implements Progress {}

    /** Nothing is known of it: never seen, lost while it was worked on, or forgotten. Nothing of it was released. */
    record Unknown() implements Progress {}
}
