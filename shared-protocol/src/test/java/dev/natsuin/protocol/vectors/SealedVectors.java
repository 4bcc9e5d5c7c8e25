package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.crypto.Sealing;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Envelope.Field;
import dev.natsuin.protocol.statement.SealedStatement;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** Envelopes, what seals them, and the secrets' hashes. */
final class SealedVectors {
    private static final Bytes KEY_ID = Bytes.hex("0102030405060708");

    private SealedVectors() {}

    static void make(Consumer<Vector> out) {
        envelopes(out);
        sealed(out);
        tampered(out);
        hashes(out);
        transported(out);
        transportedToTokens(out);
        handedOver(out);
    }

    /** Base mode with our whole suite, which the RFC has no numbers for. */
    static void hpke(Consumer<Vector> out) {
        var info = Bytes.utf8("natsuin-statement-v1");
        var plaintext = Bytes.utf8("an envelope");
        try (var opening = Sealing.OpeningKey.random(new TestRandom("sealing key"));
                var scalar = opening.copyScalar();
                var plain = Samples.secret(plaintext)) {
            var sealed =
                    Sealing.seal(opening.publicKey(), Samples.identityHash(), plain, new TestRandom("hpke ephemeral"));
            var ok = Vector.ok("hpke", "suite", "base mode with the suite of sealed statements")
                    .with("aead", "2")
                    .hex("openingKey", scalar.use(Bytes::of))
                    .hex("info", info)
                    .hex("aad", Samples.identityHash())
                    .hex("enc", sealed.slice(0, 32))
                    .hex("ciphertext", sealed.slice(32, sealed.size()))
                    .hex("plaintext", plaintext);
            out.accept(ok);
            out.accept(ok.sibling("other-aead", "AES-128-GCM").with("aead", "1"));
            out.accept(ok.sibling("other-info", "another info").hex("info", DeviceVectors.flipped(info)));
        } catch (Malformed e) {
            throw new IllegalStateException("a key of ours", e);
        }
    }

    private static Bytes signature(Token.Purpose purpose, Bytes text, SigningSeed key) {
        return key.sign(Token.signingInput(purpose, text));
    }

    private static Bytes octets(Envelope envelope) {
        try (envelope;
                var secret = envelope.toSecret()) {
            return secret.use(Bytes::of);
        }
    }

    /** With the secrets that its type asks for. */
    private static Envelope envelope(Bytes text, Statement statement, SigningSeed device, SigningSeed activation) {
        var envelope = Envelope.of(text, signature(Token.Purpose.DEVICE_STATEMENT, text, device));
        if (statement.changes()) {
            active(envelope, text, activation);
        }
        for (var field : statement.secrets()) {
            envelope.with(field, Samples.secret(secret(field, statement, text, activation)));
        }
        return envelope;
    }

    private static Bytes secret(Field field, Statement statement, Bytes text, SigningSeed activation) {
        try (var next = Samples.newActivation()) {
            return switch (field) {
                case SEAL_SHARE -> Samples.SEAL_SHARE;
                case ENROLMENT_SECRET -> Samples.ENROLMENT_SECRET;
                case ACTIVATION_KEY ->
                    (statement instanceof Statement.Enrol ? activation : next)
                            .publicKey()
                            .encoded();
                case ACTIVATION_BLIND -> Samples.BLIND;
                case NEW_ACTIVATION_SIGNATURE -> signature(Token.Purpose.ACTIVATION, text, next);
                case NEW_SEAL_SHARE -> Samples.NEW_SEAL_SHARE;
                case ENCRYPTED_KEY -> Samples.ENCRYPTED_KEY;
                case HANDED_KEY -> Samples.HANDED_KEY;
                case STATEMENT, DEVICE_SIGNATURE, ACTIVATION_SIGNATURE ->
                    throw new IllegalStateException("beside every change");
            };
        }
    }

    private static Envelope active(Envelope envelope, Bytes text, SigningSeed activation) {
        return envelope.with(
                Field.ACTIVATION_SIGNATURE, Samples.secret(signature(Token.Purpose.ACTIVATION, text, activation)));
    }

