package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The two places of a device secret, and which of them a profile uses: the keyring if the profile names an item of it,
 * else the file. Where both are there (a move was cut off), the keyring's is the one in use.
 */
final class SecretPlaces implements SecretStore {
    private static final int TRIES = 3;

    private final Path secretFile;
    private final SecretStore file;
    private final KeyringSecretStore inKeyring;
    private final Keyring keyring;
    private final SecretWish wish;

    /**
     * For the profile in this folder.
     *
     * @param wish where a new secret goes
     * @param names gives items of the keyring their names, none twice
     */
    SecretPlaces(Path folder, Keyring keyring, SecretWish wish, Supplier<String> names) {
        this.secretFile = folder.resolve("device.secret");
        this.file = new FileSecretStore(secretFile);
        this.inKeyring = new KeyringSecretStore(folder, keyring, names);
        this.keyring = keyring;
        this.wish = wish;
    }

    /**
     * For the profile in this folder, as this computer has it.
     *
     * @param environment environment variables
     * @param system the name of the operating system, as {@code os.name} has it
     */
    static SecretPlaces of(Path folder, Map<String, String> environment, String system, SecureRandom random) {
        return new SecretPlaces(
                folder,
                new SecretTool(environment, system),
                SecretWish.of(environment),
                KeyringSecretStore.names(random));
    }

    /** For the profile in this folder, where there is no keyring. */
    static SecretPlaces inFile(Path folder) {
        return new SecretPlaces(folder, new SecretTool(Map.of(), ""), SecretWish.FILE, () -> {
            throw new IllegalStateException("there is no keyring");
        });
    }

    /** Where the secret lies, as the profile has it; asks no keyring. */
    Optional<SecretPlace> place() throws Refusal {
        if (inKeyring.item().isPresent()) {
            return Optional.of(SecretPlace.KEYRING);
        }
        return fileIsThere() ? Optional.of(SecretPlace.FILE) : Optional.empty();
    }

    private boolean fileIsThere() {
        return Files.exists(secretFile, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whoever moves it meanwhile is followed. */
    @Override
    public Optional<Secret> read() throws Refusal {
        for (var i = 1; ; i++) {
            var before = inKeyring.item();
            Refusal why;
            try {
                var found = before.isPresent() ? inKeyring.read() : file.read();
                if (found.isPresent()) {
                    return found;
                }
                why = new Refusal(ProblemCode.KEYRING_UNAVAILABLE);
            } catch (Refusal e) {
                why = e;
            }
            var moved = !inKeyring.item().equals(before);
            if (!moved && before.isEmpty() && !fileIsThere()) {
                return Optional.empty();
            }
            if (!moved || i == TRIES) {
                throw why;
            }
        }
    }

    @Override
    public void write(Secret secret) throws Refusal {
        var to = switch (wish) {
            case FILE -> SecretPlace.FILE;
            case KEYRING -> SecretPlace.KEYRING;
            case AUTOMATIC -> keyring.isThere() ? SecretPlace.KEYRING : SecretPlace.FILE;
            case UNKNOWN -> throw new Refusal(ProblemCode.SECRET_STORE_UNKNOWN);
        };
        try {
            write(secret, to);
        } catch (Refusal e) {
            // A new secret, unlike one that lies there, can go elsewhere: the person is told how.
            throw e.why().code() == ProblemCode.KEYRING_UNAVAILABLE
                    ? new Refusal(ProblemCode.KEYRING_TAKES_NOTHING, e)
                    : e;
        }
    }

    /** At every moment the secret before or the new one is whole in the place that {@link #read} looks at. */
    private void write(Secret secret, SecretPlace to) throws Refusal {
        if (to == SecretPlace.FILE) {
            file.write(secret);
            inKeyring.erase();
            return;
        }
        if (!keyring.isThere()) {
            throw new Refusal(ProblemCode.KEYRING_UNAVAILABLE);
        }
        inKeyring.write(secret);
        file.erase();
    }

    /**
     * Moves the secret, and ends what an interrupted move left; nothing changes if it cannot be read.
     *
     * @throws Refusal {@code not-enrolled} if there is none
     */
    void move(SecretPlace to) throws Refusal {
        try (var secret = read().orElseThrow(() -> new Refusal(ProblemCode.NOT_ENROLLED))) {
            if (place().filter(to::equals).isEmpty()) {
                write(secret, to);
            } else if (to == SecretPlace.KEYRING) {
                file.erase();
            }
            inKeyring.eraseFormer();
        }
    }

    /**
     * Ends a move that was cut off: behind its turning point the copy in the file goes, before it what was to be one.
     */
    void endMove() throws Refusal {
        try {
            PrivateFiles.deleteDraft(secretFile);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        if (inKeyring.item().isPresent() && fileIsThere()) {
            move(SecretPlace.KEYRING);
        }
    }

    /** The file first: what it holds beside an item is not in use, and must not come to be. */
    @Override
    public void erase() throws Refusal {
        file.erase();
        inKeyring.erase();
    }
}
