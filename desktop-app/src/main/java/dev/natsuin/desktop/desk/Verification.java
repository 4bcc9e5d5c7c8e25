package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the signatures of a file are worth.
 *
 * @param file which
 * @param verdict on the whole
 * @param signatures oldest first
 * @param timestamps oldest first
 * @param asked true if authorities were asked for the states of certificates; false if only what the file holds counts
 */
public record Verification(
        Path file, Verdict verdict, List<Signature> signatures, List<Timestamp> timestamps, boolean asked) {
    /** The verdict on a whole file, in the words of the command line. */
    public enum Verdict {
        VALID,
        CHANGED,
        INDETERMINATE,
        INVALID,
        UNSIGNED
    }

    /** The indication for one signature (EN 319 102-1 §5.1.3). */
    public enum Indication {
        TOTAL_PASSED,
        INDETERMINATE,
        TOTAL_FAILED
    }

    /**
     * One signature.
     *
     * @param signer the certificate's common name
     * @param issuer the issuer's common name
     * @param level the level found, for example {@code PAdES-BASELINE-B}
     * @param indication what it is worth
     * @param subIndication the reason by its standard name, empty if there is none
     * @param time when it was made, as far as known; null if not said
     * @param timestamped true if a timestamp proves the time; otherwise the signer's computer said so
     * @param coversWholeFile true if nothing was added after it
     * @param changes what was changed after it; empty if nothing
     * @param trust why the authority at the end of its chain is believed: {@code server}, {@code file}, {@code system}
     *     or {@code trusted-list}; empty if none is
     * @param evidence what else was found out about it
     */
    public record Signature(
            String signer,
            String issuer,
            String level,
            Indication indication,
            String subIndication,
            @Nullable Instant time,
            boolean timestamped,
            boolean coversWholeFile,
            List<Change> changes,
            String trust,
            Evidence evidence) {
        /** Copies the list. */
        public Signature {
            changes = List.copyOf(changes);
        }

        /** Without more. */
        public Signature(
                String signer,
                String issuer,
                String level,
                Indication indication,
                String subIndication,
                @Nullable Instant time,
                boolean timestamped,
                boolean coversWholeFile,
                List<Change> changes,
                String trust) {
            this(
                    signer,
                    issuer,
                    level,
                    indication,
                    subIndication,
                    time,
                    timestamped,
                    coversWholeFile,
                    changes,
                    trust,
                    Evidence.NONE);
        }

        /** What it is worth by itself, the document included. */
        public Verdict verdict() {
            return switch (indication) {
                case TOTAL_FAILED -> Verdict.INVALID;
                case INDETERMINATE -> changes.isEmpty() || onlyUndetermined() ? Verdict.INDETERMINATE : Verdict.CHANGED;
                case TOTAL_PASSED ->
                    changes.isEmpty() ? Verdict.VALID : onlyUndetermined() ? Verdict.INDETERMINATE : Verdict.CHANGED;
            };
        }

        private boolean onlyUndetermined() {
            return changeCodes().equals(List.of("undetermined"));
        }

        /** The codes of its changes, each once. */
        public List<String> changeCodes() {
            return changes.stream().map(Change::code).distinct().toList();
        }
    }

    /**
     * What a signature rests on.
     *
     * @param field the field it is in; empty if the format has none
     * @param algorithm what it was made with; empty if not known
     * @param claimed the time that the signer's computer said; null if it said none
     * @param trustSource the file or list in which the believed authority stands; may be empty
     * @param revisionBytes how many octets of the file, from its beginning, were there when it was signed; 0 if not
     *     known
     * @param path the certificates from the signer's to the believed one, or as far as it goes
     */
    public record Evidence(
            String field,
            String algorithm,
            @Nullable Instant claimed,
            String trustSource,
            long revisionBytes,
            List<Certificate> path) {
        /** Nothing. */
        public static final Evidence NONE = new Evidence("", "", null, "", 0, List.of());

        /** Copies the list. */
        public Evidence {
            path = List.copyOf(path);
        }
    }

    /**
     * One certificate.
     *
     * @param subject the whole name (RFC 4514)
     * @param issuer the whole name of who issued it
     * @param serial its number, hexadecimal
     * @param sha256 of the whole certificate, hexadecimal
     * @param believed true if it is believed without proof
     * @param state what its authority says of it; null if that is not known
     * @param unanswered where its state is to be had, if it is not known
     */
    public record Certificate(
            String subject,
            String issuer,
            String serial,
            Instant notBefore,
            Instant notAfter,
            String sha256,
            boolean believed,
            @Nullable State state,
            List<String> unanswered) {
        /** Copies the list. */
        public Certificate {
            unanswered = List.copyOf(unanswered);
        }
    }

    /**
     * What an authority says of a certificate.
     *
     * @param kind {@code ocsp} or {@code crl}
     * @param status {@code good}, {@code revoked}, {@code suspended} or {@code unknown}
     * @param asOf as of when; null if not said
     * @param next when there will be newer word; null if not said
     * @param revokedAt since when it is revoked or suspended; null if it is not
     * @param reason why, by its standard name; may be empty
     * @param asked true if it was asked for now; false if the file holds it
     */
    public record State(
            String kind,
            String status,
            @Nullable Instant asOf,
            @Nullable Instant next,
            @Nullable Instant revokedAt,
            String reason,
            boolean asked) {}

    /**
     * One change after a signature that nothing explains.
     *
     * @param code for example {@code annotations}
     * @param pages where, from 1; none if on no page or not known
     * @param object which, in the file's own terms; may be empty
     */
    public record Change(String code, List<Integer> pages, String object) {
        /** Copies the pages. */
        public Change {
            pages = List.copyOf(pages);
        }
    }

    /**
     * One timestamp.
     *
     * @param kind {@code signature}, {@code document}, {@code archive} or {@code content}
     * @param authority the common name of who made it
     * @param time what it says
     * @param believed true if it holds and its authority is believed; only then it proves anything
     * @param subIndication why it is not believed, by its standard name; may be empty
     * @param covers the signatures that were there at its time: by field, or where there are none by number
     * @param path the certificates from the authority's to the believed one, or as far as it goes
     */
    public record Timestamp(
            String kind,
            String authority,
            Instant time,
            boolean believed,
            String subIndication,
            List<String> covers,
            List<Certificate> path) {
        /** Copies the lists. */
        public Timestamp {
            covers = List.copyOf(covers);
            path = List.copyOf(path);
        }
    }

    /** Copies the lists. */
    public Verification {
        signatures = List.copyOf(signatures);
        timestamps = List.copyOf(timestamps);
    }

    /** True if the file is invalid for nothing but certificates that were revoked: the document is what it was. */
    public boolean revoked() {
        var invalid = signatures.stream()
                .filter(each -> each.verdict() == Verdict.INVALID)
                .toList();
        return verdict == Verdict.INVALID
                && !invalid.isEmpty()
                && invalid.stream().allMatch(each -> each.subIndication().startsWith("REVOKED"));
    }

    /** Without timestamps. */
    public Verification(Path file, Verdict verdict, List<Signature> signatures) {
        this(file, verdict, signatures, List.of(), false);
    }
}
