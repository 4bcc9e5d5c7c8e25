package dev.natsuin.sgm.activation;

import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.certificate.CertificateRequest;
import dev.natsuin.sgm.certificate.Subjects;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.EarlierCertificateRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A new certificate for a key that stays the same, also when the old one has expired.
 *
 * <p>The key shows by a request that it works. The old certificate holds until its own end, because what was signed
 * under it stays what it was; if the key is destroyed, both are revoked.
 */
final class RenewKeyAct implements Act {
    private final Statement.RenewKey order;
    private final KeyUse use;
    private final CertificateAuthority authority;
    private @Nullable KeyRow checked;
    private CertificateAuthority.@Nullable Issued issued;
    private Optional<KeyUse.Moved> moved = Optional.empty();
    private Optional<String> certified = Optional.empty();

    RenewKeyAct(Statement.RenewKey order, KeyUse use, CertificateAuthority authority) {
        this.order = order;
        this.use = use;
        this.authority = authority;
    }

    /**
     * Known and owned → enabled → made here → this certificate → not revoked → no other name since it was certified.
     */
    @Override
    public Optional<Problem> refusal(Rows rows, PersonRow person, Instant now) {
        var key = rows.key(order.keyId()).filter(k -> k.user().equals(person.user()));
        if (key.isEmpty()) {
            return Optional.of(Problem.of(ProblemCode.KEY_UNKNOWN));
        }
        checked = key.get();
        if (checked.state() != KeyRow.State.ENABLED) {
            return Optional.of(Problem.of(ProblemCode.KEY_NOT_ENABLED));
        }
        if (rows.importedKey(order.keyId()).isPresent()) {
            return Optional.of(Problem.of(ProblemCode.KEY_IS_IMPORTED));
        }
        if (!checked.certificate().sha256().equals(order.certificateSha256())) {
            return Optional.of(Problem.of(ProblemCode.CERTIFICATE_NOT_BOUND));
        }
        if (rows.revoked(CertificateAuthority.serialOf(checked.certificate()))) {
            return Optional.of(Problem.of(ProblemCode.CERTIFICATE_REVOKED));
        }
        return certified.isPresent() && !certified.equals(person.subject())
                ? Optional.of(Problem.of(ProblemCode.CONTENT_DIFFERS))
                : Optional.empty();
    }

    @Override
    public Set<Envelope.Field> secrets() {
        return order.secrets();
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
        certified = work.person().subject();
        var subject = Subjects.renewed(
                Subjects.parse(certified.orElseThrow()).orElseThrow(),
                CertificateAuthority.subjectOf(key.certificate()));
        var used = use.of(key, work, open -> {
            var request = CertificateRequest.make(subject, key.algorithm(), key.publicKey(), open);
            return authority.issue(request, subject, work.now());
        });
        issued = used.result();
        moved = used.moved();
    }

    @Override
    public Released release(Rows rows, Context context) {
        if (issued == null) {
            throw new IllegalStateException("released before it was performed");
        }
        var before = checked();
        var key = moved.map(to -> to.of(before)).orElse(before).renewed(issued.certificate(), issued.notAfter());
        rows.put(new EarlierCertificateRow(
                CertificateAuthority.serialOf(before.certificate()), before.keyId(), before.notAfter()));
        rows.put(key);
        var record = Evidence.of(
                        Leaf.Type.RENEW_KEY, key.user(), context.opened().envelope())
                .and("keyId", key.keyId())
                .and("certificate", key.certificate())
                .build();
        var entry = new SignatureLog.Entry(
                Leaf.Type.RENEW_KEY,
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
