package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/** Statements of every type as JSON, and siblings with one member wrong. Only form is judged here. */
final class StatementVectors {
    private static final String FORMAT = "statement";

    private StatementVectors() {}

    static void make(Consumer<Vector> out) {
        Samples.statements().forEach((name, statement) -> out.accept(ok(name, statement)));
        algorithms(out);
        heads(out);
        members(out);
        people(out);
        strictness(out);
    }

    /** What an invitation may say of the person, and whom somebody may ask about. */
    private static void people(Consumer<Vector> out) {
        out.accept(ok("invite-known", Samples.inviteKnown()));
        var invite = JsonMembers.of(StatementText.write(Samples.inviteKnown()));
        out.accept(refused(
                "invite-known",
                "evidence-short",
                "a hash of another length",
                invite.with("evidence", "\"" + "0".repeat(63) + "\"").toBytes()));
        out.accept(refused(
                "invite-known",
                "display-hash-upper-case",
                "upper-case hexadecimal",
                invite.with("displayHash", "\"" + "A".repeat(64) + "\"").toBytes()));
        for (var asked : List.of("list-keys", "list-keys-of", "describe-person")) {
            for (var value : List.of(
                    List.of("not-asked", "false", "what is not asked for, said"),
                    List.of("text", "\"true\"", "a text where a truth is due"),
                    List.of("number", "1", "a number where a truth is due"))) {
                out.accept(refused(
                        asked + "-with-use",
                        value.get(0),
                        value.get(2),
                        members(asked).and("withUse", value.get(1)).toBytes()));
            }
        }
        missing(out, "describe-person", "person");
        wrong(out, "describe-person", "person", "\"" + Samples.KEY_ID + "\"", "a user id of another length");
        var named = new Statement.ListPeople(
                Samples.head(), new Statement.ListPeople.Choice.Named(List.of("00112233445566ff", Samples.USER)));
        out.accept(ok("list-people-named", named));
        out.accept(ok(
                "list-people-only-invited",
                new Statement.ListPeople(Samples.head(), new Statement.ListPeople.Choice.Invited())));
        out.accept(ok(
                "list-people-only-waiting",
                new Statement.ListPeople(Samples.head(), new Statement.ListPeople.Choice.Waiting())));
        out.accept(ok(
                "list-people-only-staff",
                new Statement.ListPeople(Samples.head(), new Statement.ListPeople.Choice.Staff())));
        var members = JsonMembers.of(StatementText.write(named));
        out.accept(refused(
                "list-people-named",
                "none",
                "a list of nobody",
                members.with("users", "[]").toBytes()));
        out.accept(refused(
                "list-people-named",
                "too-many",
                "201 people",
                members.with("users", "[" + ("\"" + Samples.USER + "\",").repeat(200) + "\"" + Samples.USER + "\"]")
                        .toBytes()));
        out.accept(refused(
                "list-people-named",
                "upper-case",
                "upper-case hexadecimal",
                members.with("users", "[\"00112233445566FF\"]").toBytes()));
        out.accept(refused(
                "list-people-named",
                "with-only",
                "two choices at once",
                members.and("only", "\"invited\"").toBytes()));
        out.accept(refused(
                "list-people",
                "only-unknown",
                "a choice that is not known",
                members("list-people").and("only", "\"active\"").toBytes()));
        out.accept(refused(
                "list-people",
                "only-empty",
                "a choice without a name",
                members("list-people").and("only", "\"\"").toBytes()));
        out.accept(refused(
                "list-people",
                "only-staff-upper-case",
                "a choice in another spelling",
                members("list-people").and("only", "\"Staff\"").toBytes()));
        out.accept(refused(
                "list-people",
                "only-staff-list",
                "choices in a list",
                members("list-people").and("only", "[\"staff\"]").toBytes()));
        pages(out);
    }

