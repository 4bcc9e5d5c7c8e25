package dev.natsuin.storage;

import java.io.IOException;
import java.nio.file.Path;

/** What a child process does before it is killed; told on standard output. */
final class KilledProcess {
    private KilledProcess() {}

    /** Arguments: the folder, and {@code half} (stops inside a transaction) or {@code many} (commits without end). */
    public static void main(String[] args) throws IOException {
        var database = Notes.open(Path.of(args[0]));
        if (args[1].equals("half")) {
            Notes.add(database, "whole");
            database.change(h -> {
                h.execute("INSERT INTO note (text) VALUES ('half')");
                tell("written");
                waitForEnd();
            });
        }
        for (int i = 0; ; i++) {
            Notes.add(database, Integer.toString(i));
            tell(Integer.toString(i));
        }
    }

    private static void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void waitForEnd() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
