package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Which certification authorities this computer believes when it verifies, beside those of the owner's server. */
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

    /**
     * Everything that is believed.
     *
     * @param system whether what the computer's system believes is believed as well
     */
    record Believed(List<Source> sources, boolean system) {
        /** Copies the list. */
        public Believed {
            sources = List.copyOf(sources);
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
}
