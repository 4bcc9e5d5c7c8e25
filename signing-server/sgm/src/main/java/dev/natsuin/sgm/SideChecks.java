package dev.natsuin.sgm;

import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.HostChecks;
import dev.natsuin.link.side.SideContext;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.sgm.check.FolderChecks;
import dev.natsuin.sgm.check.TrustChecks;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.level.LevelCheck;
import dev.natsuin.sgm.token.TokenAbsent;
import dev.natsuin.sgm.token.TokenAccess;
import dev.natsuin.sgm.token.TokenLevel;
import dev.natsuin.storage.StorageFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The SGM's part of {@code self-check}, and of it what is looked at before it serves. */
final class SideChecks {
    private final SideContext context;
    private final FolderChecks folder;
    private final Demand.Store store;

    SideChecks(SideContext context, Optional<TokenAccess> token) {
        this.context = context;
        this.store = token.map(access -> TokenLevel.of(access.profile())).orElse(Demand.Store.SOFTWARE);
        this.folder =
                new FolderChecks(context.data(), context.credentials().map(given -> given.resolve(Sgm.CREDENTIAL)));
    }

    /** What must hold before the vault is opened: the declared level, and that nobody else can open the files. */
    List<Check> beforeOpening() {
        var checks = new ArrayList<>(levels());
        checks.addAll(folder.closed());
        return checks;
    }

    /** The declared level against what this side has. */
    List<Check> levels() {
        var config = context.config();
        var apart = !folder.besideSap(config.sgmHost());
        return LevelCheck.of(
                config.level(),
                LevelCheck.equipment(store, apart, SgmSide.importRule(config), config.needsSecondPerson()));
    }

    /** Everything. */
    List<Check> all(Sgm.Settings settings) {
        var closed = folder.closed();
        var rows = rows(settings);
        var checks = new ArrayList<>(levels());
        checks.addAll(trust(closed, rows));
        checks.addAll(closed);
        checks.addAll(rows);
        checks.add(experimental());
        checks.add(folder.linkCertificate(context.clock().instant()));
        checks.add(HostChecks.memory("sgm-memory"));
        return checks;
    }

    private Check experimental() {
        var kinds = context.config().experimental();
        return kinds.isEmpty()
                ? Check.ok("experimental-keys", "none are made")
                : Check.warn(
                        "experimental-keys",
                        kinds.stream().map(KeyAlgorithm::wireName).sorted().collect(Collectors.joining(", "))
                                + " can be made here: few programs verify such signatures yet, and nobody judges their"
                                + " certificates");
    }

    private List<Check> rows(Sgm.Settings settings) {
        try {
            var checks = new ArrayList<Check>();
            checks.add(Check.ok(
                    "sgm-storage",
                    "opens with its vault; WAL, synchronous=FULL and the other settings were read back"));
            checks.addAll(Sgm.rowChecks(settings));
            return checks;
        } catch (StorageFault | SgmFault | TokenAbsent | KeyStoreUnavailable e) {
            return List.of(Check.fail("sgm-storage", String.valueOf(e.getMessage())));
        }
    }

    private List<Check> trust(List<Check> closed, List<Check> rows) {
        var config = context.config();
        var sealed = rows.stream().anyMatch(check -> check.name().equals("rows") && !check.failed());
        return new TrustChecks(
                        folder.besideSap(config.sgmHost()),
                        folder.sameAccountAsSap(),
                        config.level(),
                        config.needsSecondPerson(),
                        closed.stream().noneMatch(Check::failed),
                        sealed,
                        store != Demand.Store.SOFTWARE,
                        !folder.hasVaultKey())
                .all();
    }
}
