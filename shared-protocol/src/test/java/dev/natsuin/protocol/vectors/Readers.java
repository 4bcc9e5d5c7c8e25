package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.LoggedSuccession;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.answer.SealingKey;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.protocol.cms.MlDsaKey;
import dev.natsuin.protocol.cms.SignedAttributes;
import dev.natsuin.protocol.code.ComparisonCode;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.device.Pin;
import dev.natsuin.protocol.device.TemporaryShare;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Our readers of every format, asked whether they accept a vector as it stands. */
final class Readers {
    private Readers() {}

    static boolean accept(Vector v) {
        try {
            return switch (v.format()) {
                case "device-keys" -> deviceKeys(v);
                case "statement" ->
                    StatementText.read(v.base64Url("statement")).type().equals(v.text("type"));
                case "envelope" -> envelope(v);
                case "sealed-statement" -> new SmallSgm(v).accepts(v.base64Url("sealed"));
                case "activation-commitment" -> commitment(v);
                case "enrolment-secret-hash" -> secretHash(v);
                case "display-hash" -> displayHash(v);
                case "token" -> token(v);
                case "answer" -> answer(v);
                case "hello" -> Hello.open(v.text("token"), key(v, "identityKey"), v.hex("nonce")) != null;
                case "sealing-key" -> sealingKey(v);
                case "descriptor" -> descriptor(v);
                case "succession" -> succession(v);
                case "succession-entry" -> successionEntry(v);
                case "leaf" -> Leaf.read(v.base64Url("leaf")).toBytes().equals(v.base64Url("leaf"));
                case "log-entry" -> entry(v);
                case "checkpoint" -> checkpoint(v, "note");
                case "cosignature" ->
                    Cosignature.time(v.base64Url("note").toUtf8(), v.text("name"), key(v, "cosigner"))
                            .equals(Optional.of(Instant.ofEpochSecond(v.number("time"))));
                case "inclusion" ->
                    Merkle.includes(
                            v.hex("root"), v.number("size"), v.number("index"), v.hex("leafHash"), v.hexList("proof"));
                case "consistency" ->
                    Merkle.consistent(
                            v.number("first"),
                            v.hex("firstRoot"),
                            v.number("second"),
                            v.hex("secondRoot"),
                            v.hexList("proof"));
                case "temporary-share" -> temporaryShare(v);
                case "key-transport" -> v.text("suite").startsWith("rsa-") ? SmallToken.opens(v) : keyTransport(v);
                case "key-handover" -> keyHandover(v);
                case "enrolment-code" -> enrolmentCode(v);
                case "fingerprint" ->
                    Fingerprint.of(v.hex("identityHash"), key(v, "deviceKey")).equals(v.text("fingerprint"));
                case "comparison-code" -> ComparisonCode.of(v.hexList("hashes")).equals(v.text("code"));
                case "algorithm-identifier" -> identifier(v);
                case "signed-attributes" ->
                    SignedAttributes.under(v.base64Url("certificate"))
                            .over(v.hex("messageDigest"))
                            .equals(v.base64Url("attributes"));
                case "merkle-root" ->
                    Merkle.root(v.hexList("leaves").size(), LogVectors.nodes(v.hexList("leaves")))
                            .equals(v.hex("root"));
                case "hkdf" -> RfcReaders.hkdf(v);
                case "ed25519" -> RfcReaders.ed25519(v);
                case "ml-dsa-65" -> MlDsaKey.of(v.hex("key")).verifies(v.hex("message"), v.hex("signature"));
                case "argon2id" -> RfcReaders.argon2id(v);
                case "hpke" -> RfcReaders.hpke(v);
                default -> throw new IllegalStateException("a format without reader: " + v.format());
            };
        } catch (Malformed e) {
            return false;
        }
    }

    private static boolean identifier(Vector v) {
        return HashAlgorithm.byOid(v.text("hashAlgorithmOID"))
                .flatMap(hash -> SignAlgorithm.byOid(v.text("signAlgo"), hash).filter(a -> a.hash() == hash))
                .map(AlgorithmIdentifiers::of)
                .filter(v.hex("identifier")::equals)
                .isPresent();
    }

    private static VerifyingKey key(Vector v, String name) throws Malformed {
        return VerifyingKey.of(v.hex(name));
    }

