package dev.natsuin.link.side;

import dev.natsuin.protocol.bytes.Secret;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/** What a side gets from the process it runs in. Thread-safe. */
public interface SideContext {
    /** The data directory; it exists, and only its owner may enter. The sides' files are told apart by name. */
    Path data();

    /** The folder in the data directory where link keys, certificates and the SGM's port are; it exists. */
    default Path linkFolder() {
        return data().resolve("link");
    }

    /** What the operator decided. */
    ServerConfig config();

    /** At {@code init}: the file that gets the first administrator's code; absent: the code goes to {@link #out}. */
    Optional<Path> codeFile();

    /**
     * The folder of the credentials that systemd gives the service that this process is (systemd.exec(5)); nothing
     * where it gives none.
     */
    Optional<Path> credentials();

    /** For the person at the terminal or the program that reads the command's result; nothing but that. */
    PrintStream out();

    /** For what a person must know beside the result. */
    PrintStream err();

    /**
     * The next line of standard input; nothing at its end. At most 4096 octets, without the line end. The caller closes
     * it.
     *
     * @param question for whoever types it
     */
    Optional<Secret> secretLine(String question, Typing typing);

    /** Whether a terminal shows what is typed. */
    enum Typing {
        /** It does not: what a terminal shows, it also keeps. */
        HIDDEN,
        /** It does, because whoever types wants to see it. */
        SHOWN
    }

    /** The time. */
    Clock clock();

    /** Randomness. */
    SecureRandom random();

    /**
     * Tells the launcher that this side answers; later calls do nothing.
     *
     * @param address where: the SAP's URL, the SGM's host and port
     */
    void ready(String address);

    /** Blocks until this process was told to stop, or the launcher is gone. */
    void awaitStop();

    /**
     * Ends the serving as if this process had been told to stop: for a side that found that it cannot go on. Its exit
     * code says so, and the launcher starts it anew.
     */
    void stop();
}
