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
import java.util.Optional;

/** The administrator of {@code init}, whose device nobody but the console can confirm: there was no staff before. */
public final class FirstAdministrator {
    private FirstAdministrator() {}

    /** What came of a confirmation at the console. */
    public enum Outcome {
        /** The device may change things now; logged. */
        CONFIRMED,
        /** It was confirmed already; nothing was changed. */
        CONFIRMED_BEFORE,
        /** The code of init was not used yet. */
        NOT_ENROLLED,
        /** The device has another fingerprint: nothing was confirmed, and the log has it. */
        DIFFERS
    }

    /** Whom init admitted. */
    public static PersonRow of(Rows rows) {
        return rows.staff().stream()
                .filter(p -> p.role() == Role.ADMINISTRATOR && p.admittedBy().equals(Leaf.CONSOLE))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("a server that was never made"));
    }

    /** Their first device that was not removed, once the code of init was used. */
    public static Optional<DeviceRow> device(Rows rows) {
        return rows.devicesOf(of(rows).user()).stream()
                .filter(device -> !device.isRemoved())
                .findFirst();
    }

    /**
     * Confirms their device if this is its fingerprint; runs in a writing transaction.
     *
     * @param fingerprint as {@link Fingerprint#read} gives it
     * @param level the level the server declares
     */
    public static Outcome confirm(
            Rows rows, SignatureLog log, Bytes identityHash, String fingerprint, int level, Instant now) {
        var device = device(rows);
        if (device.isEmpty()) {
            return Outcome.NOT_ENROLLED;
        }
        if (!Fingerprint.of(identityHash, VerifyingKey.kept(device.get().deviceKey()))
                .equals(fingerprint)) {
            log.append(rows, entry(Leaf.Type.FINGERPRINT_DIFFERS, device.get(), level, now));
            return Outcome.DIFFERS;
        }
        if (rows.confirmation(device.get().device()).isPresent()) {
            return Outcome.CONFIRMED_BEFORE;
        }
        rows.put(new ConfirmationRow(device.get().device(), device.get().user(), Leaf.CONSOLE, now));
        log.append(rows, entry(Leaf.Type.CONFIRM_DEVICE, device.get(), level, now));
        return Outcome.CONFIRMED;
    }

    private static SignatureLog.Entry entry(Leaf.Type type, DeviceRow device, int level, Instant now) {
        var record = JsonObject.with("type", type.wireName())
                .and("user", device.user())
                .and("confirmedUser", device.user())
                .and("confirmedDevice", device.device())
                .build();
        return new SignatureLog.Entry(
                type, now, Leaf.CONSOLE, device.user(), Leaf.CONSOLE, level, "console", 0, record);
    }
}