    private static boolean deviceKeys(Vector v) throws Malformed {
        if (v.hex("deviceSecret").size() != DeviceKeys.SECRET_SIZE_BYTES) {
            return false;
        }
        try (var secret = Samples.secret(v.hex("deviceSecret"));
                var keys = DeviceKeys.derive(secret, v.hex("identityHash"), v.text("user"));
                var pin = Pin.of(v.text("pin").toCharArray());
                var activation = keys.activation(pin)) {
            return keys.loginKey().publicKey().encoded().equals(v.hex("loginKey"))
                    && keys.deviceKey().publicKey().encoded().equals(v.hex("deviceKey"))
                    && activation.key().publicKey().encoded().equals(v.hex("activationKey"))
                    && activation.sealShare().matches(Samples.secret(v.hex("sealShare")));
        }
    }

    private static boolean envelope(Vector v) throws Malformed {
        try (var text = Samples.secret(v.base64Url("envelope"));
                var envelope = Envelope.read(text);
                var again = envelope.toSecret()) {
            return envelope.statement().equals(v.base64Url("statement")) && again.matches(text);
        }
    }

    private static boolean commitment(Vector v) {
        try (var blind = Samples.secret(v.hex("blind"));
                var key = Samples.secret(v.hex("activationKey"))) {
            return ActivationCommitment.of(blind, key).equals(v.hex("commitment"));
        }
    }

    private static boolean temporaryShare(Vector v) {
        try (var secret = Samples.secret(v.hex("secret"));
                var share = TemporaryShare.of(secret, v.hex("identityHash"), v.text("user"))) {
            return share.matches(Samples.secret(v.hex("share")));
        }
    }

    private static boolean keyTransport(Vector v) {
        var binding = new KeyTransport.Binding(
                v.hex("identityHash"), v.text("user"), v.text("device"), v.text("transportKey"));
        try (var opening = Sealing.OpeningKey.taking(Samples.secret(v.hex("openingKey")))) {
            return KeyTransport.decrypt(opening, binding, v.hex("encrypted"))
                    .filter(key -> key.matches(Samples.secret(v.hex("key"))))
                    .isPresent();
        }
    }

    private static boolean keyHandover(Vector v) {
        var binding = new KeyHandover.Binding(v.hex("identityHash"), v.hex("secretHash"), v.hexList("certificates"));
        try (var code = Samples.secret(v.hex("codeSecret"));
                var enrolment = KeyHandover.enrolmentSecret(code, v.hex("identityHash"))) {
            return enrolment.matches(Samples.secret(v.hex("enrolmentSecret")))
                    && KeyHandover.open(code, binding, v.base64Url("sealed"))
                            .filter(content -> content.name().equals(v.text("name"))
                                    && content.pkcs8().matches(Samples.secret(v.hex("key"))))
                            .isPresent();
        }
    }

    private static boolean displayHash(Vector v) {
        return DisplayHash.of(v.hex("salt"), v.text("name"), v.text("kana"), v.text("email"))
                .equals(v.hex("hash"));
    }

    private static boolean secretHash(Vector v) {
        try (var secret = Samples.secret(v.hex("secret"))) {
            return EnrolmentSecretHash.of(secret).equals(v.hex("hash"));
        }
    }

    private static boolean token(Vector v) throws Malformed {
        var purpose =
                Token.Purpose.valueOf(v.text("purpose").toUpperCase(Locale.ROOT).replace('-', '_'));
        var payload = Token.open(purpose, v.text("token"), key(v, "key"));
        return payload.isPresent() && payload.get().equals(v.base64Url("payload"));
    }

    private static boolean answer(Vector v) throws Malformed {
        var answer = Answer.open(v.text("token"), key(v, "identityKey"), v.base64Url("sealed"));
        if (answer.statementSha256().isPresent()
                && !answer.statementSha256()
                        .get()
                        .equals(v.base64Url("statement").sha256())) {
            return false;
        }
        if (answer.body() instanceof Answer.Body.Done done) {
            result(v.text("type"), done.content());
        }
        return true;
    }

