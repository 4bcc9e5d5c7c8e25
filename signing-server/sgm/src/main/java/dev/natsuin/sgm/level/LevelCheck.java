package dev.natsuin.sgm.level;

import dev.natsuin.link.side.Check;
import dev.natsuin.sgm.level.Demand.Equipment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds what this server has against the level it declares, row by row of {@link Demand}. */
public final class LevelCheck {
    /** What a key may be activated by today; passkey and TOTP come later (DESIGN §4). */
    public static final List<String> METHODS_OFFERED = List.of("device");

    private LevelCheck() {}

    /**
     * What this version of the server has: keys are activated by devices only, and nothing changes from an unconfirmed
     * device where the level wants that.
     *
     * @param store where its keys are
     * @param sidesApart whether SAP and SGM are on two machines
     * @param importRule whether keys that were made elsewhere are taken in
     * @param twoPersons whether two are wanted to admit staff and to begin anew with a person
     */
    public static Equipment equipment(
            Demand.Store store, boolean sidesApart, ImportRule importRule, boolean twoPersons) {
        var persons = twoPersons ? 2 : 1;
        return new Equipment(Set.copyOf(METHODS_OFFERED), store, sidesApart, persons, true, persons, importRule);
    }

    /** One line for the level as a whole, then one for each row; a row below the declared level fails. */
    public static List<Check> of(int declared, Equipment has) {
        var checks = new ArrayList<Check>();
        var reached = Arrays.stream(Demand.values())
                .mapToInt(demand -> demand.reachedWith(has))
                .min()
                .orElseThrow();
        checks.add(Check.of(
                "level",
                reached >= declared,
                "declared " + declared + ", reached " + reached,
                "declared " + declared + ", but this server reaches only " + reached
                        + ": set \"level\" in config.json to what it reaches, or add what the lines below miss"));
        for (var demand : Demand.values()) {
            var line = demand.subject() + ": " + demand.foundIn(has) + "; level " + declared + " wants: "
                    + demand.wantedAt(declared);
            checks.add(Check.of(name(demand), demand.reachedWith(has) >= declared, line, line));
        }
        return List.copyOf(checks);
    }

    private static String name(Demand demand) {
        return "level-" + demand.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
