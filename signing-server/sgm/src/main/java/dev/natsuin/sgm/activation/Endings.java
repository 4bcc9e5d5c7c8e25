package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.TombstoneRow;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ends keys, devices and open invitations for ever, within the transaction of what ends them.
 *
 * <p>Crypto-erase: of a key its wrapped form goes, of a device the wrap of the seal key and the activation key. What is
 * left names what was there, beside a tombstone.
 */
final class Endings {
    private Endings() {}

    /**
     * What ended.
     *
     * @param keys ids of the keys
     * @param devices ids of the devices
     */
    record Ended(List<String> keys, List<String> devices) {}

    /** Ends a key and revokes every certificate of ours that it ever had. */
    static void key(Rows rows, KeyRow key, RevocationRow.Cause cause, Instant now) {
        rows.put(key.destroyed());
        // The certificate of an imported key is another authority's, and may have the serial number of one of ours.
        if (rows.importedKey(key.keyId()).isEmpty()) {
            rows.put(new RevocationRow(CertificateAuthority.serialOf(key.certificate()), now, cause));
        }
        for (var earlier : rows.earlierCertificates(key.keyId())) {
            rows.put(new RevocationRow(earlier.serial(), now, cause));
        }
        rows.put(new TombstoneRow(TombstoneRow.Kind.KEY, key.keyId(), now));
    }

    /** Ends all keys of a person; gives their ids. */
    static List<String> keysOf(Rows rows, String user, RevocationRow.Cause cause, Instant now) {
        var living = rows.keysOf(user).stream()
                .filter(key -> key.state() == KeyRow.State.ENABLED)
                .toList();
        living.forEach(key -> key(rows, key, cause, now));
        return living.stream().map(KeyRow::keyId).toList();
    }

    /** Ends a device, the codes for further devices that it gave out, and what was handed over to it. */
    static void device(Rows rows, DeviceRow device, Instant now) {
        rows.put(device.removed());
        rows.put(new TombstoneRow(TombstoneRow.Kind.DEVICE, device.device(), now));
        requestsBy(rows, device.device());
        rows.handedKeysOf(device.user()).stream()
                .filter(handed -> handed.device().equals(device.device()))
                .forEach(handed -> handedKey(rows, handed));
        for (var invitation : rows.invitationsOf(device.user())) {
            var given = rows.deviceInvitation(invitation.invitation())
                    .filter(beside -> beside.device().equals(device.device()));
            if (given.isPresent()) {
                invitation(rows, invitation);
            }
        }
    }

    /** The devices of a person that are not removed. */
    static List<DeviceRow> livingDevices(Rows rows, String user) {
        return rows.devicesOf(user).stream()
                .filter(device -> !device.isRemoved())
                .toList();
    }

    /** How many other administrators can act: active, with a device that can. */
    static long otherAdministrators(Rows rows, String user, boolean confirms) {
        return rows.staff().stream()
                .filter(person -> person.role() == Role.ADMINISTRATOR
                        && person.state() == PersonRow.State.ACTIVE
                        && !person.user().equals(user))
                .filter(person ->
                        rows.devicesOf(person.user()).stream().anyMatch(device -> canAct(rows, device, confirms)))
                .count();
    }

    /** True for a device that is neither removed nor locked and, where fingerprints are confirmed, was confirmed. */
    static boolean canAct(Rows rows, DeviceRow device, boolean confirms) {
        return !device.isRemoved()
                && !device.locked()
                && (!confirms || rows.confirmation(device.device()).isPresent());
    }

    /** Kills a code that is still open, and erases what lies beside one, also beside one that wrong secrets killed. */
    static void invitation(Rows rows, InvitationRow invitation) {
        if (invitation.state() == InvitationRow.State.OPEN) {
            rows.put(invitation.killed());
        }
        if (invitation.state() != InvitationRow.State.USED) {
            handedKeyOf(rows, invitation.invitation());
        }
        rows.deviceInvitation(invitation.invitation())
                .filter(beside -> !beside.sealWrap().isEmpty())
                .map(DeviceInvitationRow::erased)
                .ifPresent(rows::put);
    }

    /** Erases what staff handed over with this invitation. */
    static void handedKeyOf(Rows rows, String invitation) {
        rows.handedKey(invitation).ifPresent(handed -> handedKey(rows, handed));
    }

    /** Erases what staff handed over, if it still lies here. */
    static void handedKey(Rows rows, HandedKeyRow handed) {
        if (handed.lies()) {
            rows.put(handed.erased());
        }
    }

    /** What a person asked for never gets its second person: they were stopped. */
    static void requestsOf(Rows rows, String user) {
        end(
                rows,
                rows.requestsConcerning(user).stream()
                        .filter(request -> request.user().equals(user)));
    }

    /** The same for what was asked for with one device. */
    static void requestsBy(Rows rows, String device) {
        end(rows, rows.requestsFrom(device).stream());
    }

    private static void end(Rows rows, Stream<RequestRow> requests) {
        requests.forEach(request -> {
            rows.put(request.in(RequestRow.State.VOID));
            handedKeyOf(rows, request.invitation());
        });
    }

    /** Ends all that a person has: codes, devices, keys, and what waits about them or because of them. */
    static Ended everythingOf(Rows rows, String user, RevocationRow.Cause cause, Instant now) {
        end(rows, rows.requestsConcerning(user).stream());
        rows.invitationsOf(user).forEach(invitation -> invitation(rows, invitation));
        rows.handedKeysOf(user).forEach(handed -> handedKey(rows, handed));
        var devices = livingDevices(rows, user);
        devices.forEach(device -> device(rows, device, now));
        var keys = keysOf(rows, user, cause, now);
        return new Ended(keys, devices.stream().map(DeviceRow::device).toList());
    }
}