    /** Everybody, page by page. */
    private static void pages(Consumer<Vector> out) {
        var first = new Statement.ListPeople.Choice.Page(1, Optional.empty());
        var next = new Statement.ListPeople.Choice.Page(
                Statement.ListPeople.MOST_ON_A_PAGE, Optional.of("00112233445566ff"));
        out.accept(ok("list-people-page", new Statement.ListPeople(Samples.head(), first)));
        out.accept(ok("list-people-page-after", new Statement.ListPeople(Samples.head(), next)));
        var members = JsonMembers.of(StatementText.write(new Statement.ListPeople(Samples.head(), next)));
        for (var most : List.of(
                List.of("none", "0", "a page of nobody"),
                List.of("too-many", "1001", "more than a page has"),
                List.of("negative", "-1", "a negative number"),
                List.of("fraction", "1.5", "a fraction of a person"),
                List.of("text", "\"1\"", "a text where a number is due"))) {
            out.accept(refused(
                    "list-people-page",
                    most.get(0),
                    most.get(2),
                    members.with("most", most.get(1)).toBytes()));
        }
        for (var after : List.of(
                List.of("short", "\"" + "0".repeat(15) + "\"", "a user id of another length"),
                List.of("upper-case", "\"00112233445566FF\"", "upper-case hexadecimal"),
                List.of("nobody", "\"\"", "nobody, where somebody is due"),
                List.of("number", "17", "a number where an id is due"))) {
            out.accept(refused(
                    "list-people-page-after",
                    after.get(0),
                    after.get(2),
                    members.with("after", after.get(1)).toBytes()));
        }
        out.accept(refused(
                "list-people-page",
                "with-only",
                "a page of a choice",
                members.and("only", "\"staff\"").toBytes()));
        out.accept(refused(
                "list-people-page",
                "with-users",
                "a page of those named",
                members.and("users", "[\"00112233445566ff\"]").toBytes()));
        out.accept(refused(
                "list-people",
                "after-without-most",
                "a place in a list that has no pages",
                members("list-people").and("after", "\"00112233445566ff\"").toBytes()));
    }

    private static Vector ok(String name, Statement statement) {
        return Vector.ok(FORMAT, name, "a " + statement.type() + " statement")
                .with("type", statement.type())
                .base64Url("statement", StatementText.write(statement));
    }

    /** Orders by every algorithm, and by what none of them is. */
    private static void algorithms(Consumer<Vector> out) {
        var plain = Samples.sign(1);
        for (var algorithm : SignAlgorithm.values()) {
            var hash = Bytes.of(
                    algorithm.hash().newDigest().digest(Bytes.utf8("document").toArray()));
            out.accept(ok(
                    "sign-by-" + algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    new Statement.Sign(
                            plain.head(),
                            plain.keyId(),
                            plain.certificateSha256(),
                            algorithm,
                            algorithm.hash(),
                            List.of(hash))));
        }
        for (var oid :
                List.of("1.2.840.113549.1.1.1", "1.2.840.113549.1.1.4", "1.2.840.10045.2.1", "1.2.840.10045.4.1")) {
            out.accept(refused(
                    "sign",
                    "by-" + oid.replace('.', '-'),
                    "a raw or weak mechanism",
                    members("sign").with("signAlgo", "\"" + oid + "\"").toBytes()));
        }
        out.accept(refused(
                "sign",
                "by-pss-parameters",
                "parameters, which no statement carries",
                members("sign").and("signAlgoParams", "\"MAA=\"").toBytes()));
    }

    private static JsonMembers members(String name) {
        var statement = Samples.statements().get(name);
        if (statement == null) {
            throw new IllegalArgumentException(name);
        }
        return JsonMembers.of(StatementText.write(statement));
    }

    private static Vector refused(String name, String suffix, String why, Bytes text) {
        return Vector.refused(FORMAT, name + "-" + suffix, why).base64Url("statement", text);
    }

    private static void wrong(Consumer<Vector> out, String name, String member, String value, String why) {
        var suffix = member.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
        out.accept(refused(
                name, suffix + "-wrong", why, members(name).with(member, value).toBytes()));
    }

    private static void missing(Consumer<Vector> out, String name, String... memberNames) {
        for (var member : memberNames) {
            var members = members(name);
            var suffix = member.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            out.accept(refused(
                    name,
                    suffix + "-missing",
                    "no " + member,
                    members.without(members.place(member)).toBytes()));
        }
    }

