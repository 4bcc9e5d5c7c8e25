package dev.natsuin.desktop.desk;

import java.nio.file.Path;

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
     * @param logIndex where the signature log has it
     */
    public record Signed(Path output, SignatureLevel level, long logIndex) {}
}
