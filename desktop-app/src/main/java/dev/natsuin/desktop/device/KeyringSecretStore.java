package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps the device secret in the system's keyring, and in the profile only which item it is.
 *
 * <p>An item is never overwritten: a new secret goes into a new one, is looked up again and compared, and only then
 * named in the profile; after that the former one is erased. Which items may have to be erased is written down before,
 * so that what a crash or a locked keyring leaves is erased with the next change.
 */
final class KeyringSecretStore implements SecretStore {
    private static final int ITEM_SIZE_BYTES = 16;
    private static final int MOST_BYTES = 65_536;

    private final Path folder;
    private final Path marker;
    private final Path former;
    private final Keyring keyring;
    private final Supplier<String> names;
    private final ReentrantLock asking = new ReentrantLock();
    private final AtomicInteger refused = new AtomicInteger();

    /**
     * For the profile in this folder.
     *
     * @param names gives items their names, none twice
     */
    KeyringSecretStore(Path folder, Keyring keyring, Supplier<String> names) {
        this.folder = folder;
        this.marker = folder.resolve("device.keyring");
        this.former = folder.resolve("device.keyring.former");
        this.keyring = keyring;
        this.names = names;
    }

    /** Names by chance. */
    static Supplier<String> names(SecureRandom random) {
        return () -> {
            var octets = new byte[ITEM_SIZE_BYTES];
            random.nextBytes(octets);
            return Bytes.of(octets).toHex();
        };
    }

    /** The item that the profile names, if it names one. */
    Optional<String> item() throws Refusal {
        var text = text(marker);
        return text.isEmpty() ? Optional.empty() : Optional.of(item(text.get()));
    }

    private static String item(Bytes text) throws Refusal {
        try {
            var json = JsonObject.strict(text).reader();
            json.exactly("v", 1);
            var item = json.hexText("item", ITEM_SIZE_BYTES);
            json.end();
            return item;
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    @Override
    public Optional<Secret> read() throws Refusal {
        var item = item();
        if (item.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(asked(item.get()).orElseThrow(() -> new Refusal(ProblemCode.KEYRING_UNAVAILABLE)));
    }

    /** A person is asked once: who waited while another asked takes a no as theirs, and asks again after a yes. */
    private Optional<Secret> asked(String item) {
        var before = refused.get();
        asking.lock();
        try {
            var found = refused.get() == before ? keyring.lookup(item) : Optional.<Secret>empty();
            if (found.isEmpty()) {
                refused.incrementAndGet();
            }
            return found;
        } finally {
            asking.unlock();
        }
    }

    @Override
    public void write(Secret secret) throws Refusal {
        var before = item();
        var made = names.get();
        toBeErased(before, Optional.of(made));
        var kept = keyring.store(made, "Natsuin: " + profile().toAbsolutePath(), secret) && holds(made, secret);
        if (!kept) {
            eraseFormer();
            throw new Refusal(ProblemCode.KEYRING_UNAVAILABLE);
        }
        replace(marker, JsonObject.empty().and("v", 1).and("item", made).build());
        eraseFormer();
    }

    /** What people know: a next owner's things are made inside the profile that becomes theirs. */
    private Path profile() {
        var outer = folder.toAbsolutePath().getParent();
        return outer != null && folder.endsWith(NextOwner.FOLDER) ? outer : folder;
    }

    private boolean holds(String item, Secret secret) {
        var found = keyring.lookup(item);
        try {
            return found.isPresent() && found.get().matches(secret);
        } finally {
            found.ifPresent(Secret::close);
        }
    }

    /** The profile forgets its item at once; a keyring that is locked or gone gives it up when it is there again. */
    @Override
    public void erase() throws Refusal {
        toBeErased(Refusal.answer(this::item).given().flatMap(item -> item), Optional.empty());
        try {
            PrivateFiles.delete(marker);
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
        eraseFormer();
    }

    private void toBeErased(Optional<String> one, Optional<String> other) throws Refusal {
        var items = new LinkedHashSet<>(former());
        one.ifPresent(items::add);
        other.ifPresent(items::add);
        keep(items);
    }

    /** Whatever was written down but the one in use. */
    void eraseFormer() throws Refusal {
        var items = new LinkedHashSet<>(former());
        if (!items.isEmpty()) {
            item().ifPresent(items::remove);
            items.removeIf(keyring::erase);
            keep(items);
        }
    }

    private Set<String> former() throws Refusal {
        var items = new LinkedHashSet<String>();
        for (var line : text(former).orElse(Bytes.EMPTY).toUtf8().lines().toList()) {
            // A line that cannot be read costs only itself: an item that nobody needs must stop nothing.
            Refusal.answer(() -> item(Bytes.utf8(line))).given().ifPresent(items::add);
        }
        return items;
    }

    private void keep(Set<String> items) throws Refusal {
        try {
            if (items.isEmpty()) {
                PrivateFiles.delete(former);
                return;
            }
            var lines = new StringBuilder();
            for (var item : items) {
                lines.append(JsonObject.empty()
                                .and("v", 1)
                                .and("item", item)
                                .build()
                                .toBytes()
                                .toUtf8())
                        .append('\n');
            }
            PrivateFiles.replace(former, Bytes.utf8(lines.toString()).toArray());
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private static Optional<Bytes> text(Path file) throws Refusal {
        try {
            if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
                throw new Refusal(ProblemCode.PROFILE_UNREADABLE);
            }
            return Optional.of(Bytes.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }

    private static void replace(Path file, JsonObject content) throws Refusal {
        try {
            PrivateFiles.replace(file, content.toBytes().toArray());
        } catch (IOException e) {
            throw new Refusal(ProblemCode.PROFILE_UNREADABLE, e);
        }
    }
}
