package dev.natsuin.sgm.activation;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.record.RowGuard;
import java.security.SecureRandom;
import java.util.Optional;

/** Which act a changing statement asks for. */
final class Acts {
    private final OfferedKeys offered;
    private final KeyStore keyStore;
    private final SealedKeys sealedKeys;
    private final CertificateAuthority authority;
    private final Bytes identityHash;
    private final SecureRandom random;
    private final RowGuard guard;
    private final int declaredLevel;
    private final Imports imports;
    private final SecondPerson secondPerson;
    private final IdentityRenewal renewal;
    private final SignedNames names;

    Acts(
            OfferedKeys offered,
            KeyStore keyStore,
            SealedKeys sealedKeys,
            CertificateAuthority authority,
            Bytes identityHash,
            SecureRandom random,
            RowGuard guard,
            int declaredLevel,
            Imports imports,
            SecondPerson secondPerson,
            IdentityRenewal renewal,
            SignedNames names) {
        this.names = names;
        this.renewal = renewal;
        this.secondPerson = secondPerson;
        this.imports = imports;
        this.offered = offered;
        this.keyStore = keyStore;
        this.sealedKeys = sealedKeys;
        this.authority = authority;
        this.identityHash = identityHash;
        this.random = random;
        this.guard = guard;
        this.declaredLevel = declaredLevel;
    }

    Act of(OpenedStatement opened, Optional<StatementCall.SigningRequest> request) {
        var statement = opened.statement();
        if (statement instanceof Statement.Sign sign) {
            return new SignAct(sign, request, new KeyUse(keyStore, sealedKeys));
        } else if (statement instanceof Statement.CreateKey create) {
            return new CreateKeyAct(create, offered, keyStore, sealedKeys, authority, random);
        } else if (statement instanceof Statement.DestroyKey destroy) {
            return new DestroyKeyAct(destroy);
        } else if (statement instanceof Statement.Invite invite) {
            return new InviteAct(
                    invite, random, secondPerson, handingOver(), octets(opened, Envelope.Field.HANDED_KEY));
        } else if (statement instanceof Statement.ConfirmDevice confirm) {
            return new ConfirmDeviceAct(confirm, identityHash);
        } else if (statement instanceof Statement.Amend amend) {
            return new AmendAct(amend, names);
        } else if (statement instanceof Statement.AboutPerson about) {
            return new PersonAct(about, random, declaredLevel, secondPerson);
        } else if (statement instanceof Statement.ChangePin change) {
            return new ChangePinAct(change, opened.envelope(), guard, sealedKeys);
        } else if (statement instanceof Statement.RenewKey renew) {
            return new RenewKeyAct(renew, new KeyUse(keyStore, sealedKeys), authority);
        } else if (statement instanceof Statement.ImportKey imported) {
            return new ImportKeyAct(
                    imported,
                    octets(opened, Envelope.Field.ENCRYPTED_KEY),
                    imports,
                    keyStore,
                    sealedKeys,
                    authority,
                    random);
        } else if (statement instanceof Statement.InviteDevice invite) {
            return new InviteDeviceAct(invite, sealedKeys, random);
        } else if (statement instanceof Statement.RemoveDevice remove) {
            return new RemoveDeviceAct(remove, declaredLevel >= Demand.FINGERPRINT_NEEDED_FROM, secondPerson);
        } else if (statement instanceof Statement.Approve approve) {
            return new ApproveAct(
                    approve,
                    new DeviceLevels(declaredLevel),
                    random,
                    declaredLevel,
                    secondPerson,
                    handingOver(),
                    renewal);
        } else if (statement instanceof Statement.RenewIdentity renew) {
            return new RenewIdentityAct(renew, renewal, secondPerson);
        } else if (statement instanceof Statement.Withdraw withdraw) {
            return new WithdrawAct(withdraw);
        }
        throw new IllegalArgumentException("not a change: " + statement.type());
    }

    private HandingOver handingOver() {
        return new HandingOver(imports, authority.certificate());
    }

    /** Ciphertext, and so no secret; nothing if it did not come, which is found out later. */
    private static Bytes octets(OpenedStatement opened, Envelope.Field field) {
        return opened.envelope().secret(field).map(key -> key.use(Bytes::of)).orElse(Bytes.EMPTY);
    }
}
