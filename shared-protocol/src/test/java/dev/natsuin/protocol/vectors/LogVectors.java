package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.JsonMembers;
import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.log.Checkpoint;
import dev.natsuin.protocol.log.Cosignature;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.log.LogEntry;
import dev.natsuin.protocol.log.Merkle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The signature log: leaves, entries, checkpoints, proofs. */
final class LogVectors {
    private static final Bytes SALT = Bytes.hex("5a".repeat(32));
    private static final Bytes RECORD = Bytes.utf8("{\"type\":\"sign\",\"user\":\"" + Samples.USER + "\"}");
    /** The leaves of Certificate Transparency's reference tests. */
    private static final List<Bytes> LEAVES = Stream.of(
                    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
            .map(Bytes::hex)
            .toList();

    private LogVectors() {}

    static void make(Consumer<Vector> out) {
        leaves(out);
        entries(out);
        checkpoints(out);
        cosignatures(out);
        roots(out);
        inclusions(out);
        consistencies(out);
    }

    /** RFC 6962 and RFC 9162 have no numbers; these are the roots that Certificate Transparency's tests have. */
    private static void roots(Consumer<Vector> out) {
        out.accept(root(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        out.accept(root(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"));
        out.accept(root(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"));
        out.accept(root(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"));
        var eight = root(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
        out.accept(eight);
        out.accept(eight.sibling("one-missing", "one leaf missing").hexList("leaves", LEAVES.subList(0, 7)));
        var exchanged = new ArrayList<>(LEAVES);
        exchanged.set(6, LEAVES.get(7));
        exchanged.set(7, LEAVES.get(6));
        out.accept(eight.sibling("exchanged", "two leaves exchanged").hexList("leaves", exchanged));
        out.accept(root(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")
                .sibling("node-as-leaf", "the inner node of two leaves given as one leaf")
                .hexList(
                        "leaves",
                        List.of(Bytes.concat(Merkle.leafHash(LEAVES.get(0)), Merkle.leafHash(LEAVES.get(1))))));
    }

    private static Vector root(int size, String root) {
        return Vector.ok("merkle-root", size + "-leaves", "the first leaves of the reference tree")
                .from("RFC 6962 section 2.1; leaves and roots of merkle_tree_test in google/certificate-transparency")
                .hexList("leaves", LEAVES.subList(0, size))
                .with("root", root);
    }

    /** Hashes of complete subtrees of the leaves, as a log keeps them. */
    static Merkle.Nodes nodes(List<Bytes> leaves) {
        return new Merkle.Nodes() {
            @Override
            public Bytes node(int level, long place) {
                return level == 0
                        ? Merkle.leafHash(leaves.get((int) place))
                        : Merkle.nodeHash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1));
            }
        };
    }

    private static Leaf leaf(Leaf.Type type, long number, long previous, String chain) {
        return new Leaf(
                type,
                Samples.NOW,
                chain,
                number,
                previous,
                type == Leaf.Type.INIT ? Leaf.CONSOLE : Samples.head().device(),
                2,
                type == Leaf.Type.INIT ? "console" : "device",
                1,
                Leaf.recordHash(SALT, RECORD));
    }

    private static List<Bytes> log() {
        return List.of(
                leaf(Leaf.Type.INIT, 1, -1, Leaf.CONSOLE).toBytes(),
                leaf(Leaf.Type.CREATE_KEY, 1, -1, Samples.KEY_ID).toBytes(),
                leaf(Leaf.Type.SIGN, 2, 1, Samples.KEY_ID).toBytes());
    }

    /** The third entry of three. */
    static LogEntry entry() {
        var log = log();
        return new LogEntry(2, log.get(2), SALT, RECORD, Merkle.inclusionProof(2, 3, nodes(log)));
    }

    private static String origin() {
        return Checkpoint.originOf(Samples.identityHash());
    }

    /** Of the log of three. */
    static String checkpoint() {
        try (var key = Samples.seed("log")) {
            return new Checkpoint(origin(), 3, Merkle.root(3, nodes(log()))).sign(key);
        }
    }

    private static void cosignatures(Consumer<Vector> out) {
        try (var key = Samples.seed("sap");
                var other = Samples.seed("other sap")) {
            var name = Cosignature.nameOf(Samples.identityHash());
            var note = Cosignature.added(checkpoint(), name, key, Samples.NOW);
            var ok = Vector.ok("cosignature", "of-three", "of the log of three entries")
                    .from("c2sp.org/tlog-cosignature, cosignature/v1")
                    .base64Url("note", Bytes.utf8(note))
                    .with("name", name)
                    .hex("cosigner", key.publicKey().encoded())
                    .with("time", Long.toString(Samples.NOW.getEpochSecond()));
            out.accept(ok);
            out.accept(ok.sibling("other-key", "by another key")
                    .hex("cosigner", other.publicKey().encoded()));
            out.accept(ok.sibling("other-name", "under another name").with("name", name + "0"));
            out.accept(ok.sibling("other-time", "of another second")
                    .with("time", Long.toString(Samples.NOW.getEpochSecond() + 1)));
            out.accept(ok.sibling("other-size", "on another checkpoint")
                    .base64Url("note", Bytes.utf8(note.replaceFirst("\n3\n", "\n4\n"))));
            out.accept(ok.sibling("missing", "no cosignature").base64Url("note", Bytes.utf8(checkpoint())));
            var cut = note.substring(0, note.length() - 6) + "A\n";
            out.accept(ok.sibling("cut", "a cosignature of another length").base64Url("note", Bytes.utf8(cut)));
        }
    }

    private static void leaves(Consumer<Vector> out) {
        for (var type : Leaf.Type.values()) {
            var chain = type == Leaf.Type.INIT ? Leaf.CONSOLE : Samples.KEY_ID;
            out.accept(Vector.ok("leaf", type.wireName(), "the first entry of a chain")
                    .base64Url("leaf", leaf(type, 1, -1, chain).toBytes()));
        }
        var members = JsonMembers.of(leaf(Leaf.Type.SIGN, 2, 1, Samples.KEY_ID).toBytes());
        out.accept(
                Vector.ok("leaf", "sign-second", "the second entry of a chain").base64Url("leaf", members.toBytes()));
        wrong(out, "type", members.with("type", "\"forget\""), "a type that is not known");
        wrong(out, "v", members.with("v", "2"), "another version");
        wrong(out, "time", members.with("time", "-1"), "a moment before 1970");
        wrong(out, "chain", members.with("chain", "\"00\""), "a chain id of another length");
        wrong(out, "number", members.with("number", "0"), "numbers begin at 1");
        wrong(out, "number-first", members.with("number", "1"), "the first of a chain has no predecessor");
        wrong(out, "previous", members.with("previous", "-1"), "all but the first have a predecessor");
        wrong(out, "device", members.with("device", "\"\""), "a device id of another length");
        wrong(out, "level", members.with("level", "-1"), "a level below zero");
        wrong(out, "method", members.with("method", "\"\""), "no method");
        wrong(out, "kek-epoch", members.with("kekEpoch", "\"1\""), "a number as text");
        wrong(out, "record", members.with("record", "\"" + "A".repeat(64) + "\""), "upper-case hexadecimal");
        wrong(out, "member-unknown", members.and("name", "\"x\""), "a member that is not known");
        for (var name : List.of(
                "type",
                "v",
                "time",
                "chain",
                "number",
                "previous",
                "device",
                "level",
                "method",
                "kekEpoch",
                "record")) {
            wrong(
                    out,
                    name.equals("kekEpoch") ? "kek-epoch-missing" : name + "-missing",
                    members.without(members.place(name)),
                    "no " + name);
        }
    }

    private static void wrong(Consumer<Vector> out, String suffix, JsonMembers members, String why) {
        out.accept(Vector.refused("leaf", "wrong-" + suffix, why).base64Url("leaf", members.toBytes()));
    }

    private static void entries(Consumer<Vector> out) {
        var good = entry();
        var ok = entry(
                Vector.ok("log-entry", "entry", "an entry with record, salt and proof, under a checkpoint"), good);
        out.accept(ok);
        out.accept(entry(
                ok.sibling("index", "another place"),
                new LogEntry(1, good.leaf(), good.salt(), good.record(), good.proof())));
        out.accept(entry(
                ok.sibling("leaf", "another leaf"),
                new LogEntry(
                        2,
                        leaf(Leaf.Type.SIGN, 3, 1, Samples.KEY_ID).toBytes(),
                        good.salt(),
                        good.record(),
                        good.proof())));
        out.accept(entry(
                ok.sibling("salt", "another salt"),
                new LogEntry(2, good.leaf(), DeviceVectors.flipped(SALT), good.record(), good.proof())));
        out.accept(entry(
                ok.sibling("record", "another record"),
                new LogEntry(2, good.leaf(), good.salt(), Bytes.utf8("{}"), good.proof())));
        out.accept(entry(
                ok.sibling("proof", "another proof"),
                new LogEntry(2, good.leaf(), good.salt(), good.record(), List.of(SALT))));
        out.accept(entry(
                ok.sibling("proof-missing", "no proof"),
                new LogEntry(2, good.leaf(), good.salt(), good.record(), List.of())));
    }

    private static Vector entry(Vector vector, LogEntry entry) {
        try (var key = Samples.seed("log")) {
            return vector.with("origin", origin())
                    .hex("logKey", key.publicKey().encoded())
                    .base64Url("checkpoint", Bytes.utf8(checkpoint()))
                    .base64Url("entry", entry.toJson().toBytes());
        }
    }

    private static void checkpoints(Consumer<Vector> out) {
        try (var key = Samples.seed("log");
                var other = Samples.seed("other")) {
            var note = checkpoint();
            var ok = note(Vector.ok("checkpoint", "checkpoint", "a log of three"), key, note);
            out.accept(ok);
            var cosignature = "\u2014 sap.example "
                    + Bytes.utf8("a signature of another kind").toBase64() + "\n";
            out.accept(note(
                    ok.sibling("cosigned", "with another's signature line behind")
                            .accepted(),
                    key,
                    note + cosignature));
            out.accept(note(
                    Vector.ok("checkpoint", "empty-log", "a log of nothing"),
                    key,
                    new Checkpoint(origin(), 0, Merkle.EMPTY_ROOT).sign(key)));
            out.accept(note(ok.sibling("other-key", "signed by another key"), key, checkpointBy(other)));
            out.accept(note(ok.sibling("other-origin", "of another log"), key, note)
                    .with("origin", "natsuin/other"));
            out.accept(note(ok.sibling("size", "another size than was signed"), key, note.replace("\n3\n", "\n4\n")));
            out.accept(note(
                    ok.sibling("no-signature", "no signature line"), key, note.substring(0, note.indexOf("\u2014"))));
            out.accept(note(ok.sibling("cut", "no line end at the end"), key, note.substring(0, note.length() - 1)));
            out.accept(note(ok.sibling("carriage-returns", "other line ends"), key, note.replace("\n", "\r\n")));
            out.accept(note(ok.sibling("line-behind", "a line behind that is no signature"), key, note + "x\n"));
            out.accept(note(
                    ok.sibling("seventeen-signatures", "more than sixteen signature lines"),
                    key,
                    note + cosignature.repeat(16)));
            var root = Merkle.root(3, nodes(log())).toBase64();
            out.accept(note(
                    ok.sibling("size-padded", "a second spelling of the size"),
                    key,
                    signed(key, origin() + "\n03\n" + root + "\n")));
            out.accept(
                    note(ok.sibling("root-short", "a root of one octet"), key, signed(key, origin() + "\n3\nAA==\n")));
            out.accept(note(
                    ok.sibling("extension", "a fourth line, well signed"),
                    key,
                    signed(key, origin() + "\n3\n" + root + "\nmore\n")));
        }
    }

    private static String checkpointBy(SigningSeed key) {
        return new Checkpoint(origin(), 3, Merkle.root(3, nodes(log()))).sign(key);
    }

    private static String signed(SigningSeed key, String body) {
        var id = Bytes.concat(
                        Bytes.utf8(origin() + "\n"),
                        Bytes.hex("01"),
                        key.publicKey().encoded())
                .sha256()
                .slice(0, 4);
        return body + "\n\u2014 " + origin() + " "
                + Bytes.concat(id, key.sign(Bytes.utf8(body))).toBase64() + "\n";
    }

    private static Vector note(Vector vector, SigningSeed key, String note) {
        return vector.with("origin", origin())
                .hex("logKey", key.publicKey().encoded())
                .base64Url("note", Bytes.utf8(note));
    }

    private static void inclusions(Consumer<Vector> out) {
        for (var place : new int[][] {{0, 1}, {0, 8}, {5, 8}, {2, 3}, {1, 5}, {6, 7}}) {
            var ok = inclusion(place[0], place[1]);
            out.accept(ok);
            if (place[1] == 8) {
                out.accept(ok.sibling("other-index", "another place").with("index", Long.toString(place[0] + 1)));
                out.accept(ok.sibling("other-size", "a size that needs a longer proof")
                        .with("size", "9"));
                out.accept(ok.sibling("other-leaf", "another leaf").hex("leafHash", Merkle.leafHash(LEAVES.get(7))));
                out.accept(ok.sibling("other-root", "another root").hex("root", Merkle.root(7, nodes(LEAVES))));
                out.accept(ok.sibling("proof-short", "the last hash missing")
                        .hexList("proof", ok.hexList("proof").subList(0, 2)));
                out.accept(ok.sibling("proof-long", "a hash more").hexList("proof", more(ok.hexList("proof"))));
            }
        }
        var left = Merkle.leafHash(LEAVES.get(0));
        var right = Merkle.leafHash(LEAVES.get(1));
        out.accept(inclusion(1, 2)
                .sibling("borrowed-octets", "two octets moved from one hash to the other: the root is the same")
                .hex("leafHash", Bytes.concat(left.slice(30, 32), right))
                .hexList("proof", List.of(left.slice(0, 30))));
    }

    private static List<Bytes> more(List<Bytes> proof) {
        var longer = new ArrayList<>(proof);
        longer.add(Merkle.EMPTY_ROOT);
        return longer;
    }

    private static Vector inclusion(int index, int size) {
        return Vector.ok("inclusion", index + "-in-" + size, "a leaf of Certificate Transparency's reference tree")
                .with("index", Long.toString(index))
                .with("size", Long.toString(size))
                .hex("leafHash", Merkle.leafHash(LEAVES.get(index)))
                .hex("root", Merkle.root(size, nodes(LEAVES)))
                .hexList("proof", Merkle.inclusionProof(index, size, nodes(LEAVES)));
    }

    private static void consistencies(Consumer<Vector> out) {
        for (var sizes : new int[][] {{0, 8}, {1, 1}, {1, 8}, {6, 8}, {2, 5}, {4, 8}, {3, 7}}) {
            var ok = consistency(sizes[0], sizes[1]);
            out.accept(ok);
            if (sizes[0] == 6) {
                out.accept(ok.sibling("other-first", "another first size").with("first", "5"));
                out.accept(ok.sibling("other-first-root", "another first root")
                        .hex("firstRoot", Merkle.root(5, nodes(LEAVES))));
                out.accept(ok.sibling("other-second-root", "another second root")
                        .hex("secondRoot", Merkle.root(7, nodes(LEAVES))));
                out.accept(ok.sibling("proof-short", "the last hash missing")
                        .hexList("proof", ok.hexList("proof").subList(0, 2)));
                out.accept(ok.sibling("proof-long", "a hash more").hexList("proof", more(ok.hexList("proof"))));
                out.accept(ok.sibling("shrunk", "the second smaller than the first")
                        .with("second", "5"));
            }
        }
    }

    private static Vector consistency(int first, int second) {
        return Vector.ok("consistency", first + "-to-" + second, "Certificate Transparency's reference tree growing")
                .with("first", Long.toString(first))
                .hex("firstRoot", Merkle.root(first, nodes(LEAVES)))
                .with("second", Long.toString(second))
                .hex("secondRoot", Merkle.root(second, nodes(LEAVES)))
                .hexList("proof", Merkle.consistencyProof(first, second, nodes(LEAVES)));
    }
}
