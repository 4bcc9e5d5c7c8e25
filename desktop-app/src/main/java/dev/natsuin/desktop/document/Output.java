package dev.natsuin.desktop.document;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a signed file goes.
 *
 * @param target its name, which must be free
 * @param temporary the name to write it under first, beside the target; what lies there is thrown away. Empty: any
 * @param perhaps files that may be this very output already, left by an attempt whose end nobody saw
 */
public record Output(Path target, Optional<Path> temporary, List<Path> perhaps) {
    /** Copies the list. */
    public Output {
        perhaps = List.copyOf(perhaps);
    }

    /** Under this name, by way of any other. */
    public static Output to(Path target) {
        return new Output(target, Optional.empty(), List.of());
    }
}
