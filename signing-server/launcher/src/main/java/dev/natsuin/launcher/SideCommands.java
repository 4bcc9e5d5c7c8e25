package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Side;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the launcher says to the process it started for a side; nobody else's business, so not in the help. */
@Command(name = SideCommands.NAME, hidden = true)
final class SideCommands implements Callable<Integer> {
    static final String NAME = "side";

    private final PrintStream out;
    private final PrintStream err;

    @Parameters(index = "0")
    private String name = "";

    @Parameters(index = "1")
    private Act act = Act.SERVE;

    @Parameters(index = "2..*")
    private List<String> rest = List.of();

    @Option(names = "--config", required = true)
    private Path file = Path.of("");

    @Option(names = "--code-file")
    private @Nullable Path codeFile;

    @Option(names = "--port")
    private @Nullable Integer port;

    SideCommands(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        var side = side();
        var read = ConfigFile.read(file);
        var config = port == null ? read.config() : read.config().withPort(port);
        if (act != Act.SERVE) {
            endWithTheLauncher();
        }
        var context = new SideProcess(read.data(), config, Optional.ofNullable(codeFile), out, err);
        return switch (act) {
            case INIT -> side.init(context);
            case SERVE -> context.serve(side);
            case RUN -> runCommand(side, context);
        };
    }

    /**
     * A launcher that is killed takes its command along: who runs another one finds nobody at work. A side that serves
     * hears of its end by its input.
     */
    private static void endWithTheLauncher() {
        ProcessHandle.current().parent().ifPresent(launcher -> {
            var watch = new Thread(() -> endAfter(launcher), "launcher-watch");
            watch.setDaemon(true);
            watch.start();
        });
    }

    private static void endAfter(ProcessHandle launcher) {
        launcher.onExit().join();
        Runtime.getRuntime().halt(ExitCode.INTERNAL);
    }

    private int runCommand(Side side, SideProcess context) {
        if (rest.isEmpty()) {
            throw new UsageFault("which command?");
        }
        return side.run(rest.get(0), List.copyOf(rest.subList(1, rest.size())), context);
    }

    private Side side() {
        return ServiceLoader.load(Side.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(s -> s.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageFault("There is no side " + name + " on the class path."));
    }

    private enum Act {
        INIT,
        SERVE,
        RUN
    }
}
