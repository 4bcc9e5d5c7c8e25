package dev.natsuin.launcher;

import dev.natsuin.link.LinkFault;
import dev.natsuin.link.side.ConfigFault;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Obstacle;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Starts the server's commands. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code. */
    public static void main(String[] args) {
        // Not System.out: its charset is the terminal's guess, and the launcher reads its children as UTF-8.
        var out = utf8(FileDescriptor.out);
        var err = utf8(FileDescriptor.err);
        // An error of Java's own ends this thread past every handler of commands, and the process with 1: "not as it
        // should be".
        Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {
            err.println(internalFault(thrown));
            System.exit(ExitCode.INTERNAL);
        });
        int code = heard(commandLine(out, err).execute(args), out, err);
        System.exit(args.length > 0 && args[0].equals(SideCommands.NAME) ? SideEnd.told(code) : code);
    }

    /** Success is what reached whoever was to hear it: a code that a full disk swallowed was handed to nobody. */
    static int heard(int code, PrintStream out, PrintStream err) {
        if (out.checkError() && code == ExitCode.DONE) {
            err.println("What was to be printed could not be written: the disk is full, or nobody reads it any more.");
            return ExitCode.INTERNAL;
        }
        return code;
    }

    static CommandLine commandLine(PrintStream out, PrintStream err) {
        return new CommandLine(new ServerCommands(out, err))
                .addSubcommand("link", new LinkCommands(out, err))
                .addSubcommand("tls", new TlsCommands())
                .addSubcommand("witness", new WitnessCommands())
                .addSubcommand("kek", new KekCommands())
                .addSubcommand("ca", new CaCommands())
                .addSubcommand("bench", new BenchCommands(out, err))
                .addSubcommand(SideCommands.NAME, new SideCommands(out, err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // a file's name may begin with @
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler(Main::wrongUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(e, command));
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    private static int wrongUsage(CommandLine.ParameterException e, String[] args) {
        var err = e.getCommandLine().getErr();
        err.println(e.getMessage());
        err.println("Try: natsuin-server --help");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine command) {
        if (e instanceof ConfigFault || e instanceof UsageFault) {
            command.getErr().println(e.getMessage());
            return ExitCode.USAGE;
        }
        if (e instanceof LinkFault) {
            command.getErr().println(e.getMessage());
            return ExitCode.REFUSED;
        }
        if (e instanceof UncheckedIOException io) {
            log(e);
            command.getErr().println(io.getMessage() + ": " + Obstacle.words(io.getCause()));
            return ExitCode.INTERNAL;
        }
        command.getErr().println(internalFault(e));
        return ExitCode.INTERNAL;
    }

    private static String internalFault(Throwable thrown) {
        log(thrown);
        return "An internal fault stopped this command; the lines above say where.";
    }

    private static void log(Throwable thrown) {
        LoggerFactory.getLogger(Main.class).error("command failed", thrown);
    }
}
