package dev.natsuin.sgm.activation;

import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.Rows;
import java.util.List;

/**
 * What the declared level means for one device: whether it may change anything yet, and how high its acts count.
 *
 * <p>At level 1 no row is read for it. Thread-safe.
 */
final class DeviceLevels {
    /** The level of what a device orders whose fingerprint nobody confirmed. */
    static final int UNCONFIRMED = 1;

    private final int declared;

    DeviceLevels(int declared) {
        this.declared = declared;
    }

    /** The level the server declares. */
    int declared() {
        return declared;
    }

    /** True if fingerprints of devices are confirmed here. */
    boolean confirms() {
        return declared >= Demand.FINGERPRINT_NEEDED_FROM;
    }

    /** True if the device may only ask, because nobody has confirmed its fingerprint and the level wants it. */
    boolean waits(Rows rows, String device) {
        return confirms() && rows.confirmation(device).isEmpty();
    }

    /** Ids of the person's devices that wait. */
    List<String> waitingOf(Rows rows, String user) {
        return !confirms()
                ? List.of()
                : rows.devicesOf(user).stream()
                        .filter(device -> !device.isRemoved())
                        .map(DeviceRow::device)
                        .filter(device -> waits(rows, device))
                        .toList();
    }

    /** The highest level of what this device orders, as far as server and device decide. */
    int of(Rows rows, String device) {
        return waits(rows, device) ? UNCONFIRMED : declared;
    }
}
