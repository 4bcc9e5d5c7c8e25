package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.Rows;

/**
 * Check 2: an enrolled device of the person it names signed it. Before this holds there is one problem code.
 *
 * @param opened what was opened
 * @param device the device as the rows have it
 */
record AttestedStatement(OpenedStatement opened, DeviceRow device) {
    static Checked<AttestedStatement> of(OpenedStatement opened, Rows rows) {
        var head = opened.statement().head();
        var device = rows.device(head.device());
        if (device.isEmpty() || !device.get().user().equals(head.user())) {
            return Checked.stopped(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
        return signedBy(VerifyingKey.kept(device.get().deviceKey()), opened)
                ? Checked.passed(new AttestedStatement(opened, device.get()))
                : Checked.stopped(ProblemCode.STATEMENT_NOT_ACCEPTED);
    }

    static boolean signedBy(VerifyingKey deviceKey, OpenedStatement opened) {
        var envelope = opened.envelope();
        return deviceKey.verifies(
                Token.signingInput(Token.Purpose.DEVICE_STATEMENT, envelope.statement()), envelope.deviceSignature());
    }
}
