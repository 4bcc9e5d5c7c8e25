package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.DeskServices;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.fake.FakeServer;
import dev.natsuin.desktop.fake.QuickStretching;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Somebody at a command line with a profile of their own; pauses pass at once. */
final class Typist {
    /** Long, so that it does not stand anywhere by chance. */
    static final String PIN = "739182645091";

    private final Path profile;
    private long nanoseconds;
    private InstantSource clock = InstantSource.system();
    private Function<Path, Profile> profiles = Profile::in;

    /** All that was ever printed. */
    final StringBuilder printed = new StringBuilder();

    Typist(Path profile) {
        this.profile = profile;
    }

    /** What came of a command. */
    record Outcome(int exit, List<String> lines, String err) {
        List<JsonObject> rows() {
            return lines.stream().map(Outcome::row).toList();
        }

        private static JsonObject row(String line) {
            try {
                return JsonObject.strict(Bytes.utf8(line));
            } catch (Malformed e) {
                throw new AssertionError("not JSON: " + line, e);
            }
        }

        String text(int row, String member) {
            try {
                return rows().get(row).reader().text(member);
            } catch (Malformed e) {
                throw new AssertionError(lines.toString(), e);
            }
        }

        List<String> texts(int row, String member) {
            try {
                return rows().get(row).reader().texts(member);
            } catch (Malformed e) {
                throw new AssertionError(lines.toString(), e);
            }
        }

        JsonObject object(int row, String member) {
            try {
                return rows().get(row).reader().object(member);
            } catch (Malformed e) {
                throw new AssertionError(lines.toString(), e);
            }
        }

        boolean has(int row, String member) {
            return rows().get(row).reader().has(member);
        }
    }

    /** From now on it is this time. */
    Typist at(Instant time) {
        clock = InstantSource.fixed(time);
        return this;
    }

    /** From now on profiles are these. */
    Typist over(Function<Path, Profile> other) {
        profiles = other;
        return this;
    }

    Path profile() {
        return profile;
    }

    /** Types a command; the PIN is on standard input. */
    Outcome types(String... arguments) {
        return typesWith(PIN + "\n", arguments);
    }

    /** Types a command with this standard input. */
    Outcome typesWith(String input, String... arguments) {
        return types(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
    }

    /** Types a command; before the PIN is read, this happens. */
    Outcome typesWhile(Runnable meanwhile, String... arguments) {
        var pin = (PIN + "\n").getBytes(StandardCharsets.UTF_8);
        var happened = new AtomicBoolean();
        return types(
                new ByteArrayInputStream(pin) {
                    @Override
                    public synchronized int read() {
                        happens();
                        return super.read();
                    }

                    @Override
                    public synchronized int read(byte[] to, int from, int length) {
                        happens();
                        return super.read(to, from, length);
                    }

                    private void happens() {
                        if (happened.compareAndSet(false, true)) {
                            meanwhile.run();
                        }
                    }
                },
                arguments);
    }

    private Outcome types(InputStream input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                input,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                null);
        var all = new ArrayList<>(List.of("--profile", profile.toString()));
        all.addAll(List.of(arguments));
        var exit =
                new CommandLineDesk(terminal, surroundings(), clock, Locale.ENGLISH, false, profiles).run(all, profile);
        printed.append(out.toString(StandardCharsets.UTF_8)).append(err.toString(StandardCharsets.UTF_8));
        return new Outcome(
                exit, out.toString(StandardCharsets.UTF_8).lines().toList(), err.toString(StandardCharsets.UTF_8));
    }

    private Surroundings surroundings() {
        return new Surroundings(
                new SecureRandom(),
                () -> nanoseconds,
                time -> nanoseconds += time.toNanos(),
                Duration.ofSeconds(10),
                new QuickStretching());
    }

    /** What the window has behind it at the same desk. */
    DeskServices window() {
        return new DeskCore(profiles.apply(profile), surroundings(), clock).services();
    }

    /** Enrols with this code, which is closed. */
    Outcome enrols(EnrolmentCode code) {
        return types("enrol", "--code-file", written(code).toString(), "--pin-stdin", "--json");
    }

    /** The code in a file beside the profile. */
    Path written(EnrolmentCode code) {
        try (code;
                var text = code.write()) {
            var file = profile.resolveSibling(profile.getFileName() + ".code");
            Files.createDirectories(file.toAbsolutePath().getParent());
            byte[] octets = text.use(byte[]::clone);
            return Files.write(file, octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An enrolled signer. */
    static Typist signer(Path profile, FakeServer fake) {
        var typist = new Typist(profile);
        var outcome = typist.enrols(fake.inviteSigner());
        if (outcome.exit() != 0) {
            throw new AssertionError(outcome.toString());
        }
        return typist;
    }

    /** Signs without being asked. */
    Outcome signs(Object... files) {
        var all = new ArrayList<>(List.of("sign", "--yes", "--pin-stdin", "--json"));
        for (var file : files) {
            all.add(file.toString());
        }
        return types(all.toArray(String[]::new));
    }
}
