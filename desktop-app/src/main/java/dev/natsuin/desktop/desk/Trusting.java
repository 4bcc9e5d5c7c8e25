package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which certification authorities this computer believes when it verifies, beside those of the owner's server, and
 * whether anybody is asked what became of certificates.
 */
public interface Trusting {
    /**
     * One certificate.
     *
     * @param subject a distinguished name (RFC 4514)
     * @param sha256 of the certificate, lower-case hexadecimal
     * @param until its last second
     */
    record Authority(String subject, String sha256, Instant until) {}

    /**
     * What one file in the profile makes believed.
     *
     * @param name as the profile has it
     * @param authorities none if the file cannot be read: then nothing can be verified until it is forgotten
     */
    record Source(String name, List<Authority> authorities) {
        /** Copies the list. */
        public Source {
            authorities = List.copyOf(authorities);
        }
    }

    /** What a trusted list is worth. */
    enum Standing {
        /** Believed. */
        HOLDS,
        /** None of those who may signed all of it. */
        NOT_SIGNED,
        /** There is a newer one by now. */
        OUT_OF_DATE,
        /** A newer one of the same operator is believed here. */
        OLDER,
        /** It cannot be read. */
        UNREADABLE
    }

    /**
     * What a trusted list (ETSI TS 119 612) says of itself, and what it is worth.
     *
     * @param operator who keeps it; may be empty
     * @param territory where it holds, for example {@code AT}; may be empty
     * @param number its place in the order of lists; may be empty
     * @param next when there will be a newer one; null if it does not say
     * @param sha256 of the file, lower-case hexadecimal; empty if it cannot be read
     * @param signer who signed it, if that is somebody who may
     * @param authorities how many certificates of authorities in it would be believed
     * @param replaces the number of the list here whose place it takes; empty if there is none
     */
    record TrustedList(
            String operator,
            String territory,
            String number,
            @Nullable Instant next,
            String sha256,
            Optional<Authority> signer,
            int authorities,
            String replaces,
            Standing standing) {}

    /**
     * A trusted list of the profile.
     *
     * @param name as the profile has it
     */
    record ListSource(String name, TrustedList list) {}

    /**
     * Everything that is believed, and whom it is asked of.
     *
     * @param system whether what the computer's system believes is believed as well
     * @param lists if one of them does not hold, nothing can be verified until it is forgotten
     * @param offline whether nobody is asked for the states of certificates
     */
    record Believed(List<Source> sources, boolean system, List<ListSource> lists, boolean offline) {
        /** Copies the lists. */
        public Believed {
            sources = List.copyOf(sources);
            lists = List.copyOf(lists);
        }
    }

    /** What is believed now; reads the profile only. */
    Answer<Believed> believed();

    /** The certificates of a file (PEM, DER, PKCS#7), to be looked at before any of them is believed. */
    Answer<List<Authority>> look(Path file);

    /**
     * Believes the certificates of a file from now on. The profile keeps copies; what becomes of the file does not
     * matter.
     *
     * @param looked as they were looked at; refused as {@code document-changed} if the file has others by now
     */
    Answer<Believed> believe(Path file, List<Authority> looked);

    /** Believes one no more. */
    Answer<Believed> forget(Source source);

    /** Believes also what the system believes, or no more. */
    Answer<Believed> system(boolean also);

    /**
     * A trusted list in a file, to be looked at before it is believed.
     *
     * @param publisher a file with certificates that may have signed it, beside those that may already
     */
    Answer<TrustedList> lookAtList(Path file, Optional<Path> publisher);

    /**
     * Believes a trusted list from now on, and whoever signed it to sign such lists. The profile keeps copies; a list
     * kept before whose place it takes is forgotten.
     *
     * @param looked as it was looked at; refused as {@code document-changed} if the files have others by now
     */
    Answer<Believed> believeList(Path file, Optional<Path> publisher, TrustedList looked);

    /** Believes one no more. */
    Answer<Believed> forgetList(ListSource source);

    /** Asks nobody for the states of certificates from now on, or asks again. */
    Answer<Believed> offline(boolean nobody);
}
