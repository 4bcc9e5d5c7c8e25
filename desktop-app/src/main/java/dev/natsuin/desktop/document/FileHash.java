package dev.natsuin.desktop.document;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash of a whole file, by which it is known again. */
public final class FileHash {
    private static final int BLOCK_BYTES = 1 << 16;

    private FileHash() {}

    /** Its SHA-256, in constant memory. */
    public static Bytes sha256(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var digest = MessageDigest.getInstance("SHA-256");
            var buffer = new byte[BLOCK_BYTES];
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return Bytes.of(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
