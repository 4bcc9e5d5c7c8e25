package dev.natsuin.sgm.check;

import dev.natsuin.link.side.Check;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.ceremony.FirstAdministrator;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.level.LevelCheck;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/** What the SGM's rows tell, each read against its MAC, within one transaction. */
public final class RowChecks {
    /** Longer without an entry, and it is worth asking whether the clock is right. */
    private static final Duration LONG_SILENCE = Duration.ofDays(60);

    /** With fewer one lost computer leaves nobody to approve. */
    private static final int ADMINISTRATORS_WISHED = 3;

    /** What signs once a year is not dormant. */
    private static final Duration DORMANT_AFTER = Duration.ofDays(400);

    /** Whose devices wait is counted so far, however many people there are. */
    private static final int MOST_COUNTED = 1_000;

    private final Rows rows;
    private final SignatureLog log;
    private final int level;
    private final boolean twoPersons;

    /**
     * Over the rows of one transaction.
     *
     * @param level the level the server declares
     * @param twoPersons whether two are wanted to admit staff and to begin anew with a person
     */
    public RowChecks(Rows rows, SignatureLog log, int level, boolean twoPersons) {
        this.rows = rows;
        this.log = log;
        this.level = level;
        this.twoPersons = twoPersons;
    }

    /** What must hold before anything is served; costs little however much is kept. */
    public List<Check> atStart(Instant now) {
        return List.of(clock(now), checkpoint(), staff());
    }

    /** All of it; reads every row but the log's. */
    public List<Check> all(Instant now) {
        return List.of(
                clock(now),
                checkpoint(),
                staff(),
                every(),
                keks(),
                dormantKeys(now),
                firstAdministrator(),
                waiting(),
                secondPersons(now));
    }

    /** What a server with its clock behind its log says, here and when it refuses to start. */
    public static String clockBehind(Instant now, Instant newest) {
        return "the clock is behind the newest log entry: it says " + now.truncatedTo(ChronoUnit.SECONDS)
                + ", the entry is of " + newest + ". Set it right; nothing is served until then. If it is right and was"
                + " ahead when that was logged, see 'The clock' in operations.md";
    }

    /** True if the newest entry is of so long ago that it is worth asking whether the clock is right. */
    public static boolean isLongSilence(Instant newest, Instant now) {
        return now.isAfter(newest.plus(LONG_SILENCE));
    }

    private Check clock(Instant now) {
        try {
            var newest = SignatureLog.leafOf(rows.logRow(rows.logSize() - 1)).time();
            if (now.isBefore(newest)) {
                return Check.fail("clock", clockBehind(now, newest));
            }
            return isLongSilence(newest, now)
                    ? Check.warn(
                            "clock",
                            "the newest log entry is of " + newest + ", "
                                    + Duration.between(newest, now).toDays()
                                    + " days ago by this clock: if the clock is ahead, stop the server and set it right"
                                    + " before anything is logged")
                    : Check.ok("clock", "not behind the newest log entry");
        } catch (RowTampered e) {
            return Check.fail("clock", "the newest log entry cannot be read: run verify-log");
        }
    }

    private Check checkpoint() {
        try {
            var size = rows.logSize();
            var holds = Checkpoint.open(log.checkpoint(rows), log.origin(), log.key())
                    .filter(c -> c.size() == size && c.root().equals(Merkle.root(size, rows)))
                    .isPresent();
            return Check.of(
                    "log-checkpoint",
                    holds,
                    "the newest checkpoint is signed by the log's key, of all " + size
                            + " entries; verify-log looks at each",
                    "the newest checkpoint is not that of the log's " + size
                            + " entries: run verify-log, and keep the data directory as it is");
        } catch (RowTampered | SgmFault e) {
            return Check.fail("log-checkpoint", e.getMessage() + ": run verify-log");
        }
    }

    /** The rows on which all admission rests. */
    private Check staff() {
        try {
            var people = rows.staff();
            for (var person : people) {
                rows.devicesOf(person.user()).forEach(device -> rows.confirmation(device.device()));
            }
            return Check.ok("staff-rows", "the rows of all " + people.size() + " staff are as the SGM wrote them");
        } catch (RowTampered e) {
            return altered("staff-rows", e);
        }
    }

    private static Check altered(String name, RowTampered e) {
        return Check.fail(
                name,
                e.getMessage()
                        + ": somebody wrote to the file, or its disk fails; keep it as it is and find out which");
    }

    private static final class KeysSeen {
        private long enabled;
        private long open;
        private long beyondLevel;
    }

    private Check every() {
        var keys = new KeysSeen();
        try {
            var count = rows.everyRow(key -> look(key, keys));
            if (keys.open > 0) {
                return Check.fail("rows", keys.open + " keys are not sealed to a device");
            }
            if (keys.beyondLevel > 0) {
                return Check.fail(
                        "rows",
                        keys.beyondLevel + " keys may be activated in ways that level " + level + " does not admit");
            }
            return Check.ok(
                    "rows",
                    count + " rows are as the SGM wrote them; all " + keys.enabled
                            + " keys in use are sealed to a device");
        } catch (RowTampered e) {
            return altered("rows", e);
        }
    }