    private static void heads(Consumer<Vector> out) {
        missing(out, "sign", "type", "v", "aud", "user", "device", "id", "iat", "exp");
        wrong(out, "sign", "type", "\"sing\"", "a type that is not known");
        wrong(out, "sign", "v", "2", "another version");
        wrong(out, "sign", "aud", "\"00\"", "an audience of another length");
        wrong(out, "sign", "user", "\"5C1F0A9B3E7D2468\"", "upper-case hexadecimal");
        wrong(out, "sign", "device", "\"" + Samples.USER + "\"", "a device id of another length");
        wrong(out, "sign", "id", "\"g" + "0".repeat(31) + "\"", "not hexadecimal");
        wrong(out, "sign", "iat", "\"1767225600\"", "a number as text");
        wrong(out, "sign", "exp", "-1", "a moment before 1970");
    }

    private static void lifeCycle(Consumer<Vector> out) {
        for (var name : List.of("suspend", "resume", "revoke", "re-enrol")) {
            missing(out, name, "person", "role", "subject");
            wrong(out, name, "person", "\"" + Samples.KEY_ID + "\"", "a user id of another length");
            wrong(out, name, "role", "\"officer\"", "a subject for staff");
            wrong(out, name, "subject", "\"CN=a\\u000aCN=b\"", "a subject with a line end");
        }
        missing(out, "re-enrol", "secretHash", "codeExpires");
        wrong(out, "re-enrol", "secretHash", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        amending(out);
        wrong(out, "amend-seen", "displayHashBefore", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        wrong(out, "re-enrol-seen", "invitationBefore", "\"" + Samples.KEY_ID + "\"", "an id of another length");
        wrong(out, "resume-seen", "suspension", "-1", "a place before the log");
        for (var name : List.of("suspend", "revoke")) {
            out.accept(refused(
                    name,
                    "suspension",
                    "what was seen, in an order that is held up by nothing",
                    members(name).and("suspension", "4711").toBytes()));
        }
        missing(out, "list-keys-of", "person");
        wrong(out, "list-keys-of", "person", "\"\"", "a user id of another length");
        missing(out, "change-pin", "activationCommitment");
        wrong(out, "change-pin", "activationCommitment", "\"AA\"", "a commitment of another length");
        missing(out, "renew-key", "keyId", "certificateSha256");
        wrong(out, "renew-key", "certificateSha256", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        missing(out, "invite-device", "secretHash", "codeExpires");
        wrong(out, "invite-device", "codeExpires", "-1", "a moment before 1970");
        missing(out, "remove-device", "removedDevice", "deviceKey");
        wrong(out, "remove-device", "deviceKey", "\"AA\"", "a key of another length");
        importing(out);
        secondPerson(out);
        reasons(out);
    }

    /** Another name, of signers only, and always what desks show with it. */
    private static void amending(Consumer<Vector> out) {
        missing(out, "amend", "person", "role", "subject", "newSubject", "displayHash", "endKeys");
        wrong(out, "amend", "role", "\"officer\"", "a subject for staff");
        wrong(out, "amend", "newSubject", "\"CN=a\\u000aCN=b\"", "a subject with a line end");
        out.accept(refused(
                "amend",
                "new-subject-long",
                "a subject of 1001 characters",
                members("amend")
                        .with("newSubject", "\"CN=" + "a".repeat(998) + "\"")
                        .toBytes()));
        wrong(out, "amend", "displayHash", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        wrong(out, "amend", "endKeys", "1", "a count in place of yes or no");
        wrong(out, "amend-changed", "evidence", "\"\"", "a hash of another length");
        out.accept(refused(
                "amend",
                "staff",
                "another name for staff",
                members("amend")
                        .without(members("amend").place("subject"))
                        .with("role", "\"officer\"")
                        .toBytes()));
    }

    /** Why staff ordered something: a word of the list that goes with the order, and a note that is seen. */
    private static void reasons(Consumer<Vector> out) {
        longest(out);
        for (var name : List.of(
                "suspend-absent",
                "resume-other",
                "revoke-compromised",
                "re-enrol-compromised",
                "withdraw-doubt",
                "amend-changed")) {
            wrong(out, name, "reason", "\"lost\"", "a reason that is not known");
        }
        misfits(out);
        missing(out, "resume-other", "note");
        out.accept(refused(
                "revoke-compromised",
                "reason-missing",
                "a note beside no reason",
                members("revoke-compromised")
                        .without(members("revoke-compromised").place("reason"))
                        .toBytes()));
        for (var note : List.of(
                List.of("empty", "", "a note of nothing"),
                List.of("long", "a".repeat(Reason.LONGEST_NOTE + 1), "201 characters"),
                List.of("spaces", " ", "nothing but a space"),
                List.of("space-before", " a", "a space before it"),
                List.of("space-behind", "a\u3000", "a wide space behind it"),
                List.of("line-end", "a\\nb", "a line end"),
                List.of("line-separator", "a\u2028b", "a line separator"),
                List.of("turned", "a\u202eb", "a mark that turns what follows"),
                List.of("joiner", "a\u200db", "a character without ink"),
                List.of("filler", "\u3164", "a letter without ink"),
                List.of("private", "a\ue000", "a character that has no meaning but in private"),
                List.of("unknown", "a\uffff", "what is no character"),
                List.of("decomposed", "か\u3099", "normalization form D"))) {
            out.accept(refused(
                    "revoke-compromised",
                    "note-" + note.get(0),
                    note.get(2),
                    members("revoke-compromised")
                            .with("note", "\"" + note.get(1) + "\"")
                            .toBytes()));
        }
        for (var name : List.of("approve", "invite-signer", "confirm-device", "renew-identity", "destroy-key")) {
            out.accept(refused(
                    name,
                    "reason",
                    "a reason in an order that takes none",
                    members(name).and("reason", "\"mistake\"").toBytes()));
        }
    }

    private static void longest(Consumer<Vector> out) {
        for (var note : List.of("名".repeat(Reason.LONGEST_NOTE), "𠮷".repeat(Reason.LONGEST_NOTE))) {
            var reason = Optional.of(new Reason(Reason.Code.OTHER, Optional.of(note)));
            out.accept(ok(
                    "revoke-longest-note-" + note.length(),
                    new Statement.Revoke(Samples.head(), Samples.signer(), reason)));
        }
    }

    /** Each word of the list with each order that takes a reason: those that do not go together. */
    private static void misfits(Consumer<Vector> out) {
        var orders = List.of("suspend", "resume", "revoke", "re-enrol", "amend", "withdraw");
        for (var order : orders) {
            for (var code : Reason.Code.values()) {
                if (!Reason.Code.of(order).contains(code)) {
                    out.accept(refused(
                            order,
                            "because-" + code.wireName(),
                            "a reason that is none for this",
                            members(order)
                                    .and("reason", "\"" + code.wireName() + "\"")
                                    .toBytes()));
                }
            }
        }
    }

    private static void secondPerson(Consumer<Vector> out) {
        for (var name : List.of("approve", "withdraw")) {
            missing(out, name, "request");
            wrong(out, name, "request", "\"AA\"", "octets that are no statement");
            other(out, name, "signer", "invite-signer", "the admission of a signer");
            other(out, name, "itself", "approve", "an approval of an approval");
            other(out, name, "suspend", "suspend", "what never waits");
            out.accept(refused(
                    name,
                    "request-padded",
                    "base64url with padding",
                    members(name).with("request", "\"AA==\"").toBytes()));
        }
        missing(out, "renew-identity", "identity");
        wrong(out, "renew-identity", "identity", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        wrong(out, "list-requests-one", "request", "\"" + Samples.USER + "\"", "an id of another length");
    }

    private static void other(Consumer<Vector> out, String name, String suffix, String other, String why) {
        var text =
                StatementText.write(Objects.requireNonNull(Samples.statements().get(other)));
        out.accept(refused(
                name,
                "request-" + suffix,
                why,
                members(name).with("request", "\"" + text.toBase64Url() + "\"").toBytes()));
    }

    private static void importing(Consumer<Vector> out) {
        missing(out, "transport-key", "algorithm");
        wrong(out, "transport-key", "algorithm", "\"rsa-1024\"", "an algorithm that is not known");
        missing(out, "import-key", "transportKey", "encryptedKeySha256", "algorithm", "methods", "certificates");
        wrong(out, "import-key", "transportKey", "\"" + Samples.USER + "\"", "an id of another length");
        wrong(out, "import-key", "encryptedKeySha256", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        wrong(out, "import-key", "algorithm", "\"rsa-1024\"", "an algorithm that is not known");
        wrong(out, "import-key", "certificates", "[]", "no certificate");
        wrong(out, "import-key-handed", "handedKeySha256", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        missing(out, "invite-handing", "handedKeySha256", "certificates");
        wrong(out, "invite-handing", "handedKeySha256", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        wrong(out, "invite-handing", "certificates", "[]", "no certificate");
        var toStaff = members("invite-handing").with("role", "\"officer\"");
        var bare = toStaff.without(toStaff.place("subject"));
        out.accept(refused(
                "invite-handing",
                "to-staff",
                "a key for somebody who signs nothing",
                bare.without(bare.place("algorithm")).toBytes()));
        out.accept(refused(
                "import-key",
                "certificates-empty",
                "a certificate without octets",
                members("import-key").with("certificates", "[\"\"]").toBytes()));
        out.accept(refused(
                "import-key",
                "certificates-too-many",
                "nine certificates",
                members("import-key")
                        .with("certificates", "[" + "\"AA\",".repeat(8) + "\"AA\"]")
                        .toBytes()));
    }

    private static void members(Consumer<Vector> out) {
        missing(out, "sign", "keyId", "certificateSha256", "signAlgo", "hashAlgorithmOID", "hashes");
        wrong(out, "sign", "keyId", "\"\"", "a key id of another length");
        wrong(out, "sign", "certificateSha256", "\"" + "A".repeat(64) + "\"", "upper-case hexadecimal");
        wrong(out, "sign", "signAlgo", "\"1.2.840.113549.1.1.5\"", "SHA-1 with RSA");
        wrong(out, "sign", "hashAlgorithmOID", "\"1.3.14.3.2.26\"", "SHA-1");
        wrong(out, "sign", "hashes", "[]", "no hash");
        out.accept(refused(
                "sign",
                "hashes-padded",
                "base64url with padding",
                members("sign").with("hashes", "[\"AA==\"]").toBytes()));
        out.accept(refused(
                "sign",
                "hashes-unused-bits",
                "base64url with unused bits set",
                members("sign").with("hashes", "[\"AB\"]").toBytes()));
        missing(out, "enrol", "invitation", "deviceKey", "loginKey", "activationCommitment");
        wrong(out, "enrol", "invitation", "\"" + Samples.KEY_ID + "\"", "an invitation id of another length");
        wrong(out, "enrol", "deviceKey", "\"AA\"", "a key of another length");
        wrong(out, "enrol", "loginKey", "\"" + "A".repeat(42) + "B\"", "unused bits set");
        wrong(
                out,
                "enrol",
                "activationCommitment",
                "\"" + "00".repeat(32) + "\"",
                "hexadecimal where base64url is due");
        missing(out, "create-key", "algorithm", "methods");
        wrong(out, "create-key", "algorithm", "\"RSA-3072\"", "an algorithm that is not known");
        wrong(out, "create-key", "methods", "\"device\"", "a text where a list is due");
        missing(out, "destroy-key", "keyId", "certificateSha256");
        wrong(out, "destroy-key", "certificateSha256", "\"" + "0".repeat(63) + "\"", "a hash of another length");
        missing(out, "activity", "from");
        wrong(out, "activity", "from", "-1", "a place before the first");
        missing(out, "audit-log", "from");
        wrong(out, "audit-log", "from", "1.5", "a fraction of a place");
        wrong(out, "audit-log-of", "person", "\"" + Samples.KEY_ID + "\"", "a user id of another length");
        missing(out, "outcome", "statementId");
        wrong(out, "outcome", "statementId", "17", "a number where an id is due");
        missing(out, "invite-signer", "role", "secretHash", "codeExpires", "subject", "algorithm");
        wrong(out, "invite-signer", "role", "\"root\"", "a role that is not known");
        wrong(out, "invite-signer", "subject", "\"CN=a\\u000aCN=b\"", "a subject with a line end");
        wrong(out, "invite-signer", "codeExpires", "253402300800", "a moment after 9999");
        missing(out, "confirm-device", "confirmedUser", "confirmedDevice", "fingerprint");
        wrong(out, "confirm-device", "confirmedUser", "\"" + Samples.KEY_ID + "\"", "a user id of another length");
        wrong(out, "confirm-device", "confirmedDevice", "\"" + Samples.USER + "\"", "a device id of another length");
        wrong(out, "confirm-device", "fingerprint", "\"4t4b-bgvq-zfse-576y\"", "a fingerprint in lower case");
        lifeCycle(out);
        out.accept(refused(
                "confirm-device",
                "fingerprint-ungrouped",
                "a fingerprint without groups",
                members("confirm-device")
                        .with("fingerprint", "\"4T4BBGVQZFSE576Y\"")
                        .toBytes()));
        out.accept(refused(
                "standing",
                "with-device-id",
                "a member of another type",
                members("standing")
                        .and("confirmedDevice", "\"" + Samples.KEY_ID + "\"")
                        .toBytes()));
        out.accept(refused(
                "invite-officer",
                "with-subject",
                "a subject for staff",
                members("invite-officer").and("subject", "\"CN=x\"").toBytes()));
        out.accept(refused(
                "list-keys",
                "with-from",
                "a member of another type",
                members("list-keys").and("from", "0").toBytes()));
    }

    private static void strictness(Consumer<Vector> out) {
        var good = StatementText.write(Samples.sign(2)).toUtf8();
        text(out, "member-unknown", "a member that is not known", good.replaceFirst("}$", ",\"note\":\"x\"}"));
        text(out, "member-twice", "a member twice", good.replaceFirst("}$", ",\"v\":1}"));
        text(out, "member-twice-escaped", "a member twice, once escaped", good.replaceFirst("}$", ",\"\\\\u0076\":1}"));
        text(out, "member-null", "a null", good.replace("\"v\":1", "\"v\":null"));
        text(out, "minus-zero", "a second spelling of zero", good.replace("\"iat\":1767225600", "\"iat\":-0"));
        text(out, "fraction", "a fraction", good.replace("\"v\":1", "\"v\":1.0"));
        text(out, "exponent", "an exponent", good.replace("\"v\":1", "\"v\":1e0"));
        text(out, "beyond-2-53", "a number beyond 2^53 - 1", good.replace("1767225900", "9007199254740992"));
        text(
                out,
                "wraps-at-2-64",
                "2^64 + 1, which some readers take for 1",
                good.replace("\"v\":1", "\"v\":18446744073709551617"));
        text(out, "object-behind", "a second object behind", good + "{}");
        text(out, "text-behind", "something behind", good + "x");
        text(out, "comma-behind", "a comma before the end", good.replaceFirst("}$", ",}"));
        text(out, "cut", "the end missing", good.substring(0, good.length() - 1));
        text(out, "byte-order-mark", "a byte order mark before", "\uFEFF" + good);
        text(out, "comment", "a comment", good.replace("\"v\":1", "\"v\":1/**/"));
        text(out, "lone-surrogate", "half of a surrogate pair", good.replace("\"sign\"", "\"sign\\ud800\""));
        text(out, "zero-character", "U+0000 in a text", good.replace("\"sign\"", "\"sign\\u0000\""));
        text(out, "array-around", "an array around", "[" + good + "]");
        text(out, "nine-deep", "nine levels", good.replaceFirst("}$", ",\"x\":" + "[".repeat(8) + "]".repeat(8) + "}"));
        text(out, "empty", "nothing", "");
        out.accept(refused(
                "sign",
                "invalid-utf-8",
                "an octet that is no UTF-8",
                Bytes.concat(Bytes.utf8(good.substring(0, 9)), Bytes.hex("ff"), Bytes.utf8(good.substring(9)))));
        out.accept(Vector.ok(
                        FORMAT,
                        "sign-white-space",
                        "blanks between the members: the signature is over the octets as sent")
                .with("type", "sign")
                .base64Url("statement", Bytes.utf8(good.replace(",", " ,\n"))));
    }

    private static void text(Consumer<Vector> out, String suffix, String why, String text) {
        out.accept(refused("sign", suffix, why, Bytes.utf8(text)));
    }
}
