package dev.natsuin.sap.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.SigningSeed;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.Device;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.account.People;
import dev.natsuin.sap.credential.Credential;
import dev.natsuin.sap.witness.SeenLog;
import dev.natsuin.storage.Database;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StoresTest {
    private static final String HANAKO = "00000000000000aa";
    private static final String TARO = "00000000000000bb";
    private static final String KEY = "0".repeat(31) + "1";
    private static final String OTHER_KEY = "0".repeat(31) + "2";
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path folder = Path.of("");

    private Database database;

    @BeforeEach
    void make() {
        database = SapDatabase.made(folder.resolve("sap.db"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reopen() {
        database.close();
        database = SapDatabase.open(folder.resolve("sap.db"));
    }

    private SqlCredentialStore credentials() {
        return new SqlCredentialStore(database);
    }

    private static Results.KeyInfo key(String user, String keyId, String status) {
        return new Results.KeyInfo(
                user, keyId, KeyAlgorithm.P_256, status, List.of("device"), 2, List.of(Bytes.utf8("DER")));
    }

    private static Device device(String user, Role role) {
        var login = SigningSeed.random(new SecureRandom()).publicKey();
        return new Device(new Account(user, "d".repeat(32), role), login, NOON);
    }

    @Test
    void a_database_is_not_made_by_opening_it() {
        assertThatThrownBy(() -> SapDatabase.open(folder.resolve("other.db"))).isInstanceOf(StorageFault.class);
    }

    @Test
    void a_device_survives_reopening() {
        var device = device(HANAKO, Role.OFFICER);

        new SqlDeviceStore(database).keepIfNew(device);
        reopen();

        assertThat(new SqlDeviceStore(database).find("d".repeat(32))).contains(device);
    }

    @Test
    void a_device_that_is_there_is_not_replaced() {
        var first = device(HANAKO, Role.SIGNER);
        var store = new SqlDeviceStore(database);
        store.keepIfNew(first);

        store.keepIfNew(device(TARO, Role.ADMINISTRATOR));

        assertThat(store.find("d".repeat(32))).contains(first);
    }

    @Test
    void an_unknown_device_is_not_found() {
        assertThat(new SqlDeviceStore(database).find("e".repeat(32))).isEmpty();
    }

    @Test
    void a_name_that_is_there_is_not_replaced() {
        var people = new SqlPeople(database);
        people.keepIfNew(HANAKO, new DisplayName("花子", "h@example.com"));

        people.keepIfNew(HANAKO, new DisplayName("Mallory", ""));

        assertThat(people.all(2)).isEqualTo(Map.of(HANAKO, new DisplayName("花子", "h@example.com")));
    }

    @Test
    void what_was_erased_is_in_no_file_any_more_and_nothing_brings_it_back() throws Exception {
        var people = new SqlPeople(database);
        var left = new DisplayName("Wisterialane", "quillfeather", "xylographer@example.com", Bytes.of(new byte[32]));
        var stays = new DisplayName("Taro", "taro", "taro@example.com", Bytes.of(new byte[32]));
        people.keepIfNew(HANAKO, left);
        people.keepIfNew(TARO, stays);
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);
        credentials().keep(key(TARO, OTHER_KEY, "enabled"), NOON);
        var words = List.of("Wisterialane", "wisterialane", "quillfeather", "xylographer", "\"" + KEY + "\"");
        assertThat(words).allMatch(this::isInAFile);

        assertThat(people.erase(List.of(HANAKO, "0".repeat(16)))).isEqualTo(1);

        assertThat(words).noneMatch(this::isInAFile);
        assertThat(people.all(3)).isEqualTo(Map.of(TARO, stays));
        assertThat(people.found("wis", 3)).isEmpty();
        assertThat(people.found("tar", 3)).extracting(People.Named::user).containsExactly(TARO);
        assertThat(credentials().of(HANAKO)).isEmpty();
        assertThat(credentials().of(TARO)).hasSize(1);

        people.keepIfNew(HANAKO, left);
        people.rename(HANAKO, left, NOON.plusSeconds(9));
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON.plusSeconds(9));
        credentials().keepAll(HANAKO, List.of(key(HANAKO, OTHER_KEY.replace('2', '3'), "enabled")), NOON);
        assertThat(people.named(List.of(HANAKO))).isEmpty();
        assertThat(credentials().of(HANAKO)).isEmpty();
        assertThat(people.erase(List.of(HANAKO))).isZero();
        assertThat(words).noneMatch(this::isInAFile);
    }

    /** In the database or beside it, as octets: what is deleted may still lie there. */
    private boolean isInAFile(String word) {
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(word)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void another_name_takes_the_place_of_the_one_from_before_and_none_from_later() {
        var people = new SqlPeople(database);
        people.keepIfNew(HANAKO, new DisplayName("山田 花子", "h@example.com"));
        var salt = Bytes.of(new byte[32]);
        var now = new DisplayName("鈴木 花子", "すずき はなこ", "suzuki@example.com", salt);

        people.rename(HANAKO, now, NOON);
        people.rename(HANAKO, new DisplayName("佐藤 花子", "さとう はなこ", "", salt), NOON.minusSeconds(1));
        people.rename(TARO, new DisplayName("太郎", "", "", salt), NOON);

        assertThat(people.all(3)).containsEntry(HANAKO, now).containsKey(TARO);
        assertThat(people.found("suzuki@", 2)).extracting(People.Named::user).containsExactly(HANAKO);
        assertThat(people.found("鈴木", 2)).extracting(People.Named::display).containsExactly(now);
        assertThat(people.found("山田", 2)).isEmpty();
        assertThat(people.found("佐藤", 2)).isEmpty();
    }

    @Test
    void a_credential_is_found_by_its_id_and_by_its_person() {
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        var kept = new Credential(key(HANAKO, KEY, "enabled"), NOON);
        assertThat(credentials().find(KEY)).contains(kept);
        assertThat(credentials().of(HANAKO)).containsExactly(kept);
        assertThat(credentials().of(TARO)).isEmpty();
    }

    @Test
    void a_later_answer_counts_whichever_comes_first() {
        credentials().keep(key(HANAKO, KEY, "disabled"), NOON.plusSeconds(1));

        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        assertThat(credentials().find(KEY).orElseThrow().key().status()).isEqualTo("disabled");
    }

    @Test
    void a_key_that_is_gone_stays_gone() {
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);
        credentials().gone(KEY, NOON.plusSeconds(1));

        credentials().keep(key(HANAKO, KEY, "enabled"), NOON.plusSeconds(2));

        assertThat(credentials().find(KEY)).isEmpty();
        assertThat(credentials().of(HANAKO)).isEmpty();
    }

    @Test
    void a_key_may_be_gone_before_it_was_known() {
        credentials().gone(KEY, NOON.plusSeconds(1));

        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        assertThat(credentials().find(KEY)).isEmpty();
    }

    @Test
    void a_key_that_is_listed_as_destroyed_is_gone() {
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        credentials().keepAll(HANAKO, List.of(key(HANAKO, KEY, "destroyed")), NOON.plusSeconds(1));

        assertThat(credentials().of(HANAKO)).isEmpty();
    }

    @Test
    void a_key_that_is_no_longer_listed_is_gone() {
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        credentials().keepAll(HANAKO, List.of(key(HANAKO, OTHER_KEY, "enabled")), NOON.plusSeconds(1));

        assertThat(credentials().of(HANAKO)).extracting(c -> c.key().keyId()).containsExactly(OTHER_KEY);
    }

    @Test
    void an_old_list_does_not_take_a_newer_key_away() {
        credentials().keep(key(HANAKO, KEY, "enabled"), NOON);

        credentials().keepAll(HANAKO, List.of(), NOON.minusSeconds(1));

        assertThat(credentials().find(KEY)).isPresent();
    }

    @Test
    void a_list_takes_nothing_away_from_others() {
        credentials().keep(key(TARO, KEY, "enabled"), NOON);

        credentials().keepAll(HANAKO, List.of(), NOON.plusSeconds(1));

        assertThat(credentials().find(KEY)).isPresent();
    }

    @Test
    void log_and_identity_are_replaced_together_or_not_at_all() {
        var memory = new SqlWitnessMemory(database);
        var seen = new SeenLog.Seen(SigningSeed.random(new SecureRandom()).publicKey(), "before");
        assertThat(memory.seed(() -> Secret.taking(new byte[32])).size()).isEqualTo(32);
        memory.keep(seen);
        var succession = JsonObject.with("a", "succession").build();
        memory.keep(List.of(succession));
        database.change(handle -> handle.execute("CREATE TRIGGER full BEFORE INSERT ON identity BEGIN SELECT"
                + " RAISE(ABORT, 'the second of two'); END"));
        var other = new SeenLog.Seen(SigningSeed.random(new SecureRandom()).publicKey(), "after");

        assertThatThrownBy(() -> memory.replace(other, List.of())).isInstanceOf(RuntimeException.class);

        assertThat(memory.newest()).contains(seen);
        assertThat(memory.successions()).containsExactly(succession);
        database.change(handle -> handle.execute("DROP TRIGGER full"));
        memory.replace(other, List.of());
        reopen();
        assertThat(new SqlSeenLog(database).newest()).contains(other);
        assertThat(new SqlSeenIdentity(database).successions()).isEmpty();
    }
}