    private static void envelopes(Consumer<Vector> out) {
        var text = StatementText.write(Samples.sign(2));
        try (var device = Samples.device();
                var activation = Samples.activation()) {
            var full = octets(envelope(text, Samples.sign(2), device, activation));
            var plain = octets(envelope(text, new Statement.ListKeys(Samples.head()), device, activation));
            var ok = Vector.ok("envelope", "sign", "statement, device signature, activation signature, seal share")
                    .base64Url("envelope", full)
                    .base64Url("statement", text);
            out.accept(ok);
            out.accept(Vector.ok("envelope", "without-secrets", "statement and device signature only")
                    .base64Url("envelope", plain)
                    .base64Url("statement", text));
            var share = full.slice(full.size() - 37, full.size());
            var before = full.slice(0, full.size() - 37);
            refused(out, "magic-wrong", "another magic", Bytes.concat(Bytes.utf8("NSE2"), full.slice(4, full.size())));
            refused(out, "cut", "the last octet missing", full.slice(0, full.size() - 1));
            refused(out, "octet-behind", "an octet behind the last field", Bytes.concat(full, Bytes.hex("00")));
            refused(out, "field-twice", "the seal share twice", Bytes.concat(full, share));
            refused(out, "field-unknown", "field 11", Bytes.concat(full, Bytes.hex("0b0000000100")));
            refused(
                    out,
                    "fields-out-of-order",
                    "the seal share before the activation signature",
                    Bytes.concat(plain, share, before.slice(plain.size(), before.size())));
            refused(
                    out,
                    "share-short",
                    "a seal share of 31 octets",
                    Bytes.concat(before, Bytes.hex("040000001f"), share.slice(6, 37)));
            refused(
                    out,
                    "length-beyond-end",
                    "a length beyond the end",
                    Bytes.concat(before, Bytes.hex("047fffffff"), share.slice(5, 37)));
            refused(
                    out,
                    "length-negative",
                    "a length with the highest bit set",
                    Bytes.concat(before, Bytes.hex("0480000020"), share.slice(5, 37)));
            refused(out, "no-device-signature", "no device signature", plain.slice(0, plain.size() - 69));
            refused(out, "empty", "nothing", Bytes.EMPTY);
        }
    }

    private static void refused(Consumer<Vector> out, String name, String why, Bytes octets) {
        out.accept(Vector.refused("envelope", name, why).base64Url("envelope", octets));
    }

    private static Vector context(Vector vector) {
        try (var device = Samples.device();
                var activation = Samples.activation();
                var opening = Sealing.OpeningKey.random(new TestRandom("sealing key"));
                var scalar = opening.copyScalar();
                var secret = Samples.secret(Samples.ENROLMENT_SECRET)) {
            return vector.hex("openingKey", scalar.use(Bytes::of))
                    .hex("sealingKeyId", KEY_ID)
                    .hex("identityHash", Samples.identityHash())
                    .hex("deviceKey", device.publicKey().encoded())
                    .hex("activationKey", activation.publicKey().encoded())
                    .hex("secretHash", EnrolmentSecretHash.of(secret))
                    .with("now", Long.toString(Samples.NOW.getEpochSecond() + 60));
        }
    }

    private static Bytes seal(Bytes envelope, Bytes identityHash, String seed) {
        try (var opening = Sealing.OpeningKey.random(new TestRandom("sealing key"));
                var plaintext = Samples.secret(envelope)) {
            var hpke = Sealing.seal(opening.publicKey(), identityHash, plaintext, new TestRandom(seed));
            return SealedStatement.of(KEY_ID, hpke).toBytes();
        } catch (Malformed e) {
            throw new IllegalStateException("a key of ours", e);
        }
    }

    private static Vector sealed(Vector vector, Bytes envelope) {
        return context(vector).base64Url("sealed", seal(envelope, Samples.identityHash(), vector.name()));
    }

