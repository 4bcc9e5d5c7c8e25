package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Keeps the device secret in a file that only its owner can read, and refuses one that others can. */
public final class FileSecretStore implements SecretStore {
    private final Path file;

    /** In this file, which need not be there yet. */
    public FileSecretStore(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Secret> read() throws Refusal {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            if (PrivateFiles.openToOthers(file) || Files.size(file) != DeviceKeys.SECRET_SIZE_BYTES) {
                throw new Refusal(ProblemCode.PROFILE_UNREADABLE);
            }
            return Optional.of(Secret.taking(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    @Override
    public void write(Secret secret) throws Refusal {
        var octets = secret.use(byte[]::clone);
        try {
            PrivateFiles.replace(file, octets);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    @Override
    public void erase() throws Refusal {
        try {
            PrivateFiles.delete(file);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }
}
