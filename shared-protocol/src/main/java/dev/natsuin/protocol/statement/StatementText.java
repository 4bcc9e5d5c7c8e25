package dev.natsuin.protocol.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Statements as JSON text: written once by the device, then carried, hashed and verified as those very octets.
 *
 * <p>Reading checks form only: lengths, names, no unknown member. Whether to obey is decided elsewhere.
 */
public final class StatementText {
    private static final int VERSION = 1;
    private static final int LONGEST_SUBJECT = 1000;
    private static final String INVITED = "invited";
    private static final String HANDED_KEY = "handedKeySha256";
    private static final String CERTIFICATES = "certificates";
    private static final String WAITING = "waiting";
    private static final String STAFF = "staff";
    private static final String REASON = "reason";
    private static final String NOTE = "note";
    private static final String DISPLAY_HASH_BEFORE = "displayHashBefore";
    private static final String INVITATION_BEFORE = "invitationBefore";
    private static final String SUSPENSION = "suspension";
    private static final String WITH_USE = "withUse";

    private StatementText() {}

    /** Writes the statement. */
    public static Bytes write(Statement statement) {
        var head = statement.head();
        var json = JsonObject.with("type", statement.type())
                .and("v", VERSION)
                .and("aud", head.audience().toHex())
                .and("user", head.user())
                .and("device", head.device())
                .and("id", head.id())
                .and("iat", head.issued())
                .and("exp", head.expires());
        if (statement instanceof Statement.Enrol s) {
            json.and("invitation", s.invitation())
                    .and("deviceKey", s.deviceKey())
                    .and("loginKey", s.loginKey())
                    .and("activationCommitment", s.activationCommitment());
        } else if (statement instanceof Statement.CreateKey s) {
            json.and("algorithm", s.algorithm().wireName()).andTexts("methods", s.methods());
        } else if (statement instanceof Statement.DestroyKey s) {
            json.and("keyId", s.keyId())
                    .and("certificateSha256", s.certificateSha256().toHex());
        } else if (statement instanceof Statement.Sign s) {
            json.and("keyId", s.keyId())
                    .and("certificateSha256", s.certificateSha256().toHex())
                    .and("signAlgo", s.algorithm().oid())
                    .and("hashAlgorithmOID", s.hashAlgorithm().oid())
                    .andBytes("hashes", s.hashes());
        } else if (statement instanceof Statement.Activity s) {
            json.and("from", s.from());
        } else if (statement instanceof Statement.Outcome s) {
            json.and("statementId", s.statementId());
        } else if (statement instanceof Statement.Invite s) {
            json.and("role", s.role().wireName())
                    .and("secretHash", s.secretHash().toHex())
                    .and("codeExpires", s.codeExpires());
            s.subject().ifPresent(subject -> json.and("subject", subject));
            s.algorithm().ifPresent(algorithm -> json.and("algorithm", algorithm.wireName()));
            s.evidence().ifPresent(evidence -> json.and("evidence", evidence.toHex()));
            s.displayHash().ifPresent(hash -> json.and("displayHash", hash.toHex()));
            s.handing()
                    .ifPresent(
                            handing -> json.and(HANDED_KEY, handing.keySha256().toHex())
                                    .andBytes(CERTIFICATES, handing.certificates()));
        } else if (statement instanceof Statement.ListPeople s) {
            choice(s.choice(), json);
        } else if (statement instanceof Statement.DescribePerson s) {
            json.and("person", s.person());
            withUse(s.withUse(), json);
        } else if (statement instanceof Statement.ConfirmDevice s) {
            json.and("confirmedUser", s.confirmedUser())
                    .and("confirmedDevice", s.confirmedDevice())
                    .and("fingerprint", s.fingerprint());
        } else if (statement instanceof Statement.AboutPerson s) {
            json.and("person", s.whom().user()).and("role", s.whom().role().wireName());
            s.whom().subject().ifPresent(subject -> json.and("subject", subject));
            if (s instanceof Statement.ReEnrol anew) {
                json.and("secretHash", anew.secretHash().toHex()).and("codeExpires", anew.codeExpires());
                anew.invitationBefore().ifPresent(invitation -> json.and(INVITATION_BEFORE, invitation));
            } else if (s instanceof Statement.Resume resume) {
                resume.suspension().ifPresent(index -> json.and(SUSPENSION, index));
            } else if (s instanceof Statement.Amend amend) {
                json.and("newSubject", amend.newSubject())
                        .and("displayHash", amend.displayHash().toHex())
                        .and("endKeys", amend.endKeys());
                amend.evidence().ifPresent(evidence -> json.and("evidence", evidence.toHex()));
                amend.displayHashBefore().ifPresent(hash -> json.and(DISPLAY_HASH_BEFORE, hash.toHex()));
            }
        } else {
            writeOwn(statement, json);
        }
        if (statement instanceof Statement.Reasoned s) {
            s.reason().ifPresent(reason -> {
                json.and(REASON, reason.code().wireName());
                reason.note().ifPresent(note -> json.and(NOTE, note));
            });
        }
        return json.build().toBytes();
    }