    private static void sealed(Consumer<Vector> out) {
        try (var device = Samples.device();
                var activation = Samples.activation()) {
            Samples.statements().forEach((name, statement) -> {
                var text = StatementText.write(statement);
                out.accept(sealed(
                        Vector.ok("sealed-statement", name, "a " + statement.type() + " statement on its way"),
                        octets(envelope(text, statement, device, activation))));
            });
            refusedStatement(out, "audience", "for another SGM", m -> m.with("aud", "\"" + "00".repeat(32) + "\""));
            refusedStatement(out, "device", "of another device", m -> m.with("device", "\"" + "00".repeat(16) + "\""));
            refusedStatement(out, "expired", "expired at this very second", m -> m.with("exp", "1767225660"));
            refusedStatement(
                    out, "too-long", "lives a second more than five minutes", m -> m.with("exp", "1767225901"));
            refusedStatement(
                    out,
                    "from-the-future",
                    "expires more than five minutes from now",
                    m -> m.with("iat", "1767225661").with("exp", "1767225961"));
        }
    }

    /** Well signed and sealed, but saying something it must not say. */
    private static void refusedStatement(
            Consumer<Vector> out, String suffix, String why, Function<JsonMembers, JsonMembers> change) {
        var text = change.apply(JsonMembers.of(StatementText.write(Samples.sign(2))))
                .toBytes();
        try (var device = Samples.device();
                var activation = Samples.activation()) {
            out.accept(sealed(
                    Vector.refused("sealed-statement", "sign-" + suffix, why),
                    octets(envelope(text, Samples.sign(2), device, activation))));
        }
    }

    private static void tampered(Consumer<Vector> out) {
        var text = StatementText.write(Samples.sign(2));
        try (var device = Samples.device();
                var activation = Samples.activation();
                var other = Samples.seed("other")) {
            var good = octets(envelope(text, Samples.sign(2), device, activation));
            var sealed = seal(good, Samples.identityHash(), "sign");
            flipped(out, sealed, "version", 0);
            flipped(out, sealed, "key-id", 1);
            flipped(out, sealed, "encapsulated-key", 9);
            flipped(out, sealed, "ciphertext", 41);
            flipped(out, sealed, "tag", sealed.size() - 1);
            refusedSeal(out, "cut", "the last octet missing", sealed.slice(0, sealed.size() - 1));
            refusedSeal(
                    out,
                    "to-other-sgm",
                    "sealed with another SGM's hash as associated data",
                    seal(good, Bytes.hex("00".repeat(32)), "sgm"));
            refusedSeal(
                    out,
                    "small-order",
                    "an encapsulated key of small order",
                    Bytes.concat(sealed.slice(0, 9), Bytes.of(new byte[32]), sealed.slice(41, sealed.size())));
            refusedEnvelope(
                    out,
                    "device-signature",
                    "signed by another device",
                    envelope(text, Samples.sign(2), other, activation));
            changePin(out, device, activation);
            importKey(out, device, activation);
            inviteHanding(out, device, activation);
            refusedEnvelope(out, "activation-signature", "a wrong PIN", envelope(text, Samples.sign(2), device, other));
            refusedEnvelope(
                    out,
                    "signatures-exchanged",
                    "device and activation signature in each other's place",
                    Envelope.of(text, signature(Token.Purpose.ACTIVATION, text, activation))
                            .with(
                                    Field.ACTIVATION_SIGNATURE,
                                    Samples.secret(signature(Token.Purpose.DEVICE_STATEMENT, text, device)))
                            .with(Field.SEAL_SHARE, Samples.secret(Samples.SEAL_SHARE)));
            refusedEnvelope(
                    out,
                    "purpose",
                    "the activation key signed for the purpose of a device",
                    Envelope.of(text, signature(Token.Purpose.DEVICE_STATEMENT, text, device))
                            .with(
                                    Field.ACTIVATION_SIGNATURE,
                                    Samples.secret(signature(Token.Purpose.DEVICE_STATEMENT, text, activation)))
                            .with(Field.SEAL_SHARE, Samples.secret(Samples.SEAL_SHARE)));
            refusedEnvelope(
                    out,
                    "no-activation",
                    "no activation signature and no share",
                    envelope(text, new Statement.ListKeys(Samples.head()), device, activation));
            refusedEnvelope(
                    out, "no-share", "no seal share", envelope(text, Samples.inviteSigner(), device, activation));
            var query = StatementText.write(new Statement.ListKeys(Samples.head()));
            refusedEnvelope(
                    out,
                    "list-keys-with-activation",
                    "an activation signature over a question",
                    envelope(query, Samples.inviteSigner(), device, activation));
            enrolments(out, device, activation, other);
        }
    }

