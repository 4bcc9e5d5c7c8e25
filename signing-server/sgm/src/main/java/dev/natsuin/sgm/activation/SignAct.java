package dev.natsuin.sgm.activation;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.OrderWork;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.cms.SignedAttributes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Signs the hashes of a {@code sign} statement. One opening of the key serves all of them. */
final class SignAct implements Act {
    private static final String METHOD = "device";

    private final Statement.Sign order;
    private final Optional<StatementCall.SigningRequest> request;
    private final KeyUse use;
    private @Nullable KeyRow checked;
    private Bytes serial = Bytes.EMPTY;
    private List<Bytes> signatures = List.of();
    private Optional<KeyUse.Moved> moved = Optional.empty();

    SignAct(Statement.Sign order, Optional<StatementCall.SigningRequest> request, KeyUse use) {
        this.order = order;
        this.request = request;
        this.use = use;
    }

    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var key = rows.key(order.keyId()).filter(k -> k.user().equals(person.user()));
        if (key.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.KEY_UNKNOWN));
        }
        keep(key.get());
        return ownKeyRefusal(key.get(), rows, now).map(Problem::of);
    }

    /** The key as these rows have it; its certificate, looked at twice, is parsed once. */
    private void keep(KeyRow key) {
        if (checked == null || !checked.certificate().equals(key.certificate())) {
            serial = CertificateAuthority.serialOf(key.certificate());
        }
        checked = key;
    }

    /** DESIGN's order: enabled, method, certificate bound, unexpired, not revoked, algorithm, hashes as requested. */
    private Optional<ProblemCode> ownKeyRefusal(KeyRow key, Rows rows, Instant now) {
        if (key.state() != KeyRow.State.ENABLED) {
            return Optional.of(ProblemCode.KEY_NOT_ENABLED);
        }
        if (!key.methods().contains(METHOD)) {
            return Optional.of(ProblemCode.METHOD_NOT_ALLOWED_FOR_KEY);
        }
        if (!key.certificate().sha256().equals(order.certificateSha256())) {
            return Optional.of(ProblemCode.CERTIFICATE_NOT_BOUND);
        }
        if (now.isAfter(key.notAfter())) {
            return Optional.of(ProblemCode.CERTIFICATE_EXPIRED);
        }
        // Serial numbers tell certificates of one authority apart: another's may have one that ours revoked.
        if (rows.revoked(serial) && rows.importedKey(key.keyId()).isEmpty()) {
            return Optional.of(ProblemCode.CERTIFICATE_REVOKED);
        }
        if (!order.algorithm().fits(key.algorithm()) || order.algorithm().hash() != order.hashAlgorithm()) {
            return Optional.of(ProblemCode.ALGORITHM_NOT_ALLOWED);
        }
        return hashRefusal(key);
    }

    private Optional<ProblemCode> hashRefusal(KeyRow key) {
        if (order.hashes().size() > OrderWork.mostHashes(key.algorithm())) {
            return Optional.of(ProblemCode.TOO_MANY_HASHES);
        }
        var size = order.hashAlgorithm().sizeBytes();
        if (order.hashes().stream().anyMatch(hash -> hash.size() != size)) {
            return Optional.of(ProblemCode.HASH_LENGTH_WRONG);
        }
        return request.filter(this::saysTheSame).isPresent()
                ? Optional.empty()
                : Optional.of(ProblemCode.HASHES_DIFFER);
    }

    private boolean saysTheSame(StatementCall.SigningRequest r) {
        return r.credentialId().equals(order.keyId())
                && r.signAlgorithmOid().equals(order.algorithm().oid())
                && r.hashAlgorithmOid()
                        .orElse(order.hashAlgorithm().oid())
                        .equals(order.hashAlgorithm().oid())
                && r.hashes().equals(order.hashes());
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return Set.of(Envelope.Field.SEAL_SHARE);
    }

    @Override
    public long units() {
        return OrderWork.unitsOf(checked().algorithm(), order.hashes().size());
    }

    private KeyRow checked() {
        if (checked == null) {
            throw new IllegalStateException("performed before it was checked");
        }
        return checked;
    }

    @Override
    public void perform(Work work) {
        var key = checked();
        var inputs = inputs(key);
        var used = use.of(key, work, open -> signed(open, inputs));
        signatures = used.result();
        moved = used.moved();
    }

    private List<Bytes> signed(KeyStore.OpenKey key, List<Bytes> inputs) {
        var made = new ArrayList<Bytes>(inputs.size());
        for (var input : inputs) {
            if (Thread.currentThread().isInterrupted()) {
                throw new SgmFault("signing while the SGM stops");
            }
            made.add(key.sign(order.algorithm(), input));
        }
        return List.copyOf(made);
    }

    /**
     * What the key signs: the hashes, or with a pure algorithm signed attributes built here over them (RFC 8419 §3, RFC
     * 9882 §3.2). A key that signs messages never meets octets that a client chose, so no order can pass for something
     * else.
     */
    private List<Bytes> inputs(KeyRow key) {
        if (!order.algorithm().isPure()) {
            return order.hashes();
        }
        try {
            var attributes = SignedAttributes.under(key.certificate());
            return order.hashes().stream().map(attributes::over).toList();
        } catch (Malformed e) {
            throw new SgmFault("reading a certificate of ours", e);
        }
    }

    @Override
    public Released release(Rows rows, Context context) {
        var before = checked();
        var key = moved.map(to -> to.of(before)).orElse(before);
        if (!key.equals(before)) {
            rows.put(key);
        }
        var record = Evidence.of(Leaf.Type.SIGN, key.user(), context.opened().envelope())
                .and("keyId", key.keyId())
                .and("certificateSha256", order.certificateSha256().toHex())
                .and("signAlgo", order.algorithm().oid())
                .and("hashAlgorithmOID", order.hashAlgorithm().oid())
                .andBytes("hashes", order.hashes())
                .and(
                        "signaturesSha256",
                        Bytes.concat(signatures.toArray(Bytes[]::new)).sha256().toHex())
                .build();
        var level = Math.min(context.serverLevel(), Math.min(context.person().level(), key.level()));
        var entry = new SignatureLog.Entry(
                Leaf.Type.SIGN,
                context.now(),
                key.keyId(),
                key.user(),
                context.device().device(),
                level,
                METHOD,
                key.kekEpoch(),
                record);
        return new Released(new Results.Signed(key.keyId(), signatures), entry);
    }
}
