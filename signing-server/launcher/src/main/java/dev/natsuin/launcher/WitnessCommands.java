package dev.natsuin.launcher;

import dev.natsuin.link.side.ConfigFile;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code witness}: which log and identity of the SGM the SAP believes, where nothing but two people can say it. */
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = "Which log and identity key the SAP believes after a restore that it cannot follow.")
final class WitnessCommands implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    WitnessCommands() {}

    @Override
    public Integer call() {
        if (spec == null) {
            throw new IllegalStateException("not run by picocli");
        }
        throw new ParameterException(spec.commandLine(), "Give a command: witness show or accept.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = {
                "Prints fingerprints of identity key and log key, and the newest checkpoint: at the SGM's machine what it"
                        + " has, at the SAP's what was seen there and what the SGM shows now.",
                "",
                "Changes nothing, also while the server serves. Compare what the SGM's machine prints."
            })
    int show(@Mixin Place place) {
        var config = place.existing();
        int worst = 0;
        for (var side : Role.of(null, config).sides()) {
            worst = Math.max(worst, SideLauncher.found().run(side, place.file(), config, "witness-show", List.of()));
        }
        return worst;
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = {
                "At the SAP's machine, while the SAP is stopped: takes up the SGM's restored log, and the identity key in"
                        + " it, though they do not go on behind what was seen here last.",
                "",
                "For a second restore from a backup older than the first, and for a backup from before a new identity key."
                        + " Desks are told that entries are lost; those that knew a newer identity key refuse the old one."
            })
    int accept(
            @Mixin Place place,
            @Parameters(
                            paramLabel = "F",
                            description =
                                    "the log key's fingerprint that 'witness show' printed at the SGM's machine, as"
                                            + " it was read out")
                    String fingerprint,
            @Option(
                            names = "--identity",
                            paramLabel = "F",
                            description =
                                    "the same of the identity key; must be given if the key does not follow the one"
                                            + " that was seen here")
                    @Nullable String identity) {
        ConfigFile config = place.existing();
        if (!Role.of(null, config).sides().contains("sap")) {
            throw new UsageFault("The sap is not on this machine.");
        }
        var typed = identity == null ? List.of(fingerprint) : List.of(fingerprint, identity);
        return SideLauncher.found().run("sap", place.file(), config, "witness-accept", typed);
    }
}
