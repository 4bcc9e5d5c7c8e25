package dev.natsuin.desktop.core;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;

/** Says whether a signature value is one over a hash. */
final class SignatureValues {
    private SignatureValues() {}

    /** True if the value signs the hash under the key. */
    static boolean holds(PublicKey key, SignAlgorithm algorithm, Bytes hash, Bytes value) {
        if (hash.size() != algorithm.hash().sizeBytes()) {
            return false;
        }
        return switch (algorithm.family()) {
            case RSA -> key instanceof RSAPublicKey rsa && rsaHolds(rsa, algorithm.hash(), hash, value);
            case EC -> ecdsaHolds(key, hash, value);
            case EDWARDS -> false; // Not offered yet: CMS signs the attributes with it, not their hash.
        };
    }

    /** RFC 8017 §8.2.2: the encoded message is made anew and compared, never parsed. */
    private static boolean rsaHolds(RSAPublicKey key, HashAlgorithm algorithm, Bytes hash, Bytes value) {
        var size = (key.getModulus().bitLength() + 7) / 8;
        var signature = new BigInteger(1, value.toArray());
        if (value.size() != size || signature.compareTo(key.getModulus()) >= 0) {
            return false;
        }
        var opened = fixed(signature.modPow(key.getPublicExponent(), key.getModulus()), size);
        return opened.equals(encoded(algorithm, hash, size));
    }

    /** EMSA-PKCS1-v1_5 (RFC 8017 §9.2): 00 01 FF … 00, then the DigestInfo. */
    private static Bytes encoded(HashAlgorithm algorithm, Bytes hash, int size) {
        var digestInfo = Bytes.concat(digestInfoPrefix(algorithm), hash);
        var padding = new byte[size - digestInfo.size() - 3];
        Arrays.fill(padding, (byte) 0xFF);
        return Bytes.concat(Bytes.hex("0001"), Bytes.of(padding), Bytes.hex("00"), digestInfo);
    }

    /** RFC 8017 §9.2, note 1. */
    private static Bytes digestInfoPrefix(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> Bytes.hex("3031300d060960864801650304020105000420");
            case SHA_384 -> Bytes.hex("3041300d060960864801650304020205000430");
            case SHA_512 -> Bytes.hex("3051300d060960864801650304020305000440");
        };
    }

    private static Bytes fixed(BigInteger number, int size) {
        var octets = number.toByteArray();
        var out = new byte[size];
        var skip = Math.max(0, octets.length - size);
        System.arraycopy(octets, skip, out, size - (octets.length - skip), octets.length - skip);
        return Bytes.of(out);
    }

    private static boolean ecdsaHolds(PublicKey key, Bytes hash, Bytes value) {
        try {
            var verifier = Signature.getInstance("NONEwithECDSA");
            verifier.initVerify(key);
            verifier.update(hash.toArray());
            return verifier.verify(value.toArray());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
