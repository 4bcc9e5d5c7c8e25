package dev.natsuin.sgm.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.Sgm;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever befalls the row of the authority, who starts the server reads which file it is in. */
final class DamagedAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-07-28T03:00:00Z");
    private static final String PKI = "http://127.0.0.1:8080/pki";

    @TempDir
    Path folder = Path.of("");

    private final SecureRandom random = new SecureRandom();

    private Vault vault;
    private Secret rowKey;
    private RowGuard guard;
    private Database database;
    private SqlRecords records;

    @BeforeEach
    void anAuthority() {
        vault = Vault.create(folder.resolve("vault.key"), Secret::copy, random);
        rowKey = vault.derived(Bytes.utf8("rows"));
        guard = new RowGuard(rowKey, random);
        database = Database.open(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
        records = new SqlRecords(database, guard);
        records.write(rows -> {
            CertificateAuthority.create(rows, vault, Bytes.of(new byte[32]), NOW, random);
            return rows;
        });
    }

    @AfterEach
    void close() {
        database.close();
        guard.close();
        rowKey.close();
        vault.close();
    }

    private CertificateAuthority open(Rows rows) {
        return CertificateAuthority.open(rows, vault, PKI, guard, random);
    }

    @Test
    void every_bit_of_its_certificate_that_is_another_is_told_as_damage_of_the_database() {
        var wrong = new ArrayList<String>();
        records.write(rows -> {
            var row = rows.serviceKey(CertificateAuthority.NAME).orElseThrow();
            for (var bit = 0; bit < row.publicPart().size() * 8; bit++) {
                put(rows, damaged(row, bit));
                var thrown = catchThrowable(() -> open(rows));
                if (!(thrown instanceof SgmFault fault)
                        || !String.valueOf(fault.getMessage()).contains("sgm.db")) {
                    wrong.add("bit " + bit + ": " + thrown);
                }
            }
            put(rows, row);
            return open(rows);
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void a_damaged_certificate_of_its_responder_is_found() {
        var authority = records.read(rows -> open(rows));
        new ServiceSigner(AuthorityService.OCSP, records, vault, authority, random)
                .sign(NOW, (key, certificate) -> certificate);
        var kept = records.read(rows -> rows.serviceKeys(AuthorityService.OCSP.prefix(1)));
        assertThat(kept).singleElement().matches(authority::keeps);
        var row = kept.get(0);
        for (var bit = 0; bit < row.publicPart().size() * 8; bit++) {
            assertThat(authority.keeps(damaged(row, bit))).as("bit " + bit).isFalse();
        }
    }

    private static void put(Rows rows, ServiceKeyRow row) {
        rows.eraseServiceKey(row.name());
        rows.put(row);
    }

    private static ServiceKeyRow damaged(ServiceKeyRow row, int bit) {
        var octets = row.publicPart().toArray();
        octets[bit / 8] ^= (byte) (1 << bit % 8);
        return new ServiceKeyRow(row.name(), row.wrapped(), Bytes.of(octets), row.from(), row.until());
    }
}
