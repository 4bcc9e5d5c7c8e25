package dev.natsuin.desktop.document;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * Where a signed file goes.
 *
 * @param target its name, which must be free
 * @param temporary the name to write it under first, beside the target; what lies there is thrown away. Empty: any
 * @param perhaps files that may be this very output already, left by an attempt whose end nobody saw
 * @param nameLater its octets are on the disk before it has its name, but that it has it is made durable by the caller,
 *     with the names of others in that folder, by {@link #forceNames}
 */
public record Output(Path target, Optional<Path> temporary, List<Path> perhaps, boolean nameLater) {
    /** Copies the list. */
    public Output {
        perhaps = List.copyOf(perhaps);
    }

    /** Makes durable which names there are in a folder, if this file system can. */
    public static void forceNames(Path folder) {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows cannot open a directory so; there the move itself is journalled. The file's own data is forced.
            return;
        }
    }

    /** Under this name, by way of any other. */
    public static Output to(Path target) {
        return new Output(target, Optional.empty(), List.of(), false);
    }
}
