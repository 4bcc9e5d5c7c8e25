package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementHead;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.level.ImportRule;
import dev.natsuin.sgm.record.PersonRow;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/** What imports have in common: whether there are any here, and the transport keys they need. Thread-safe. */
final class Imports {
    private final KeyStore keyStore;
    private final TransportKeys transportKeys;
    private final ImportRule rule;
    private final Bytes identityHash;
    private final SecureRandom random;

    Imports(KeyStore keyStore, TransportKeys transportKeys, ImportRule rule, Bytes identityHash, SecureRandom random) {
        this.keyStore = keyStore;
        this.transportKeys = transportKeys;
        this.rule = rule;
        this.identityHash = identityHash;
        this.random = random;
    }

    /** The first reason why this person cannot import a key of that kind. */
    Optional<ProblemCode> refusal(PersonRow person, KeyAlgorithm algorithm) {
        if (person.role() != Role.SIGNER) {
            return Optional.of(ProblemCode.NOT_PERMITTED);
        }
        return refusal(algorithm);
    }

    /** The first reason why nobody can import a key of that kind here. */
    Optional<ProblemCode> refusal(KeyAlgorithm algorithm) {
        if (rule != ImportRule.ALLOWED || !keyStore.takesImports()) {
            return Optional.of(ProblemCode.IMPORT_NOT_ALLOWED);
        }
        return keyStore.supports(algorithm) && !algorithm.isExperimental()
                ? Optional.empty()
                : Optional.of(ProblemCode.ALGORITHM_NOT_ALLOWED);
    }

    /** A transport key; nothing if there is no room for another now. */
    Optional<Results.Transport> offered(Statement.TransportKey order, Instant now) {
        var head = order.head();
        return transportKeys
                .offer(purpose(head, order.algorithm()), head.id(), Ids.newId(random), keyStore::newTransportKey, now)
                .map(offered -> new Results.Transport(
                        head.user(),
                        head.device(),
                        offered.id(),
                        offered.key().suite(),
                        offered.key().publicKey(),
                        offered.expires()));
    }

    /** True if the transport key that this import names is there for it. */
    boolean isOffered(Statement.ImportKey order, Instant now) {
        return transportKeys.holds(purpose(order.head(), order.algorithm()), order.transportKey(), now);
    }

    /** Takes the key in, and uses the transport key up, whatever comes of it. */
    KeyStore.Taken take(Statement.ImportKey order, Bytes publicKey, Bytes encrypted, Bytes about, Instant now) {
        var head = order.head();
        var binding = new KeyTransport.Binding(identityHash, head.user(), head.device(), order.transportKey());
        var transportKey = transportKeys.take(purpose(head, order.algorithm()), order.transportKey(), now);
        if (transportKey.isEmpty()) {
            return new KeyStore.Taken.Refused(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        try (var key = transportKey.get()) {
            return key.take(new KeyStore.Arriving(order.algorithm(), publicKey, binding, encrypted, about));
        }
    }

    private static TransportKeys.Purpose purpose(StatementHead head, KeyAlgorithm algorithm) {
        return new TransportKeys.Purpose(head.user(), head.device(), algorithm);
    }
}
