package dev.natsuin.bench;

import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.Malformed;
import java.io.IOException;
import java.util.List;

/** The load generator as the launcher starts it, in a process and with libraries of its own. */
public final class BenchSide implements Side {
    /** For the ServiceLoader. */
    public BenchSide() {}

    @Override
    public String name() {
        return "bench";
    }

    @Override
    public int init(SideContext context) {
        return ExitCode.USAGE;
    }

    @Override
    public int serve(SideContext context) {
        return ExitCode.USAGE;
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        if (!"sign".equals(command)) {
            return ExitCode.USAGE;
        }
        try {
            return sign(SignOptions.read(arguments), context);
        } catch (BenchFault e) {
            context.err().println("The measurement was broken off: " + e.getMessage());
            return ExitCode.FAILED;
        }
    }

    private static int sign(SignOptions options, SideContext context) {
        try {
            var report = new SignBench(options, context).run();
            context.out().println(options.json() ? report.toJson() : report.toText());
            return ExitCode.DONE;
        } catch (IOException | Malformed e) {
            throw new BenchFault("the server did not answer as it must", e);
        }
    }
}
