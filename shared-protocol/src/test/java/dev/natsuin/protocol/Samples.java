package dev.natsuin.protocol;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.statement.ActivationCommitment;
import dev.natsuin.protocol.statement.DisplayHash;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One SGM, one person, one device, and a statement of every type: made from fixed seeds, the same in every run. */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    public static final String USER = "5c1f0a9b3e7d2468";
    public static final String INVITATION = "90ab12cd34ef5678";
    public static final String KEY_ID = "00112233445566778899aabbccddeeff";
    public static final Bytes CERTIFICATE_HASH = Bytes.utf8("certificate").sha256();
    public static final Bytes BLIND = new TestRandom("blind").bytes(32);
    public static final Bytes ENROLMENT_SECRET = new TestRandom("enrolment secret").bytes(16);
    public static final Bytes SEAL_SHARE = new TestRandom("seal share").bytes(32);

    public static final Bytes NEW_SEAL_SHARE = new TestRandom("new seal share").bytes(32);

    private Samples() {}

    /** A key made from the name; the caller closes it. */
    public static SigningSeed seed(String name) {
        return SigningSeed.random(new TestRandom("seed " + name));
    }

    /** The SGM's identity; the caller closes it. */
    public static SigningSeed identity() {
        return seed("identity");
    }

    /** What the device signs with; the caller closes it. */
    public static SigningSeed device() {
        return seed("device");
    }

    /** What the PIN adds; the caller closes it. */
    public static SigningSeed activation() {
        return seed("activation");
    }

    public static Bytes identityHash() {
        try (var identity = identity()) {
            return Identity.hashOf(identity.publicKey());
        }
    }

    public static Secret secret(Bytes octets) {
        return Secret.taking(octets.toArray());
    }

    public static StatementHead head() {
        try (var device = device()) {
            return new StatementHead(
                    identityHash(),
                    USER,
                    Ids.deviceId(device.publicKey()),
                    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
                    NOW,
                    NOW.plus(Duration.ofMinutes(5)));
        }
    }

    public static Statement.Enrol enrol() {
        try (var device = device();
                var login = seed("login");
                var activation = activation();
                var blind = secret(BLIND);
                var activationKey = secret(activation.publicKey().encoded())) {
            return new Statement.Enrol(
                    head(),
                    INVITATION,
                    device.publicKey().encoded(),
                    login.publicKey().encoded(),
                    ActivationCommitment.of(blind, activationKey));
        }
    }

    public static final Bytes DISPLAY_SALT = Bytes.hex("5a".repeat(32));

    public static Statement.Sign sign(int hashes) {
        var list = new ArrayList<Bytes>();
        for (var i = 0; i < hashes; i++) {
            list.add(Bytes.utf8("document " + i).sha256());
        }
        return new Statement.Sign(
                head(), KEY_ID, CERTIFICATE_HASH, SignAlgorithm.SHA256_WITH_RSA, HashAlgorithm.SHA_256, list);
    }

    public static Statement.Invite inviteSigner() {
        try (var secret = secret(ENROLMENT_SECRET)) {
            return new Statement.Invite(
                    head(),
                    Role.SIGNER,
                    EnrolmentSecretHash.of(secret),
                    NOW.plus(Duration.ofDays(7)),
                    Optional.of("CN=花子 Tanaka,O=Example,C=JP"),
                    Optional.of(KeyAlgorithm.RSA_3072));
        }
    }

    public static Statement.Invite inviteOfficer() {
        try (var secret = secret(ENROLMENT_SECRET)) {
            return new Statement.Invite(
                    head(),
                    Role.OFFICER,
                    EnrolmentSecretHash.of(secret),
                    NOW.plus(Duration.ofDays(7)),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** What an officer calls the person whom {@link #inviteKnown} invites. */
    public static Bytes displayHash() {
        return DisplayHash.of(DISPLAY_SALT, "田中 花子", "たなか はなこ", "hanako@example.jp");
    }

    /** An invitation with evidence, and with the name that the officer gives the person. */
    public static Statement.Invite inviteKnown() {
        var plain = inviteSigner();
        return new Statement.Invite(
                plain.head(),
                plain.role(),
                plain.secretHash(),
                plain.codeExpires(),
                plain.subject(),
                plain.algorithm(),
                Optional.of(Bytes.utf8("a scan of a passport").sha256()),
                Optional.of(displayHash()));
    }

    /** The secret of a code that a key goes with. */
    public static final Bytes CODE_SECRET = new TestRandom("code secret").bytes(16);

    /** A key as it is handed over; to be opened by nobody. */
    public static final Bytes HANDED_KEY = new TestRandom("handed key").bytes(120);

    /** An invitation with which a key is handed over. */
    public static Statement.Invite inviteHanding() {
        var known = inviteKnown();
        return new Statement.Invite(
                known.head(),
                known.role(),
                known.secretHash(),
                known.codeExpires(),
                known.subject(),
                Optional.of(KeyAlgorithm.P_256),
                known.evidence(),
                known.displayHash(),
                Optional.of(
                        new Statement.Handing(HANDED_KEY.sha256(), importKey().certificates())));
    }

    /** Another's device, with its own fingerprint. */
    public static Statement.ConfirmDevice confirmDevice() {
        try (var other = seed("other device")) {
            return new Statement.ConfirmDevice(
                    head(),
                    "00112233445566ff",
                    Ids.deviceId(other.publicKey()),
                    Fingerprint.of(identityHash(), other.publicKey()));
        }
    }

    /** A signer as the SGM told of them. */
    public static Statement.Whom signer() {
        return new Statement.Whom("00112233445566ff", Role.SIGNER, Optional.of("CN=花子 Tanaka,O=Example,C=JP"));
    }

    /** What the next PIN adds; the caller closes it. */
    public static SigningSeed newActivation() {
        return seed("new activation");
    }

    public static Statement.ChangePin changePin() {
        try (var activation = newActivation();
                var blind = secret(BLIND);
                var activationKey = secret(activation.publicKey().encoded())) {
            return new Statement.ChangePin(head(), ActivationCommitment.of(blind, activationKey));
        }
    }

    private static void lifeCycle(Map<String, Statement> all) {
        var officer = new Statement.Whom("00112233445566ff", Role.OFFICER, Optional.empty());
        all.put("suspend", new Statement.Suspend(head(), signer()));
        all.put("suspend-officer", new Statement.Suspend(head(), officer));
        reasoned(all, officer);
        all.put("resume", new Statement.Resume(head(), signer()));
        all.put("resume-seen", new Statement.Resume(head(), signer(), Optional.empty(), Optional.of(4711L)));
        all.put("revoke", new Statement.Revoke(head(), signer()));
        try (var secret = secret(ENROLMENT_SECRET);
                var other = seed("other device")) {
            var hash = EnrolmentSecretHash.of(secret);
            all.put("re-enrol", new Statement.ReEnrol(head(), signer(), hash, NOW.plus(Duration.ofDays(7))));
            all.put(
                    "re-enrol-seen",
                    new Statement.ReEnrol(
                            head(),
                            signer(),
                            hash,
                            NOW.plus(Duration.ofDays(7)),
                            Optional.empty(),
                            Optional.of("00112233445566ee")));
            all.put("invite-device", new Statement.InviteDevice(head(), hash, NOW.plus(Duration.ofMinutes(10))));
            all.put(
                    "remove-device",
                    new Statement.RemoveDevice(
                            head(),
                            Ids.deviceId(other.publicKey()),
                            other.publicKey().encoded()));
        }
        amends(all);
        all.put("list-keys-of", new Statement.ListKeysOf(head(), "00112233445566ff"));
        all.put("list-keys-of-with-use", new Statement.ListKeysOf(head(), "00112233445566ff", true));
        all.put("change-pin", changePin());
        all.put("renew-key", new Statement.RenewKey(head(), KEY_ID, CERTIFICATE_HASH));
        all.put("list-devices", new Statement.ListDevices(head()));
        all.put("transport-key", new Statement.TransportKey(head(), KeyAlgorithm.P_256));
        all.put("import-key", importKey());
        all.put("import-key-handed", importHandedKey());
        all.put("invite-handing", inviteHanding());
        all.put("handed-key", new Statement.HandedKey(head()));
        all.put("renew-identity", new Statement.RenewIdentity(head(), identityHash()));
        all.put("approve-identity", new Statement.Approve(head(), renewIdentity()));
        all.put("approve", new Statement.Approve(head(), request()));
        all.put("withdraw", new Statement.Withdraw(head(), request()));
        all.put("list-requests", new Statement.ListRequests(head(), Optional.empty()));
        all.put("list-requests-one", new Statement.ListRequests(head(), Optional.of("f".repeat(32))));
    }

    private static void amends(Map<String, Statement> all) {
        var now = "CN=鈴木 花子,O=Natsuin,C=JP";
        var hash = Bytes.utf8("what she is called now").sha256();
        var evidence = Optional.of(Bytes.utf8("a copy of the register").sha256());
        var changed = Optional.of(new Reason(Reason.Code.NAME_CHANGED));
        all.put("amend", new Statement.Amend(head(), signer(), now, hash, Optional.empty(), false, Optional.empty()));
        var called = Optional.of(Bytes.utf8("what she was called before").sha256());
        all.put("amend-seen", new Statement.Amend(head(), signer(), now, hash, evidence, false, changed, called));
        all.put(
                "amend-nothing-seen",
                new Statement.Amend(
                        head(),
                        signer(),
                        now,
                        hash,
                        evidence,
                        false,
                        changed,
                        Optional.of(Statement.Amend.NOT_CALLED)));
        all.put("amend-changed", new Statement.Amend(head(), signer(), now, hash, evidence, true, changed));
    }

    /** Why staff did something, in one of the words of the list and in their own. */
    public static final Reason REASON =
            new Reason(Reason.Code.KEY_COMPROMISED, Optional.of("PIN を見られた (Anruf 9:40, № 17)"));

    private static void reasoned(Map<String, Statement> all, Statement.Whom officer) {
        all.put("suspend-absent", new Statement.Suspend(head(), officer, Optional.of(new Reason(Reason.Code.ABSENT))));
        all.put(
                "resume-other",
                new Statement.Resume(
                        head(), signer(), Optional.of(new Reason(Reason.Code.OTHER, Optional.of("back at work")))));
        all.put("revoke-compromised", new Statement.Revoke(head(), signer(), Optional.of(REASON)));
        try (var secret = secret(ENROLMENT_SECRET)) {
            var anew = new Statement.ReEnrol(
                    head(),
                    signer(),
                    EnrolmentSecretHash.of(secret),
                    NOW.plus(Duration.ofDays(7)),
                    Optional.of(REASON));
            all.put("re-enrol-compromised", anew);
            all.put("approve-compromised", new Statement.Approve(head(), StatementText.write(anew)));
        }
        all.put(
                "withdraw-doubt",
                new Statement.Withdraw(
                        head(), request(), Optional.of(new Reason(Reason.Code.DOUBT, Optional.of("a")))));
    }

    /** What somebody else ordered, and what waits for a second person. */
    public static Bytes request() {
        try (var secret = secret(ENROLMENT_SECRET)) {
            return StatementText.write(new Statement.Invite(
                    head(),
                    Role.OFFICER,
                    EnrolmentSecretHash.of(secret),
                    NOW.plus(Duration.ofDays(7)),
                    Optional.empty(),
                    Optional.empty()));
        }
    }

    /** What an administrator ordered, and what waits for a second one. */
    public static Bytes renewIdentity() {
        return StatementText.write(new Statement.RenewIdentity(head(), identityHash()));
    }

    public static final String TRANSPORT_KEY = "8899aabbccddeeff0011223344556677";

    /** A key as it travels; to be opened by nobody. */
    public static final Bytes ENCRYPTED_KEY = new TestRandom("encrypted key").bytes(96);

    public static Statement.ImportKey importKey() {
        return new Statement.ImportKey(
                head(),
                TRANSPORT_KEY,
                ENCRYPTED_KEY.sha256(),
                KeyAlgorithm.P_256,
                List.of("device"),
                List.of(Bytes.utf8("a certificate"), Bytes.utf8("and one for its issuer")));
    }

    /** The import of the key that {@link #inviteHanding} hands over. */
    public static Statement.ImportKey importHandedKey() {
        var plain = importKey();
        return new Statement.ImportKey(
                plain.head(),
                plain.transportKey(),
                plain.encryptedKeySha256(),
                plain.algorithm(),
                plain.methods(),
                plain.certificates(),
                Optional.of(HANDED_KEY.sha256()));
    }

    /** A statement of every type, by a name for it. */
    public static Map<String, Statement> statements() {
        var all = new LinkedHashMap<String, Statement>();
        all.put("enrol", enrol());
        all.put("create-key", new Statement.CreateKey(head(), KeyAlgorithm.RSA_3072, List.of("device")));
        all.put("destroy-key", new Statement.DestroyKey(head(), KEY_ID, CERTIFICATE_HASH));
        all.put("sign", sign(2));
        all.put("list-keys", new Statement.ListKeys(head()));
        all.put("list-keys-with-use", new Statement.ListKeys(head(), true));
        all.put("activity", new Statement.Activity(head(), 17));
        all.put("audit-log", new Statement.AuditLog(head(), 17, Optional.empty()));
        all.put("audit-log-of", new Statement.AuditLog(head(), 0, Optional.of("00112233445566ff")));
        all.put("outcome", new Statement.Outcome(head(), "f0e1d2c3b4a5968778695a4b3c2d1e0f"));
        all.put("invite-signer", inviteSigner());
        all.put("invite-officer", inviteOfficer());
        all.put("list-people", new Statement.ListPeople(head()));
        all.put("confirm-device", confirmDevice());
        all.put("standing", new Statement.Standing(head()));
        lifeCycle(all);
        all.put("describe-person", new Statement.DescribePerson(head(), "00112233445566ff"));
        all.put("describe-person-with-use", new Statement.DescribePerson(head(), "00112233445566ff", true));
        return all;
    }
}
