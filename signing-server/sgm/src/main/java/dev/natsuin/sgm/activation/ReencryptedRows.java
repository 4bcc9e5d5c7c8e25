package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;

/**
 * Encrypts under another row key what tells a right PIN or lies around a seal (decision 0071): needs neither a PIN nor
 * a share, and learns neither.
 */
public final class ReencryptedRows implements Rows.Encrypted {
    private final Rows rows;
    private final RowGuard before;
    private final RowGuard next;
    private final SealedKeys seals;

    /** From one key to another; all stay the caller's. */
    public ReencryptedRows(Rows rows, RowGuard before, RowGuard next, SecureRandom random) {
        this.rows = rows;
        this.before = before;
        this.next = next;
        this.seals = new SealedKeys(before, random);
    }

    @Override
    public DeviceRow anew(DeviceRow device) {
        return device.isRemoved()
                ? device
                : device.withPin(
                        activationKey(device), seals.under(next, device.user(), device.device(), device.sealWrap()));
    }

    private Bytes activationKey(DeviceRow device) {
        var about = ActivationKey.about(device.user(), device.device());
        try (var key = before.decrypt(about, device.activationKey())) {
            return next.encrypt(about, key);
        }
    }

    @Override
    public DeviceInvitationRow anew(DeviceInvitationRow invitation) {
        var id = invitation.invitation();
        var user = rows.invitation(id)
                .map(InvitationRow::user)
                .orElseThrow(() -> new RowTampered("device_invitation", id));
        return invitation.sealWrap().isEmpty()
                ? invitation
                : new DeviceInvitationRow(id, invitation.device(), seals.under(next, user, id, invitation.sealWrap()));
    }
}