    private static void enrolments(
            Consumer<Vector> out, SigningSeed device, SigningSeed activation, SigningSeed other) {
        var text = StatementText.write(Samples.enrol());
        refusedEnvelope(
                out,
                "enrol-device-signature",
                "signed by another key than it names",
                envelope(text, Samples.enrol(), other, activation));
        refusedEnvelope(
                out,
                "enrol-activation-key",
                "another activation key than it commits to",
                envelope(text, Samples.enrol(), device, other));
        for (var field : new Field[] {Field.ENROLMENT_SECRET, Field.ACTIVATION_BLIND}) {
            var good = octets(envelope(text, Samples.enrol(), device, activation));
            var value = field == Field.ENROLMENT_SECRET ? Samples.ENROLMENT_SECRET : Samples.BLIND;
            var bad = good.toHex()
                    .replace(value.toHex(), DeviceVectors.flipped(value).toHex());
            out.accept(sealed(
                    Vector.refused(
                            "sealed-statement",
                            "enrol-" + field.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                            "one bit of it is another"),
                    Bytes.hex(bad)));
        }
        var small = JsonMembers.of(text)
                .with("loginKey", "\"" + Bytes.of(new byte[32]).toBase64Url() + "\"")
                .toBytes();
        refusedEnvelope(
                out,
                "enrol-login-key-small-order",
                "a login key of small order",
                envelope(small, Samples.enrol(), device, activation));
    }

    /** A new PIN with one of its proofs wrong. */
    private static void changePin(Consumer<Vector> out, SigningSeed device, SigningSeed activation) {
        var change = Samples.changePin();
        var text = StatementText.write(change);
        var good = octets(envelope(text, change, device, activation)).toHex();
        try (var next = Samples.newActivation()) {
            var proofs = Map.of(
                    "new-key", next.publicKey().encoded(),
                    "blind", Samples.BLIND,
                    "new-signature", signature(Token.Purpose.ACTIVATION, text, next),
                    "old-signature", signature(Token.Purpose.ACTIVATION, text, activation));
            new TreeMap<>(proofs)
                    .forEach((name, proof) -> out.accept(sealed(
                            Vector.refused("sealed-statement", "change-pin-" + name, "one bit of it is another"),
                            Bytes.hex(good.replace(
                                    proof.toHex(), DeviceVectors.flipped(proof).toHex())))));
        }
        out.accept(sealed(
                Vector.refused("sealed-statement", "change-pin-without-new", "nothing of the new PIN"),
                octets(active(
                                Envelope.of(text, signature(Token.Purpose.DEVICE_STATEMENT, text, device)),
                                text,
                                activation)
                        .with(Field.SEAL_SHARE, Samples.secret(Samples.SEAL_SHARE)))));
    }

    /** An import whose encrypted key is not the one that the statement names, or is not there. */
    private static void importKey(Consumer<Vector> out, SigningSeed device, SigningSeed activation) {
        var text = StatementText.write(Samples.importKey());
        var good =
                octets(envelope(text, Samples.importKey(), device, activation)).toHex();
        var other = DeviceVectors.flipped(Samples.ENCRYPTED_KEY);
        out.accept(sealed(
                Vector.refused("sealed-statement", "import-key-encrypted-key", "one bit of it is another"),
                Bytes.hex(good.replace(Samples.ENCRYPTED_KEY.toHex(), other.toHex()))));
        out.accept(sealed(
                Vector.refused("sealed-statement", "import-key-without-key", "no encrypted key"),
                octets(active(
                                Envelope.of(text, signature(Token.Purpose.DEVICE_STATEMENT, text, device)),
                                text,
                                activation)
                        .with(Field.SEAL_SHARE, Samples.secret(Samples.SEAL_SHARE)))));
    }