    private void look(KeyRow key, KeysSeen seen) {
        if (key.state() != KeyRow.State.ENABLED) {
            return;
        }
        seen.enabled++;
        if (key.sealed().size() == 0 || !key.methods().equals(LevelCheck.METHODS_OFFERED)) {
            seen.open++;
        }
        var has = new Demand.Equipment(
                Set.copyOf(key.methods()), Demand.Store.SOFTWARE, false, 1, true, 0, ImportRule.FORBIDDEN);
        if (Demand.ACTIVATION.reachedWith(has) < level) {
            seen.beyondLevel++;
        }
    }

    private Check keks() {
        var name = "key-encryption-key";
        try {
            var told = KekEpochs.of(rows);
            var current = told.current();
            if (told.areOfBeforeRenewal()) {
                return Check.warn(
                        name,
                        "number " + current
                                + " again: the backup that was restored is older than a renewal that the log"
                                + " tells of. If somebody was to be kept out by that, renew once more (kek renew)");
            }
            var left = rows.keysUnderKekBefore(current);
            return left == 0
                    ? Check.ok(name, "all keys in use lie under number " + current)
                    : Check.ok(
                            name,
                            "number " + current + "; " + left
                                    + " keys lie under an earlier one: in software until their signers use them next, in a"
                                    + " token until they end");
        } catch (RowTampered e) {
            return altered(name, e);
        }
    }

    /** Worth a look, and nothing that must be mended: only their owners know whether they are needed yet. */
    private Check dormantKeys(Instant now) {
        var name = "dormant-keys";
        try {
            var idle = rows.keysIdleSince(firstEntryAfter(now.minus(DORMANT_AFTER)));
            var days = DORMANT_AFTER.toDays();
            return idle.keys() == 0
                    ? Check.ok(name, "every key in use was made, renewed or used within " + days + " days")
                    : Check.ok(
                            name,
                            idle.keys() + " keys in use, of " + idle.people()
                                    + " people, were neither made nor renewed nor used for " + days
                                    + " days: their owners see which, and destroy what they do not need");
        } catch (RowTampered e) {
            return altered(name, e);
        }
    }

    /** Where the log has its first entry later than this; its times never go back. */
    private long firstEntryAfter(Instant time) {
        var low = 0L;
        var high = rows.logSize();
        while (low < high) {
            var middle = low + (high - low) / 2;
            if (SignatureLog.leafOf(rows.logRow(middle)).time().isAfter(time)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private Check firstAdministrator() {
        var name = "first-administrator";
        try {
            if (FirstAdministrator.devices(rows).isEmpty()) {
                return Check.warn(name, "has not enrolled yet; the code of init holds for 24 hours");
            }
            if (FirstAdministrator.staffConfirms(rows)) {
                return Check.ok(name, "enrolled and confirmed");
            }
            return level < Demand.FINGERPRINT_NEEDED_FROM
                    ? Check.ok(name, "enrolled; level " + level + " asks for no confirmation")
                    : Check.warn(
                            name,
                            "enrolled, not confirmed, nor is another administrator who can act, so nobody can be admitted: stop the server, run"
                                    + " natsuin-server confirm-administrator --fingerprint F with the fingerprint that an"
                                    + " administrator reads out, and start it again");
        } catch (RowTampered e) {
            return altered(name, e);
        }
    }

    private Check waiting() {
        var name = "waiting-devices";
        if (level < Demand.FINGERPRINT_NEEDED_FROM) {
            return Check.ok(name, "level " + level + " asks for no confirmation of devices");
        }
        try {
            var people = rows.unconfirmed(MOST_COUNTED);
            var waiting = people.stream()
                    .flatMap(person -> rows.devicesOf(person.user()).stream())
                    .filter(device -> !device.isRemoved())
                    .map(DeviceRow::device)
                    .filter(device -> rows.confirmation(device).isEmpty())
                    .count();
            var more = people.size() == MOST_COUNTED ? " or more" : "";
            return waiting == 0
                    ? Check.ok(name, "every device was confirmed")
                    : Check.warn(name, waiting + more + " devices wait for their fingerprint to be confirmed");
        } catch (RowTampered e) {
            return altered(name, e);
        }
    }

    private Check secondPersons(Instant now) {
        var name = "second-persons";
        try {
            var waiting = rows.requestsWaiting(now).size();
            if (!twoPersons) {
                return Check.ok(name, "one person suffices here; " + waiting + " orders from before wait for a second");
            }
            var administrators = rows.staff().stream()
                    .filter(person -> person.role() == Role.ADMINISTRATOR && person.state() == PersonRow.State.ACTIVE)
                    .filter(person -> rows.devicesOf(person.user()).stream().anyMatch(this::canAct))
                    .count();
            return administrators < ADMINISTRATORS_WISHED
                    ? Check.warn(
                            name,
                            "two persons are wanted, and administrators who can act: " + administrators
                                    + ". Have three: with one of two gone nobody is left to approve. Orders that wait: "
                                    + waiting)
                    : Check.ok(
                            name,
                            administrators + " administrators can act; " + waiting
                                    + " orders wait for a second person");
        } catch (RowTampered e) {
            return altered(name, e);
        }
    }

    private boolean canAct(DeviceRow device) {
        return !device.isRemoved()
                && !device.locked()
                && (level < Demand.FINGERPRINT_NEEDED_FROM
                        || rows.confirmation(device.device()).isPresent());
    }
}