    /** What people order for their own keys and devices, and what staff ask. */
    private static void writeOwn(Statement statement, JsonObject.Builder json) {
        if (statement instanceof Statement.ListKeys s) {
            withUse(s.withUse(), json);
        } else if (statement instanceof Statement.ListKeysOf s) {
            json.and("person", s.person());
            withUse(s.withUse(), json);
        } else if (statement instanceof Statement.AuditLog s) {
            json.and("from", s.from());
            s.person().ifPresent(person -> json.and("person", person));
        } else if (statement instanceof Statement.AboutRequest s) {
            json.and("request", s.request());
        } else if (statement instanceof Statement.RenewIdentity s) {
            json.and("identity", s.identity().toHex());
        } else if (statement instanceof Statement.ListRequests s) {
            s.request().ifPresent(request -> json.and("request", request));
        } else if (statement instanceof Statement.ChangePin s) {
            json.and("activationCommitment", s.activationCommitment());
        } else if (statement instanceof Statement.RenewKey s) {
            json.and("keyId", s.keyId())
                    .and("certificateSha256", s.certificateSha256().toHex());
        } else if (statement instanceof Statement.InviteDevice s) {
            json.and("secretHash", s.secretHash().toHex()).and("codeExpires", s.codeExpires());
        } else if (statement instanceof Statement.RemoveDevice s) {
            json.and("removedDevice", s.removedDevice()).and("deviceKey", s.deviceKey());
        } else if (statement instanceof Statement.TransportKey s) {
            json.and("algorithm", s.algorithm().wireName());
        } else if (statement instanceof Statement.ImportKey s) {
            json.and("transportKey", s.transportKey())
                    .and("encryptedKeySha256", s.encryptedKeySha256().toHex())
                    .and("algorithm", s.algorithm().wireName())
                    .andTexts("methods", s.methods())
                    .andBytes(CERTIFICATES, s.certificates());
            s.handedKey().ifPresent(hash -> json.and(HANDED_KEY, hash.toHex()));
        }
    }

