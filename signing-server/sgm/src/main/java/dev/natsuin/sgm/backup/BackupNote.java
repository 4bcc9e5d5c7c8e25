package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a server remembers of the newest backup that was made of it, so that {@code self-check} can say when another is
 * due. No backup holds it, and nothing but that line rests on it.
 *
 * @param made when, by the SGM's clock, whole seconds
 * @param entries how many log entries the backup holds
 */
public record BackupNote(Instant made, long entries) {
    private static final String FILE = "newest-backup.json";
    private static final String MADE = "made";
    private static final String ENTRIES = "entries";

    /**
     * Keeps it in the place of the one before; a killed process leaves one of the two.
     *
     * @param folder the SGM's
     * @throws IOException if it cannot be kept; the backup itself is none the worse
     */
    public void keep(Path folder) throws IOException {
        var json = JsonObject.empty().and(MADE, made).and(ENTRIES, entries).build();
        var beside = folder.resolve(FILE + ".new");
        Files.deleteIfExists(beside);
        var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var out =
                Files.newByteChannel(beside, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), owner)) {
            out.write(ByteBuffer.wrap(json.toBytes().toArray()));
        }
        Files.move(beside, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * The one in this folder; nothing if there is none.
     *
     * @throws IOException if it cannot be read
     * @throws Malformed if it is not what {@link #keep} wrote
     */
    public static Optional<BackupNote> in(Path folder) throws IOException, Malformed {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var json = JsonObject.strict(Bytes.of(Files.readAllBytes(file))).reader();
        var note = new BackupNote(json.moment(MADE), json.index(ENTRIES));
        json.end();
        return Optional.of(note);
    }
}
