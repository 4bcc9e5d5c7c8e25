package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An enrolled device; one that was removed stays, without what could activate or open anything.
 *
 * @param device id
 * @param user whose it is
 * @param deviceKey Ed25519 public key of its statements
 * @param activationKey Ed25519 public key of its activations, encrypted under the row key
 * @param sealWrap the person's seal key for this device, see {@link dev.natsuin.sgm.key.SealedKeys}
 * @param failuresInARow wrong PINs since the last right one
 * @param failureTimes when the newest wrong PINs were, oldest first, at most {@link #MOST_FAILURES_IN_A_YEAR}
 * @param locked true for ever once too many PINs were wrong
 * @param enrolled when
 */
public record DeviceRow(
        String device,
        String user,
        Bytes deviceKey,
        Bytes activationKey,
        Bytes sealWrap,
        int failuresInARow,
        List<Instant> failureTimes,
        boolean locked,
        Instant enrolled) {
    /** The number of wrong PINs in a row that locks a device. */
    public static final int MOST_FAILURES_IN_A_ROW = 5;

    /** The number of wrong PINs within {@link #YEAR} that locks a device, whatever lies between. */
    public static final int MOST_FAILURES_IN_A_YEAR = 20;

    /** How long a wrong PIN counts. */
    public static final Duration YEAR = Duration.ofDays(365);

    /** Copies the times. */
    public DeviceRow {
        failureTimes = List.copyOf(failureTimes);
    }

    /** The same device after a wrong PIN at that time. */
    public DeviceRow afterWrongPin(Instant time) {
        var times = new ArrayList<>(failureTimes);
        times.add(time);
        while (times.size() > MOST_FAILURES_IN_A_YEAR) {
            times.remove(0);
        }
        var inARow = failuresInARow + 1;
        var inAYear = times.stream().filter(t -> t.isAfter(time.minus(YEAR))).count();
        var lockedNow = locked || inARow >= MOST_FAILURES_IN_A_ROW || inAYear >= MOST_FAILURES_IN_A_YEAR;
        return new DeviceRow(device, user, deviceKey, activationKey, sealWrap, inARow, times, lockedNow, enrolled);
    }

    /** The same device after a right PIN: the year's failures stay. */
    public DeviceRow afterRightPin() {
        return new DeviceRow(device, user, deviceKey, activationKey, sealWrap, 0, failureTimes, locked, enrolled);
    }

    /** The same device with another PIN; what was counted stays. */
    public DeviceRow withPin(Bytes newActivationKey, Bytes newSealWrap) {
        return new DeviceRow(
                device, user, deviceKey, newActivationKey, newSealWrap, failuresInARow, failureTimes, locked, enrolled);
    }

    /** The same device, removed: nothing is left that a PIN or a share could open. */
    public DeviceRow removed() {
        return withPin(Bytes.EMPTY, Bytes.EMPTY);
    }

    /** True once it was removed. */
    public boolean isRemoved() {
        return sealWrap.isEmpty();
    }

    /** How many more wrong PINs at that time lock it: 0 if it is locked. */
    public int triesLeft(Instant time) {
        if (locked) {
            return 0;
        }
        var inAYear = (int)
                failureTimes.stream().filter(t -> t.isAfter(time.minus(YEAR))).count();
        return Math.min(MOST_FAILURES_IN_A_ROW - failuresInARow, MOST_FAILURES_IN_A_YEAR - inAYear);
    }
}
