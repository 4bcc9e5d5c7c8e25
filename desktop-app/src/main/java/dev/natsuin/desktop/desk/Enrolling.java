package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.util.Optional;

/** Makes this desk somebody's. Secrets are lent: the caller closes them. */
public interface Enrolling {
    /** What happens, in order. */
    enum Step {
        /** The server is asked and must prove to be the one the code names. */
        SERVER,
        /** Device keys are made here. */
        DEVICE,
        /** The enrolment is ordered and confirmed. */
        REGISTER,
        /** The signing key and its certificate are made in the SGM. */
        KEY
    }

    /** Hears which step begins; called on the working thread. */
    @FunctionalInterface
    interface Listener {
        /** This step begins. */
        void begins(Step step);
    }

    /**
     * What an enrolment code says without asking anybody.
     *
     * @param server the address it leads to
     * @param serverFingerprint the identity it expects there, 16 base32 characters without separators
     * @param handsKeyOver whether a signing key is handed over with it
     */
    record CodeFacts(String server, String serverFingerprint, boolean handsKeyOver) {
        /** Of a code alone. */
        public CodeFacts(String server, String serverFingerprint) {
            this(server, serverFingerprint, false);
        }
    }

    /**
     * A signing key that staff handed over, and that was taken in.
     *
     * @param by id of who handed it over, as the log tells
     * @param name what they are called, by their own word; empty if they told none
     * @param subject whom its certificate names
     * @param issuer who says so
     * @param certificateSha256 of its certificate
     */
    record HandedOver(String by, String name, String subject, String issuer, Bytes certificateSha256) {}

    /** What is still to do before an enrolled desk can work. */
    enum Next {
        /** Nothing: it can. */
        NOTHING,
        /** Its owner reads the fingerprint out to their officer, who confirms it. */
        CONFIRMATION,
        /** It is confirmed; its owner makes the first signing key with the PIN. */
        KEY
    }

    /**
     * The desk's new owner.
     *
     * @param name the name to show, if the server has one: staff have none
     * @param server the server's address
     * @param fingerprint the new device's fingerprint: 16 base32 characters, no separators
     * @param next what is still to do
     * @param handed the key that was handed over and taken in
     * @param replaced the enrolment that was here before and is not any more
     */
    record Enrolled(
            Optional<String> name,
            String server,
            String fingerprint,
            Next next,
            Optional<HandedOver> handed,
            Optional<Replaced> replaced) {
        /** To whom no key was handed over. */
        public Enrolled(Optional<String> name, String server, String fingerprint, Next next) {
            this(name, server, fingerprint, next, Optional.empty(), Optional.empty());
        }

        /** In the place of another enrolment. */
        public Enrolled replacing(Replaced before) {
            return new Enrolled(name, server, fingerprint, next, handed, Optional.of(before));
        }
    }

    /** When an enrolment that this desk has already may be replaced. */
    enum Former {
        /** If its server itself has said, signed, that it ended: the device was removed, or its owner enrols anew. */
        ENDED,
        /** Whatever becomes of it: the person gives up what this computer could do with it, for ever. */
        GIVEN_UP
    }

    /**
     * The enrolment in whose place the new one is; its device secret is erased.
     *
     * @param user id of the person
     * @param server its address
     * @param folder what is left of it
     * @param unfinishedOrders how many of its orders nobody can finish any more
     */
    record Replaced(String user, String server, String folder, int unfinishedOrders) {}

    /**
     * Reads a code.
     *
     * @param code as pasted or as in the file: UTF-8, spaces and line breaks allowed
     * @return its facts, or {@code code-malformed}
     */
    Answer<CodeFacts> read(Secret code);

    /** True if the PIN (digits as ASCII octets) is long enough and not on the list of those everybody guesses. */
    boolean strongEnough(Secret pin);

    /**
     * Enrols this desk and makes the first signing key, unless the server wants the device confirmed first: then the
     * owner comes back with {@link Next#CONFIRMATION}. May be tried again with the same code until it has succeeded. A
     * key that is handed over with the code is taken in in the place of one that is made.
     *
     * @param former when an enrolment that this desk has with another code is replaced; it stays whole until the server
     *     has accepted the new one
     * @return the new owner, or {@code invitation-not-accepted}, {@code pin-too-weak}, {@code server-unreachable},
     *     {@code already-enrolled}, …
     */
    Answer<Enrolled> enrol(Secret code, Secret pin, Former former, Listener listener);

    /** Enrols a desk that has no enrolment, or one that ended. */
    default Answer<Enrolled> enrol(Secret code, Secret pin, Listener listener) {
        return enrol(code, pin, Former.ENDED, listener);
    }

    /** Asks the server how this enrolled desk stands now. */
    Answer<Enrolled> look();

    /**
     * Ends an enrolment that had to wait, with the PIN that was chosen: makes the first signing key.
     *
     * @return the owner, with nothing left to do; or {@code device-not-confirmed}, {@code pin-wrong},
     *     {@code handed-key-needs-code}, …
     */
    Answer<Enrolled> finish(Secret pin, Listener listener);
}
