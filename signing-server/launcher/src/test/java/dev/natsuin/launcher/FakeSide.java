package dev.natsuin.launcher;

import dev.natsuin.link.side.Side;
import dev.natsuin.link.side.SideContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A side that does as files in the data directory tell it: {@code NAME.exit} (its content is the exit code),
 * {@code NAME.deaf} (does not stop), {@code NAME.works} (a command does not come to its end), {@code NAME.errs} (it
 * ends in an error), {@code NAME.hoards} (it runs out of memory). It leaves {@code NAME.made} and {@code NAME.stopped},
 * and {@code NAME.undone} beside the directory.
 */
abstract class FakeSide implements Side {
    private final String name;
    private final String address;

    FakeSide(String name, String address) {
        this.name = name;
        this.address = address;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int init(SideContext context) {
        // No file can tell a side what to do before there is a directory; the URL can.
        if (context.config().url().getHost().equals(name + ".fails")) {
            return 70;
        }
        write(context.data().resolve(name + ".made"), "");
        if (name.equals("sgm")) {
            context.codeFile().ifPresent(file -> write(file, "code"));
        }
        return 0;
    }

    @Override
    public int serve(SideContext context) {
        hoardIfTold(context);
        if (Files.exists(context.data().resolve(name + ".exit"))) {
            return Integer.parseInt(read(context.data().resolve(name + ".exit")));
        }
        context.out().println("port " + context.config().port());
        context.ready(address);
        context.awaitStop();
        if (Files.exists(context.data().resolve(name + ".deaf"))) {
            forEver();
        }
        write(context.data().resolve(name + ".stopped"), "");
        return 0;
    }

    private void hoardIfTold(SideContext context) {
        if (Files.exists(context.data().resolve(name + ".hoards"))) {
            var most = new byte[Integer.MAX_VALUE];
            context.out().println(most.length);
        }
    }

    private static void forEver() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int run(String command, List<String> arguments, SideContext context) {
        hoardIfTold(context);
        write(context.data().resolve(name + ".ran"), command + arguments);
        if (command.equals("init-undo")) {
            write(context.data().resolveSibling(name + ".undone"), "");
        }
        if (Files.exists(context.data().resolve(name + ".works"))) {
            write(
                    context.data().resolve(name + ".pid"),
                    String.valueOf(ProcessHandle.current().pid()));
            forEver();
        }
        if (command.equals("kek-join")) {
            var typing = arguments.isEmpty() ? SideContext.Typing.HIDDEN : SideContext.Typing.SHOWN;
            try (var typed = context.secretLine("Share 1: ", typing).orElseThrow()) {
                context.out().println("taken " + typed.size());
            }
        }
        if (command.equals("raw-signing")) {
            context.out().println(arguments.get(1).equals("1") ? "1.25" : "1.5");
        } else if (command.equals("sign")) {
            context.out().println("measured");
            context.out().println("loaded " + arguments + " and then " + told(arguments));
        }
        if (Files.exists(context.data().resolve(name + ".errs"))) {
            throw new UnsatisfiedLinkError("as where a library is missing");
        }
        if (arguments.contains("administrator=refused")) {
            return 3;
        }
        return command.equals("self-check") && name.equals("sap") ? 1 : 0;
    }

    /** What the launcher writes once the load has ended. */
    private static String told(List<String> arguments) {
        var file = arguments.stream()
                .filter(argument -> argument.startsWith("raw-again="))
                .map(argument -> Path.of(argument.substring("raw-again=".length())))
                .findFirst()
                .orElseThrow();
        while (!Files.exists(file)) {
            Thread.onSpinWait();
        }
        return read(file);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
