package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * One person's device: its keys, and statements made with them.
 *
 * <p>The keys are random instead of derived from a PIN: what Argon2 costs, it costs the desktop. For one thread.
 */
final class Device {
    private static final int SHARE_SIZE_BYTES = 32;

    private final Bytes identityHash;
    private final String user;
    private final Clock clock;
    private final SecureRandom random;
    private final SigningSeed loginKey;
    private final SigningSeed deviceKey;
    private final SigningSeed activationKey;
    private final Secret share;
    private final String id;

    Device(Bytes identityHash, String user, Clock clock, SecureRandom random) {
        this.identityHash = identityHash;
        this.user = user;
        this.clock = clock;
        this.random = random;
        this.loginKey = SigningSeed.random(random);
        this.deviceKey = SigningSeed.random(random);
        this.activationKey = SigningSeed.random(random);
        this.share = secret(SHARE_SIZE_BYTES);
        this.id = Ids.deviceId(deviceKey.publicKey());
    }

    private Secret secret(int sizeBytes) {
        var octets = new byte[sizeBytes];
        random.nextBytes(octets);
        return Secret.taking(octets);
    }

    String user() {
        return user;
    }

    String id() {
        return id;
    }

    SigningSeed loginKey() {
        return loginKey;
    }

    /** Seals a statement with what its type needs. The server is on this machine, so its time is ours. */
    Bytes sealed(Function<StatementHead, Statement> made, SealingKey to) throws Malformed {
        var statement = made.apply(head());
        var text = StatementText.write(statement);
        try (var envelope = envelope(text)) {
            if (statement.changes()) {
                activate(envelope, text);
            }
            if (statement instanceof Statement.CreateKey || statement instanceof Statement.Sign) {
                envelope.with(Envelope.Field.SEAL_SHARE, share.copy());
            }
            return sealed(envelope, to);
        }
    }

    /** Seals an enrolment with this code. */
    Bytes enrolment(EnrolmentCode code, SealingKey to) throws Malformed {
        try (var blind = secret(ActivationCommitment.BLIND_SIZE_BYTES);
                var key = Secret.taking(activationKey.publicKey().encoded().toArray())) {
            var text = StatementText.write(new Statement.Enrol(
                    head(),
                    code.invitation(),
                    deviceKey.publicKey().encoded(),
                    loginKey.publicKey().encoded(),
                    ActivationCommitment.of(blind, key)));
            try (var envelope = envelope(text)) {
                activate(envelope, text);
                envelope.with(Envelope.Field.SEAL_SHARE, share.copy())
                        .with(Envelope.Field.ENROLMENT_SECRET, code.secret().copy())
                        .with(Envelope.Field.ACTIVATION_KEY, key.copy())
                        .with(Envelope.Field.ACTIVATION_BLIND, blind.copy());
                return sealed(envelope, to);
            }
        }
    }

    private StatementHead head() {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new StatementHead(
                identityHash, user, id, Ids.newId(random), now, now.plus(StatementHead.LONGEST_LIFE.dividedBy(2)));
    }

    private Envelope envelope(Bytes text) {
        return Envelope.of(text, deviceKey.sign(Token.signingInput(Token.Purpose.DEVICE_STATEMENT, text)));
    }

    private void activate(Envelope envelope, Bytes text) {
        var signature = activationKey.sign(Token.signingInput(Token.Purpose.ACTIVATION, text));
        envelope.with(Envelope.Field.ACTIVATION_SIGNATURE, Secret.taking(signature.toArray()));
    }

    private Bytes sealed(Envelope envelope, SealingKey to) throws Malformed {
        try (var plain = envelope.toSecret()) {
            var hpke = Sealing.seal(to.publicKey(), identityHash, plain, random);
            return SealedStatement.of(to.id(), hpke).toBytes();
        }
    }
}