    /**
     * Reads a statement.
     *
     * @throws Malformed if any octet of it is not as it must be
     */
    public static Statement read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        json.exactly("v", VERSION);
        var head = new StatementHead(
                json.hex("aud", 32),
                json.hexText("user", Ids.PERSON_SIZE_BYTES),
                json.hexText("device", Ids.SIZE_BYTES),
                json.hexText("id", Ids.SIZE_BYTES),
                json.moment("iat"),
                json.moment("exp"));
        var statement = body(json.text("type"), head, json);
        json.end();
        return statement;
    }

    private static Statement body(String type, StatementHead head, JsonObject.Reader json) throws Malformed {
        return switch (type) {
            case "enrol" ->
                new Statement.Enrol(
                        head,
                        json.hexText("invitation", Ids.PERSON_SIZE_BYTES),
                        json.bytes("deviceKey", 32),
                        json.bytes("loginKey", 32),
                        json.bytes("activationCommitment", 32));
            case "create-key" ->
                new Statement.CreateKey(head, keyAlgorithm(json.text("algorithm")), json.texts("methods"));
            case "destroy-key" ->
                new Statement.DestroyKey(
                        head, json.hexText("keyId", Ids.SIZE_BYTES), json.hex("certificateSha256", 32));
            case "sign" -> sign(head, json);
            case "list-keys" -> new Statement.ListKeys(head, withUse(json));
            case "activity" -> new Statement.Activity(head, json.index("from"));
            case "audit-log" -> auditLog(head, json);
            case "outcome" -> new Statement.Outcome(head, json.hexText("statementId", Ids.SIZE_BYTES));
            case "invite" -> invite(head, json);
            case "list-people" -> new Statement.ListPeople(head, choice(json));
            case "describe-person" ->
                new Statement.DescribePerson(head, json.hexText("person", Ids.PERSON_SIZE_BYTES), withUse(json));
            case "confirm-device" -> confirmDevice(head, json);
            case "standing" -> new Statement.Standing(head);
            case "suspend" -> new Statement.Suspend(head, whom(json), reason(type, json));
            case "resume" -> new Statement.Resume(head, whom(json), reason(type, json), suspension(json));
            case "revoke" -> new Statement.Revoke(head, whom(json), reason(type, json));
            case "re-enrol" ->
                new Statement.ReEnrol(
                        head,
                        whom(json),
                        json.hex("secretHash", 32),
                        json.moment("codeExpires"),
                        reason(type, json),
                        json.has(INVITATION_BEFORE)
                                ? Optional.of(json.hexText(INVITATION_BEFORE, Ids.PERSON_SIZE_BYTES))
                                : Optional.empty());
            case "amend" -> amend(head, json);
            case "list-keys-of" ->
                new Statement.ListKeysOf(head, json.hexText("person", Ids.PERSON_SIZE_BYTES), withUse(json));
            case "change-pin" -> new Statement.ChangePin(head, json.bytes("activationCommitment", 32));
            case "renew-key" ->
                new Statement.RenewKey(head, json.hexText("keyId", Ids.SIZE_BYTES), json.hex("certificateSha256", 32));
            case "list-devices" -> new Statement.ListDevices(head);
            case "invite-device" ->
                new Statement.InviteDevice(head, json.hex("secretHash", 32), json.moment("codeExpires"));
            case "remove-device" ->
                new Statement.RemoveDevice(
                        head, json.hexText("removedDevice", Ids.SIZE_BYTES), json.bytes("deviceKey", 32));
            case "transport-key" -> new Statement.TransportKey(head, keyAlgorithm(json.text("algorithm")));
            case "import-key" -> importKey(head, json);
            case "handed-key" -> new Statement.HandedKey(head);
            case "renew-identity" -> new Statement.RenewIdentity(head, json.hex("identity", 32));
            case "approve" -> new Statement.Approve(head, request(json));
            case "withdraw" -> new Statement.Withdraw(head, request(json), reason(type, json));
            case "list-requests" -> new Statement.ListRequests(head, optionalId(json, "request"));
            default -> throw new Malformed("a statement of a type that is not known");
        };
    }

    private static void withUse(boolean asked, JsonObject.Builder json) {
        if (asked) {
            json.and(WITH_USE, true);
        }
    }

    /** True if it is asked for; there is one way only to say that it is not. */
    private static boolean withUse(JsonObject.Reader json) throws Malformed {
        var asked = json.has(WITH_USE);
        if (asked && !json.truth(WITH_USE)) {
            throw new Malformed("what is not asked for is left out");
        }
        return asked;
    }

    private static Bytes request(JsonObject.Reader json) throws Malformed {
        var text = json.bytes("request");
        requested(text);
        return text;
    }

    /**
     * Reads a statement that may wait for a second person: staff that is admitted, somebody to whom a key is handed
     * over, a person who begins anew, or a new identity key.
     *
     * @throws Malformed if any octet of it is not as it must be, or it orders anything else
     */
    public static Statement requested(Bytes text) throws Malformed {
        var ordered = read(text);
        var waits = ordered instanceof Statement.ReEnrol
                || ordered instanceof Statement.RenewIdentity
                || (ordered instanceof Statement.Invite invite
                        && (invite.role() != Role.SIGNER || invite.handing().isPresent()));
        if (!waits) {
            throw new Malformed("this never waits for a second person");
        }
        return ordered;
    }

    private static Optional<String> optionalId(JsonObject.Reader json, String name) throws Malformed {
        return json.has(name) ? Optional.of(json.hexText(name, Ids.SIZE_BYTES)) : Optional.empty();
    }

    private static Statement.AuditLog auditLog(StatementHead head, JsonObject.Reader json) throws Malformed {
        var person = json.has("person")
                ? Optional.of(json.hexText("person", Ids.PERSON_SIZE_BYTES))
                : Optional.<String>empty();
        return new Statement.AuditLog(head, json.index("from"), person);
    }

    private static Statement.Sign sign(StatementHead head, JsonObject.Reader json) throws Malformed {
        var hash = HashAlgorithm.byOid(json.text("hashAlgorithmOID"))
                .orElseThrow(() -> new Malformed("a hash algorithm that is not known"));
        var sign = new Statement.Sign(
                head,
                json.hexText("keyId", Ids.SIZE_BYTES),
                json.hex("certificateSha256", 32),
                SignAlgorithm.byOid(json.text("signAlgo"), hash)
                        .orElseThrow(() -> new Malformed("a signature algorithm that is not known")),
                hash,
                json.bytesList("hashes"));
        if (sign.hashes().isEmpty()) {
            throw new Malformed("no hash");
        }
        return sign;
    }

    private static Statement.Invite invite(StatementHead head, JsonObject.Reader json) throws Malformed {
        var role = Role.byName(json.text("role")).orElseThrow(() -> new Malformed("a role that is not known"));
        var algorithm = json.optionalText("algorithm");
        var invite = new Statement.Invite(
                head,
                role,
                json.hex("secretHash", 32),
                json.moment("codeExpires"),
                json.optionalText("subject"),
                algorithm.isEmpty() ? Optional.empty() : Optional.of(keyAlgorithm(algorithm.get())),
                optionalHash(json, "evidence"),
                optionalHash(json, "displayHash"),
                handing(json));
        if (invite.handing().isPresent() && role != Role.SIGNER) {
            throw new Malformed("keys are handed over to signers only");
        }
        if (invite.algorithm().isPresent() != (role == Role.SIGNER)) {
            throw new Malformed("an algorithm belongs to signers, and to them only");
        }
        requireSubject(role, invite.subject());
        return invite;
    }

    private static Statement.Amend amend(StatementHead head, JsonObject.Reader json) throws Malformed {
        var whom = whom(json);
        if (whom.role() != Role.SIGNER) {
            throw new Malformed("only signers get another name");
        }
        var newSubject = json.text("newSubject");
        requireSubject(Role.SIGNER, Optional.of(newSubject));
        return new Statement.Amend(
                head,
                whom,
                newSubject,
                json.hex("displayHash", 32),
                optionalHash(json, "evidence"),
                json.truth("endKeys"),
                reason("amend", json),
                optionalHash(json, DISPLAY_HASH_BEFORE));
    }

    private static Optional<Long> suspension(JsonObject.Reader json) throws Malformed {
        return json.has(SUSPENSION) ? Optional.of(json.index(SUSPENSION)) : Optional.empty();
    }

    /** The key's hash and its certificates: both, or neither. */
    private static Optional<Statement.Handing> handing(JsonObject.Reader json) throws Malformed {
        if (!json.has(HANDED_KEY)) {
            return Optional.empty();
        }
        return Optional.of(new Statement.Handing(json.hex(HANDED_KEY, 32), certificates(json)));
    }

    private static void requireSubject(Role role, Optional<String> told) throws Malformed {
        if (told.isPresent() != (role == Role.SIGNER)) {
            throw new Malformed("a subject belongs to signers, and to them only");
        }
        var subject = told.orElse("");
        if (subject.length() > LONGEST_SUBJECT || subject.chars().anyMatch(Character::isISOControl)) {
            throw new Malformed("a subject that is too long or has control characters");
        }
    }

    private static Statement.Whom whom(JsonObject.Reader json) throws Malformed {
        var role = Role.byName(json.text("role")).orElseThrow(() -> new Malformed("a role that is not known"));
        var whom =
                new Statement.Whom(json.hexText("person", Ids.PERSON_SIZE_BYTES), role, json.optionalText("subject"));
        requireSubject(role, whom.subject());
        return whom;
    }

    /** Why it is ordered, if it says so: a note stands beside a reason only. */
    private static Optional<Reason> reason(String type, JsonObject.Reader json) throws Malformed {
        if (!json.has(REASON)) {
            return Optional.empty();
        }
        var code = Reason.Code.byName(json.text(REASON)).orElseThrow(() -> new Malformed("a reason that is not known"));
        return Optional.of(new Reason(code, json.optionalText(NOTE)).fitting(type));
    }

    private static Optional<Bytes> optionalHash(JsonObject.Reader json, String name) throws Malformed {
        return json.has(name) ? Optional.of(json.hex(name, 32)) : Optional.empty();
    }

    private static void choice(Statement.ListPeople.Choice choice, JsonObject.Builder json) {
        if (choice instanceof Statement.ListPeople.Choice.Named named) {
            json.andTexts("users", named.users());
        } else if (choice instanceof Statement.ListPeople.Choice.Invited) {
            json.and("only", INVITED);
        } else if (choice instanceof Statement.ListPeople.Choice.Waiting) {
            json.and("only", WAITING);
        } else if (choice instanceof Statement.ListPeople.Choice.Staff) {
            json.and("only", STAFF);
        } else if (choice instanceof Statement.ListPeople.Choice.Page page) {
            json.and("most", page.most());
            page.after().ifPresent(user -> json.and("after", user));
        }
    }

    private static Statement.ListPeople.Choice choice(JsonObject.Reader json) throws Malformed {
        var only = json.optionalText("only");
        if (json.has("most")) {
            return page(json);
        }
        if (!json.has("users")) {
            return only.isEmpty() ? new Statement.ListPeople.Choice.Everybody() : only(only.get());
        }
        var users = json.texts("users");
        var known = users.stream().allMatch(user -> user.matches("[0-9a-f]{" + 2 * Ids.PERSON_SIZE_BYTES + "}"));
        if (only.isPresent() || users.isEmpty() || users.size() > Statement.ListPeople.MOST_NAMED || !known) {
            throw new Malformed("not a choice of people");
        }
        return new Statement.ListPeople.Choice.Named(users);
    }

    private static Statement.ListPeople.Choice page(JsonObject.Reader json) throws Malformed {
        var most = json.count("most");
        if (json.has("users") || json.has("only") || most < 1 || most > Statement.ListPeople.MOST_ON_A_PAGE) {
            throw new Malformed("not a page of people");
        }
        return new Statement.ListPeople.Choice.Page(
                most, json.has("after") ? Optional.of(json.hexText("after", Ids.PERSON_SIZE_BYTES)) : Optional.empty());
    }

    private static Statement.ListPeople.Choice only(String name) throws Malformed {
        return switch (name) {
            case INVITED -> new Statement.ListPeople.Choice.Invited();
            case WAITING -> new Statement.ListPeople.Choice.Waiting();
            case STAFF -> new Statement.ListPeople.Choice.Staff();
            default -> throw new Malformed("a choice of people that is not known");
        };
    }

    private static Statement.ConfirmDevice confirmDevice(StatementHead head, JsonObject.Reader json) throws Malformed {
        var confirm = new Statement.ConfirmDevice(
                head,
                json.hexText("confirmedUser", Ids.PERSON_SIZE_BYTES),
                json.hexText("confirmedDevice", Ids.SIZE_BYTES),
                json.text("fingerprint"));
        if (!Fingerprint.read(confirm.fingerprint()).equals(confirm.fingerprint())) {
            throw new Malformed("another spelling of a fingerprint than the one that is signed");
        }
        return confirm;
    }

    private static Statement.ImportKey importKey(StatementHead head, JsonObject.Reader json) throws Malformed {
        return new Statement.ImportKey(
                head,
                json.hexText("transportKey", Ids.SIZE_BYTES),
                json.hex("encryptedKeySha256", 32),
                keyAlgorithm(json.text("algorithm")),
                json.texts("methods"),
                certificates(json),
                optionalHash(json, HANDED_KEY));
    }

    private static List<Bytes> certificates(JsonObject.Reader json) throws Malformed {
        var certificates = json.bytesList(CERTIFICATES);
        var sizes = certificates.stream().mapToInt(Bytes::size).toArray();
        if (certificates.isEmpty()
                || certificates.size() > Statement.ImportKey.MOST_CERTIFICATES
                || IntStream.of(sizes)
                        .anyMatch(size -> size == 0 || size > Statement.ImportKey.LARGEST_CERTIFICATE_BYTES)
                || IntStream.of(sizes).sum() > Statement.ImportKey.LARGEST_TOGETHER_BYTES) {
            throw new Malformed("no certificate, too many or too large ones");
        }
        return certificates;
    }

    private static KeyAlgorithm keyAlgorithm(String name) throws Malformed {
        return KeyAlgorithm.byName(name).orElseThrow(() -> new Malformed("a key algorithm that is not known"));
    }
}
