package dev.natsuin.desktop.sign;

import dev.natsuin.protocol.problem.Problem;
import java.util.Optional;

/** Where the signature of one document will be seen, or why it has no place. */
public sealed interface Placed {
    /** Nowhere: signatures shall not be seen, or the document has no pages. */
    record NotSeen() implements Placed {}

    /**
     * There.
     *
     * @param there in the document
     */
    record At(Spot there) implements Placed {}

    /** The text beside which it is to be seen is still being looked for. */
    record LookedFor() implements Placed {}

    /**
     * Nowhere yet: the rule has no place in this document. It is not signed until it has one.
     *
     * @param why the text stands nowhere, or more than once
     */
    record Missing(Problem why) implements Placed {}

    /** The spot, where there is one. */
    default Optional<Spot> spot() {
        return this instanceof At at ? Optional.of(at.there()) : Optional.empty();
    }

    /** Why there is none, where there should be one. */
    default Optional<Problem> missing() {
        return this instanceof Missing nowhere ? Optional.of(nowhere.why()) : Optional.empty();
    }
}
