package dev.natsuin.desktop.desk;

import java.time.Instant;

/**
 * Until when an archived file can be proven unless somebody renews it.
 *
 * @param until the earliest end of what its newest timestamps rest on
 * @param why what ends then
 */
public record Lasting(Instant until, Why why) {
    /** What ends. */
    public enum Why {
        /** A certificate. */
        CERTIFICATE("certificate"),
        /** An algorithm, or a key of its length. */
        ALGORITHM("algorithm");

        private final String code;

        Why(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
