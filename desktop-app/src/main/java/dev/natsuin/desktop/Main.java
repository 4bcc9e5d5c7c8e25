package dev.natsuin.desktop;

import dev.natsuin.desktop.cli.CommandLineDesk;
import dev.natsuin.desktop.cli.Fault;
import dev.natsuin.desktop.cli.Terminal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.desktop.words.Words;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one beginning of {@code natsuin}: a command goes to the command line, without loading anything of the window; no
 * argument, or documents, open the window.
 */
public final class Main {
    private static final int FAULT = 70;

    private Main() {}

    /** Runs and ends the process with the exit code. */
    public static void main(String[] arguments) throws InterruptedException {
        takeLatinDigits();
        var all = List.of(arguments);
        if (CommandLineDesk.asksForWindow(all, Files::exists)) {
            Launcher.main(arguments);
            return;
        }
        // Libraries are silent here: what people must know, the command says in its own words.
        System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        System.setProperty("jdk.console", "java.base"); // So that newer Java, too, has no console where nobody sits.
        var out = new PrintStream(System.out, false, charset());
        var err = new PrintStream(System.err, false, charset());
        var usual = Profile.usualFolder(
                System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home")));
        var profile = new AtomicReference<>(usual); // until the command has named another
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, thrown) -> endWithFault(thrown, err, Objects.requireNonNull(profile.get())));
        var random = new SecureRandom();
        var desk = new CommandLineDesk(
                // Not System.in, whose buffer keeps the PIN that went through it.
                new Terminal(new FileInputStream(FileDescriptor.in), out, err, System.console()),
                Surroundings.real(random, Ways.ofThisComputer()),
                InstantSource.system(),
                Locale.getDefault(),
                System.getProperty("natsuin.timing") != null,
                folder -> {
                    profile.set(folder);
                    return Profile.in(folder, System.getenv(), System.getProperty("os.name"), random);
                });
        var code = heard(desk.run(all, usual), out, err);
        err.flush();
        System.exit(code);
    }

    /** Success is what reached whoever was to read it: a full disk, or a pipe without a reader, takes no part of it. */
    static int heard(int code, PrintStream out, PrintStream err) {
        if (out.checkError() && code == 0) {
            err.println(Words.of(CommandLineDesk.class, Locale.getDefault()).text("unheard"));
            return FAULT;
        }
        return code;
    }

    /**
     * What libraries write into documents and reports has Latin digits and the years of ISO 8601, whatever this
     * computer shows elsewhere. The person's language stays.
     */
    static void takeLatinDigits() {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
    }

    /** What the person's terminal reads; UTF-8 into files and pipes. */
    @SuppressWarnings("SystemConsoleNull") // Because of jdk.console above.
    private static Charset charset() {
        var console = System.console();
        return console == null ? StandardCharsets.UTF_8 : console.charset();
    }

    private static void endWithFault(Throwable thrown, PrintStream err, Path profile) {
        var fault = new Fault(thrown);
        fault.noteIn(profile);
        err.println(Words.of(CommandLineDesk.class, Locale.getDefault()).text("fault", fault.code()));
        err.flush();
        Runtime.getRuntime().halt(FAULT);
    }
}
