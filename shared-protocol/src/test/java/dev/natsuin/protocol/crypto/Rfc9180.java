package dev.natsuin.protocol.crypto;

import dev.natsuin.protocol.bytes.Bytes;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * HPKE base mode with X25519 and HKDF-SHA256, opened once more from the text of RFC 9180 with nothing but the JDK: what
 * {@link Sealing} is checked against. Itself checked against the RFC's vector A.1.
 */
final class Rfc9180 {
    private final int aeadId;
    private final int keySizeBytes;

    /** The AEAD of RFC 9180 §7.3: 1 is AES-128-GCM, 2 is AES-256-GCM. */
    Rfc9180(int aeadId) {
        this.aeadId = aeadId;
        this.keySizeBytes = aeadId == 1 ? 16 : 32;
    }

    /** §6.1: OpenBase, single shot. */
    Bytes open(Bytes enc, Bytes privateKey, Bytes publicKey, Bytes info, Bytes aad, Bytes ciphertext)
            throws GeneralSecurityException {
        // §4.1 Decap.
        var dh = x25519(privateKey, enc);
        var kemSuite = Bytes.concat(Bytes.utf8("KEM"), Bytes.hex("0020"));
        var eaePrk = labeledExtract(kemSuite, Bytes.EMPTY, "eae_prk", dh);
        var shared = labeledExpand(kemSuite, eaePrk, "shared_secret", Bytes.concat(enc, publicKey), 32);
        // §5.1 KeySchedule, mode_base.
        var suite = Bytes.concat(Bytes.utf8("HPKE"), Bytes.hex("00200001000" + aeadId));
        var context = Bytes.concat(
                Bytes.hex("00"),
                labeledExtract(suite, Bytes.EMPTY, "psk_id_hash", Bytes.EMPTY),
                labeledExtract(suite, Bytes.EMPTY, "info_hash", info));
        var secret = labeledExtract(suite, shared, "secret", Bytes.EMPTY);
        var key = labeledExpand(suite, secret, "key", context, keySizeBytes);
        var nonce = labeledExpand(suite, secret, "base_nonce", context, 12);
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(key.toArray(), "AES"),
                new GCMParameterSpec(128, nonce.toArray()));
        cipher.updateAAD(aad.toArray());
        return Bytes.of(cipher.doFinal(ciphertext.toArray()));
    }

    private static Bytes x25519(Bytes privateKey, Bytes publicKey) throws GeneralSecurityException {
        var factory = KeyFactory.getInstance("XDH");
        var u = publicKey.toArray();
        for (var i = 0; i < 16; i++) {
            var swap = u[i];
            u[i] = u[31 - i];
            u[31 - i] = swap;
        }
        u[0] &= 0x7f;
        var agreement = KeyAgreement.getInstance("XDH");
        agreement.init(factory.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, privateKey.toArray())));
        agreement.doPhase(
                factory.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, u))), true);
        return Bytes.of(agreement.generateSecret());
    }

    private static Bytes labeledExtract(Bytes suite, Bytes salt, String label, Bytes ikm)
            throws GeneralSecurityException {
        var labeled = Bytes.concat(Bytes.utf8("HPKE-v1"), suite, Bytes.utf8(label), ikm);
        return hmac(salt.isEmpty() ? Bytes.of(new byte[32]) : salt, labeled);
    }

    private static Bytes labeledExpand(Bytes suite, Bytes prk, String label, Bytes info, int size)
            throws GeneralSecurityException {
        var length = Bytes.of(new byte[] {(byte) (size >> 8), (byte) size});
        var labeled = Bytes.concat(length, Bytes.utf8("HPKE-v1"), suite, Bytes.utf8(label), info);
        return hmac(prk, Bytes.concat(labeled, Bytes.hex("01"))).slice(0, size);
    }

    private static Bytes hmac(Bytes key, Bytes message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.toArray(), "HmacSHA256"));
        return Bytes.of(mac.doFinal(message.toArray()));
    }
}