    /** An invitation whose handed key is not the one that the statement names, or is not there. */
    private static void inviteHanding(Consumer<Vector> out, SigningSeed device, SigningSeed activation) {
        var text = StatementText.write(Samples.inviteHanding());
        var good = octets(envelope(text, Samples.inviteHanding(), device, activation))
                .toHex();
        var other = DeviceVectors.flipped(Samples.HANDED_KEY);
        out.accept(sealed(
                Vector.refused("sealed-statement", "invite-handing-key", "one bit of the handed key is another"),
                Bytes.hex(good.replace(Samples.HANDED_KEY.toHex(), other.toHex()))));
        out.accept(sealed(
                Vector.refused("sealed-statement", "invite-handing-without-key", "no handed key"),
                octets(envelope(text, Samples.inviteKnown(), device, activation))));
        out.accept(sealed(
                Vector.refused("sealed-statement", "invite-known-with-key", "a handed key that no statement names"),
                octets(envelope(
                        StatementText.write(Samples.inviteKnown()), Samples.inviteHanding(), device, activation))));
    }

    /** A signing key under the secret of an enrolment code, and under nothing else. */
    private static void handedOver(Consumer<Vector> out) {
        var key = Bytes.utf8("a signing key in PKCS#8");
        var certificates = Samples.importKey().certificates();
        try (var code = Samples.secret(Samples.CODE_SECRET);
                var enrolment = KeyHandover.enrolmentSecret(code, Samples.identityHash());
                var content = new KeyHandover.Content("山田 花", Samples.secret(key))) {
            var hash = EnrolmentSecretHash.of(enrolment);
            var binding = new KeyHandover.Binding(Samples.identityHash(), hash, certificates);
            var sealed = KeyHandover.seal(code, binding, content, new TestRandom("handover"));
            var ok = Vector.ok("key-handover", "handed", "a signing key that is handed over with a code")
                    .hex("codeSecret", Samples.CODE_SECRET)
                    .hex("enrolmentSecret", enrolment.use(Bytes::of))
                    .hex("identityHash", Samples.identityHash())
                    .hex("secretHash", hash)
                    .hexList("certificates", certificates)
                    .base64Url("sealed", sealed)
                    .with("name", content.name())
                    .hex("key", key);
            out.accept(ok);
            out.accept(ok.sibling("other-code", "one bit of the code's secret is another")
                    .hex("codeSecret", DeviceVectors.flipped(Samples.CODE_SECRET)));
            out.accept(ok.sibling("enrolment-secret-opens-nothing", "what the SGM gets to see in the place of it")
                    .hex("codeSecret", enrolment.use(Bytes::of)));
            out.accept(ok.sibling("other-sgm", "of another SGM")
                    .hex("identityHash", DeviceVectors.flipped(Samples.identityHash())));
            out.accept(
                    ok.sibling("other-invitation", "of another code").hex("secretHash", DeviceVectors.flipped(hash)));
            out.accept(ok.sibling("other-certificate", "with another certificate")
                    .hexList("certificates", List.of(certificates.get(1), certificates.get(0))));
            out.accept(ok.sibling("certificate-missing", "without the issuer's certificate")
                    .hexList("certificates", certificates.subList(0, 1)));
            out.accept(ok.sibling("version", "of another version")
                    .base64Url("sealed", Bytes.concat(Bytes.hex("02"), sealed.slice(1, sealed.size()))));
            out.accept(ok.sibling("salt", "one bit of the salt is another")
                    .base64Url(
                            "sealed",
                            Bytes.concat(DeviceVectors.flipped(sealed.slice(0, 33)), sealed.slice(33, sealed.size()))));
            out.accept(ok.sibling("tag", "one bit of the tag is another")
                    .base64Url("sealed", DeviceVectors.flipped(sealed)));
            out.accept(ok.sibling("cut", "the last octet missing")
                    .base64Url("sealed", sealed.slice(0, sealed.size() - 1)));
        }
    }

