package dev.natsuin.desktop.core;

import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What opens the encrypted documents that somebody is about to sign: a password for each file, until it is forgotten.
 *
 * <p>In this process's memory only, zeroed when forgotten. Thread-safe: whoever asks gets a copy, and closes it.
 */
final class DocumentPasswords {
    private final Map<Path, Secret> kept = new HashMap<>();

    private static Path place(Path file) {
        return file.toAbsolutePath().normalize();
    }

    /** Keeps a password instead of the one before; it stays the caller's. */
    synchronized void keep(Path file, Secret password) {
        close(kept.put(place(file), password.copy()));
    }

    synchronized void forget(Path file) {
        close(kept.remove(place(file)));
    }

    private static void close(@Nullable Secret secret) {
        if (secret != null) {
            secret.close();
        }
    }

    /** A copy of what opens this file, if somebody said it. */
    synchronized Optional<Secret> of(Path file) {
        return Optional.ofNullable(kept.get(place(file))).map(Secret::copy);
    }

    /** Copies of what is known now. */
    synchronized OfAnOrder now() {
        var copies = new HashMap<Path, Secret>();
        kept.forEach((file, password) -> copies.put(file, password.copy()));
        return new OfAnOrder(Optional.empty(), copies);
    }

    /** The same password for all files, or none; it stays the caller's. */
    static OfAnOrder forAll(Optional<Secret> password) {
        return new OfAnOrder(password.map(Secret::copy), Map.of());
    }

    /** What opens the documents of one order. Whoever has it closes it; what it says is lent until then. */
    static final class OfAnOrder implements AutoCloseable {
        private final Optional<Secret> forAll;
        private final Map<Path, Secret> each;

        private OfAnOrder(Optional<Secret> forAll, Map<Path, Secret> each) {
            this.forAll = forAll;
            this.each = Map.copyOf(each);
        }

        /** What opens this file. */
        Optional<Secret> of(Path file) {
            return Optional.ofNullable(each.get(place(file))).or(() -> forAll);
        }

        @Override
        public void close() {
            forAll.ifPresent(Secret::close);
            each.values().forEach(Secret::close);
        }
    }
}
