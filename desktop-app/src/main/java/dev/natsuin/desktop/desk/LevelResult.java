package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What became of a signed file that waited for its level.
 *
 * @param file the signed file
 * @param level the level it has; nothing if it could not be looked at
 * @param wanted the level wished for
 * @param why what stood in the way, if it is not reached
 * @param waits true if it will be tried again; false also if the file is gone or is another one by now
 */
public record LevelResult(
        Path file, Optional<SignatureLevel> level, SignatureLevel wanted, Optional<Problem> why, boolean waits) {
    /** True of reasons that pass, so that it is worth trying again: a service was away, or somebody did not wait. */
    public static boolean passes(ProblemCode why) {
        return why == ProblemCode.TIMESTAMP_UNAVAILABLE
                || why == ProblemCode.REVOCATION_UNAVAILABLE
                || why == ProblemCode.TARGET_NOT_WRITABLE
                || why == ProblemCode.NO_ROOM_TO_WORK
                || why == ProblemCode.LEVEL_LATER;
    }
}
