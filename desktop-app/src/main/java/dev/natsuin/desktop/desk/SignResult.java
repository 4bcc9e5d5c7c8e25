package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of one document.
 *
 * @param file the original
 * @param outcome the signed output, or why there is none
 */
public record SignResult(Path file, Answer<Signed> outcome) {
    /**
     * A signed and verified output.
     *
     * @param output where it lies
     * @param level the level reached
     * @param notHigher why it is not the level wished for, if it is not
     * @param logIndex where the signature log has it
     */
    public record Signed(Path output, SignatureLevel level, Optional<Problem> notHigher, long logIndex) {
        /** At the level wished for. */
        public Signed(Path output, SignatureLevel level, long logIndex) {
            this(output, level, Optional.empty(), logIndex);
        }

        /** True if it is not at the level wished for yet, and is remembered to be raised later. */
        public boolean waits() {
            return notHigher.filter(why -> LevelResult.passes(why.code())).isPresent();
        }
    }
}
