package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.RsaPadding;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.desk.SignatureLevel;
import dev.natsuin.desktop.desk.Verification;
import dev.natsuin.desktop.testdata.ForeignJudges;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pdfbox.Loader;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.cms.SignedData;
import org.bouncycastle.asn1.cms.SignerInfo;
import org.bouncycastle.asn1.x509.Certificate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every algorithm from key creation through the running server into a PDF, and out to three judges who never saw our
 * code: poppler's pdfsig (on NSS), OpenSSL, and DSS.
 *
 * <p>Who knows what: all three know RSA PKCS#1 v1.5, RSASSA-PSS and ECDSA. ML-DSA is known to none of them; its judge
 * is a JDK from 24 on, if there is one. Ed25519 in CMS is known to DSS; to OpenSSL 3.0 only as a signature over octets
 * (its {@code cms} cannot before 3.2), so there it gets the DER signed attributes; to NSS not at all.
 */
@Tag("e2e")
@Tag("long")
class AlgorithmsEndToEndTest {
    @TempDir
    Path folder;

    private Path authority = Path.of("");

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void every_algorithm_convinces_every_judge_that_knows_it() throws Exception {
        var port = LiveServer.freePort();
        var data = folder.resolve("server");
        var code = folder.resolve("first.code");
        LiveServer.make(data, port, code);
        wantingExperiments(data.resolve("config.json"));
        try (var server = new LiveServer(data, port)) {
            var desk = new People(folder.resolve("desks"), code).signer("Signer");
            var start = System.nanoTime();
            for (var kind : KeyAlgorithm.values()) {
                var key = created(desk, kind);
                authority = pem("CERTIFICATE", key.chain().get(1).getEncoded());
                for (var algorithm : SignAlgorithm.values()) {
                    if (algorithm.fits(kind)) {
                        judged(desk, key, algorithm);
                    }
                }
            }
            System.out.printf("all algorithms: %.1f s%n", (System.nanoTime() - start) / 1e9);
            assertThat(desk.uses().audit().findings()).hasSizeGreaterThanOrEqualTo(29 + KeyAlgorithm.values().length);
            assertThat(server.said()).doesNotContain("ERROR");
        }
        assertThat(LiveServer.verifyLog(data)).isZero();
    }

    private static void wantingExperiments(Path config) throws IOException {
        var text = Files.readString(config);
        assertThat(text).contains("\"level\" : 1");
        Files.writeString(config, text.replace("\"level\" : 1", "\"level\" : 1, \"experimental\" : [\"ml-dsa-65\"]"));
    }

    private static SigningKeys.Key created(DeskCore desk, KeyAlgorithm kind) throws Refusal {
        try (var pin = People.secret(People.PIN)) {
            return desk.signingKeys().create(Optional.of(kind), Optional.empty(), pin);
        }
    }

    private void judged(DeskCore desk, SigningKeys.Key key, SignAlgorithm algorithm) throws Exception {
        var name = key.info().algorithm().wireName() + " " + algorithm;
        var signed = signed(desk, key, algorithm, name);

        var found = desk.verifier().verify(signed).given();
        assertThat(found.map(Verification::verdict))
                .as("DSS and our own rules on %s: %s", name, found)
                .contains(
                        key.info().algorithm().isExperimental()
                                ? Verification.Verdict.INDETERMINATE
                                : Verification.Verdict.VALID);
        var parts = Parts.of(signed);
        assertThat(parts.algorithm()).as(name).isEqualTo(algorithm.oid());
        if (algorithm.scheme() == SignAlgorithm.Scheme.ML_DSA) {
            anotherJdkKnowsTheSignature(parts, key.certificate());
            isRefusedAboveLevelB(desk, key, signed);
        } else if (algorithm.scheme() == SignAlgorithm.Scheme.EDDSA) {
            opensslKnowsTheSignature(parts, key.certificate().getPublicKey());
        } else {
            assertThat(ForeignJudges.pdfsig(signed))
                    .as("pdfsig on %s", name)
                    .contains("Signature is Valid", "Total document signed");
            opensslKnowsTheCms(parts, name);
        }
    }

    private Path signed(DeskCore desk, SigningKeys.Key key, SignAlgorithm algorithm, String name) throws Refusal {
        var document = HandMadePdf.onePage(name).write(folder.resolve(name.replace(' ', '-') + ".pdf"));
        var padding = algorithm.scheme() == SignAlgorithm.Scheme.RSA_PSS ? RsaPadding.PSS : RsaPadding.PKCS1;
        var options = new SignOptions(
                SignatureLevel.B, null, "-signed", List.of(), Optional.of(padding), Optional.of(algorithm.hash()));
        var keyId = Optional.of(key.info().keyId());
        try (var order = desk.signing()
                        .prepare(List.of(document), keyId, options, (s, n, all) -> {}, new Cancellation());
                var pin = People.secret(People.PIN)) {
            var results = Refusal.orThrow(desk.signing().sign(order, pin, (s, n, all) -> {}, new Cancellation()));
            return results.get(0).outcome().given().orElseThrow().output();
        }
    }

