package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.SignResult;
import java.nio.file.Path;

/**
 * What became of one document of an order, whether it was refused before or after the PIN.
 *
 * @param file the original
 * @param outcome the signed copy, or why there is none
 */
public record ResultRow(Path file, Answer<SignResult.Signed> outcome) {
    /** True if there is a signed copy. */
    public boolean signed() {
        return outcome.given().isPresent();
    }
}
