package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Ids;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.level.ImportRule;
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
import org.jspecify.annotations.Nullable;

/**
 * Takes in a signing key that was made elsewhere, with its own certificate, and seals it to the device.
 *
 * <p>All that can be told from the certificate is looked at before the PIN. The key itself is opened once the right PIN
 * has ordered it; what is wrong with it then ends the order, and nothing of the key was kept.
 */
final class ImportKeyAct implements Act {
    private final Statement.ImportKey order;
    private final Bytes encrypted;
    private final Imports imports;
    private final KeyStore keyStore;
    private final SealedKeys sealedKeys;
    private final CertificateAuthority authority;
    private final SecureRandom random;
    private final ForeignKey foreign;
    private boolean taken;
    private Optional<ProblemCode> failure = Optional.empty();
    private @Nullable KeyRow made;

    /**
     * For one order.
     *
     * @param encrypted the key as it came in the envelope
     * @param authority our own certification authority
     */
    ImportKeyAct(
            Statement.ImportKey order,
            Bytes encrypted,
            Imports imports,
            KeyStore keyStore,
            SealedKeys sealedKeys,
            CertificateAuthority authority,
            SecureRandom random) {
        this.order = order;
        this.encrypted = encrypted;
        this.imports = imports;
        this.keyStore = keyStore;
        this.sealedKeys = sealedKeys;
        this.authority = authority;
        this.random = random;
        this.foreign = new ForeignKey(order.algorithm(), order.certificates(), authority.certificate());
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        return imports.refusal(person, order.algorithm())
                .or(() -> order.methods().equals(LevelCheck.METHODS_OFFERED)
                        ? Optional.empty()
                        : Optional.of(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY))
                .or(() ->
                        CreateKeyAct.hasRoom(rows, person) ? Optional.empty() : Optional.of(ProblemCode.NOT_PERMITTED))
                .or(() -> foreign.problem(now))
                .or(() -> isHeld(rows, person) ? Optional.of(ProblemCode.KEY_ALREADY_HELD) : Optional.empty())
                .or(() ->
                        order.handedKey().isEmpty() || handed(rows, person, now).isPresent()
                                ? Optional.empty()
                                : Optional.of(ProblemCode.HANDED_KEY_UNKNOWN))
                .or(() -> transportProblem(now))
                .map(Problem::of);
    }

    /** What was made here never comes from elsewhere. What was imported and destroyed may come back to its person. */
    private boolean isHeld(Rows rows, PersonRow person) {
        return rows.keysWith(foreign.publicKey()).stream()
                .anyMatch(held -> held.state() == KeyRow.State.ENABLED
                        || !held.user().equals(person.user())
                        || rows.importedKey(held.keyId()).isEmpty());
    }

    /** What staff handed over to this device, if that is what is ordered. */
    private Optional<HandedKeyRow> handed(Rows rows, PersonRow person, Instant now) {
        var certificate = order.certificates().get(0).sha256();
        return rows.handedKeysOf(person.user()).stream()
                .filter(key -> key.isFor(order.head().device(), now)
                        && order.handedKey().equals(Optional.of(key.keySha256()))
                        && key.certificateSha256().equals(certificate))
                .findFirst();
    }

    private Optional<ProblemCode> transportProblem(Instant now) {
        if (!taken && !imports.isOffered(order, now)) {
            return Optional.of(ProblemCode.TRANSPORT_KEY_UNKNOWN);
        }
        return encrypted.sha256().equals(order.encryptedKeySha256())
                ? Optional.empty()
                : Optional.of(ProblemCode.STATEMENT_MALFORMED);
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
    }

    @Override
    public void perform(Work work) {
        taken = true;
        var user = work.person().user();
        var keyId = Ids.newId(random);
        var came = imports.take(order, foreign.publicKey(), encrypted, SealedKeys.aboutKey(user, keyId), work.now());
        if (came instanceof KeyStore.Taken.Refused refused) {
            failure = Optional.of(refused.why());
        } else if (came instanceof KeyStore.Taken.In in) {
            made = sealed(work, keyId, in.wrapped());
        }
    }

    private KeyRow sealed(Work work, String keyId, KeyStore.Wrapped wrapped) {
        var user = work.person().user();
        try (var sealKey =
                sealedKeys.openSeal(user, work.device().device(), work.device().sealWrap(), work.share())) {
            return new KeyRow(
                    keyId,
                    user,
                    order.algorithm(),
                    order.methods(),
                    Math.min(keyStore.level(), ImportRule.HIGHEST_LEVEL),
                    KeyRow.State.ENABLED,
                    wrapped.kekEpoch(),
                    foreign.publicKey(),
                    sealedKeys.seal(sealKey, user, keyId, wrapped.octets()),
                    order.certificates().get(0),
                    foreign.notAfter(),
                    work.now());
        }
    }

    @Override
    public Optional<Problem> failure() {
        return failure.map(Problem::of);
    }

    @Override
    public Released release(Rows rows, Context context) {
        if (made == null) {
            throw new IllegalStateException("released before it was performed");
        }
        var key = made;
        rows.put(key);
        rows.put(new ImportedKeyRow(
                key.keyId(),
                order.certificates().subList(1, order.certificates().size())));
        handed(rows, context.person(), context.now())
                .map(handed -> handed.taken(key.keyId()))
                .ifPresent(rows::put);
        var record = Evidence.of(
                        Leaf.Type.IMPORT_KEY, key.user(), context.opened().envelope())
                .and("keyId", key.keyId())
                .and("algorithm", key.algorithm().wireName())
                .andBytes("certificates", order.certificates())
                .build();
        var entry = new SignatureLog.Entry(
                Leaf.Type.IMPORT_KEY,
                context.now(),
                key.keyId(),
                key.user(),
                context.device().device(),
                Math.min(context.serverLevel(), Math.min(context.person().level(), key.level())),
                "device",
                key.kekEpoch(),
                record);
        return new Released(CreateKeyAct.info(rows, key, context.person(), authority, context.now()), entry);
    }
}