    private static Results.Result result(String type, JsonObject content) throws Malformed {
        return switch (type) {
            case "enrol" -> Results.Enrolled.read(content);
            case "create-key", "renew-key", "import-key" -> Results.KeyInfo.read(content);
            case "list-keys", "list-keys-of" -> Results.Keys.read(content);
            case "destroy-key" -> Results.Destroyed.read(content);
            case "sign" -> Results.Signed.read(content);
            case "activity" -> Results.ActivityPage.read(content);
            case "audit-log" -> Results.LogPage.read(content);
            case "outcome" -> Results.StoredAnswer.read(content);
            case "invite", "invite-device" -> Results.Invited.read(content);
            case "list-people" ->
                content.reader().has("more") ? Results.PeoplePage.read(content) : Results.People.read(content);
            case "confirm-device" -> Results.Confirmed.read(content);
            case "standing" -> Results.Standing.read(content);
            case "amend" -> Results.PersonAmended.read(content);
            case "suspend", "resume", "revoke" -> Results.PersonChanged.read(content);
            case "re-enrol" -> Results.EnrolledAnew.read(content);
            case "change-pin" -> Results.PinChanged.read(content);
            case "list-devices" -> Results.Devices.read(content);
            case "remove-device" -> Results.DeviceRemoved.read(content);
            case "handed-key" -> Results.Handed.read(content);
            case "transport-key" -> Results.Transport.read(content);
            case "describe-person" -> Results.Described.read(content);
            case "approve" -> Results.Approved.read(content);
            case "renew-identity" -> Results.IdentityAwaited.read(content);
            case "withdraw" -> Results.Withdrawn.read(content);
            case "list-requests" -> Results.Requests.read(content);
            default -> throw new IllegalStateException("a type without result: " + type);
        };
    }

    private static boolean sealingKey(Vector v) throws Malformed {
        var key = SealingKey.open(v.text("token"), key(v, "identityKey"));
        return key.holdsAt(Instant.ofEpochSecond(v.number("now")))
                && key.publicKey().equals(v.hex("publicKey"));
    }

    private static boolean descriptor(Vector v) throws Malformed {
        var descriptor = Descriptor.open(v.text("token"), v.hex("identityHash"));
        return descriptor.url().equals(v.text("url")) && descriptor.tlsKeys().equals(v.hexList("tlsKeys"));
    }

    private static boolean succession(Vector v) throws Malformed {
        var all = new ArrayList<JsonObject>();
        for (var text : v.hexList("successions")) {
            all.add(JsonObject.strict(text));
        }
        var identity = Identity.of(v.hex("sgm"), Succession.readAll(all), key(v, "identityKey"));
        return identity.number() == all.size();
    }

    private static boolean successionEntry(Vector v) throws Malformed {
        var checkpoint = Checkpoint.open(v.base64Url("checkpoint").toUtf8(), v.text("origin"), key(v, "logKey"))
                .orElseThrow();
        var entry = LogEntry.read(JsonObject.strict(v.base64Url("entry")));
        var logged = LoggedSuccession.proven(entry, checkpoint);
        return logged.askedBy().equals(v.text("askedBy")) && logged.approvedBy().equals(v.text("approvedBy"));
    }

    private static boolean checkpoint(Vector v, String name) throws Malformed {
        return Checkpoint.open(v.base64Url(name).toUtf8(), v.text("origin"), key(v, "logKey"))
                .isPresent();
    }

    private static boolean entry(Vector v) throws Malformed {
        var checkpoint = Checkpoint.open(v.base64Url("checkpoint").toUtf8(), v.text("origin"), key(v, "logKey"))
                .orElseThrow();
        LogEntry.read(JsonObject.strict(v.base64Url("entry"))).proven(checkpoint);
        return true;
    }

    private static boolean enrolmentCode(Vector v) throws Malformed {
        try (var text = Samples.secret(Bytes.utf8(v.text("code")));
                var code = EnrolmentCode.read(text);
                var secret = Samples.secret(v.hex("secret"))) {
            return code.identityHash().equals(v.hex("identityHash"))
                    && code.invitation().equals(v.text("invitation"))
                    && code.user().equals(v.text("user"))
                    && code.url().equals(v.text("url"))
                    && code.secret().matches(secret)
                    && code.keySecret()
                            .map(own -> own.use(Bytes::of))
                            .equals(v.optional("keySecret").map(Bytes::hex));
        }
    }
}