    /** A signing key as it travels into a token, by each suite that a token opens. */
    private static void transportedToTokens(Consumer<Vector> out) {
        var key = Bytes.utf8("a signing key in PKCS#8");
        var pair = SmallToken.Pair.of("transport key of a token");
        var binding = new KeyTransport.Binding(
                Samples.identityHash(), Samples.USER, Samples.head().device(), Samples.TRANSPORT_KEY);
        for (var suite : List.of(KeyTransport.Suite.RSA_OAEP_SHA256, KeyTransport.Suite.RSA_OAEP_SHA1)) {
            var name = suite == KeyTransport.Suite.RSA_OAEP_SHA1 ? "oaep-sha1" : "oaep-sha256";
            try (var plain = Samples.secret(key)) {
                var encrypted = KeyTransport.encrypt(suite, pair.publicKey(), binding, plain, new TestRandom(name));
                var ok = Vector.ok("key-transport", name, "a signing key on its way into a token")
                        .with("suite", suite.wireName())
                        .hex("openingKey", pair.pkcs8())
                        .hex("encrypted", encrypted)
                        .hex("key", key);
                out.accept(ok);
                out.accept(ok.sibling("other-opening-key", "to be opened by another key")
                        .hex(
                                "openingKey",
                                SmallToken.Pair.of("another transport key").pkcs8()));
                out.accept(ok.sibling("encrypted-aes-key", "one bit of the encrypted AES key is another")
                        .hex(
                                "encrypted",
                                Bytes.concat(
                                        DeviceVectors.flipped(encrypted.slice(0, KeyTransport.RSA_BLOCK_BYTES)),
                                        encrypted.slice(KeyTransport.RSA_BLOCK_BYTES, encrypted.size()))));
                out.accept(ok.sibling("wrapped-key", "one bit of the wrapped key is another")
                        .hex("encrypted", DeviceVectors.flipped(encrypted)));
                out.accept(ok.sibling("cut", "the last eight octets missing")
                        .hex("encrypted", encrypted.slice(0, encrypted.size() - 8)));
                out.accept(ok.sibling("other-suite", "of the other suite")
                        .with(
                                "suite",
                                (suite == KeyTransport.Suite.RSA_OAEP_SHA1
                                                ? KeyTransport.Suite.RSA_OAEP_SHA256
                                                : KeyTransport.Suite.RSA_OAEP_SHA1)
                                        .wireName()));
            } catch (Malformed e) {
                throw new IllegalStateException("a key of ours", e);
            }
        }
    }

    /** A signing key as it travels to be imported, and in no other's import. */
    private static void transported(Consumer<Vector> out) {
        var device = Samples.head().device();
        var key = Bytes.utf8("a signing key in PKCS#8");
        var binding = new KeyTransport.Binding(Samples.identityHash(), Samples.USER, device, Samples.TRANSPORT_KEY);
        try (var opening = Sealing.OpeningKey.random(new TestRandom("transport key"));
                var scalar = opening.copyScalar();
                var plain = Samples.secret(key)) {
            var encrypted = KeyTransport.encrypt(
                    KeyTransport.Suite.HPKE_X25519, opening.publicKey(), binding, plain, new TestRandom("transport"));
            var ok = Vector.ok("key-transport", "hpke", "a signing key on its way to be imported")
                    .with("suite", KeyTransport.Suite.HPKE_X25519.wireName())
                    .hex("openingKey", scalar.use(Bytes::of))
                    .hex("identityHash", Samples.identityHash())
                    .with("user", Samples.USER)
                    .with("device", device)
                    .with("transportKey", Samples.TRANSPORT_KEY)
                    .hex("encrypted", encrypted)
                    .hex("key", key);
            out.accept(ok);
            out.accept(ok.sibling("other-sgm", "of another SGM").hex("identityHash", Bytes.hex("00".repeat(32))));
            out.accept(ok.sibling("other-user", "of another person").with("user", "00112233445566ff"));
            out.accept(ok.sibling("other-device", "of another device").with("device", "00".repeat(16)));
            out.accept(ok.sibling("other-transport-key", "for another transport key")
                    .with("transportKey", Samples.KEY_ID));
            out.accept(ok.sibling("other-opening-key", "to be opened by another key")
                    .hex("openingKey", new TestRandom("another").bytes(32)));
            out.accept(ok.sibling("encapsulated-key", "one bit of the encapsulated key is another")
                    .hex(
                            "encrypted",
                            Bytes.concat(
                                    DeviceVectors.flipped(encrypted.slice(0, 32)),
                                    encrypted.slice(32, encrypted.size()))));
            out.accept(ok.sibling("cut", "the last octet missing")
                    .hex("encrypted", encrypted.slice(0, encrypted.size() - 1)));
            out.accept(ok.sibling("as-statement", "sealed as a statement is")
                    .hex(
                            "encrypted",
                            Sealing.seal(
                                    opening.publicKey(),
                                    Bytes.concat(
                                            Samples.identityHash(),
                                            Bytes.hex(Samples.USER),
                                            Bytes.hex(device),
                                            Bytes.hex(Samples.TRANSPORT_KEY)),
                                    plain,
                                    new TestRandom("transport"))));
        } catch (Malformed e) {
            throw new IllegalStateException("a key of ours", e);
        }
    }

