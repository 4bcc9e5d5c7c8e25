package dev.natsuin.sap.courier;

/** How far the SGM is with a sealed statement. None of it has been checked. */
public sealed interface Progress {
    /**
     * It is decided.
     *
     * @param token the answer
     */
    record Answered(String token) implements Progress {}

    /** It is being worked on. */
    record Working() implements Progress {}

    /** There was no room to begin; nothing was changed. */
    record Busy() implements Progress {}

    /** Nothing is known of it. */
    record Unknown() implements Progress {}
}
