package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.crypto.Token;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.protocol.statement.StatementText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** New identity keys: what both keys sign, how they follow each other, and how the log has them. */
final class SuccessionVectors {
    private static final Bytes SALT = Bytes.hex("5a".repeat(32));
    private static final String SECOND = "00112233445566ff";

    private SuccessionVectors() {}

    static void make(Consumer<Vector> out) {
        chains(out);
        members(out);
        entries(out);
    }

    private static Succession succession(int number, SigningSeed before, SigningSeed next) {
        return new Succession(
                Samples.identityHash(),
                number,
                before.publicKey(),
                next.publicKey(),
                Samples.NOW.plus(Duration.ofDays(number)),
                Samples.renewIdentity().sha256(),
                StatementText.write(approval()).sha256());
    }

    /** The second administrator's statement. */
    private static Statement.Approve approval() {
        return approval(SECOND, Samples.renewIdentity());
    }

    private static Statement.Approve approval(String user, Bytes request) {
        var head = Samples.head();
        return new Statement.Approve(
                new StatementHead(head.audience(), user, head.device(), "f".repeat(32), head.issued(), head.expires()),
                request);
    }

    private static Vector chain(Vector vector, SigningSeed key, List<JsonObject> successions) {
        return vector.hex("sgm", Samples.identityHash())
                .hex("identityKey", key.publicKey().encoded())
                .hexList(
                        "successions",
                        successions.stream().map(JsonObject::toBytes).toList());
    }

    private static void chains(Consumer<Vector> out) {
        try (var first = Samples.identity();
                var second = Samples.seed("second identity");
                var third = Samples.seed("third identity")) {
            var one = succession(1, first, second).sign(first, second);
            var two = succession(2, second, third).sign(second, third);
            out.accept(chain(Vector.ok("succession", "none", "an SGM with its first key"), first, List.of()));
            var once = chain(Vector.ok("succession", "one", "an SGM with its second key"), second, List.of(one));
            out.accept(once);
            var twice = chain(Vector.ok("succession", "two", "an SGM with its third key"), third, List.of(one, two));
            out.accept(twice);
            out.accept(once.sibling("other-sgm", "another SGM than was pinned")
                    .hex("sgm", DeviceVectors.flipped(Samples.identityHash())));
            out.accept(chain(once.sibling("key-before", "the key that was replaced"), first, List.of(one)));
            out.accept(chain(once.sibling("left-out", "the succession is left out"), second, List.of()));
            out.accept(chain(twice.sibling("first-left-out", "the first succession is left out"), third, List.of(two)));
            out.accept(chain(twice.sibling("exchanged", "in another order"), third, List.of(two, one)));
            var skipped = succession(3, second, third).sign(second, third);
            out.accept(chain(twice.sibling("number-skipped", "the second has number 3"), third, List.of(one, skipped)));
            var again = succession(2, first, third).sign(first, third);
            out.accept(chain(
                    twice.sibling("of-the-first-key", "the second is signed by the first key, which was replaced"),
                    third,
                    List.of(one, again)));
            var back = succession(2, second, first).sign(second, first);
            out.accept(chain(twice.sibling("back", "back to the first key"), first, List.of(one, back)));
            var early = succession(2, second, third);
            var before = new Succession(
                    early.sgm(),
                    2,
                    early.previousKey(),
                    early.identityKey(),
                    Samples.NOW,
                    early.request(),
                    early.approval());
            out.accept(chain(
                    twice.sibling("time-back", "the second was before the first"),
                    third,
                    List.of(one, before.sign(second, third))));
            out.accept(chain(
                    once.sibling("old-key-did-not-sign", "the key before did not sign it"),
                    second,
                    List.of(succession(1, first, second).sign(third, second))));
            out.accept(chain(
                    once.sibling("new-key-did-not-sign", "the new key did not sign it"),
                    second,
                    List.of(succession(1, first, second).sign(first, third))));
        }
    }

    /** With one member wrong, well signed. */
    private static void members(Consumer<Vector> out) {
        wrong(out, "type", "\"descriptor\"", "another type");
        wrong(out, "v", "2", "another version");
        wrong(out, "number", "0", "a number that none has");
        wrong(out, "number", "101", "more than there may be");
        wrong(out, "time", "\"now\"", "no moment");
        wrong(out, "request", "\"00\"", "a hash of another length");
        wrong(out, "approval", "\"00\"", "a hash of another length");
        wrong(out, "identityKey", "\"" + "A".repeat(43) + "\"", "a key of small order");
        wrong(out, "sgm", "\"" + "00".repeat(32) + "\"", "another SGM");
        try (var first = Samples.identity()) {
            var same = succession(1, first, first).sign(first, first);
            out.accept(chain(
                    Vector.refused("succession", "one-itself", "a key that takes its own place"),
                    first,
                    List.of(same)));
        }
    }

