package dev.natsuin.sgm.activation;

import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import java.security.SecureRandom;
import java.util.Optional;

/** Which act a changing statement asks for. */
final class Acts {
    private final KeyStore keyStore;
    private final SealedKeys sealedKeys;
    private final CertificateAuthority authority;
    private final Bytes identityHash;
    private final SecureRandom random;

    Acts(
            KeyStore keyStore,
            SealedKeys sealedKeys,
            CertificateAuthority authority,
            Bytes identityHash,
            SecureRandom random) {
        this.keyStore = keyStore;
        this.sealedKeys = sealedKeys;
        this.authority = authority;
        this.identityHash = identityHash;
        this.random = random;
    }

    Act of(Statement statement, Optional<StatementCall.SigningRequest> request) {
        if (statement instanceof Statement.Sign sign) {
            return new SignAct(sign, request, keyStore, sealedKeys);
        } else if (statement instanceof Statement.CreateKey create) {
            return new CreateKeyAct(create, keyStore, sealedKeys, authority, random);
        } else if (statement instanceof Statement.DestroyKey destroy) {
            return new DestroyKeyAct(destroy);
        } else if (statement instanceof Statement.Invite invite) {
            return new InviteAct(invite, random);
        } else if (statement instanceof Statement.ConfirmDevice confirm) {
            return new ConfirmDeviceAct(confirm, identityHash);
        }
        throw new IllegalArgumentException("not a change: " + statement.type());
    }
}
