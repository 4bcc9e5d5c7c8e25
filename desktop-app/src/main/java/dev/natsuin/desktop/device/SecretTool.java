package dev.natsuin.desktop.device;

import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The keyring behind the freedesktop Secret Service, through libsecret's {@code secret-tool} (decision 0061).
 *
 * <p>The secret goes through its standard input and output, as base64url; never through arguments or the environment.
 * What it complains of is not read. It is believed in nothing but the exact form, and ended when it takes too long or
 * prints too much.
 */
final class SecretTool implements Keyring {
    private static final Duration QUESTION = Duration.ofSeconds(5);
    private static final Duration PERSON = Duration.ofMinutes(2);
    /** As large as the buffer of a process's output in the JDK, which is then passed by. */
    private static final int MOST_PRINTED_BYTES = 8192;

    private static final int TEXT_SIZE_BYTES = 43;
    private static final byte[] NOTHING = {};

    private final Map<String, String> environment;
    private final boolean linux;
    private final Duration person;

    /**
     * As these environment variables have it: the session's bus, and where programs are.
     *
     * @param system the name of the operating system, as {@code os.name} has it
     */
    SecretTool(Map<String, String> environment, String system) {
        this(environment, system, PERSON);
    }

    /** Waits this long for a person. */
    SecretTool(Map<String, String> environment, String system, Duration person) {
        this.environment = Map.copyOf(environment);
        this.linux = system.toLowerCase(Locale.ROOT).startsWith("linux");
        this.person = person;
    }

    @Override
    public boolean isThere() {
        // Lists what has these attributes: nothing. Unlike lookup it never unlocks.
        return run(List.of("search"), "none", NOTHING, QUESTION, Printed::isSilence);
    }

    @Override
    public Optional<Secret> lookup(String item) {
        var found = new ArrayList<Secret>();
        run(List.of("lookup"), item, NOTHING, person, printed -> {
            var secret = printed.secret();
            secret.ifPresent(found::add);
            return secret.isPresent();
        });
        return found.stream().findFirst();
    }

    @Override
    public boolean store(String item, String label, Secret secret) {
        byte[] text = secret.use(Base64.getUrlEncoder().withoutPadding()::encode);
        try {
            return run(List.of("store", "--label=" + label), item, text, person, printed -> true);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    @Override
    public boolean erase(String item) {
        // It fails alike for an item that is locked and for one that is not there; the list tells the two apart.
        return run(List.of("clear"), item, NOTHING, person, printed -> true)
                || run(List.of("search", "--all"), item, NOTHING, QUESTION, Printed::isSilence);
    }

    /** What it printed on success; zeroed after it was judged. */
    private static final class Printed {
        private final byte[] octets;
        private final int length;

        Printed(byte[] octets, int length) {
            this.octets = octets;
            this.length = length;
        }

        boolean isSilence() {
            return length == 0;
        }

        /** Nothing but the exact form is a secret. */
        Optional<Secret> secret() {
            var ended = length == TEXT_SIZE_BYTES + 1 && octets[TEXT_SIZE_BYTES] == '\n';
            if (length != TEXT_SIZE_BYTES && !ended) {
                return Optional.empty();
            }
            var text = Arrays.copyOf(octets, TEXT_SIZE_BYTES);
            var again = NOTHING;
            try {
                var secret = Secret.taking(Base64.getUrlDecoder().decode(text));
                again = secret.use(Base64.getUrlEncoder().withoutPadding()::encode);
                if (secret.size() == DeviceKeys.SECRET_SIZE_BYTES && Arrays.equals(text, again)) {
                    return Optional.of(secret);
                }
                secret.close();
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.empty(); // Says what stood there: not kept.
            } finally {
                Arrays.fill(text, (byte) 0);
                Arrays.fill(again, (byte) 0);
            }
        }
    }

    /** True if it was there, ended well in time, and what it printed is judged good. */
    private boolean run(List<String> act, String item, byte[] input, Duration limit, Predicate<Printed> judgement) {
        var program = program();
        if (program.isEmpty()) {
            return false;
        }
        var command = new ArrayList<>(List.of(program.get().toString()));
        command.addAll(act);
        command.addAll(List.of("application", "natsuin", "device-secret", item));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return run(builder.start(), input, limit, judgement);
        } catch (IOException e) {
            return false; // It could not be started.
        }
    }

    private static boolean run(Process process, byte[] input, Duration limit, Predicate<Printed> judgement) {
        var end = System.nanoTime() + limit.toNanos();
        var octets = new byte[MOST_PRINTED_BYTES];
        var reading = new FutureTask<>(() -> read(process.getInputStream(), octets));
        var reader = new Thread(reading, "natsuin-keyring");
        reader.setDaemon(true);
        reader.start();
        try {
            give(process, input);
            int length = reading.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return length < MOST_PRINTED_BYTES
                    && process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)
                    && process.exitValue() == 0
                    && judgement.test(new Printed(octets, length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } finally {
            end(process);
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static int read(InputStream from, byte[] octets) throws IOException {
        return from.readNBytes(octets, 0, octets.length);
    }

    /** So little that it fits into the pipe, even if nobody reads. */
    private static void give(Process process, byte[] input) {
        try (var to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException e) {
            return; // It did not want it: how it ends tells the rest.
        }
    }

    private static void end(Process process) {
        // Itself first, so that it starts no others in the meantime; afterwards it would not know its own any more.
        try (Stream<ProcessHandle> descendants = process.descendants()) {
            var started = descendants.toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Where it is, if a keyring can be asked at all. */
    private Optional<Path> program() {
        if (!linux || !hasBus()) {
            return Optional.empty();
        }
        return Stream.of(environment.getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> path(folder).stream())
                .filter(Path::isAbsolute)
                .map(folder -> folder.resolve("secret-tool"))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private boolean hasBus() {
        return !environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "").isEmpty()
                || path(environment.getOrDefault("XDG_RUNTIME_DIR", ""))
                        .filter(Path::isAbsolute)
                        .filter(folder -> Files.exists(folder.resolve("bus")))
                        .isPresent();
    }

    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
