import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/**
 * ML-DSA-65 by a JDK that has it of its own (JEP 497; 24 and later), which shares no code with BouncyCastle. Run as a
 * source file, with nothing beside it.
 *
 * <p>{@code java MlDsa65.java make MESSAGE} prints a new key (SubjectPublicKeyInfo) and its signature over the octets of
 * MESSAGE, in hexadecimal: so {@code ml-dsa-65.hex} beside this file was made,
 * once, with MESSAGE natsuin. {@code java MlDsa65.java verify
 * KEY MESSAGE SIGNATURE} reads three files and prints {@code true} or {@code false}.
 */
final class MlDsa65 {
    private MlDsa65() {}

    public static void main(String[] args) throws Exception {
        if (args[0].equals("make")) {
            var pair = KeyPairGenerator.getInstance("ML-DSA-65").generateKeyPair();
            var signer = Signature.getInstance("ML-DSA-65");
            signer.initSign(pair.getPrivate());
            signer.update(args[1].getBytes("UTF-8"));
            System.out.println(HexFormat.of().formatHex(pair.getPublic().getEncoded()));
            System.out.println(HexFormat.of().formatHex(signer.sign()));
        } else {
            var verifier = Signature.getInstance("ML-DSA-65");
            verifier.initVerify(KeyFactory.getInstance("ML-DSA-65")
                    .generatePublic(new X509EncodedKeySpec(Files.readAllBytes(Path.of(args[1])))));
            verifier.update(Files.readAllBytes(Path.of(args[2])));
            System.out.println(verifier.verify(Files.readAllBytes(Path.of(args[3]))));
        }
    }
}
