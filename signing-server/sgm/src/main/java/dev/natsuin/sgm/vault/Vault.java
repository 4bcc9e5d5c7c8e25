package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.crypto.Aead;
import dev.natsuin.sgm.crypto.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.EnumSet;
import java.util.Set;

/**
 * The root of everything the SGM keeps: 32 octets in a file that only its owner may read, or with a token a secret that
 * only the token makes of them; and what is wrapped under it.
 *
 * <p>Wraps service keys and the key-encryption key by name. Thread-safe; held open while the SGM runs.
 */
public final class Vault implements AutoCloseable {
    /** The length of what the key file holds, in octets. */
    public static final int KEY_SIZE_BYTES = 32;

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Secret wrappingKey;
    private final SecureRandom random;

    /** What the vault's secret is made of the octets in its file by. */
    @FunctionalInterface
    public interface Root {
        /** The secret; the caller closes both. */
        Secret of(Secret fileOctets);
    }

    private Vault(Secret wrappingKey, SecureRandom random) {
        this.wrappingKey = wrappingKey;
        this.random = random;
    }

    /**
     * Makes the key file, mode 0600, and opens it.
     *
     * @throws SgmFault if there is one already or it cannot be written
     */
    public static Vault create(Path keyFile, Root root, SecureRandom random) {
        var key = new byte[KEY_SIZE_BYTES];
        random.nextBytes(key);
        try (var octets = Secret.taking(key)) {
            put(keyFile, octets);
        }
        return open(SecretFile.own(keyFile), root, random);
    }

    /**
     * Makes the key file, mode 0600, of octets that were a vault's before; they stay the caller's.
     *
     * @throws SgmFault if there is one already, it cannot be written, or they are not 32 octets
     */
    public static void put(Path keyFile, Secret octets) {
        if (octets.size() != KEY_SIZE_BYTES) {
            throw new SgmFault("what a vault's key file holds has 32 octets");
        }
        try (var channel = Files.newByteChannel(
                keyFile,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SYNC),
                PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            putIn(channel, keyFile, octets);
        } catch (IOException | UncheckedIOException e) {
            throw new SgmFault("writing the vault's key file " + name(keyFile), e);
        }
    }

    /** A file with a part of the key would stand in the way of the whole one. */
    private static void putIn(WritableByteChannel channel, Path keyFile, Secret octets) throws IOException {
        var whole = false;
        try {
            whole = octets.use(o -> written(channel, o)) == KEY_SIZE_BYTES;
        } finally {
            if (!whole) {
                Files.deleteIfExists(keyFile);
            }
        }
        if (!whole) {
            throw new IOException("a part of the key was written");
        }
    }

    private static int written(WritableByteChannel channel, byte[] octets) {
        try {
            return channel.write(ByteBuffer.wrap(octets));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What the key file holds: with a token no secret, without one the root of everything. The caller closes it.
     *
     * @throws SgmFault as {@link #open}
     */
    public static Secret read(SecretFile file) {
        var keyFile = file.path();
        try {
            if (!file.isClosed()) {
                throw new SgmFault("opening the vault: its key file " + name(keyFile)
                        + " must be readable by its owner only (mode 0600)");
            }
            var octets = Secret.taking(Files.readAllBytes(keyFile));
            if (octets.size() != KEY_SIZE_BYTES) {
                octets.close();
                throw new SgmFault("opening the vault: its key file " + name(keyFile) + " does not have 32 octets");
            }
            return octets;
        } catch (IOException e) {
            throw new SgmFault("reading the vault's key file " + name(keyFile), e);
        }
    }

    /**
     * Opens an existing key file.
     *
     * @throws SgmFault if it is missing, of the wrong length, or readable by anybody but its owner
     */
    public static Vault open(Path keyFile, SecureRandom random) {
        return open(SecretFile.own(keyFile), Secret::copy, random);
    }

    /** Opens one whose secret is made of the file's octets by something else. */
    public static Vault open(SecretFile keyFile, Root root, SecureRandom random) {
        try (var octets = read(keyFile);
                var secret = root.of(octets)) {
            return new Vault(Hkdf.expand(secret, Bytes.utf8("natsuin-vault-v1")), random);
        }
    }

    private static String name(Path keyFile) {
        return String.valueOf(keyFile.getFileName());
    }

    /** A key of its own for what a name says; without the vault nobody can make it. The caller closes it. */
    public Secret derived(Bytes name) {
        return Hkdf.expand(wrappingKey, Bytes.concat(Bytes.utf8("natsuin-vault-derived-v1|"), name));
    }

    /** Wraps a secret under a name, which must be given again to unwrap. */
    public Bytes wrap(String name, Secret secret) {
        return Aead.encrypt(wrappingKey, Bytes.utf8("natsuin-vault-v1|" + name), secret, random);
    }

    /**
     * Unwraps; the caller closes the result.
     *
     * @throws SgmFault if it was wrapped under another name or in another vault
     */
    public Secret unwrap(String name, Bytes wrapped) {
        return Aead.decrypt(wrappingKey, Bytes.utf8("natsuin-vault-v1|" + name), wrapped)
                .orElseThrow(() -> new SgmFault("unwrapping " + name
                        + ": sgm.db and vault.key do not belong together, or one of them is damaged"));
    }

    @Override
    public void close() {
        wrappingKey.close();
    }
}
