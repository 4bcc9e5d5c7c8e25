package dev.natsuin.launcher;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code tls}: another TLS key for the server, without a desktop that no longer believes it. */
@Command(name = "tls", mixinStandardHelpOptions = true, description = "Changes the server's TLS key.")
final class TlsCommands implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    TlsCommands() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        throw new ParameterException(spec.commandLine(), "Give a command: tls renew or switch.");
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = "Makes the next TLS key; the serving server names it to desktops beside the present one.")
    int renew(@Mixin Place place) {
        return sap(place, "tls-renew");
    }

    @Command(
            name = "switch",
            mixinStandardHelpOptions = true,
            description = "Puts the next TLS key in the place of the present one, from the next start of the SAP on.")
    int settle(@Mixin Place place) {
        return sap(place, "tls-switch");
    }

    private static int sap(Place place, String command) {
        var config = place.existing();
        if (!Role.of(null, config).sides().contains("sap")) {
            throw new UsageFault("The SAP, which has the TLS key, is not on this machine.");
        }
        return SideLauncher.found().run("sap", place.file(), config, command, List.of());
    }
}