    /** No judge takes a timestamp over such a signature yet: it is refused before a PIN is asked for. */
    private static void isRefusedAboveLevelB(DeskCore desk, SigningKeys.Key key, Path document) {
        var options = new SignOptions(SignatureLevel.T, null, "-signed", List.of(), Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> desk.signing()
                        .prepare(
                                List.of(document),
                                Optional.of(key.info().keyId()),
                                options,
                                (s, n, all) -> {},
                                new Cancellation()))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.why().code()).isEqualTo(ProblemCode.LEVEL_NOT_FOR_KEY));
    }

    private void opensslKnowsTheCms(Parts parts, String name) throws IOException {
        assertThat(cmsVerify(parts.content(), parts.cms()).exit())
                .as("openssl on %s", name)
                .isZero();
        assertThat(cmsVerify(changed(parts.content()), parts.cms()).exit())
                .as("openssl on %s, one bit changed", name)
                .isNotZero();
    }

    private ForeignJudges.Verdict cmsVerify(Bytes content, Bytes cms) throws IOException {
        return ForeignJudges.cmsVerify(
                Path.of(file("cms", cms)),
                Optional.of(Path.of(file("content", content))),
                authority,
                folder.resolve("verified"));
    }

    private void opensslKnowsTheSignature(Parts parts, PublicKey key) throws IOException {
        var open = pem("PUBLIC KEY", key.getEncoded()).toString();
        var value = file("signature", parts.signature());
        for (var input : List.of(parts.attributes(), changed(parts.attributes()))) {
            var said = ForeignJudges.openssl(
                    "pkeyutl",
                    "-verify",
                    "-pubin",
                    "-inkey",
                    open,
                    "-rawin",
                    "-in",
                    file("attributes", input),
                    "-sigfile",
                    value);
            assertThat(said.exit() == 0).as(said.output()).isEqualTo(input.equals(parts.attributes()));
        }
    }

    /** The JDK shares no code with BouncyCastle, which signed in the SGM and verified here. */
    private void anotherJdkKnowsTheSignature(Parts parts, X509Certificate certificate) throws Exception {
        var key = Certificate.getInstance(certificate.getEncoded()).getSubjectPublicKeyInfo();
        for (var input : List.of(parts.attributes(), changed(parts.attributes()))) {
            var said = ForeignJudges.mlDsa(
                    file("key", Bytes.of(key.getEncoded())),
                    file("attributes", input),
                    file("signature", parts.signature()));
            if (said.isEmpty()) {
                System.out.println("no JDK 24 or newer: nobody else judged ML-DSA");
                return;
            }
            assertThat(said.get().output().strip()).isEqualTo(Boolean.toString(input.equals(parts.attributes())));
        }
    }

    private static Bytes changed(Bytes octets) {
        var other = octets.toArray();
        other[other.length / 2] ^= 1;
        return Bytes.of(other);
    }

    private String file(String name, Bytes octets) throws IOException {
        return Files.write(folder.resolve(name), octets.toArray()).toString();
    }

    private Path pem(String label, byte[] der) throws IOException {
        var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(label.replace(' ', '-') + ".pem"),
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n",
                StandardCharsets.US_ASCII);
    }

    /** What a judge is given of a signed file. */
    private record Parts(Bytes content, Bytes cms, Bytes attributes, Bytes signature, String algorithm) {
        static Parts of(Path file) throws IOException {
            var octets = Files.readAllBytes(file);
            try (var pdf = Loader.loadPDF(octets)) {
                var signature = pdf.getLastSignatureDictionary();
                var content = Bytes.of(signature.getSignedContent(octets));
                var der = ContentInfo.getInstance(new ASN1InputStream(signature.getContents(octets)).readObject());
                var signed = SignedData.getInstance(der.getContent());
                var info = SignerInfo.getInstance(signed.getSignerInfos().getObjectAt(0));
                return new Parts(
                        content,
                        Bytes.of(der.getEncoded(ASN1Encoding.DER)),
                        Bytes.of(info.getAuthenticatedAttributes().getEncoded(ASN1Encoding.DER)),
                        Bytes.of(info.getEncryptedDigest().getOctets()),
                        info.getDigestEncryptionAlgorithm().getAlgorithm().getId());
            }
        }
    }
}
