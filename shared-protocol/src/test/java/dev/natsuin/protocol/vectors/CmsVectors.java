package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.AlgorithmIdentifiers;
import dev.natsuin.protocol.cms.SignedAttributes;
import java.util.Locale;
import java.util.function.Consumer;

/** The structures of CMS that both ends build. */
final class CmsVectors {
    /** Self-signed with Ed25519, for C=JP, O=Example, CN=花子 Tanaka; made once with OpenSSL. */
    private static final Bytes CERTIFICATE =
            Bytes.hex("3082017f30820131a00302010202104a3b2c1d00ff11ee22dd33cc44bb55aa300506032b65703037310b300906035504"
                    + "0613024a503110300e060355040a0c074578616d706c653116301406035504030c0de88ab1e5ad902054616e616b6130"
                    + "1e170d3236313132353131313835375a170d3238313132343131313835375a3037310b3009060355040613024a503110"
                    + "300e060355040a0c074578616d706c653116301406035504030c0de88ab1e5ad902054616e616b61302a300506032b65"
                    + "70032100a3de52b3493fbdad2d6b75558b1a14c65d65381c4553f3323843566f5f225924a3533051301d0603551d0e04"
                    + "160414f577a818299671fc4a411ffd80cda9874143eb0d301f0603551d23041830168014f577a818299671fc4a411ffd"
                    + "80cda9874143eb0d300f0603551d130101ff040530030101ff300506032b65700341003456328ce9c27d86896c41fb69"
                    + "c43756ac894ac62d745e8ce29a5a444b61a8c68531b8e085724b45a2e2dd9b44c90e96544e533b078765bcc00835af7c"
                    + "fd1b04");

    private CmsVectors() {}

    static void make(Consumer<Vector> out) {
        identifiers(out);
        attributes(out);
    }

    private static void identifiers(Consumer<Vector> out) {
        for (var algorithm : SignAlgorithm.values()) {
            out.accept(identifier(algorithm));
        }
        var pss = identifier(SignAlgorithm.SHA256_WITH_RSA_PSS);
        wrong(out, pss, "other-salt", "a salt of 20 octets", "a203020120", "a203020114");
        wrong(out, pss, "mask-sha-1", "MGF1 left at its default, SHA-1", MASK, "");
        wrong(out, pss, "mask-sha-384", "MGF1 with SHA-384", MASK, MASK.replace("020105", "020205"));
        wrong(
                out,
                pss,
                "hash-sha-384",
                "SHA-384 in SHA-256's place",
                "a00f300d0609608648016503040201",
                "a00f300d0609608648016503040202");
        wrong(
                out,
                pss,
                "without-null",
                "the hash's parameters absent: a second spelling",
                "a00f300d06096086480165030402010500",
                "a00d300b0609608648016503040201");
        wrong(out, pss, "trailer-written", "the default trailer written out", "a203020120", "a203020120a303020101");
        out.accept(
                pss.sibling("no-parameters", "no parameters at all").with("identifier", "300b06092a864886f70d01010a"));
        out.accept(pss.sibling("defaults", "the defaults, which are SHA-1")
                .with("identifier", "300d06092a864886f70d01010a3000"));
        out.accept(identifier(SignAlgorithm.SHA256_WITH_RSA)
                .sibling("without-null", "parameters absent")
                .with("identifier", "300b06092a864886f70d01010b"));
        out.accept(identifier(SignAlgorithm.ED25519)
                .sibling("with-null", "NULL where parameters are absent")
                .with("identifier", "300706032b65700500"));
        out.accept(identifier(SignAlgorithm.ML_DSA_65)
                .sibling("with-null", "NULL where parameters are absent")
                .with("identifier", "300d06096086480165030403120500"));
        out.accept(identifier(SignAlgorithm.ML_DSA_65)
                .sibling("prehash", "HashML-DSA-65 with SHA-512, which RFC 9882 leaves out")
                .with("signAlgo", "2.16.840.1.101.3.4.3.33"));
        out.accept(identifier(SignAlgorithm.ECDSA_WITH_SHA256)
                .sibling("with-null", "NULL where parameters are absent")
                .with("identifier", "300c06082a8648ce3d0403020500"));
        out.accept(identifier(SignAlgorithm.SHA256_WITH_RSA)
                .sibling("other-hash", "a hash that contradicts the OID")
                .with("hashAlgorithmOID", HashAlgorithm.SHA_512.oid()));
        for (var raw : new String[] {"1.2.840.113549.1.1.1", "1.2.840.113549.1.1.5", "1.2.840.10045.2.1"}) {
            out.accept(identifier(SignAlgorithm.SHA256_WITH_RSA)
                    .sibling("oid-" + raw.replace('.', '-'), "raw or weak")
                    .with("signAlgo", raw));
        }
    }

