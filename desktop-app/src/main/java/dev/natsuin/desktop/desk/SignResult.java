package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of one document.
 *
 * @param file the original
 * @param outcome the signed output, or why there is none
 */
public record SignResult(Path file, Answer<Signed> outcome) {
    /** True if it is signed, but its file could not be written, and that may pass: it can be finished without a PIN. */
    public boolean canBeFinished() {
        return outcome.refusal().filter(why -> passes(why.code())).isPresent();
    }

    /** True of reasons against writing a signed file that pass: a folder is made writable, a drive comes back. */
    public static boolean passes(ProblemCode why) {
        return switch (why) {
            case TARGET_NOT_WRITABLE,
                    NO_ROOM_TO_WORK,
                    TARGET_EXISTS,
                    FILE_MISSING,
                    FILE_UNREADABLE,
                    DOCUMENT_ENCRYPTED,
                    PROFILE_UNREADABLE,
                    PROFILE_OPEN_TO_ALL,
                    PROFILE_BUSY,
                    KEYRING_UNAVAILABLE,
                    DESK_FAULT -> true;
            default -> false;
        };
    }

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
