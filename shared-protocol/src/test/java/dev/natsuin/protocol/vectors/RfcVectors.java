package dev.natsuin.protocol.vectors;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.function.Consumer;

/** Test vectors of the RFCs that the protocol stands on, each with a sibling that has one octet wrong. */
final class RfcVectors {
    private RfcVectors() {}

    static void make(Consumer<Vector> out) {
        hkdf(out);
        ed25519(out);
        argon2id(out);
        hpke(out);
    }

    private static void withWrong(Consumer<Vector> out, Vector ok, String... names) {
        out.accept(ok);
        for (var name : names) {
            out.accept(ok.sibling("other-" + name, "one bit of " + name + " is another")
                    .hex(name, DeviceVectors.flipped(ok.hex(name))));
        }
    }

    /** Expand gives more in the RFC; the first 32 octets are the first block, T(1). */
    private static void hkdf(Consumer<Vector> out) {
        var ikm = "0b".repeat(22);
        withWrong(
                out,
                hkdf("a-1", ikm, "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9")
                        .with("prk", "077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5")
                        .with("okm", "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"),
                "ikm",
                "salt",
                "info",
                "prk",
                "okm");
        out.accept(hkdf("a-2", counting(0x00, 80), counting(0x60, 80), counting(0xb0, 80))
                .with("prk", "06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244")
                .with("okm", "b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c"));
        out.accept(hkdf("a-3", ikm, "", "")
                .with("prk", "19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04")
                .with("okm", "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
    }

    private static Vector hkdf(String name, String ikm, String salt, String info) {
        return Vector.ok("hkdf", "rfc-5869-" + name, "HKDF-SHA-256; of OKM the first 32 octets")
                .from("RFC 5869 appendix A." + name.substring(2))
                .with("ikm", ikm)
                .with("salt", salt)
                .with("info", info);
    }

    private static String counting(int first, int count) {
        var octets = new byte[count];
        for (var i = 0; i < count; i++) {
            octets[i] = (byte) (first + i);
        }
        return Bytes.of(octets).toHex();
    }

    private static void ed25519(Consumer<Vector> out) {
        out.accept(ed25519(
                1,
                "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
                "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
                "",
                "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
                        + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
        out.accept(ed25519(
                2,
                "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                "72",
                "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                        + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"));
        withWrong(
                out,
                ed25519(
                        3,
                        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
                        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
                        "af82",
                        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"),
                "seed",
                "key",
                "message",
                "signature");
    }

    private static Vector ed25519(int test, String seed, String key, String message, String signature) {
        return Vector.ok("ed25519", "rfc-8032-test-" + test, "pure Ed25519, no context")
                .from("RFC 8032 section 7.1, TEST " + test)
                .with("seed", seed)
                .with("key", key)
                .with("message", message)
                .with("signature", signature);
    }

    private static void argon2id(Consumer<Vector> out) {
        withWrong(
                out,
                Vector.ok("argon2id", "rfc-9106-5-3", "Argon2id, version 0x13")
                        .from("RFC 9106 section 5.3")
                        .with("memoryKiB", "32")
                        .with("passes", "3")
                        .with("lanes", "4")
                        .with("password", "01".repeat(32))
                        .with("salt", "02".repeat(16))
                        .with("secret", "03".repeat(8))
                        .with("associatedData", "04".repeat(12))
                        .with("tag", "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"),
                "password",
                "salt",
                "secret",
                "associatedData",
                "tag");
    }

    /** The RFC has base mode with our KEM and KDF, and AES-128-GCM; with AES-256-GCM it has none. */
    private static void hpke(Consumer<Vector> out) {
        withWrong(
                out,
                Vector.ok("hpke", "rfc-9180-a-1-1", "base mode, sequence number 0; its AEAD is AES-128-GCM")
                        .from("RFC 9180 appendix A.1.1")
                        .with("aead", "1")
                        .with("openingKey", "4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8")
                        .with("info", "4f6465206f6e2061204772656369616e2055726e")
                        .with("aad", "436f756e742d30")
                        .with("enc", "37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")
                        .with(
                                "ciphertext",
                                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                                        + "6d8770ac83d07bea87e13c512a")
                        .with("plaintext", "4265617574792069732074727574682c20747275746820626561757479"),
                "info",
                "aad",
                "enc",
                "ciphertext",
                "plaintext");
        SealedVectors.hpke(out);
    }
}