    /** [1] in RSASSA-PSS-params: MGF1 with SHA-256. */
    private static final String MASK = "a11c301a06092a864886f70d010108300d06096086480165030402010500";

    private static Vector identifier(SignAlgorithm algorithm) {
        return Vector.ok(
                        "algorithm-identifier",
                        algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                        "the one spelling")
                .with("signAlgo", algorithm.oid())
                .with("hashAlgorithmOID", algorithm.hash().oid())
                .hex("identifier", AlgorithmIdentifiers.of(algorithm));
    }

    /** The outer lengths are mended, so that nothing but this one thing is wrong. */
    private static void wrong(Consumer<Vector> out, Vector ok, String suffix, String why, String part, String other) {
        var parameters = ok.text("identifier").substring(2 * 15);
        if (!parameters.contains(part)) {
            throw new IllegalStateException("not there: " + part);
        }
        var changed = parameters.replaceFirst(part, other);
        var sequence = "30" + length(changed) + changed;
        var content = "06092a864886f70d01010a" + sequence;
        out.accept(ok.sibling(suffix, why).with("identifier", "30" + length(content) + content));
    }

    private static String length(String hex) {
        return Bytes.of(new byte[] {(byte) (hex.length() / 2)}).toHex();
    }

    private static void attributes(Consumer<Vector> out) {
        var ok = attributes("ed25519", "as an Ed25519 key signs them", HashAlgorithm.SHA_512);
        out.accept(ok);
        out.accept(attributes("sha-256", "whose hash an RSA or P-256 key signs", HashAlgorithm.SHA_256));
        out.accept(ok.sibling("other-digest", "over another digest")
                .hex("messageDigest", DeviceVectors.flipped(ok.hex("messageDigest"))));
        out.accept(ok.sibling("other-certificate", "under another certificate")
                .base64Url("certificate", DeviceVectors.flipped(CERTIFICATE)));
        out.accept(
                ok.sibling("no-certificate", "the certificate cut").base64Url("certificate", CERTIFICATE.slice(0, 90)));
        var octets = ok.base64Url("attributes").toHex();
        var contentType = "301806092a864886f70d010903310b06092a864886f70d010701";
        out.accept(ok.sibling("other-content-type", "content type signed-data")
                .base64Url(
                        "attributes", Bytes.hex(octets.replace(contentType, contentType.replaceFirst("01$", "02")))));
        var begin = octets.indexOf(contentType);
        var rest = octets.substring(begin + contentType.length());
        out.accept(ok.sibling("unsorted", "the content type last: no DER")
                .base64Url("attributes", Bytes.hex(octets.substring(0, begin) + rest + contentType)));
        out.accept(ok.sibling("no-content-type", "no content type").base64Url("attributes", set(rest)));
        var time = "301c06092a864886f70d010905310f170d3236303130313030303030305a";
        out.accept(ok.sibling("signing-time", "a signing time too")
                .base64Url("attributes", set(contentType + time + rest)));
    }

    private static Bytes set(String content) {
        var size = content.length() / 2;
        return Bytes.concat(
                Bytes.hex("3182"), Bytes.of(new byte[] {(byte) (size >> 8), (byte) size}), Bytes.hex(content));
    }

    private static Vector attributes(String name, String comment, HashAlgorithm hash) {
        var digest = Bytes.of(hash.newDigest().digest(Bytes.utf8("a document").toArray()));
        try {
            return Vector.ok("signed-attributes", name, comment)
                    .base64Url("certificate", CERTIFICATE)
                    .hex("messageDigest", digest)
                    .base64Url("attributes", SignedAttributes.under(CERTIFICATE).over(digest));
        } catch (Malformed e) {
            throw new IllegalStateException("a certificate of ours", e);
        }
    }
}
