package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.key.KeyStore;
import dev.natsuin.sgm.key.SealedKeys;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.service.ServiceKeys;
import dev.natsuin.sgm.store.SqlRecords;
import dev.natsuin.sgm.vault.SoftwareKeyStore;
import dev.natsuin.sgm.vault.Vault;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.Migrations;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thief with the SGM's whole folder, the vault's key among it, and every answer ever given: what is sealed to a
 * device stays closed, because its share is nowhere.
 */
class StolenDatabaseTest {
    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private String keyId = "";

    /** What must be nowhere, by name. */
    private final Map<String, Bytes> sought = new LinkedHashMap<>();

    private final StringBuilder answers = new StringBuilder();

    @BeforeEach
    void a_signer_who_did_everything_there_is() {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        keyId = key.keyId();
        for (var i = 0; i < 4; i++) {
            var wrong = i == 1;
            var order = sgm.order(device, key, TestSgm.hash("contract " + i));
            var draft = device.draft(order);
            if (wrong) {
                draft.secrets.put(
                        dev.natsuin.protocol.statement.Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
            }
            var sealed = device.seal(draft, sgm);
            answers.append(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order))))
                    .append('\n');
            answers.append(sgm.sendRaw(sealed, Optional.of(TestSgm.requestOf(order))))
                    .append('\n'); // the retry
            sought.put("sealed octets " + i, sealed);
            draft.secrets.forEach((field, value) -> sought.put(field + " of order", value));
        }
        sought.put("share", device.share);
        sought.put("hash of the share", device.share.sha256());
        sgm.close();
    }

    @AfterEach
    void reopen() {
        sgm.whileClosed(() -> {});
    }

    private static boolean holds(String text, Bytes part) {
        return text.contains(new String(part.toArray(), StandardCharsets.ISO_8859_1))
                || text.contains(part.toBase64Url())
                || text.contains(part.toBase64())
                || text.contains(part.toHex());
    }

    private void assertNowhereIn(String where, String text) {
        sought.forEach((what, part) ->
                assertThat(holds(text, part)).as(what + " in " + where).isFalse());
    }

    /** Everything that the vault's key opens, opened. */
    private List<Bytes> everythingOpened() {
        var random = new SecureRandom();
        var opened = new ArrayList<Bytes>();
        try (var vault = Vault.open(folder.resolve("vault.key"), random);
                var database = Database.openExisting(folder.resolve("sgm.db"), Migrations.of(Sgm.class, "sgm"));
                var nobodys = Secret.taking(new byte[32]);
                var blind = new RowGuard(nobodys, random);
                var keys = new SqlRecords(database, blind).read(rows -> ServiceKeys.open(rows, vault));
                var guard = new RowGuard(keys.rowKey(), random)) {
            var rows = new SqlRecords(database, guard);
            var kept = rows.read(r -> r.device(device.id())).orElseThrow();
            try (var key = guard.decrypt(
                            Bytes.utf8("natsuin-activation-key-v1|" + device.user + "|" + device.id()),
                            kept.activationKey());
                    var inner = guard.decrypt(
                            Bytes.utf8("natsuin-seal-v1|" + device.user + "|" + device.id()), kept.sealWrap())) {
                opened.add(key.use(Bytes::of));
                opened.add(inner.use(Bytes::of));
            }
            assertThat(opened.get(0)).isEqualTo(device.activationKey.publicKey().encoded());
            for (var row : rows.read(r -> r.serviceKeys(""))) {
                if (!row.name().startsWith("sealing-")) {
                    try (var plain = vault.unwrap(row.name(), row.wrapped())) {
                        opened.add(plain.use(Bytes::of));
                    }
                }
            }
            // And with all of that, the key itself stays closed: its seal wants the share.
            var key = rows.read(r -> r.key(keyId)).orElseThrow();
            var about = SealedKeys.aboutKey(device.user, keyId);
            try (var store = new SoftwareKeyStore(keys.copyKeks(), random);
                    var share = Secret.taking(TestDevice.random(32).toArray())) {
                var sealed = new SealedKeys(guard, random);
                Assertions.assertThatThrownBy(() -> sealed.openSeal(device.user, device.id(), kept.sealWrap(), share))
                        .isInstanceOf(dev.natsuin.sgm.record.RowTampered.class);
                Assertions.assertThatThrownBy(() -> store.open(
                                key.algorithm(),
                                key.publicKey(),
                                new KeyStore.Wrapped(key.sealed(), key.kekEpoch()),
                                about))
                        .isInstanceOf(RuntimeException.class);
            }
        }
        return opened;
    }

    @Test
    void a_seal_share_is_in_no_answer_retry_record_row_or_file_not_even_under_the_vaults_key() throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                assertNowhereIn(file.toString(), new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        for (var token : answers.toString().lines().toList()) {
            assertNowhereIn("an answer", token);
            assertNowhereIn(
                    "an answer's payload",
                    Bytes.base64Url(token.split("\\.", -1)[1]).toUtf8());
        }
        for (var plain : everythingOpened()) {
            assertNowhereIn("what the vault's key opens", new String(plain.toArray(), StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void the_search_would_find_a_share() throws IOException {
        Files.writeString(folder.resolve("planted"), "{\"x\":\"" + device.share.toBase64Url() + "\"}");

        assertThat(holds(Files.readString(folder.resolve("planted")), device.share))
                .isTrue();
    }
}
