package dev.natsuin.sgm.token.cryptoki;

/**
 * What a token says of itself ({@code CK_TOKEN_INFO}).
 *
 * @param slot where it is
 * @param label its label, without the padding
 * @param manufacturer who made it
 * @param model what it is
 * @param serial its serial number
 * @param flags {@code CKF_…}
 */
public record TokenInfo(long slot, String label, String manufacturer, String model, String serial, long flags) {
    private static final long FINAL_TRY_OR_LOCKED = 0x20000 | 0x40000;

    /** True if one more wrong PIN locks it, or it is locked: no PIN is tried then. */
    public boolean pinAtItsEnd() {
        return (flags & FINAL_TRY_OR_LOCKED) != 0;
    }
}
