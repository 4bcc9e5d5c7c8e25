package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.Hkdf;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The attack on a stolen desktop, as a program: somebody has every file of the desk, the device secret among them, the
 * whole database of the SGM, that of the SAP and all logs, but not the SGM's vault key, and searches the PIN.
 *
 * <p>For a PIN the program derives everything that can be derived and looks for a trace of it everywhere. A PIN that
 * leaves a trace would be the right one; here the right one must look like every other.
 */
@Tag("e2e")
final class StolenDesktopTest {
    private static final Pattern STATEMENT = Pattern.compile("\"statement\":\"([A-Za-z0-9_-]{100,})\"");
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{86}");

    @TempDir
    private Path folder;

    @Test
    void no_file_of_desk_or_server_tells_a_right_pin_from_a_wrong_one() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        Path profile;
        try (var server = new LiveServer(data, port)) {
            var desk = new People(folder.resolve("desks"), code).signer("victim");
            profile = desk.profile().folder();
            try (var victim = new Victim(desk)) {
                leaveTraces(victim, server);
            }
            Files.writeString(folder.resolve("server.log"), server.said());
        }
        var loot = loot(profile, data);
        var thief = new Thief(profile, loot);
        assertThat(thief.statements).as("statements at rest").hasSizeGreaterThanOrEqualTo(5);
        assertThat(thief.publicKeys).as("signatures at rest").isNotEmpty();

        for (var pin : List.of(People.PIN, "90817263", "31415926")) {
            assertThat(thief.traces(pin)).as("traces of PIN " + pin).isEmpty();
        }

