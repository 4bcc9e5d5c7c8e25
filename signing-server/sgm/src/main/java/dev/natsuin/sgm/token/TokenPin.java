package dev.natsuin.sgm.token;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.crypto.SecretFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the token's PIN is: a file that only its owner may read, such as systemd's credentials are. Read each time the
 * token is opened, kept nowhere, never an argument of a program.
 *
 * @param place the file; its last line end does not count
 */
public record TokenPin(SecretFile place) {
    private static final String CREDENTIAL = "credential:";
    private static final int MOST_OCTETS = 256;

    /** In a file of its own. */
    public TokenPin(Path file) {
        this(SecretFile.own(file));
    }

    /** The file. */
    Path file() {
        return place.path();
    }

    /**
     * By a file's path, or {@code credential:NAME}.
     *
     * @param credentials systemd's folder of this service's credentials, if it has one
     * @throws SgmFault if a credential is meant and there is no such folder
     */
    public static TokenPin at(String place, Optional<Path> credentials) {
        if (!place.startsWith(CREDENTIAL)) {
            return new TokenPin(Path.of(place));
        }
        var folder = credentials.orElseThrow(() -> new SgmFault("The token's PIN is to be the credential "
                + place.substring(CREDENTIAL.length())
                + ", but systemd gave this process none: start it from its unit, with LoadCredential or"
                + " LoadCredentialEncrypted."));
        return new TokenPin(SecretFile.credential(folder, place.substring(CREDENTIAL.length())));
    }

    /**
     * The PIN; the caller closes it.
     *
     * @throws SgmFault if the file is missing, empty, too long or open to others
     */
    Secret read() {
        try {
            var file = file();
            if (!place.isClosed()) {
                throw new SgmFault(
                        "The file of the token's PIN, " + file + ", must be readable by its owner only (mode 0600).");
            }
            if (Files.size(file) > MOST_OCTETS) {
                throw new SgmFault("The file of the token's PIN, " + file + ", is too long to hold one.");
            }
            var octets = Files.readAllBytes(file);
            int end = octets.length;
            while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
                end--;
            }
            if (end == 0) {
                throw new SgmFault("The file of the token's PIN, " + file + ", is empty.");
            }
            var pin = Secret.taking(Arrays.copyOf(octets, end));
            Arrays.fill(octets, (byte) 0);
            return pin;
        } catch (IOException e) {
            throw new SgmFault("The file of the token's PIN, " + file() + ", cannot be read.", e);
        }
    }
}
