package dev.natsuin.sgm;

import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.certificate.AuthorityAlgorithm;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.log.AuthorityRenewals;
import dev.natsuin.sgm.log.KekEpochs;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.storage.Database;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Gives the certification authority of a server another key under its name (decision 0080), while nothing serves it:
 * one transaction keeps the key and logs it.
 */
final class AuthorityRenewal {
    private final Sgm.Settings settings;

    AuthorityRenewal(Sgm.Settings settings) {
        this.settings = settings;
    }

    /**
     * Does it.
     *
     * @throws SgmFault if keys, database and vault do not belong together, the clock is behind the log, or the
     *     authority has had too many of late
     * @throws dev.natsuin.sgm.token.TokenAbsent if the token cannot be reached now
     */
    CertificateAuthority.Successor renew(AuthorityAlgorithm algorithm) {
        var random = settings.random();
        try (var safe = settings.openSafe();
                var database = Database.openExisting(settings.folder().resolve(Sgm.DATABASE), Sgm.migrations());
                var keys = Sgm.unguarded(database, random).read(rows -> ServiceKeys.open(rows, safe.vault()));
                var guard = new RowGuard(keys.rowKey(), random);
                var serials = new RowGuard(keys.serialNumberKey(), random)) {
            var records = new SqlRecords(database, guard);
            var now = settings.clock().instant().truncatedTo(ChronoUnit.SECONDS);
            var authority = records.read(rows -> {
                keys.requireKeksOf(KekEpochs.of(rows));
                return CertificateAuthority.open(rows, safe.vault(), settings.pkiUrl(), serials, random);
            });
            authority.renewIfDue(records, now); // so that the link lasts
            return succeeded(records, authority, keys, algorithm, now);
        }
    }

    private CertificateAuthority.Successor succeeded(
            Records records,
            CertificateAuthority authority,
            ServiceKeys keys,
            AuthorityAlgorithm algorithm,
            Instant now) {
        var log = new SignatureLog(keys.identityHash(), keys.log(), settings.random());
        var made = records.write(rows -> {
            var successor = authority.succeed(rows, algorithm, now);
            log.append(rows, entry(rows, successor, now));
            return successor;
        });
        records.forgetErased();
        return made;
    }

    private SignatureLog.Entry entry(Rows rows, CertificateAuthority.Successor successor, Instant now) {
        var user = rows.chain(Leaf.CONSOLE).map(ChainRow::user).orElseThrow();
        var record = JsonObject.with("type", Leaf.Type.RENEW_CA.wireName())
                .and("user", user)
                .and(AuthorityRenewals.CERTIFICATE, successor.certificate())
                .and(AuthorityRenewals.LINK, successor.link())
                .build();
        return new SignatureLog.Entry(
                Leaf.Type.RENEW_CA, now, Leaf.CONSOLE, user, Leaf.CONSOLE, settings.level(), "console", 0, record);
    }
}
