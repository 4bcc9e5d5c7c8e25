package dev.natsuin.sgm.record;

import dev.natsuin.protocol.bytes.Bytes;

/**
 * What lies beside an invitation that a person's own device gave to a further one.
 *
 * @param invitation id of the invitation
 * @param device the device that gave it
 * @param sealWrap the person's seal key under the code's temporary share, see {@link dev.natsuin.sgm.key.SealedKeys};
 *     empty once the code was used, or killed by an order
 */
public record DeviceInvitationRow(String invitation, String device, Bytes sealWrap) {
    /** The same, with nothing left to open. */
    public DeviceInvitationRow erased() {
        return new DeviceInvitationRow(invitation, device, Bytes.EMPTY);
    }
}
