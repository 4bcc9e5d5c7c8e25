package dev.natsuin.sgm;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A signing key that staff hands over with an enrolment code: what their desk makes of it, before it is ordered. */
public final class HandedOver {
    private static final SecureRandom RANDOM = new SecureRandom();

    public final Bytes codeSecret = TestDevice.random(KeyHandover.SECRET_SIZE_BYTES);
    public final List<Bytes> certificates;
    public final Bytes sealed;
    private final TestSgm sgm;

    public HandedOver(TestSgm sgm, KeyPair pair, List<Bytes> certificates) {
        this.sgm = sgm;
        this.certificates = certificates;
        try (var secret = Secret.taking(codeSecret.toArray());
                var content = new KeyHandover.Content(
                        "係 花子", Secret.taking(pair.getPrivate().getEncoded()))) {
            this.sealed = KeyHandover.seal(secret, binding(), content, RANDOM);
        }
    }

    private Bytes secretHash() {
        try (var secret = Secret.taking(codeSecret.toArray());
                var enrolment = KeyHandover.enrolmentSecret(secret, sgm.firstCode.identityHash())) {
            return EnrolmentSecretHash.of(enrolment);
        }
    }

    private KeyHandover.Binding binding() {
        return new KeyHandover.Binding(sgm.firstCode.identityHash(), secretHash(), certificates);
    }

    /** The order of this person of staff. */
    public Statement.Invite statement(TestDevice staff, KeyAlgorithm algorithm) {
        return new Statement.Invite(
                staff.head(sgm.now()),
                Role.SIGNER,
                secretHash(),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.of("CN=山田 太郎,O=見本株式会社,C=JP"),
                Optional.of(algorithm),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Statement.Handing(sealed.sha256(), certificates)));
    }

    public Answer ordered(TestDevice staff, Statement.Invite order) {
        return sgm.send(staff.seal(order, sgm, draft -> {
            draft.secrets.put(Envelope.Field.HANDED_KEY, sealed);
            return draft;
        }));
    }

    public Answer ordered(TestDevice staff) {
        return ordered(staff, statement(staff, KeyAlgorithm.P_256));
    }

    /** The code that goes with it. */
    public EnrolmentCode code(Answer invited) {
        try {
            var result = Results.Invited.read(TestSgm.done(invited));
            return EnrolmentCode.withKey(
                    sgm.firstCode.identityHash(),
                    result.invitation(),
                    result.user(),
                    "https://127.0.0.1:8443",
                    Secret.taking(codeSecret.toArray()));
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** What the SGM says to a device that asks for it. */
    public static Answer asked(TestSgm sgm, TestDevice device) {
        return sgm.send(device.seal(new Statement.HandedKey(device.head(sgm.now())), sgm));
    }

    /** The key that this octets hold, opened with the secret of this code. */
    public Optional<Bytes> opened(Bytes octets, Secret with) {
        return KeyHandover.open(with, binding(), octets).map(content -> {
            try (content) {
                return content.pkcs8().use(Bytes::of);
            }
        });
    }

    /** The order that takes it in, as the device makes it. */
    public TestDevice.Draft taking(TestDevice device, Bytes pkcs8, Optional<Bytes> handedKey) {
        var to = sgm.transportKey(device, KeyAlgorithm.P_256);
        var binding = new KeyTransport.Binding(device.identityHash, to.user(), to.device(), to.transportKey());
        try (var key = Secret.taking(pkcs8.toArray())) {
            var encrypted = KeyTransport.encrypt(to.suite(), to.publicKey(), binding, key, RANDOM);
            var draft = device.draft(new Statement.ImportKey(
                    device.head(sgm.now()),
                    to.transportKey(),
                    encrypted.sha256(),
                    KeyAlgorithm.P_256,
                    List.of("device"),
                    certificates,
                    handedKey));
            draft.secrets.put(Envelope.Field.ENCRYPTED_KEY, encrypted);
            return draft;
        } catch (Malformed e) {
            throw new AssertionError(e);
        }
    }

    /** The answer to the order that takes it in. */
    public Answer taken(TestDevice device, Bytes pkcs8) {
        return sgm.send(device.seal(taking(device, pkcs8, Optional.of(sealed.sha256())), sgm));
    }
}
