package dev.natsuin.desktop.fake;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.remote.Conversation;
import dev.natsuin.desktop.remote.Server;
import dev.natsuin.desktop.remote.Surroundings;
import dev.natsuin.desktop.remote.Told;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.desktop.remote.Ways;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A device enrolled at a fake server, down to statements. */
public final class Rig implements AutoCloseable {
    public static final String PIN = "270182";

    public final FakeServer fake = new FakeServer();
    public final Profile profile;
    public final DeviceKeys keys;
    public final String user;
    private final SecureRandom random = new SecureRandom();

    /** Pauses pass at once, so patience is a number of tries. */
    public final Surroundings surroundings;

    private long nanoseconds;
    private Duration slept = Duration.ZERO;
    private final Map<String, DeviceKeys.Activation> activations = new HashMap<>();

    public Rig(Path folder) {
        profile = Profile.in(folder);
        var stretching = new QuickStretching();
        surroundings = new Surroundings(
                random,
                () -> nanoseconds,
                time -> nanoseconds += time.toNanos(),
                Duration.ofSeconds(10),
                stretching,
                Ways.DIRECT,
                () -> slept.plusNanos(nanoseconds).toMillis());
        var secret = new byte[DeviceKeys.SECRET_SIZE_BYTES];
        random.nextBytes(secret);
        try (var code = fake.inviteSigner();
                var deviceSecret = Secret.taking(secret)) {
            user = code.user();
            keys = DeviceKeys.derive(deviceSecret, code.identityHash(), user, stretching);
            begin().enrol(code, activation(PIN));
        } catch (Refusal e) {
            throw new IllegalStateException(e);
        }
    }

    /** This computer sleeps, and its clock that only goes forward stands still as that of Linux does. */
    public void sleeps(Duration time) {
        slept = slept.plus(time);
        fake.sgm.now = fake.sgm.now.plus(time);
    }

    public Server server() {
        return new Server(fake.url(), fake.sgm.identityHash(), profile, surroundings);
    }

    public Conversation begin() throws Refusal {
        return Conversation.begin(server(), profile, keys, user, surroundings);
    }

    /** What this PIN gives; made once, stays the rig's. */
    public DeviceKeys.Activation activation(String pin) {
        return activations.computeIfAbsent(pin, this::derive);
    }

    private DeviceKeys.Activation derive(String pin) {
        try (var digits = Pin.of(pin.toCharArray())) {
            return keys.activation(digits);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes a key. */
    public Results.KeyInfo key() throws Refusal, Malformed {
        var told = begin().order(
                        head -> new Statement.CreateKey(head, KeyAlgorithm.P_256, List.of("device")),
                        activation(PIN),
                        List.of(),
                        Optional.empty());
        return Results.KeyInfo.read(told.content());
    }

    /** Orders a signature over one hash. */
    public Told sign(Conversation conversation, Results.KeyInfo key, String pin) throws Refusal {
        return sign(conversation, key, pin, Waiting.PATIENTLY);
    }

    /** As above, for somebody who may stop waiting. */
    public Told sign(Conversation conversation, Results.KeyInfo key, String pin, Waiting waiting) throws Refusal {
        return conversation.order(
                head -> new Statement.Sign(
                        head,
                        key.keyId(),
                        key.certificateSha256(),
                        SignAlgorithm.ECDSA_WITH_SHA256,
                        HashAlgorithm.SHA_256,
                        List.of(Bytes.utf8("one").sha256())),
                activation(pin),
                List.of("契約書.pdf"),
                Optional.empty(),
                waiting);
    }

    @Override
    public void close() {
        activations.values().forEach(DeviceKeys.Activation::close);
        keys.close();
        fake.close();
    }
}
