package dev.natsuin.desktop.endtoend;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A signer whose server is hostile: the real desk with little patience, and the PIN's keys derived once. */
final class Victim implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMillis(600);

    final Profile profile;
    final Owner owner;
    final DeviceKeys keys;
    final DeviceKeys.Activation right;
    final DeviceKeys.Activation wrong;
    final DeskCore desk;
    final SigningKeys.Key key;
    private final Surroundings surroundings;

    Victim(DeskCore enrolled) throws Refusal, Malformed {
        profile = enrolled.profile();
        owner = profile.owner().orElseThrow();
        var real = Surroundings.real(new SecureRandom(), Ways.DIRECT);
        surroundings = new Surroundings(real.random(), real.nanoseconds(), real.pause(), PATIENCE);
        desk = new DeskCore(profile, surroundings, InstantSource.system());
        try (var secret = profile.deviceSecret().orElseThrow()) {
            keys = DeviceKeys.derive(secret, owner.sgm(), owner.user());
        }
        try (var pin = Pin.of(People.PIN.toCharArray());
                var other = Pin.of("90817263".toCharArray())) {
            right = keys.activation(pin);
            wrong = keys.activation(other);
        }
        key = desk.signingKeys().list().living().get(0);
    }

    Conversation begin() throws Refusal {
        var server = new Server(owner.url(), owner.sgm(), profile, surroundings);
        return Conversation.begin(server, profile, keys, owner.user(), surroundings);
    }

    Statement.Sign order(StatementHead head, Bytes... hashes) {
        return new Statement.Sign(
                head,
                key.info().keyId(),
                key.info().certificateSha256(),
                SignAlgorithm.ECDSA_WITH_SHA256,
                HashAlgorithm.SHA_256,
                List.of(hashes));
    }

    /** What the desk believes came of an order over these hashes. */
    Answer<Told> sign(Bytes... hashes) {
        return ordered(head -> order(head, hashes), right, hashes.length);
    }

    Answer<Told> ordered(Function<StatementHead, Statement> order, DeviceKeys.Activation pin, int documents) {
        return Refusal.answer(() ->
                begin().order(order, pin, java.util.Collections.nCopies(documents, "a document"), Optional.empty()));
    }

    /** What became of what was left without answer. */
    Answer<Optional<Told>> settled() {
        return Refusal.answer(() -> begin().settle());
    }

    @Override
    public void close() {
        right.close();
        wrong.close();
        keys.close();
    }
}