        // The same program on loot in which somebody was careless finds it at once.
        for (var careless : thief.derived(People.PIN).entrySet()) {
            var planted = thief.looksAt("{\"a\":\"" + careless.getValue().toBase64Url() + "\"}");
            assertThat(planted.traces(People.PIN)).as(careless.getKey()).isNotEmpty();
            assertThat(planted.traces("90817263")).as(careless.getKey()).isEmpty();
        }
    }

    /** Signatures, a wrong PIN, and an order whose answer never came. */
    private static void leaveTraces(Victim victim, LiveServer server) throws Refusal {
        victim.sign(Bytes.utf8("one").sha256());
        victim.ordered(head -> victim.order(head, Bytes.utf8("two").sha256()), victim.wrong, 1);
        victim.sign(Bytes.utf8("three").sha256());
        var conversation = victim.begin();
        conversation.ask(Statement.ListKeys::new); // so that it is let in, and the next order goes out
        server.close();
        var unanswered = Refusal.answer(() -> conversation.order(
                head -> victim.order(head, Bytes.utf8("four").sha256()),
                victim.right,
                List.of("a document"),
                Optional.empty()));
        assertThat(unanswered.given()).isEmpty();
        assertThat(victim.profile.unanswered()).isPresent();
    }

    /** Everything the thief took; the vault's key is not among it. */
    private Map<String, byte[]> loot(Path profile, Path data) throws IOException {
        var loot = new LinkedHashMap<String, byte[]>();
        for (var root : List.of(profile, data, folder.resolve("server.log"))) {
            try (var files = Files.walk(root)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var name = file.toString();
                    if (!name.endsWith("vault.key") && !name.endsWith(".so") && !name.endsWith(".lck")) {
                        loot.put(name, Files.readAllBytes(file));
                    }
                }
            }
        }
        assertThat(loot.keySet()).anyMatch(n -> n.endsWith("device.secret")).anyMatch(n -> n.endsWith("sgm.db"));
        return loot;
    }

    /** Who searches. */
    private static final class Thief {
        private final Map<String, byte[]> loot;
        private final Map<String, Readings> readings = new LinkedHashMap<>();
        final Set<Bytes> statements = new LinkedHashSet<>();
        final Set<Bytes> publicKeys = new LinkedHashSet<>();
        private final Bytes sgm;
        private final String user;
        private final String device;
        private final Bytes deviceSecret;
        private final Map<String, Map<String, Bytes>> known = new LinkedHashMap<>();

        Thief(Path profile, Map<String, byte[]> loot) throws Refusal {
            this.loot = loot;
            var opened = dev.natsuin.desktop.device.Profile.in(profile);
            var owner = opened.owner().orElseThrow();
            sgm = owner.sgm();
            user = owner.user();
            device = owner.device();
            try (var secret = opened.deviceSecret().orElseThrow()) {
                deviceSecret = secret.use(Bytes::of);
            }
            loot.forEach((name, octets) -> {
                readings.put(name, new Readings(octets));
                var text = new String(octets, StandardCharsets.ISO_8859_1);
                for (var found = STATEMENT.matcher(text); found.find(); ) {
                    statements.add(Bytes.base64Url(found.group(1)));
                }
                for (var found = SIGNATURE.matcher(text); found.find(); ) {
                    publicKeys.add(Bytes.utf8(found.group()));
                }
            });
        }

        private Thief(Thief other, String text) {
            loot = Map.of();
            readings.put("a careless file", new Readings(text.getBytes(StandardCharsets.US_ASCII)));
            statements.addAll(other.statements);
            sgm = other.sgm;
            user = other.user;
            device = other.device;
            deviceSecret = other.deviceSecret;
            known.putAll(other.known);
        }

        /** The same thief with another file only. */
        Thief looksAt(String text) {
            return new Thief(this, text);
        }

        /** What this PIN gives, by name. */
        Map<String, Bytes> derived(String pin) {
            return known.computeIfAbsent(pin, this::derive);
        }

        private Map<String, Bytes> derive(String digits) {
            var all = new LinkedHashMap<String, Bytes>();
            try (var secret = Secret.taking(deviceSecret.toArray());
                    var pin = Pin.of(digits.toCharArray());
                    var keys = DeviceKeys.derive(secret, sgm, user);
                    var activation = keys.activation(pin);
                    var seed = activation.key().copySeed()) {
                all.putAll(steps(secret, digits));
                assertThat(all).as("the formula").containsEntry("activation seed", seed.use(Bytes::of));
                var key = activation.key().publicKey();
                all.put("activation key", key.encoded());
                all.put("its hash", key.encoded().sha256());
                all.put("seal share", activation.sealShare().use(Bytes::of));
                all.put("its hash ", all.get("seal share").sha256());
                var i = 0;
                for (var statement : statements) {
                    var signature = activation.key().sign(Token.signingInput(Token.Purpose.ACTIVATION, statement));
                    all.put("activation signature " + i, signature);
                    all.put("hash of activation signature " + i, signature.sha256());
                    i++;
                }
            } catch (Malformed e) {
                throw new IllegalStateException(e);
            }
            return all;
        }

        /** The steps between, as protocol.md §3 has them. */
        private Map<String, Bytes> steps(Secret secret, String digits) {
            var id = Bytes.utf8(user);
            var context = Bytes.concat(sgm, Bytes.of(new byte[] {0, (byte) id.size()}), id);
            try (var label = Secret.taking("natsuin-v1".getBytes(StandardCharsets.US_ASCII));
                    var base = Hkdf.extract(label, secret);
                    var salt = Hkdf.expand(base, Bytes.concat(Bytes.utf8("pin-salt"), context))) {
                var argon = new Argon2BytesGenerator();
                argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(65536)
                        .withIterations(3)
                        .withParallelism(1)
                        .withSalt(salt.use(byte[]::clone))
                        .build());
                var stretched = new byte[32];
                argon.generateBytes(digits.getBytes(StandardCharsets.US_ASCII), stretched);
                var all = new LinkedHashMap<String, Bytes>();
                all.put("stretched PIN", Bytes.of(stretched));
                try (var taken = Secret.taking(stretched);
                        var root = Hkdf.extract(base, taken);
                        var activation = Hkdf.expand(root, Bytes.concat(Bytes.utf8("activation"), context))) {
                    all.put("root", root.use(Bytes::of));
                    all.put("activation seed", activation.use(Bytes::of));
                }
                return all;
            }
        }

        /** Everything in the loot that only the right PIN could give: empty if this PIN is wrong, or cannot be told. */
        Set<String> traces(String pin) throws GeneralSecurityException {
            var traces = new TreeSet<String>();
            var derived = derived(pin);
            derived.forEach((what, value) -> readings.forEach((file, reading) -> {
                for (var spelling : List.of(
                        new String(value.toArray(), StandardCharsets.ISO_8859_1),
                        value.toHex(),
                        value.toBase64Url(),
                        value.toBase64())) {
                    if (reading.holdOctets(spelling)) {
                        traces.add(what + " in " + file);
                    }
                }
            }));
            var key = VerifyingKey.kept(Objects.requireNonNull(derived.get("activation key")));
            for (var statement : statements) {
                for (var text : publicKeys) {
                    if (key.verifies(
                            Token.signingInput(Token.Purpose.ACTIVATION, statement),
                            Bytes.base64Url(canonical(text)))) {
                        traces.add("a signature at rest holds under this PIN's key");
                    }
                }
            }
            for (var name : List.of("seal share", "activation seed", "stretched PIN")) {
                opens(Objects.requireNonNull(derived.get(name)).toArray())
                        .forEach(file -> traces.add(name + " opens something in " + file));
            }
            return traces;
        }

        /** The last of 86 characters has two bits that must be zero, or it was no signature. */
        private static String canonical(Bytes text) {
            var last = "AQgw";
            var t = text.toUtf8();
            return last.indexOf(t.charAt(85)) < 0 ? t.substring(0, 85) + "A" : t;
        }

        /** Tries a key on every place where a blob of a wrapped 32-octet key could begin. */
        private Set<String> opens(byte[] key) throws GeneralSecurityException {
            var files = new TreeSet<String>();
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            for (var file : loot.entrySet()) {
                if (!file.getKey().endsWith("sgm.db")) {
                    continue;
                }
                var octets = file.getValue();
                for (var at = 0; at + 60 <= octets.length; at++) {
                    if (octets[at] == 0 && octets[at + 1] == 0 && octets[at + 2] == 0) {
                        continue; // free space; a nonce is random
                    }
                    cipher.init(
                            Cipher.DECRYPT_MODE,
                            new SecretKeySpec(key, "AES"),
                            new GCMParameterSpec(128, Arrays.copyOfRange(octets, at, at + 12)));
                    cipher.updateAAD(
                            Bytes.utf8("natsuin-seal-v1|" + user + "|" + device).toArray());
                    try {
                        cipher.doFinal(octets, at + 12, 48);
                        files.add(file.getKey());
                    } catch (AEADBadTagException e) {
                        // Not here.
                    }
                }
            }
            return files;
        }
    }
}
