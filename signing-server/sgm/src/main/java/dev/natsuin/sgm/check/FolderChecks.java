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
import java.util.Optional;

/** The SGM's files, and what they tell of where the SAP is. Opens nothing. */
public final class FolderChecks {
    private final Path data;
    private final Optional<Path> credential;

    /**
     * Over a server's data directory.
     *
     * @param credential where systemd gives what {@code vault.key} holds, if it does
     */
    public FolderChecks(Path data, Optional<Path> credential) {
        this.data = data;
        this.credential = credential.filter(Files::exists);
    }

    /** That nobody but the owner can open what the SGM keeps. */
    public List<Check> closed() {
        var sgm = data.resolve("sgm");
        return List.of(
                HostChecks.ownerOnly("sgm-folder", sgm, "700"),
                vaultKey(sgm.resolve("vault.key")),
                HostChecks.ownerOnly("sgm-database", sgm.resolve("sgm.db"), "600"),
                HostChecks.ownerOnly("sgm-link-key", data.resolve("link/sgm-link-key.pem"), "600"));
    }

    private Check vaultKey(Path file) {
        if (hasVaultKey() && !Files.exists(file)) {
            return Check.fail(
                    "vault-key",
                    "vault.key is missing, and systemd gives no credential natsuin-vault-key: run this where it does, put"
                            + " the key back with shares (kek join), or bring back a copy of it");
        }
        return hasVaultKey()
                ? HostChecks.ownerOnly("vault-key", file, "600")
                : Check.ok("vault-key", "systemd gives it as a credential; no file of the server has it");
    }

    /** True if the vault's key lies beside the database, or is missing. */
    public boolean hasVaultKey() {
        return credential.isEmpty() || Files.exists(data.resolve("sgm/vault.key"));
    }

    /** How long the SGM's certificate on the link holds. */
    public Check linkCertificate(Instant now) {
        return HostChecks.certificateEnd(
                "sgm-link-certificate",
                data.resolve("link/sgm-link.pem"),
                now,
                "the link goes on, because the sides know each other by hash; make it anew with 'link renew'");
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
