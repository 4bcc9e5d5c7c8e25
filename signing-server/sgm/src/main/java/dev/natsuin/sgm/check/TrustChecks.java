package dev.natsuin.sgm.check;

import dev.natsuin.link.side.Check;
import dev.natsuin.sgm.level.Demand;
import java.util.List;

/**
 * The rows of DESIGN §2's table, one line each: whether what it says of somebody who took something over holds on this
 * server, as it stands.
 *
 * <p>{@code warn} says what of the row does not hold here, and what would make it.
 */
public final class TrustChecks {
    private final boolean oneMachine;
    private final boolean oneAccount;
    private final int level;
    private final boolean twoPersons;
    private final boolean folderClosed;
    private final boolean keysSealed;
    private final boolean inToken;
    private final boolean keyApart;

    /**
     * For a server.
     *
     * @param oneMachine whether the SAP runs on the SGM's machine
     * @param oneAccount whether it runs under the SGM's account there
     * @param level the level it declares
     * @param twoPersons whether two persons are needed to admit staff and to enrol a person anew
     * @param folderClosed whether nobody but its owner can open the SGM's files
     * @param keysSealed whether every key in use was seen to be sealed to a device
     * @param inToken whether the vault opens by a token only
     * @param keyApart whether the vault's key is elsewhere than the database
     */
    public TrustChecks(
            boolean oneMachine,
            boolean oneAccount,
            int level,
            boolean twoPersons,
            boolean folderClosed,
            boolean keysSealed,
            boolean inToken,
            boolean keyApart) {
        this.oneMachine = oneMachine;
        this.oneAccount = oneAccount;
        this.level = level;
        this.twoPersons = twoPersons;
        this.folderClosed = folderClosed;
        this.keysSealed = keysSealed;
        this.inToken = inToken;
        this.keyApart = keyApart;
    }

    /** One line for each row of the table. */
    public List<Check> all() {
        return List.of(sap(), copy(), sgm(), desktop(), malware(), officers());
    }

    private Check sap() {
        var name = "trust-sap-taken-over";
        if (oneMachine && oneAccount) {
            return Check.warn(
                    name,
                    "does not hold against the machine: SAP and SGM run on one machine under one account, so whoever takes"
                            + " that over has both. Over the network the SAP can do nothing without signed statements"
                            + codes());
        }
        if (oneMachine) {
            return Check.warn(
                    name,
                    "holds as far as the operating system parts two accounts of one machine; two machines hold without"
                            + " that" + codes());
        }
        return level < Demand.FINGERPRINT_NEEDED_FROM
                ? Check.warn(name, "holds but for enrolment" + codes())
                : Check.ok(name, "holds: the SAP is elsewhere, carries statements, and can neither make nor read them");
    }

    private String codes() {
        return level < Demand.FINGERPRINT_NEEDED_FROM
                ? ". At level 1 an enrolment code stolen before its use enrols the thief; the officer's list shows it"
                : "";
    }

    private Check copy() {
        var name = "trust-database-copied";
        if (!keysSealed) {
            return Check.fail(
                    name, "does not hold, or cannot be told: not every key in use was seen to be sealed to a device");
        }
        if (inToken) {
            return Check.ok(
                    name,
                    "holds: a copy of the folder opens nothing without the token, and with it and its PIN no key that is"
                            + " sealed to a device");
        }
        if (keyApart) {
            return Check.ok(
                    name,
                    "holds: a copy of the folder opens nothing without the key that systemd gives, and with it no key that"
                            + " is sealed to a device");
        }
        return Check.warn(
                name,
                "holds for keys: all are sealed to a device. vault.key lies beside the database, so a copy of the folder"
                        + " has both and could forge rows; keep backups of the two apart, or have systemd give it"
                        + " (docs/operations.md, The vault's key as a credential)");
    }

    private Check sgm() {
        var name = "trust-sgm-taken-over";
        return oneMachine && oneAccount
                ? Check.warn(
                        name,
                        "holds for keys nobody activates meanwhile. The SAP cosigns the log, and whoever takes over this"
                                + " account has that key as well: only checkpoints that desktops keep show a rewritten log")
                : Check.ok(
                        name,
                        "holds for keys nobody activates meanwhile, and the log that the SAP cosigned cannot be rewritten"
                                + " unnoticed, but in a restore from a backup that is smaller than what it saw: the SAP's"
                                + " log has an alarm then");
    }

    private Check desktop() {
        return Check.of(
                "trust-desktop-stolen",
                folderClosed,
                "holds: PINs can be tried online only, 5 in a row or 20 in a year, then the device is locked",
                "does not hold: with the SGM's files open to others, a stolen desktop's PIN could be searched offline");
    }

    private Check malware() {
        return Check.ok(
                "trust-malware-at-the-desk",
                "holds: it can order what the signer can, and every use is an entry with a running number");
    }

    private Check officers() {
        var name = "trust-officer";
        if (twoPersons) {
            return Check.ok(
                    name,
                    "holds: staff is admitted, and people begin anew, by two; one officer can register a false signer under"
                            + " their own logged name, and nobody can use another's key");
        }
        return level == Demand.HIGHEST
                ? Check.fail(
                        name,
                        "does not hold: level 3 wants two officers, and one is enough here: set \"secondPerson\" in"
                                + " config.json to \"needed\"")
                : Check.ok(
                        name,
                        "holds: one officer can register a false person under their own logged name, and use nobody's key");
    }
}
