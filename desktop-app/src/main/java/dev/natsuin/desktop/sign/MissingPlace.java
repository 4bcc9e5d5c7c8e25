package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.problem.Problem;

/** Why a signature has no place, in the few words that stand beside what can be done. */
final class MissingPlace {
    private MissingPlace() {}

    static String sentence(Problem why, Words words) {
        return switch (why.code()) {
            case ANCHOR_NOT_FOUND -> words.text("place.none.found");
            case ANCHOR_NOT_ONE -> words.text("place.none.one");
            default -> ProblemWords.sentence(why, words.language());
        };
    }
}
