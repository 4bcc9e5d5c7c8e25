package dev.natsuin.desktop.desk;

import java.nio.file.Path;

/**
 * A file that was archived on this computer, and how it stands.
 *
 * @param file where it lies
 * @param lasting until when it can be proven unless it is renewed
 * @param state how it stands now
 */
public record ArchivedFile(Path file, Lasting lasting, State state) {
    /** How an archived file stands. */
    public enum State {
        /** It need not be renewed yet. */
        LASTS("lasts"),
        /** It is time to renew it, while it can still be proven. */
        DUE("due"),
        /** It was not renewed in time. */
        ENDED("ended"),
        /** It is not there any more, or cannot be read. */
        MISSING("missing"),
        /** Somebody changed it: it is not ours to renew. */
        CHANGED("changed");

        private final String code;

        State(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
