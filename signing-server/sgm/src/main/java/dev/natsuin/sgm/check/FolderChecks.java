package dev.natsuin.sgm.check;

import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.HostChecks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The SGM's files, and what they tell of where the SAP is. Opens nothing. */
public final class FolderChecks {
    private final Path data;

    /** Over a server's data directory. */
    public FolderChecks(Path data) {
        this.data = data;
    }

    /** That nobody but the owner can open what the SGM keeps. */
    public List<Check> closed() {
        var sgm = data.resolve("sgm");
        return List.of(
                HostChecks.ownerOnly("sgm-folder", sgm, "700"),
                HostChecks.ownerOnly("vault-key", sgm.resolve("vault.key"), "600"),
                HostChecks.ownerOnly("sgm-database", sgm.resolve("sgm.db"), "600"),
                HostChecks.ownerOnly("sgm-link-key", data.resolve("link/sgm-link-key.pem"), "600"));
    }

    /** How long the SGM's certificate on the link holds. */
    public Check linkCertificate(Instant now) {
        return HostChecks.certificateEnd(
                "sgm-link-certificate",
                data.resolve("link/sgm-link.pem"),
                now,
                "the link goes on, because the sides know each other by hash; make it anew when convenient");
    }

    /** True if the SAP's files are here too, or the SGM listens to this machine only. */
    public boolean besideSap(String sgmHost) {
        return Files.exists(data.resolve("sap")) || isLoopback(sgmHost);
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** True if the SAP's files are here and belong to the same account as the SGM's. */
    public boolean sameAccountAsSap() {
        try {
            return Files.exists(data.resolve("sap"))
                    && Files.getOwner(data.resolve("sap")).equals(Files.getOwner(data.resolve("sgm")));
        } catch (IOException e) {
            return true;
        }
    }
}
