package dev.natsuin.desktop.device;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A session of its own with GNOME's keyring, unlocked, in a home that is not the developer's. */
final class KeyringSession implements AutoCloseable {
    private static final String SCRIPT = """
            printf 'a password' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 1
            echo "$DBUS_SESSION_BUS_ADDRESS"
            exec cat
            """;

    private final Map<String, String> environment;
    private final Process session;

    KeyringSession(Path home) throws IOException {
        Files.createDirectories(home);
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));
        environment = new HashMap<>(Map.of("PATH", System.getenv("PATH"), "LC_ALL", "C.UTF-8"));
        for (var name : List.of("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")) {
            environment.put(name, home.toString());
        }
        session = started("dbus-run-session", "--", "sh", "-c", SCRIPT);
        var address =
                new BufferedReader(new InputStreamReader(session.getInputStream(), StandardCharsets.UTF_8)).readLine();
        if (address == null) {
            throw new IOException("no session; it needs gnome-keyring, libsecret-tools and dbus");
        }
        environment.put("DBUS_SESSION_BUS_ADDRESS", address);
    }

    private Process started(String... command) throws IOException {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** What a program prints that is none of ours. */
    String prints(String... command) throws IOException {
        var process = started(command);
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    void lock() throws IOException {
        prints(
                "dbus-send",
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.secrets",
                "/org/freedesktop/secrets",
                "org.freedesktop.Secret.Service.Lock",
                "array:objpath:/org/freedesktop/secrets/collection/login");
    }

    /** The daemon ends with its session. */
    @Override
    public void close() throws IOException {
        session.getOutputStream().close();
        session.onExit().join();
    }
}
