package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Samples;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.ComparisonCode;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.KeyHandover;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What people carry by hand, read out or compare. */
final class CodeVectors {
    private static final String URL = "https://sign.example:8443";

    private CodeVectors() {}

    static void make(Consumer<Vector> out) {
        enrolmentCodes(out);
        fingerprints(out);
        comparisonCodes(out);
    }

    private static void enrolmentCodes(Consumer<Vector> out) {
        var ok = Vector.ok("enrolment-code", "code", "as it is written")
                .hex("identityHash", Samples.identityHash())
                .with("invitation", Samples.INVITATION)
                .with("user", Samples.USER)
                .with("url", URL)
                .hex("secret", Samples.ENROLMENT_SECRET)
                .with("code", code());
        var code = code();
        out.accept(ok);
        out.accept(same(ok, "lower-case", "in lower case", code.toLowerCase(Locale.ROOT)));
        out.accept(same(ok, "blanks", "with blanks for hyphens", code.replace('-', ' ')));
        out.accept(same(
                ok,
                "look-alikes",
                "O for 0, I for 1",
                "NATSUIN1" + code.substring(8).replace('0', 'O').replace('1', 'I')));
        out.accept(ok.sibling("mistyped", "one character is another").with("code", mistyped(code)));
        out.accept(ok.sibling("cut", "the last character missing").with("code", code.substring(0, code.length() - 1)));
        out.accept(ok.sibling("zero-behind", "a 0 too many").with("code", code + "0"));
        out.accept(ok.sibling("version", "of version 2").with("code", code.replace("NATSUIN1", "NATSUIN2")));
        out.accept(ok.sibling("letter-u", "a letter that base32 does not have")
                .with("code", "NATSUIN1-U" + code.substring(10)));
        out.accept(ok.sibling("no-prefix", "no prefix").with("code", code.substring(9)));
        out.accept(ok.sibling("two-versions", "a code with a key, named as one without")
                .hex("secret", enrolmentSecret())
                .hex("keySecret", Samples.CODE_SECRET)
                .with("code", codeWithKey().replace("NATSUIN2", "NATSUIN1")));
        var withKey = Vector.ok("enrolment-code", "code-with-key", "with which a key is handed over")
                .hex("identityHash", Samples.identityHash())
                .with("invitation", Samples.INVITATION)
                .with("user", Samples.USER)
                .with("url", URL)
                .hex("secret", enrolmentSecret())
                .hex("keySecret", Samples.CODE_SECRET)
                .with("code", codeWithKey());
        out.accept(withKey);
        out.accept(withKey.sibling("other-secret", "the code's secret for the enrolment secret")
                .hex("secret", Samples.CODE_SECRET));
        out.accept(ok.sibling("other-user", "another user than the code is for").with("user", "5c1f0a9b3e7d2469"));
    }

    private static Vector same(Vector ok, String suffix, String comment, String code) {
        return ok.sibling(suffix, comment).accepted().with("code", code);
    }

    private static String mistyped(String code) {
        var other = code.charAt(20) == '7' ? '8' : '7';
        return code.substring(0, 20) + other + code.substring(21);
    }

    private static String code() {
        try (var code = new EnrolmentCode(
                        Samples.identityHash(),
                        Samples.INVITATION,
                        Samples.USER,
                        URL,
                        Samples.secret(Samples.ENROLMENT_SECRET));
                var text = code.write()) {
            return text.use(octets -> Bytes.of(octets).toUtf8()).strip();
        }
    }

    private static String codeWithKey() {
        try (var code = EnrolmentCode.withKey(
                        Samples.identityHash(),
                        Samples.INVITATION,
                        Samples.USER,
                        URL,
                        Samples.secret(Samples.CODE_SECRET));
                var text = code.write()) {
            return text.use(octets -> Bytes.of(octets).toUtf8()).strip();
        }
    }

    private static Bytes enrolmentSecret() {
        try (var code = Samples.secret(Samples.CODE_SECRET);
                var secret = KeyHandover.enrolmentSecret(code, Samples.identityHash())) {
            return secret.use(Bytes::of);
        }
    }

    private static void fingerprints(Consumer<Vector> out) {
        try (var device = Samples.device()) {
            var ok = Vector.ok("fingerprint", "fingerprint", "of one device at one SGM")
                    .hex("identityHash", Samples.identityHash())
                    .hex("deviceKey", device.publicKey().encoded())
                    .with("fingerprint", Fingerprint.of(Samples.identityHash(), device.publicKey()));
            out.accept(ok);
            out.accept(ok.sibling("other-sgm", "of another SGM")
                    .hex("identityHash", DeviceVectors.flipped(Samples.identityHash())));
            try (var other = Samples.seed("other")) {
                out.accept(ok.sibling("other-device", "of another device")
                        .hex("deviceKey", other.publicKey().encoded()));
            }
        }
    }

    private static void comparisonCodes(Consumer<Vector> out) {
        var hashes = Samples.sign(3).hashes();
        var ok = Vector.ok("comparison-code", "three", "three hashes of 32 octets")
                .hexList("hashes", hashes)
                .with("code", ComparisonCode.of(hashes));
        out.accept(ok);
        var mixed = List.of(hashes.get(0), Bytes.hex("ab".repeat(48)), Bytes.hex("cd".repeat(64)));
        out.accept(Vector.ok("comparison-code", "mixed", "hashes of 32, 48 and 64 octets")
                .hexList("hashes", mixed)
                .with("code", ComparisonCode.of(mixed)));
        out.accept(ok.sibling("other-order", "the same hashes in another order")
                .hexList("hashes", List.of(hashes.get(1), hashes.get(0), hashes.get(2))));
        out.accept(ok.sibling("one-missing", "one hash missing").hexList("hashes", hashes.subList(0, 2)));
    }
}
