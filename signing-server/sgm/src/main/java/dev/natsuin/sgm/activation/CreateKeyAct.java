package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.algorithm.OrderWork;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.certificate.CertificateRequest;
import dev.natsuin.sgm.certificate.Subjects;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.level.LevelCheck;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.ImportedKeyRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a signing key, shows that it works by a PKCS#10 request, certifies it for the officer's subject and seals it.
 */
final class CreateKeyAct implements Act {
    /** The most keys a person may have that are not destroyed. */
    static final int MOST_KEYS = 20;

    private final Statement.CreateKey order;
    private final OfferedKeys offered;
    private final KeyStore keyStore;
    private final SealedKeys sealedKeys;
    private final CertificateAuthority authority;
    private final SecureRandom random;
    private @Nullable KeyRow made;
    private Optional<String> certified = Optional.empty();

    CreateKeyAct(
            Statement.CreateKey order,
            OfferedKeys offered,
            KeyStore keyStore,
            SealedKeys sealedKeys,
            CertificateAuthority authority,
            SecureRandom random) {
        this.order = order;
        this.offered = offered;
        this.keyStore = keyStore;
        this.sealedKeys = sealedKeys;
        this.authority = authority;
        this.random = random;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        if (person.role() != Role.SIGNER || person.subject().isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
        }
        if (!order.methods().equals(LevelCheck.METHODS_OFFERED)) {
            return Optional.of(Problem.of(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY));
        }
        var notOffered = offered.refusal(order.algorithm());
        if (notOffered.isPresent()) {
            return notOffered.map(Problem::of);
        }
        if (certified.isPresent() && !certified.equals(person.subject())) { // another name came in between
            return Optional.of(Problem.of(ProblemCode.CONTENT_DIFFERS));
        }
        return hasRoom(rows, person) ? Optional.empty() : Optional.of(Problem.of(ProblemCode.NOT_PERMITTED));
    }

    /** True if the person may have another key. */
    static boolean hasRoom(Rows rows, PersonRow person) {
        return rows.keysOf(person.user()).stream()
                        .filter(k -> k.state() == KeyRow.State.ENABLED)
                        .count()
                < MOST_KEYS;
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of(Envelope.Field.SEAL_SHARE);
    }

    @Override
    public long units() {
        return OrderWork.unitsOfGeneration(order.algorithm());
    }

    @Override
    public void perform(Work work) {
        var user = work.person().user();
        var keyId = Ids.newId(random);
        var about = SealedKeys.aboutKey(user, keyId);
        certified = work.person().subject();
        var subject = Subjects.parse(certified.orElseThrow()).orElseThrow();
        var key = keyStore.generate(order.algorithm(), about);
        try (var sealKey = sealedKeys.openSeal(
                        user, work.device().device(), work.device().sealWrap(), work.share());
                var open = keyStore.open(order.algorithm(), key.publicKey(), key.wrapped(), about)) {
            var request = CertificateRequest.make(subject, order.algorithm(), key.publicKey(), open);
            var issued = authority.issue(request, subject, work.now());
            made = new KeyRow(
                    keyId,
                    user,
                    order.algorithm(),
                    order.methods(),
                    keyStore.level(),
                    KeyRow.State.ENABLED,
                    key.wrapped().kekEpoch(),
                    key.publicKey(),
                    sealedKeys.seal(sealKey, user, keyId, key.wrapped().octets()),
                    issued.certificate(),
                    issued.notAfter(),
                    work.now());
        }
    }

    @Override
    public Released release(Rows rows, Context context) {
        if (made == null) {
            throw new IllegalStateException("released before it was performed");
        }
        var key = made;
        rows.put(key);
        var record = Evidence.of(
                        Leaf.Type.CREATE_KEY, key.user(), context.opened().envelope())
                .and("keyId", key.keyId())
                .and("algorithm", key.algorithm().wireName())
                .and("certificate", key.certificate())
                .build();
        var level = Math.min(context.serverLevel(), Math.min(context.person().level(), key.level()));
        var entry = new SignatureLog.Entry(
                Leaf.Type.CREATE_KEY,
                context.now(),
                key.keyId(),
                key.user(),
                context.device().device(),
                level,
                "device",
                key.kekEpoch(),
                record);
        return new Released(info(rows, key, context.person(), authority, context.now()), entry);
    }

    /** What of destroyed, suspended, expired and enabled comes first: only an enabled key can sign. */
    private static String status(KeyRow key, PersonRow owner, Instant now) {
        if (key.state() != KeyRow.State.ENABLED) {
            return key.state().wireName();
        }
        if (owner.state() == PersonRow.State.SUSPENDED) {
            return "suspended";
        }
        return now.isAfter(key.notAfter()) ? "expired" : key.state().wireName();
    }

    /** A key as answers tell of it; an imported one with the certificates that came with it. */
    static Results.KeyInfo info(Rows rows, KeyRow key, PersonRow owner, CertificateAuthority authority, Instant now) {
        var imported = rows.importedKey(key.keyId());
        var issuers =
                imported.map(ImportedKeyRow::issuers).orElseGet(() -> authority.issuersOf(key.certificate(), now));
        return new Results.KeyInfo(
                key.user(),
                key.keyId(),
                key.algorithm(),
                status(key, owner, now),
                key.methods(),
                key.level(),
                Stream.concat(Stream.of(key.certificate()), issuers.stream()).toList(),
                imported.isPresent() ? Results.KeyInfo.Origin.IMPORTED : Results.KeyInfo.Origin.GENERATED,
                imported.flatMap(from -> rows.handedKeyAs(from.keyId())).map(HandedKeyRow::by),
                Optional.empty());
    }
}
