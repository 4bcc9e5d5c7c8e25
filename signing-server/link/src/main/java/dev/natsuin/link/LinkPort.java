package dev.natsuin.link;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Supplier;

/**
 * How the SAP finds an SGM on the same machine that lets the system choose its port: a small file that is always whole.
 */
public final class LinkPort {
    private static final String FILE = "sgm.port";

    private LinkPort() {}

    /**
     * Tells where the SGM listens now, in {@code <folder>/sgm.port}.
     *
     * @throws LinkFault if the file cannot be written
     */
    public static void publish(Path folder, int port) {
        try {
            var temporary = Files.createTempFile(folder, FILE, ".new");
            Files.writeString(temporary, port + "\n");
            Files.move(temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LinkFault("the SGM's port cannot be made known", e);
        }
    }

    /**
     * Where the SGM listens at the moment of asking: the given port, or for port 0 the one last published.
     *
     * <p>The supplier throws {@link LinkUnavailable} while nothing was published.
     */
    public static Supplier<InetSocketAddress> address(String host, int port, Path folder) {
        return () -> new InetSocketAddress(resolved(host), port == 0 ? published(folder) : port);
    }

    /**
     * The address that the SGM's host has at this moment.
     *
     * @throws LinkUnavailable if it has none: whoever knows names may be away
     */
    public static InetAddress resolved(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (IOException e) {
            throw new LinkUnavailable("the SGM's host name " + host + " has no address now", e);
        }
    }

    private static int published(Path folder) {
        try {
            int port = Integer.parseInt(Files.readString(folder.resolve(FILE)).strip());
            if (port > 0 && port < 65536) {
                return port;
            }
        } catch (IOException | NumberFormatException e) {
            throw new LinkUnavailable("the SGM has not said where it listens", e);
        }
        throw new LinkUnavailable("the SGM has not said where it listens");
    }
}