    private static void refusedEnvelope(Consumer<Vector> out, String name, String why, Envelope envelope) {
        var prefix = name.startsWith("enrol") || name.startsWith("list") ? "" : "sign-";
        out.accept(sealed(Vector.refused("sealed-statement", prefix + name, why), octets(envelope)));
    }

    private static void refusedSeal(Consumer<Vector> out, String suffix, String why, Bytes sealed) {
        out.accept(context(Vector.refused("sealed-statement", "sign-sealed-" + suffix, why))
                .base64Url("sealed", sealed));
    }

    private static void flipped(Consumer<Vector> out, Bytes sealed, String what, int at) {
        var bad = sealed.toArray();
        bad[at] ^= 1;
        refusedSeal(out, what, "one bit of the " + what + " is another", Bytes.of(bad));
    }

    private static void hashes(Consumer<Vector> out) {
        try (var activation = Samples.activation();
                var blind = Samples.secret(Samples.BLIND);
                var key = Samples.secret(activation.publicKey().encoded());
                var secret = Samples.secret(Samples.ENROLMENT_SECRET)) {
            var commitment = Vector.ok(
                            "activation-commitment", "commitment", "what an enrolment says of the activation key")
                    .hex("blind", Samples.BLIND)
                    .hex("activationKey", activation.publicKey().encoded())
                    .hex("commitment", ActivationCommitment.of(blind, key));
            out.accept(commitment);
            out.accept(commitment
                    .sibling("other-blind", "one bit of the blind is another")
                    .hex("blind", DeviceVectors.flipped(Samples.BLIND)));
            out.accept(commitment
                    .sibling("other-key", "one bit of the key is another")
                    .hex(
                            "activationKey",
                            DeviceVectors.flipped(activation.publicKey().encoded())));
            var hash = Vector.ok("enrolment-secret-hash", "secret", "what the SGM keeps of an enrolment secret")
                    .hex("secret", Samples.ENROLMENT_SECRET)
                    .hex("hash", EnrolmentSecretHash.of(secret));
            out.accept(hash);
            out.accept(hash.sibling("other", "one bit of the secret is another")
                    .hex("secret", DeviceVectors.flipped(Samples.ENROLMENT_SECRET)));
        }
        var display = Vector.ok("display-hash", "hanako", "how an officer called somebody")
                .hex("salt", Samples.DISPLAY_SALT)
                .with("name", "田中 花子")
                .with("kana", "たなか はなこ")
                .with("email", "hanako@example.jp")
                .hex("hash", Samples.displayHash());
        out.accept(display);
        out.accept(display.sibling("other-salt", "one bit of the salt is another")
                .hex("salt", DeviceVectors.flipped(Samples.DISPLAY_SALT)));
        out.accept(display.sibling("other-name", "another given name").with("name", "田中 華子"));
        out.accept(display.sibling("other-kana", "the reading is missing").with("kana", "-"));
        out.accept(display.sibling("other-email", "another domain").with("email", "hanako@example.com"));
    }
}
