package dev.natsuin.sgm.token.cryptoki;

/** The classes of objects and types of keys that the SGM makes ({@code CKO_…}, {@code CKK_…}). */
public final class Kinds {
    /** {@code CKO_PUBLIC_KEY}. */
    public static final long PUBLIC_KEY = 2;
    /** {@code CKO_PRIVATE_KEY}. */
    public static final long PRIVATE_KEY = 3;
    /** {@code CKO_SECRET_KEY}. */
    public static final long SECRET_KEY = 4;
    /** {@code CKK_RSA}. */
    public static final long RSA = 0x00;
    /** {@code CKK_EC}. */
    public static final long EC = 0x03;
    /** {@code CKK_GENERIC_SECRET}. */
    public static final long GENERIC_SECRET = 0x10;
    /** {@code CKK_AES}. */
    public static final long AES = 0x1F;

    private Kinds() {}
}
