package dev.natsuin.sgm.token.cryptoki;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A mechanism with its parameter ({@code CK_MECHANISM}).
 *
 * @param type {@code CKM_…}, also a vendor's own
 * @param parameter its parameter as the module reads it in memory; mostly none
 */
public record Mechanism(long type, Bytes parameter) {
    /** {@code CKM_RSA_PKCS_KEY_PAIR_GEN}. */
    public static final Mechanism RSA_KEY_PAIR = of(0x00);
    /** {@code CKM_RSA_PKCS}: takes a DigestInfo. */
    public static final Mechanism RSA_PKCS1 = of(0x01);
    /** {@code CKM_GENERIC_SECRET_KEY_GEN}. */
    public static final Mechanism GENERIC_SECRET_KEY = of(0x350);
    /** {@code CKM_SHA256_HMAC}. */
    public static final Mechanism HMAC_SHA256 = of(0x251);
    /** {@code CKM_EC_KEY_PAIR_GEN}. */
    public static final Mechanism EC_KEY_PAIR = of(0x1040);
    /** {@code CKM_ECDSA}: takes a hash. */
    public static final Mechanism ECDSA = of(0x1041);
    /** {@code CKM_AES_KEY_GEN}. */
    public static final Mechanism AES_KEY = of(0x1080);
    /** {@code CKM_AES_ECB}: here only as an attack. */
    public static final Mechanism AES_ECB = of(0x1081);
    /** {@code CKM_AES_KEY_WRAP} (RFC 3394): here only as an attack. */
    public static final Mechanism AES_KW = of(0x2109);
    /** {@code CKM_AES_KEY_WRAP_PAD} (RFC 5649). */
    public static final Mechanism AES_KWP = of(0x210A);

    private static final long RSA_OAEP = 0x09;
    private static final long RSA_PSS = 0x0D;

    /** A mechanism without a parameter. */
    public static Mechanism of(long type) {
        return new Mechanism(type, Bytes.EMPTY);
    }

    /** {@code CKM_RSA_PKCS_PSS} over a hash: MGF1 with the same hash, a salt as long (RFC 8017 §8.1). */
    public static Mechanism rsaPss(HashAlgorithm hash) {
        var parameter = ByteBuffer.allocate(3 * Long.BYTES).order(ByteOrder.nativeOrder());
        switch (hash) {
            case SHA_256 -> parameter.putLong(0x250).putLong(0x02);
            case SHA_384 -> parameter.putLong(0x260).putLong(0x03);
            case SHA_512 -> parameter.putLong(0x270).putLong(0x04);
        }
        return new Mechanism(
                RSA_PSS, Bytes.of(parameter.putLong(hash.sizeBytes()).array()));
    }

    /**
     * {@code CKM_RSA_PKCS_OAEP} as a suite of transport has it: MGF1 with the same hash, no label (RFC 8017 §7.1).
     *
     * @throws IllegalArgumentException if the suite has none
     */
    public static Mechanism rsaOaep(KeyTransport.Suite suite) {
        var parameter = ByteBuffer.allocate(5 * Long.BYTES).order(ByteOrder.nativeOrder());
        switch (suite) {
            case RSA_OAEP_SHA1 -> parameter.putLong(0x220).putLong(0x01);
            case RSA_OAEP_SHA256 -> parameter.putLong(0x250).putLong(0x02);
            case HPKE_X25519 -> throw new IllegalArgumentException("a suite without OAEP");
        }
        parameter.putLong(0x01); // CKZ_DATA_SPECIFIED: the label, which is empty
        return new Mechanism(RSA_OAEP, Bytes.of(parameter.array()));
    }
}
