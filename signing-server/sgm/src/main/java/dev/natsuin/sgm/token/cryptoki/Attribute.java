package dev.natsuin.sgm.token.cryptoki;

/** The attributes of objects that the SGM sets or reads (PKCS#11 v2.40 §4; {@code CKA_…}). */
public enum Attribute {
    CLASS(0x00),
    TOKEN(0x01),
    PRIVATE(0x02),
    LABEL(0x03),
    VALUE(0x11),
    TRUSTED(0x86),
    KEY_TYPE(0x100),
    ID(0x102),
    SENSITIVE(0x103),
    ENCRYPT(0x104),
    DECRYPT(0x105),
    WRAP(0x106),
    UNWRAP(0x107),
    SIGN(0x108),
    SIGN_RECOVER(0x109),
    VERIFY(0x10A),
    DERIVE(0x10C),
    MODULUS(0x120),
    MODULUS_BITS(0x121),
    PUBLIC_EXPONENT(0x122),
    PRIVATE_EXPONENT(0x123),
    VALUE_LEN(0x161),
    EXTRACTABLE(0x162),
    LOCAL(0x163),
    ALWAYS_SENSITIVE(0x165),
    MODIFIABLE(0x170),
    COPYABLE(0x171),
    DESTROYABLE(0x172),
    EC_PARAMS(0x180),
    EC_POINT(0x181),
    WRAP_WITH_TRUSTED(0x210),
    UNWRAP_TEMPLATE(0x40000212L),
    ALLOWED_MECHANISMS(0x40000600L);

    private final long code;

    Attribute(long code) {
        this.code = code;
    }

    long code() {
        return code;
    }
}
