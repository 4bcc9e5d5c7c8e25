package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which certificates of the other side are believed now: its present one, and while it changes its key the next one as
 * well. Asked at every handshake, so that a change needs no restart of the side that is told of it.
 */
@FunctionalInterface
public interface PeerPins {
    /**
     * The SHA-256 of each certificate that is believed.
     *
     * @throws LinkFault if that cannot be read
     */
    Set<Bytes> now();

    /** This one and no other. */
    static PeerPins only(Bytes certificateSha256) {
        return () -> Set.of(certificateSha256);
    }

    /**
     * Those of {@code <side>-link.pem} and, if it is there, of {@code <side>-link-next.pem}; read once here too, so
     * that a side without a pin does not start.
     *
     * @throws LinkFault if there is no certificate to read
     */
    static PeerPins in(Path folder, String side) {
        var file = LinkFiles.PRESENT.certificate(folder, side);
        if (!Files.exists(file)) {
            throw new LinkFault(file.getFileName() + " is missing. If the " + side + " is on another machine, it is not"
                    + " known here yet: run 'link show' there, and 'link accept' here with what that says");
        }
        PeerPins read = () -> {
            var present = LinkIdentity.sha256In(file);
            var next = LinkFiles.NEXT.certificate(folder, side);
            return Files.exists(next)
                    ? Stream.of(present, LinkIdentity.sha256In(next)).collect(Collectors.toUnmodifiableSet())
                    : Set.of(present);
        };
        if (!LinkFiles.isHere(folder, side) && Files.notExists(LinkFiles.PRESENT.certificate(folder, side))) {
            throw new LinkFault("the " + side + " was not introduced to this machine: have 'link show' run on its own,"
                    + " and 'link accept' here what it says");
        }
        read.now();
        return read;
    }
}
