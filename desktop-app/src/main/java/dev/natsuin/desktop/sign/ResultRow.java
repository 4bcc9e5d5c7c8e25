package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.SignResult;
import java.nio.file.Path;

/**
 * What became of one document of an order, whether it was refused before or after the PIN.
 *
 * @param file the original
 * @param ordered true if it went to the server: if there is no copy, its signature is in the log all the same
 * @param outcome the signed copy, or why there is none
 */
public record ResultRow(Path file, boolean ordered, Answer<SignResult.Signed> outcome) {
    /** True if there is a signed copy. */
    public boolean signed() {
        return outcome.given().isPresent();
    }

    /** True if it is signed, and its copy can still be written once what stood in the way is gone. */
    public boolean isKept() {
        return ordered && new SignResult(file, outcome).canBeFinished();
    }
}
