package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Finding;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.document.HashedFile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.inspect.Inspection;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the inspection of documents found, each looked at once: findings are kept under the hash of the octets that were
 * looked at. Safe for several threads; two that ask for one document at once may both look.
 */
final class Inspections {
    private static final int MOST_KEPT = 10_000;

    private final Map<Bytes, List<Finding>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, List<Finding>> eldest) {
            return size() > MOST_KEPT;
        }
    };

    /**
     * What there is about exactly these octets.
     *
     * @param sha256 of the file
     * @param password opens it, if it is encrypted; stays the caller's
     * @throws Refusal {@code document-changed} if the file has other octets, or why it cannot be read
     */
    List<Finding> of(Path file, Bytes sha256, Optional<Secret> password) throws Refusal {
        var before = kept(sha256);
        if (before.isPresent()) {
            return before.get();
        }
        var look = Inspection.of(file, password);
        if (look instanceof Inspection.Look.Refused refused) {
            throw new Refusal(refused.why());
        }
        var findings = ((Inspection.Look.Inspected) look)
                .findings().stream().map(Inspections::told).toList();
        // Hashed after it was read, so that findings never count for octets that were not looked at.
        if (!hash(file).equals(sha256)) {
            throw new Refusal(ProblemCode.DOCUMENT_CHANGED);
        }
        keep(sha256, findings);
        return findings;
    }

    /** True if one of them forbids signing. */
    static boolean block(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.severity() == Finding.Severity.BLOCK);
    }

    private synchronized Optional<List<Finding>> kept(Bytes sha256) {
        return Optional.ofNullable(known.get(sha256));
    }

    private synchronized void keep(Bytes sha256, List<Finding> findings) {
        known.put(sha256, findings);
    }

    private static Finding told(dev.natsuin.desktop.document.inspect.Finding finding) {
        return new Finding(
                finding.code().code(),
                switch (finding.severity()) {
                    case BLOCK -> Finding.Severity.BLOCK;
                    case WARN -> Finding.Severity.WARN;
                    case NOTE -> Finding.Severity.NOTE;
                },
                finding.page(),
                finding.args());
    }

    /** SHA-256 of a file as it is now. */
    static Bytes hash(Path file) throws Refusal {
        try {
            return HashedFile.of(file).sha256();
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }
}
