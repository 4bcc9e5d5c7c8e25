package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * A file in numbers, from one pass over it.
 *
 * @param sizeBytes its length
 * @param sha256 which file it is
 * @param hash by the algorithm of the signature
 * @param crc32 as ZIP wants it
 */
public record FileDigest(long sizeBytes, Bytes sha256, Bytes hash, long crc32) {
    private static final int BLOCK_BYTES = 1 << 18;

    /** Reads a file once, a block at a time. */
    public static FileDigest of(Path file, HashAlgorithm algorithm) throws IOException {
        var identity = HashAlgorithm.SHA_256.newDigest();
        var content = algorithm.newDigest();
        var crc = new CRC32();
        var size = 0L;
        var told = NamedFile.requireRegular(file).size();
        try (var in = Files.newInputStream(file)) {
            var block = new byte[BLOCK_BYTES];
            for (var read = in.read(block); read >= 0; read = in.read(block)) {
                identity.update(block, 0, read);
                if (algorithm != HashAlgorithm.SHA_256) {
                    content.update(block, 0, read);
                }
                crc.update(block, 0, read);
                size += read;
                if (size > told) {
                    throw new IOException("the file is longer than it says");
                }
            }
        }
        var sha256 = Bytes.of(identity.digest());
        var hash = algorithm == HashAlgorithm.SHA_256 ? sha256 : Bytes.of(content.digest());
        return new FileDigest(size, sha256, hash, crc.getValue());
    }
}
