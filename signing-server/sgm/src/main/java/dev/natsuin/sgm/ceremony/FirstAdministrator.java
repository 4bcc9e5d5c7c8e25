package dev.natsuin.sgm.ceremony;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * The administrator whose device nobody but the console can confirm: that of {@code init}, whom no staff admitted, or
 * on a server that is raised to a level that asks for it, any one, as long as none of them can confirm another.
 */
public final class FirstAdministrator {
    private FirstAdministrator() {}

    /** What came of a confirmation at the console. */
    public enum Outcome {
        /** The device may change things now; logged. */
        CONFIRMED,
        /** It was confirmed already; nothing was changed. */
        CONFIRMED_BEFORE,
        /** No administrator has enrolled: the code of init was not used yet. */
        NOT_ENROLLED,
        /** It is an administrator's, and there is another one who can confirm it; nothing was changed. */
        STAFF_CONFIRMS,
        /** No device has this fingerprint: nothing was confirmed, and the log has it. */
        DIFFERS
    }

    /** Whom init admitted. */
    public static PersonRow of(Rows rows) {
        return rows.staff().stream()
                .filter(p -> p.role() == Role.ADMINISTRATOR && p.admittedBy().equals(Leaf.CONSOLE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a server that was never made"));
    }

    /** Their devices that were not removed, and behind them those of other administrators who have not left. */
    public static List<DeviceRow> devices(Rows rows) {
        var first = of(rows);
        var others = rows.staff().stream()
                .filter(p -> p.role() == Role.ADMINISTRATOR && p.state() == PersonRow.State.ACTIVE)
                .filter(p -> !p.user().equals(first.user()));
        return Stream.concat(Stream.of(first), others)
                .flatMap(p -> rows.devicesOf(p.user()).stream())
                .filter(device -> !device.isRemoved())
                .toList();
    }

    /** True if an administrator can confirm another one's device where devices need it: the console is not wanted. */
    public static boolean staffConfirms(Rows rows) {
        return rows.staff().stream()
                .filter(p -> p.role() == Role.ADMINISTRATOR && p.state() == PersonRow.State.ACTIVE)
                .flatMap(p -> rows.devicesOf(p.user()).stream())
                .anyMatch(device -> !device.isRemoved()
                        && !device.locked()
                        && rows.confirmation(device.device()).isPresent());
    }

    /**
     * Confirms the device that has this fingerprint; runs in a writing transaction. Those of whom init admitted always,
     * other administrators' only while {@link #staffConfirms} nobody.
     *
     * @param fingerprint as {@link Fingerprint#read} gives it
     * @param level the level the server declares
     */
    public static Outcome confirm(
            Rows rows, SignatureLog log, Bytes identityHash, String fingerprint, int level, Instant now) {
        var devices = devices(rows);
        if (devices.isEmpty()) {
            return Outcome.NOT_ENROLLED;
        }
        var first = of(rows).user();
        var named = devices.stream()
                .filter(d -> Fingerprint.of(identityHash, VerifyingKey.kept(d.deviceKey()))
                        .equals(fingerprint))
                .findFirst();
        if (named.isEmpty()) {
            log.append(rows, entry(Leaf.Type.FINGERPRINT_DIFFERS, first, devices.get(0), level, now));
            return Outcome.DIFFERS;
        }
        var device = named.get();
        if (rows.confirmation(device.device()).isPresent()) {
            return Outcome.CONFIRMED_BEFORE;
        }
        if (!device.user().equals(first) && staffConfirms(rows)) {
            return Outcome.STAFF_CONFIRMS;
        }
        rows.put(new ConfirmationRow(device.device(), device.user(), Leaf.CONSOLE, now));
        log.append(rows, entry(Leaf.Type.CONFIRM_DEVICE, first, device, level, now));
        return Outcome.CONFIRMED;
    }

    /** In the console's chain, which is the first administrator's, about whose device it is. */
    private static SignatureLog.Entry entry(Leaf.Type type, String first, DeviceRow device, int level, Instant now) {
        var record = JsonObject.with("type", type.wireName())
                .and("user", first)
                .and("confirmedUser", device.user())
                .and("confirmedDevice", device.device())
                .build();
        return new SignatureLog.Entry(type, now, Leaf.CONSOLE, first, Leaf.CONSOLE, level, "console", 0, record)
                .about(device.user());
    }
}
