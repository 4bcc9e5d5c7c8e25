package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.Repository;
import dev.natsuin.protocol.TestRandom;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.generators.MLDSAKeyPairGenerator;
import org.bouncycastle.crypto.params.MLDSAKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLDSAParameters;
import org.bouncycastle.crypto.params.ParametersWithContext;
import org.bouncycastle.crypto.signers.HashMLDSASigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;

/** Pure ML-DSA-65: a signature by another implementation, and some of ours that must not pass for one. */
final class MlDsaVectors {
    private static final Bytes MESSAGE = Bytes.utf8("natsuin");

    private MlDsaVectors() {}

    static void make(Consumer<Vector> out) {
        var made = madeByTheJdk();
        var foreign = Vector.ok("ml-dsa-65", "jdk-25", "pure ML-DSA-65, empty context, hedged")
                .from("JDK 25 (SunJCE), by testdata/judges/MlDsa65.java")
                .with("key", made[0])
                .hex("message", MESSAGE)
                .with("signature", made[1]);
        out.accept(foreign);
        for (var name : new String[] {"key", "message", "signature"}) {
            out.accept(foreign.sibling("other-" + name, "one bit of " + name + " is another")
                    .hex(name, DeviceVectors.flipped(foreign.hex(name))));
        }
        out.accept(foreign.sibling("short-signature", "the last octet is missing")
                .with("signature", made[1].substring(0, made[1].length() - 2)));
        out.accept(foreign.sibling("key-with-null", "NULL where parameters are absent")
                .with("key", withNull(made[0])));
        out.accept(foreign.sibling("key-of-ml-dsa-44", "the OID of ML-DSA-44")
                .with("key", made[0].replaceFirst("0609608648016503040312", "0609608648016503040311")));
        ours(out);
    }

    private static void ours(Consumer<Vector> out) {
        var generator = new MLDSAKeyPairGenerator();
        generator.init(new MLDSAKeyGenerationParameters(new TestRandom("ml-dsa key"), MLDSAParameters.ml_dsa_65));
        var pair = generator.generateKeyPair();
        var key = pair.getPrivate();
        try {
            var open = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(pair.getPublic());
            var ok = Vector.ok("ml-dsa-65", "suite", "pure ML-DSA-65, empty context, deterministic")
                    .hex("key", Bytes.of(open.getEncoded()))
                    .hex("message", MESSAGE)
                    .hex("signature", signed(new MLDSASigner(), key));
            out.accept(ok);
            out.accept(ok.sibling("with-context", "a context that is not empty")
                    .hex("signature", signed(new MLDSASigner(), new ParametersWithContext(key, new byte[] {1}))));
            out.accept(ok.sibling("prehash", "HashML-DSA, which RFC 9882 leaves out")
                    .hex("signature", signed(new HashMLDSASigner(), key)));
        } catch (IOException | CryptoException e) {
            throw new IllegalStateException("a key made here", e);
        }
    }

    private static Bytes signed(Signer signer, CipherParameters key) throws CryptoException {
        signer.init(true, key);
        signer.update(MESSAGE.toArray(), 0, MESSAGE.size());
        return Bytes.of(signer.generateSignature());
    }

    /** Both lengths are mended, so that nothing else is wrong. */
    private static String withNull(String key) {
        return key.replaceFirst("^308207b2300b0609608648016503040312", "308207b4300d06096086480165030403120500");
    }

    /** The key and the signature, in two lines. */
    private static String[] madeByTheJdk() {
        try {
            return Files.readString(Repository.root().resolve("testdata/judges/ml-dsa-65.hex"))
                    .strip()
                    .split("\n");
        } catch (IOException e) {
            throw new UncheckedIOException("reading what the JDK made", e);
        }
    }
}
