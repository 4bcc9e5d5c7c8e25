package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a command reads and writes. */
public final class Terminal {
    private static final int LONGEST_LINE_BYTES = 4096;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final @Nullable Console console;

    /**
     * Over these streams.
     *
     * @param console the person's terminal; null if there is none to ask
     */
    public Terminal(InputStream in, PrintStream out, PrintStream err, @Nullable Console console) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.console = console;
    }

    /** A line for programs and pipes; whatever foreign text stands in it cannot command the terminal. */
    void out(String line) {
        out.print(Printable.lines(line) + "\n");
        out.flush();
    }

    /** A line for the person. */
    void err(String line) {
        err.print(Printable.lines(line) + "\n");
        err.flush();
    }

    boolean canAsk() {
        return console != null;
    }

    /** The answer to a question, shown as it is typed; nothing if there is nobody or they end the input. */
    Optional<String> ask(String question) {
        return console == null ? Optional.empty() : Optional.ofNullable(console.readLine("%s", question));
    }

    /** A secret typed without echo, in UTF-8; nothing if there is nobody. The caller closes it. */
    Optional<Secret> askSecret(String question) {
        if (console == null) {
            return Optional.empty();
        }
        var typed = console.readPassword("%s", question);
        if (typed == null) {
            return Optional.empty();
        }
        try {
            var encoded = ByteBuffer.allocate(4 * typed.length);
            StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(typed), encoded, true);
            var secret = Secret.taking(Arrays.copyOf(encoded.array(), encoded.position()));
            Arrays.fill(encoded.array(), (byte) 0);
            return Optional.of(secret);
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /** The next line of standard input without its end; nothing at the end. The caller closes it. */
    Optional<Secret> secretLine() {
        var line = ByteBuffer.allocate(LONGEST_LINE_BYTES);
        try {
            var octet = in.read();
            if (octet < 0) {
                return Optional.empty();
            }
            while (octet >= 0 && octet != '\n' && line.hasRemaining()) {
                line.put((byte) octet);
                octet = in.read();
            }
            var end = line.position() > 0 && line.get(line.position() - 1) == '\r'
                    ? line.position() - 1
                    : line.position();
            return Optional.of(Secret.taking(Arrays.copyOf(line.array(), end)));
        } catch (IOException e) {
            throw new UncheckedIOException("reading standard input failed", e);
        } finally {
            Arrays.fill(line.array(), (byte) 0);
        }
    }

    /** All the rest of standard input, up to a length. The caller closes it. */
    Secret secretRest() {
        try {
            var octets = in.readNBytes(LONGEST_LINE_BYTES);
            return Secret.taking(octets);
        } catch (IOException e) {
            throw new UncheckedIOException("reading standard input failed", e);
        }
    }
}
