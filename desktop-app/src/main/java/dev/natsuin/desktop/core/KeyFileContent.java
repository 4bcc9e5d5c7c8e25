package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Statement;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a key file held, opened; closed by whoever opened it. Not thread-safe. */
public final class KeyFileContent implements AutoCloseable {
    private static final int SHORTEST_RSA_BITS = 2048;

    private final List<KeyFile.Entry> entries;
    /**
     * The SGM's time is known in whole seconds, and from when its answer set out: of a certificate that begins in
     * these, the SGM judges.
     */
    private static final Duration MAY_BE_BEHIND = Duration.ofSeconds(30);

    private final Optional<Instant> now;

    /**
     * Takes the entries over.
     *
     * @param now by the SGM; where it is not known, the SGM alone says whose certificate has ended
     */
    KeyFileContent(List<KeyFile.Entry> entries, Optional<Instant> now) {
        this.entries = entries;
        this.now = now;
    }

    /** Opens a file on this computer. The server is asked for its time, if it is there, and for nothing else. */
    static KeyFileContent opened(Path file, Secret password, Seat seat) throws Refusal {
        return new KeyFileContent(KeyFile.read(file).open(password), time(seat));
    }

    private static Optional<Instant> time(Seat seat) {
        try {
            var server = seat.server(seat.owner());
            server.greeting();
            return Optional.of(server.now());
        } catch (Refusal e) {
            return Optional.empty(); // Whoever orders something hears why.
        }
    }

    /**
     * A key that can be imported; stays the content's.
     *
     * @param algorithm what kind
     * @param subject whom its certificate names, RFC 4514: to be shown before the PIN is asked for
     * @param issuer who says so
     * @param notAfter until when
     */
    public record Candidate(
            KeyAlgorithm algorithm,
            String subject,
            String issuer,
            Instant notAfter,
            Secret pkcs8,
            List<Bytes> certificates) {
        /** Copies the list. */
        public Candidate {
            certificates = List.copyOf(certificates);
        }
    }

    /** What the file calls its keys; where it does not, their number from 1. */
    public List<String> names() {
        return java.util.stream.IntStream.range(0, entries.size())
                .mapToObj(i -> entries.get(i).name().isEmpty()
                        ? String.valueOf(i + 1)
                        : entries.get(i).name())
                .toList();
    }

    /**
     * The key of this name, or the only one.
     *
     * @throws Refusal if there is none, several and no name, or it has no certificate or cannot be used here
     */
    public Candidate choose(Optional<String> name) throws Refusal {
        if (name.isEmpty() && entries.size() > 1) {
            throw new Refusal(ProblemCode.KEY_FILE_KEY_NOT_CHOSEN);
        }
        var at = name.isEmpty() ? 0 : names().indexOf(name.get());
        if (at < 0 || entries.isEmpty() || names().lastIndexOf(names().get(at)) != at) {
            throw new Refusal(
                    entries.isEmpty() || at < 0 ? ProblemCode.KEY_FILE_NO_KEY : ProblemCode.KEY_FILE_KEY_NOT_CHOSEN);
        }
        return candidate(entries.get(at));
    }

    /** How many keys there are. */
    int size() {
        return entries.size();
    }

    /**
     * The key at this place.
     *
     * @throws Refusal if it has no certificate or cannot be used here
     */
    Candidate at(int index) throws Refusal {
        return candidate(entries.get(index));
    }

    private Candidate candidate(KeyFile.Entry entry) throws Refusal {
        if (entry.certificates().isEmpty()) {
            throw new Refusal(ProblemCode.KEY_FILE_NO_CERTIFICATE);
        }
        try {
            var chain = Certificates.read(entry.certificates());
            var own = chain.get(0);
            var algorithm = algorithm(own);
            requireUsable(own);
            return new Candidate(
                    algorithm,
                    own.getSubjectX500Principal().getName(),
                    own.getIssuerX500Principal().getName(),
                    own.getNotAfter().toInstant(),
                    entry.pkcs8(),
                    entry.certificates().subList(0, hangingTogether(chain, entry, algorithm)));
        } catch (Malformed e) {
            throw new Refusal(ProblemCode.CERTIFICATE_MALFORMED, e);
        }
    }

    private static KeyAlgorithm algorithm(X509Certificate own) throws Refusal {
        if (own.getPublicKey() instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() < SHORTEST_RSA_BITS) {
            throw new Refusal(ProblemCode.KEY_TOO_SHORT);
        }
        return Arrays.stream(KeyAlgorithm.values())
                .filter(algorithm -> Certificates.hangTogether(List.of(own), algorithm))
                .findFirst()
                .orElseThrow(() -> new Refusal(ProblemCode.ALGORITHM_NOT_ALLOWED));
    }

    /** What the SGM would refuse, too, but only after the PIN. */
    private void requireUsable(X509Certificate own) throws Refusal {
        if (!Certificates.isForDocuments(own)) {
            throw new Refusal(ProblemCode.CERTIFICATE_NOT_FOR_SIGNING);
        }
        if (now.isPresent()
                && now.get().plus(MAY_BE_BEHIND).isBefore(own.getNotBefore().toInstant())) {
            throw new Refusal(ProblemCode.CERTIFICATE_NOT_YET_VALID);
        }
        if (now.isPresent() && now.get().isAfter(own.getNotAfter().toInstant())) {
            throw new Refusal(ProblemCode.CERTIFICATE_EXPIRED);
        }
    }

    /** How many certificates go along: whatever is not signed by the one behind it helps nobody. */
    private static int hangingTogether(List<X509Certificate> chain, KeyFile.Entry entry, KeyAlgorithm algorithm) {
        var most = 1;
        var together = entry.certificates().get(0).size();
        while (most < chain.size()
                && entry.certificates().get(most).size() <= Statement.ImportKey.LARGEST_CERTIFICATE_BYTES
                && together + entry.certificates().get(most).size() <= Statement.ImportKey.LARGEST_TOGETHER_BYTES
                && Certificates.hangTogether(chain.subList(0, most + 1), algorithm)) {
            together += entry.certificates().get(most).size();
            most++;
        }
        return most;
    }

    @Override
    public void close() {
        entries.forEach(KeyFile.Entry::close);
    }
}
