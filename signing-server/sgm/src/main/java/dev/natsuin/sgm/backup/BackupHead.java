package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * What a backup says of itself in clear: enough to know whose it is and where to get its key, and no secret. The parts
 * behind it are bound to it.
 *
 * @param server the SGM's identity hash, 32 octets
 * @param made when, by the SGM's clock, whole seconds
 * @param salt 32 random octets: no two backups have one key
 * @param config the server's {@code config.json}, as it stood; holds no secret
 * @param vaultFile of a server with its keys in a token: what {@code vault.key} holds, which opens nothing without the
 *     token
 */
public record BackupHead(Bytes server, Instant made, Bytes salt, Bytes config, Optional<Bytes> vaultFile) {
    static final int SALT_SIZE_BYTES = 32;

    Bytes toBytes() {
        var json = JsonObject.with("type", "natsuin-backup")
                .and("v", 1)
                .and("server", server.toHex())
                .and("made", made)
                .and("salt", salt)
                .and("config", config);
        vaultFile.ifPresent(file -> json.and("vaultFile", file));
        return json.build().toBytes();
    }

    static BackupHead read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("type", "natsuin-backup");
        json.exactly("v", 1);
        var head = new BackupHead(
                json.hex("server", 32),
                json.moment("made"),
                json.bytes("salt", SALT_SIZE_BYTES),
                json.bytes("config"),
                json.optionalBytes("vaultFile"));
        json.end();
        return head;
    }
}