    private static void wrong(Consumer<Vector> out, String member, String value, String why) {
        try (var first = Samples.identity();
                var second = Samples.seed("second identity")) {
            var good = succession(1, first, second).sign(first, second);
            var text = Token.open(Token.Purpose.SUCCESSION, good.reader().text("succession"), first.publicKey())
                    .orElseThrow();
            var changed = JsonMembers.of(text).with(member, value).toBytes();
            var signed = JsonObject.with("succession", Token.sign(Token.Purpose.SUCCESSION, changed, first))
                    .and("successor", second.sign(Token.signingInput(Token.Purpose.SUCCESSOR, changed)))
                    .build();
            var name = "one-" + member.toLowerCase(java.util.Locale.ROOT) + "-" + value.replaceAll("[^0-9a-z]", "");
            out.accept(chain(
                    Vector.refused("succession", name.length() > 40 ? name.substring(0, 40) : name, why),
                    second,
                    List.of(signed)));
        } catch (Malformed e) {
            throw new IllegalStateException("JSON of ours", e);
        }
    }

    private static JsonObject record(Statement.Approve approval, JsonObject succession) {
        return JsonObject.with("type", "renew-identity")
                .and("user", approval.head().user())
                .and("statement", StatementText.write(approval))
                .and("deviceSignature", Bytes.hex("00".repeat(64)))
                .and("person", "0".repeat(16))
                .and("requested", 2)
                .and("succession", succession)
                .build();
    }

    private static Vector entry(Vector vector, Leaf.Type type, JsonObject record, Succession succession) {
        var text = record.toBytes();
        var leaves = new ArrayList<Bytes>();
        for (var i = 0; i < 4; i++) {
            leaves.add(Bytes.utf8("entry " + i));
        }
        var leaf = new Leaf(
                type,
                succession.time(),
                Samples.head().device(),
                1,
                -1,
                Samples.head().device(),
                2,
                "device",
                0,
                Leaf.recordHash(SALT, text));
        leaves.add(leaf.toBytes());
        var nodes = LogVectors.nodes(leaves);
        var entry = new LogEntry(4, leaf.toBytes(), SALT, text, Merkle.inclusionProof(4, 5, nodes));
        try (var log = Samples.seed("log")) {
            var origin = Checkpoint.originOf(Samples.identityHash());
            return vector.with("origin", origin)
                    .hex("logKey", log.publicKey().encoded())
                    .base64Url("checkpoint", Bytes.utf8(new Checkpoint(origin, 5, Merkle.root(5, nodes)).sign(log)))
                    .base64Url("entry", entry.toJson().toBytes())
                    .with("askedBy", Samples.USER)
                    .with("approvedBy", SECOND);
        }
    }

    private static void entries(Consumer<Vector> out) {
        try (var first = Samples.identity();
                var second = Samples.seed("second identity")) {
            var succession = succession(1, first, second);
            var signed = succession.sign(first, second);
            var record = record(approval(), signed);
            var ok = entry(
                    Vector.ok("succession-entry", "entry", "as the log has it"),
                    Leaf.Type.RENEW_IDENTITY,
                    record,
                    succession);
            out.accept(ok);
            out.accept(ok.sibling("asked-by-other", "another asked for it").with("askedBy", SECOND));
            out.accept(entry(
                    ok.sibling("of-other-type", "an approval of something else"),
                    Leaf.Type.APPROVE,
                    record,
                    succession));
            ordered(out, ok, "of-one", "one person alone ordered it", approval(Samples.USER, Samples.renewIdentity()));
            ordered(
                    out,
                    ok,
                    "of-nothing",
                    "what was approved is no new identity key",
                    approval(SECOND, Samples.request()));
            var other = StatementText.write(
                    new Statement.RenewIdentity(Samples.head(), DeviceVectors.flipped(Samples.identityHash())));
            ordered(out, ok, "of-other-key", "another key was to be replaced", approval(SECOND, other));
            var unnamed = new Succession(
                    succession.sgm(),
                    1,
                    succession.previousKey(),
                    succession.identityKey(),
                    succession.time(),
                    succession.request(),
                    Bytes.utf8("another approval").sha256());
            out.accept(entry(
                    ok.sibling("of-other-approval", "it names another approval"),
                    Leaf.Type.RENEW_IDENTITY,
                    record(approval(), unnamed.sign(first, second)),
                    succession));
        }
    }

    /** The succession names these very statements; only what they order is wrong. */
    private static void ordered(
            Consumer<Vector> out, Vector ok, String suffix, String why, Statement.Approve approval) {
        try (var first = Samples.identity();
                var second = Samples.seed("second identity")) {
            var good = succession(1, first, second);
            var named = new Succession(
                    good.sgm(),
                    1,
                    good.previousKey(),
                    good.identityKey(),
                    good.time(),
                    approval.request().sha256(),
                    StatementText.write(approval).sha256());
            out.accept(entry(
                    ok.sibling(suffix, why),
                    Leaf.Type.RENEW_IDENTITY,
                    record(approval, named.sign(first, second)),
                    named));
        }
    }
}
