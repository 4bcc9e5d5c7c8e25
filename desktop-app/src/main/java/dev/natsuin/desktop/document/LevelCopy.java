package dev.natsuin.desktop.document;

import dev.natsuin.desktop.desk.Lasting;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.document.level.LevelRaising;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;

/** A copy of a signed PDF at a higher level; the original stays as it is. */
public final class LevelCopy {
    private LevelCopy() {}

    /**
     * What came of it.
     *
     * @param output where the copy lies; nothing if no step succeeded, as a copy of the same level helps nobody
     * @param level the level reached
     * @param lasting until when it can be proven without being renewed, if it is archived
     * @param why what stood in the way of the level wished for, if anything did
     */
    public record Outcome(
            Optional<Path> output, SignatureLevel level, Optional<Lasting> lasting, Optional<ProblemCode> why) {}

    /**
     * Copies, raises the copy, and gives it its name. Whatever goes wrong, nothing half-done is left; an existing file
     * is never replaced.
     */
    public static Outcome of(LevelRaising.Target source, Path target, LevelRaising raising, SignatureLevel wanted) {
        try (var output = new OutputFile(source.file(), target)) {
            var problem = output.copy();
            if (problem.isPresent()) {
                return new Outcome(Optional.empty(), SignatureLevel.B, Optional.empty(), problem);
            }
            var raised = raising.raise(
                    new LevelRaising.Target(output.temporary(), source.detached(), source.password()), wanted);
            if (raised.steps() == 0) {
                return new Outcome(Optional.empty(), raised.level(), raised.lasting(), raised.why());
            }
            var unpublished = output.publish();
            return unpublished.isPresent()
                    ? new Outcome(Optional.empty(), raised.level(), Optional.empty(), unpublished)
                    : new Outcome(Optional.of(target), raised.level(), raised.lasting(), raised.why());
        }
    }
}
