package dev.natsuin.launcher;

import dev.natsuin.link.side.ServerConfig;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where a new server keeps its keys. The PIN itself is never one. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "KIND",
            description = "the key store: software (default) or pkcs11",
            defaultValue = "software")
    private String store = "software";

    @Option(names = "--module", paramLabel = "FILE", description = "pkcs11: the PKCS#11 module")
    private @Nullable Path module;

    @Option(names = "--token-label", paramLabel = "LABEL", description = "pkcs11: the label of the token")
    private @Nullable String label;

    @Option(
            names = "--pin-file",
            paramLabel = "FILE",
            description = "pkcs11: the file with the token's PIN, mode 0600, or credential:NAME for one of systemd's")
    private @Nullable String pin;

    @Option(
            names = "--token-profile",
            paramLabel = "P",
            description = "pkcs11: what such tokens can do: softhsm (default), or a file")
    private @Nullable String profile;

    @Option(
            names = "--so-pin-file",
            paramLabel = "FILE",
            description = "pkcs11: the file with the security officer's PIN, mode 0600, for profiles with trusted keys;"
                    + " read once")
    private @Nullable Path officerPin;

    /** A configuration with this key store. */
    ServerConfig in(ServerConfig config) {
        if (ServerConfig.Store.byCode(store) == ServerConfig.Store.PKCS11) {
            return config.withToken(token());
        }
        if (Stream.of(module, label, pin, profile, officerPin).anyMatch(given -> given != null)) {
            throw new UsageFault("--module, --token-label, --pin-file, --token-profile and --so-pin-file go with"
                    + " --store pkcs11.");
        }
        return config;
    }

    private ServerConfig.TokenPlace token() {
        if (module == null || label == null || pin == null) {
            throw new UsageFault("--store pkcs11 wants --module FILE, --token-label LABEL and --pin-file FILE.");
        }
        return new ServerConfig.TokenPlace(
                whole(module),
                label,
                pin.startsWith("credential:") ? pin : whole(Path.of(pin)),
                profile == null ? "softhsm" : profile.matches("[a-z0-9-]+") ? profile : whole(Path.of(profile)),
                Optional.ofNullable(officerPin).map(StoreOptions::whole));
    }

    private static String whole(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
