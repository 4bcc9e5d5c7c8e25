package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.link.LinkFiles;
import dev.natsuin.link.side.ExitCode;
import dev.natsuin.link.side.FakeProcess;
import dev.natsuin.link.side.ServerConfig;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.backup.BackupNote;
import dev.natsuin.sgm.ceremony.FirstAdministrator.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** self-check of the SGM with one thing wrong at a time; and that what must hold is refused by serving too. */
class SelfCheckTest {
    @TempDir
    Path data;

    private TestSgm sgm;
    private String err = "";
    private Optional<ServerConfig.SecondPerson> secondPerson = Optional.empty();
    private Set<KeyAlgorithm> experimental = Set.of();

    @BeforeEach
    void a_server_on_one_machine() throws IOException {
        var folder = Files.createDirectory(data.resolve("sgm"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        var link = Files.createDirectory(data.resolve("link"));
        Files.createDirectory(data.resolve("sap"));
        sgm = new TestSgm(folder, 2);
        LinkKeyMaker.create(link, LinkFiles.PRESENT, sgm.now(), new SecureRandom());
        Files.copy(link.resolve("sgm-link.pem"), link.resolve("sap-link.pem"));
    }

    @AfterEach
    void close() {
        sgm.close();
    }

    private Optional<Path> credentials = Optional.empty();

    private FakeProcess process(int level) {
        var plain = ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"))
                .withLevel(level);
        var config = secondPerson.map(plain::withSecondPerson).orElse(plain).withExperimental(experimental);
        var process = new FakeProcess(data, config, sgm.clock).stopped();
        return credentials.map(process::given).orElse(process);
    }

    private record Told(int exit, List<String> lines) {
        String line(String check) {
            return lines.stream()
                    .filter(line -> line.substring(5).startsWith(check + ": "))
                    .findFirst()
                    .orElse("nothing about " + check + " in " + lines);
        }

        List<String> failed() {
            return lines.stream().filter(line -> line.startsWith("fail ")).toList();
        }
    }

    private Told run(int level, String command, String... arguments) {
        var process = process(level);
        var exit = new SgmSide().run(command, List.of(arguments), process);
        err = process.said();
        return new Told(exit, process.told().lines().toList());
    }

    private Told selfCheck(int level) {
        return run(level, "self-check");
    }

    /** What serving says and ends with, while the test's own SGM lets go of the files. */
    private Told serve(int level) {
        sgm.close();
        var process = process(level);
        var exit = new SgmSide().serve(process);
        err = process.said();
        return new Told(exit, process.told().lines().toList());
    }

    /** Exit code 3 would keep it down for ever, though names are known again a minute later. */
    @Test
    void where_its_own_name_has_no_address_it_is_started_again() {
        sgm.close();
        var apart = process(1).config().withSgmAt("sgm.nowhere.invalid", 9753);
        var process = new FakeProcess(data, apart, sgm.clock).stopped();

        assertThat(new SgmSide().serve(process)).isEqualTo(ExitCode.INTERNAL);

        assertThat(process.said()).contains("sgm.nowhere.invalid has no address now");
    }

    private void sql(String statement) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("sgm/sgm.db"));
                var s = connection.createStatement()) {
            assertThat(s.executeUpdate(statement)).isPositive();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Serving must say every failing line that self-check says of what matters at start, and end with 3. */
    private void refusesToServeBecauseOf(int level, String... checks) {
        var told = selfCheck(level);
        assertThat(told.exit()).isEqualTo(ExitCode.FAILED);
        var served = serve(level);
        assertThat(served.exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(served.lines()).isEmpty();
        for (var check : checks) {
            assertThat(told.line(check)).startsWith("fail ");
            assertThat(err.lines()).contains(told.line(check));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void a_server_in_order_reaches_level_2_and_serves(int level) {
        sgm.officer();

        var told = selfCheck(level);

        assertThat(told.failed()).isEmpty();
        assertThat(told.exit()).isZero();
        assertThat(told.line("level")).isEqualTo("ok   level: declared " + level + ", reached 2");
        assertThat(serve(level).exit()).as(err).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "level-activation          | ok   | how keys are activated: device; level 3 wants: device only",
                "level-key-store           | fail | the key store: a software store; level 3 wants: pkcs11",
                "level-machines            | fail | machines: SAP and SGM on one machine; level 3 wants: SAP and SGM on two",
                "level-staff-admitted-by   | ok   | who admits staff: two administrators; level 3 wants: two",
                "level-fingerprint         | ok   | a new device's fingerprint read out to the officer: needed",
                "level-re-enrolment        | ok   | who enrols a person anew: two officers; level 3 wants: two officers",
            })
    void level_3_is_held_against_the_table_row_by_row(String check, String state, String says) {
        assertThat(selfCheck(3).line(check)).startsWith(String.format("%-4s %s: %s", state, check, says));
    }

    @Test
    void a_server_declared_3_refuses_to_serve_and_says_each_missing_row() {
        refusesToServeBecauseOf(3, "level", "level-key-store", "level-machines");
    }

    @ParameterizedTest
    @CsvSource({"2, false", "3, true"})
    void whoever_makes_a_server_that_will_not_serve_is_told_at_once(int level, boolean told) throws IOException {
        var made = new FakeProcess(data.resolve("made"), process(level).config(), sgm.clock);
        Files.createDirectories(data.resolve("made/link"));

        assertThat(new SgmSide().init(made)).isZero();

        var lines = made.said().lines().toList();
        assertThat(lines.contains("As it is, this server will not serve:")).isEqualTo(told);
        assertThat(lines.stream().filter(line -> line.startsWith("fail level")).count())
                .isEqualTo(told ? 3 : 0);
    }

    @Test
    void a_server_declared_3_where_one_person_suffices_refuses_to_serve() {
        secondPerson = Optional.of(ServerConfig.SecondPerson.NOT_NEEDED);

        assertThat(selfCheck(3).line("trust-officer")).startsWith("fail ").contains("secondPerson");
        refusesToServeBecauseOf(3, "level-staff-admitted-by", "level-re-enrolment");
    }

    @Test
    void two_persons_can_be_wanted_at_any_level() {
        sgm.officer();
        secondPerson = Optional.of(ServerConfig.SecondPerson.NEEDED);

        var told = selfCheck(2);

        assertThat(told.failed()).isEmpty();
        assertThat(told.line("level-staff-admitted-by")).contains("two administrators");
        assertThat(told.line("trust-officer")).startsWith("ok ").contains("by two");
        assertThat(told.line("second-persons")).startsWith("warn ").contains("who can act: 1", "Have three");
        assertThat(serve(2).exit()).as(err).isZero();
    }

    @Test
    void every_row_of_the_trust_table_is_named_and_none_is_called_whole_that_is_not() {
        var told = selfCheck(2);

        assertThat(told.line("trust-sap-taken-over")).startsWith("warn ").contains("one machine under one account");
        assertThat(told.line("trust-database-copied")).startsWith("warn ").contains("vault.key lies beside");
        assertThat(told.line("trust-sgm-taken-over")).startsWith("warn ").contains("has that key as well");
        assertThat(told.line("trust-desktop-stolen")).startsWith("ok ");
        assertThat(told.line("trust-malware-at-the-desk")).startsWith("ok ");
        assertThat(told.line("trust-officer")).startsWith("ok ");
        assertThat(told.line("trust-sap-taken-over")).doesNotContain("enrolment code");
        assertThat(selfCheck(1).line("trust-sap-taken-over")).contains("enrolment code stolen before its use");
    }

    @ParameterizedTest
    @CsvSource({
        "sgm-folder,sgm,rwxr-x---",
        "vault-key,sgm/vault.key,rw-r-----",
        "sgm-database,sgm/sgm.db,rw----r--",
        "sgm-link-key,link/sgm-link-key.pem,rw-rw----"
    })
    void a_file_that_others_may_open_is_refused(String check, String file, String mode) throws IOException {
        Files.setPosixFilePermissions(data.resolve(file), PosixFilePermissions.fromString(mode));

        refusesToServeBecauseOf(2, check);
        assertThat(err)
                .contains("others than its owner may open " + Path.of(file).getFileName());
    }

    @Test
    void with_open_files_a_stolen_desktop_is_no_longer_safe() throws IOException {
        Files.setPosixFilePermissions(data.resolve("sgm/sgm.db"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(selfCheck(2).line("trust-desktop-stolen")).startsWith("fail ");
    }

    @Test
    void a_file_that_cannot_be_read_is_told_with_the_systems_reason() throws IOException {
        Files.move(data.resolve("sgm/vault.key"), data.resolve("elsewhere"));
        Files.createDirectory(
                data.resolve("sgm/vault.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThat(run(2, "verify-log").exit()).isEqualTo(3);

        assertThat(err).contains("reading the vault's key file vault.key: Is a directory");
    }

    @Test
    void a_missing_vault_key_is_refused() throws IOException {
        Files.delete(data.resolve("sgm/vault.key"));

        refusesToServeBecauseOf(2, "vault-key");
        assertThat(selfCheck(2).line("sgm-storage")).startsWith("fail ");
        assertThat(selfCheck(2).line("trust-database-copied")).startsWith("fail ");
    }

    @Test
    void a_clock_behind_the_log_is_refused_in_the_same_words() {
        sgm.officer();
        sgm.clock.move(Duration.ofHours(-1));

        var told = selfCheck(2);
        assertThat(told.line("clock")).startsWith("fail ");
        assertThat(serve(2).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(err.strip()).isEqualTo(told.line("clock").substring("fail clock: ".length()));
    }

    @Test
    void a_checkpoint_that_is_not_the_logs_is_refused() {
        sgm.officer();
        sgm.close();
        sql("DELETE FROM checkpoint WHERE size = (SELECT max(size) FROM checkpoint)");

        refusesToServeBecauseOf(2, "log-checkpoint");
    }

    @Test
    void a_checkpoint_with_another_signature_is_refused() {
        sgm.close();
        // One letter of the signature, which ends the note.
        sql("UPDATE checkpoint SET note = substr(note, 1, length(note) - 10)"
                + " || CASE substr(note, length(note) - 9, 1) WHEN 'A' THEN 'B' ELSE 'A' END"
                + " || substr(note, length(note) - 8)");

        refusesToServeBecauseOf(2, "log-checkpoint");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE person SET level = 2 WHERE role = 'officer'",
                "UPDATE person SET role = 'auditor' WHERE role = 'officer'",
                "UPDATE person SET role = 'officer' WHERE role = 'signer'",
                "UPDATE device SET locked = 1",
                "UPDATE device_confirmation SET confirmed = confirmed + 1",
            })
    void an_altered_row_of_staff_is_refused(String statement) {
        sgm.newSigner();
        sgm.close();
        sql(statement);

        refusesToServeBecauseOf(2, "staff-rows");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE person SET subject = 'CN=x' WHERE role = 'signer'",
                "UPDATE invitation SET state = 'OPEN'",
                "UPDATE signing_key SET level = 3",
                "UPDATE chain SET number = number + 1",
                "UPDATE device_confirmation SET confirmed_by = user",
            })
    void an_altered_row_of_anybody_is_found(String statement) {
        var signer = sgm.newSigner();
        TestSgm.done(sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer)));
        sgm.createKey(signer, KeyAlgorithm.P_256);
        assertThat(selfCheck(2).line("rows")).startsWith("ok ");
        sgm.close();
        sql(statement);

        assertThat(selfCheck(2).line("rows")).startsWith("fail ");
        assertThat(selfCheck(2).exit()).isEqualTo(ExitCode.FAILED);
    }

    /** As {@code LoadCredential=natsuin-vault-key:…} gives it, and the file is no more. */
    private void systemdGivesTheKey() throws IOException {
        var given = Files.createDirectory(data.resolve("credentials"));
        var key = Files.move(data.resolve("sgm/vault.key"), given.resolve("natsuin-vault-key"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--r-----"));
        credentials = Optional.of(given);
    }

    @Test
    void a_server_whose_key_systemd_gives_serves_and_a_copy_of_its_folder_opens_nothing() throws IOException {
        sgm.officer();
        systemdGivesTheKey();

        var told = selfCheck(2);

        assertThat(told.failed()).isEmpty();
        assertThat(told.line("vault-key")).startsWith("ok ").contains("systemd");
        assertThat(told.line("trust-database-copied")).startsWith("ok ").contains("the key that systemd gives");
        assertThat(serve(2).exit()).as(err).isZero();
        assertThat(backedUp("with-it")).startsWith("ok ");
        credentials = Optional.empty();
        assertThat(selfCheck(2).line("vault-key")).startsWith("fail ").contains("missing");
        assertThat(serve(2).exit()).isEqualTo(ExitCode.REFUSED);
    }

    @Test
    void a_renewed_root_counts_beside_a_credential_of_before_until_it_is_given_too() throws IOException {
        systemdGivesTheKey();
        sgm.close();

        assertThat(run(2, "kek-renew").exit()).isZero();

        assertThat(data.resolve("sgm/vault.key")).exists();
        assertThat(selfCheck(2).failed()).isEmpty();
        assertThat(selfCheck(2).line("trust-database-copied")).startsWith("warn ");
    }

    private String backedUp(String name) throws IOException {
        var temporary = Files.createDirectories(data.resolve("tmp"));
        var config = Files.writeString(data.resolve("config.json"), "{}");
        assertThat(run(2, "backup-copy", "in=" + temporary).exit()).isZero();
        assertThat(run(2, "backup", "in=" + temporary, "to=" + data.resolve(name), "config=" + config)
                        .exit())
                .isZero();
        return selfCheck(2).line("newest-backup");
    }

    @Test
    void a_backup_is_due_two_days_after_the_one_before() throws IOException {
        assertThat(selfCheck(2).line("newest-backup")).startsWith("ok ").contains("none yet");
        sgm.clock.move(Duration.ofDays(2));
        assertThat(selfCheck(2).line("newest-backup")).startsWith("warn ").contains("none was made");

        assertThat(backedUp("one")).startsWith("ok ").contains("with 1 log entries, of 1 by now");
        sgm.clock.move(Duration.ofDays(2).minusSeconds(1));
        assertThat(selfCheck(2).line("newest-backup")).startsWith("ok ");
        sgm.clock.move(Duration.ofSeconds(1));
        assertThat(selfCheck(2).line("newest-backup")).startsWith("warn ").contains("one each day");
        assertThat(backedUp("two")).startsWith("ok ");
    }

    @Test
    void a_backup_from_before_a_new_identity_key_is_not_enough() throws IOException {
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        TestSgm.done(sgm.confirm(first, second, sgm.fingerprint(second)));
        var wish = new Statement.RenewIdentity(
                first.head(sgm.now()), sgm.believed().keyHash());
        TestSgm.done(sgm.send(first.seal(wish, sgm)));
        assertThat(backedUp("before")).startsWith("ok ");
        TestSgm.done(
                sgm.send(second.seal(new Statement.Approve(second.head(sgm.now()), StatementText.write(wish)), sgm)));

        assertThat(selfCheck(2).line("newest-backup")).startsWith("warn ").contains("make another now");
        assertThat(backedUp("behind")).startsWith("ok ");
    }

    @Test
    void a_backup_from_before_another_root_key_is_not_enough() throws IOException {
        assertThat(backedUp("before")).startsWith("ok ");
        sgm.close(); // and within the same second

        assertThat(run(2, "kek-renew").exit()).isZero();

        assertThat(selfCheck(2).line("newest-backup")).startsWith("warn ").contains("root key of before");
        sgm.clock.move(Duration.ofMinutes(1));
        assertThat(backedUp("behind")).startsWith("ok ");
        assertThat(selfCheck(2).line("key-encryption-key")).startsWith("ok ").contains("number 2");
    }

    @Test
    void a_database_that_was_put_back_has_fewer_entries_than_its_backup() throws IOException {
        new BackupNote(sgm.now(), 2).keep(data.resolve("sgm"));

        var told = selfCheck(2);

        assertThat(told.line("newest-backup")).startsWith("fail ").contains("restore the backup");
        assertThat(told.exit()).isEqualTo(ExitCode.FAILED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"made\":\"2026-02-30T00:00:00Z\",\"entries\":1}"})
    void a_note_that_nobody_wrote_says_nothing_of_a_backup(String note) throws IOException {
        Files.writeString(data.resolve("sgm/newest-backup.json"), note);

        assertThat(selfCheck(2).line("newest-backup")).startsWith("warn ").contains("cannot be read");
    }

    private TestDevice confirmedSigner() {
        var signer = sgm.newSigner();
        TestSgm.done(sgm.confirm(sgm.officer(), signer, sgm.fingerprint(signer)));
        return signer;
    }

    @Test
    void keys_that_nobody_used_for_long_are_counted_and_are_no_fault() {
        var often = confirmedSigner();
        var seldom = confirmedSigner();
        var used = sgm.createKey(often, KeyAlgorithm.P_256);
        sgm.createKey(seldom, KeyAlgorithm.P_256);
        sgm.createKey(seldom, KeyAlgorithm.P_256);
        var ended = sgm.createKey(seldom, KeyAlgorithm.P_256);
        TestSgm.done(sgm.send(seldom.seal(
                new Statement.DestroyKey(seldom.head(sgm.now()), ended.keyId(), ended.certificateSha256()), sgm)));
        sgm.clock.move(Duration.ofDays(300));
        var order = sgm.order(often, used, TestSgm.hash("contract"));
        TestSgm.done(sgm.send(often.seal(order, sgm), order));

        assertThat(selfCheck(2).line("dormant-keys")).startsWith("ok ").contains("every key in use");

        sgm.clock.move(Duration.ofDays(101));

        assertThat(selfCheck(2).line("dormant-keys")).startsWith("ok ").contains("2 keys in use, of 1 people");

        sgm.clock.move(Duration.ofDays(300));

        assertThat(selfCheck(2).line("dormant-keys")).startsWith("ok ").contains("3 keys in use, of 2 people");
    }

    @Test
    void says_when_experimental_kinds_of_keys_are_made() {
        assertThat(selfCheck(2).line("experimental-keys")).isEqualTo("ok   experimental-keys: none are made");

        experimental = Set.of(KeyAlgorithm.ML_DSA_65);
        assertThat(selfCheck(2).line("experimental-keys")).startsWith("warn ").contains("ml-dsa-65");
    }

    @Test
    void says_when_the_first_administrator_is_to_be_confirmed() {
        assertThat(selfCheck(2).line("first-administrator")).startsWith("warn ").contains("has not enrolled yet");

        var administrator = sgm.enrol(sgm.firstCode);
        assertThat(selfCheck(1).line("first-administrator")).startsWith("ok ");
        assertThat(selfCheck(2).line("first-administrator"))
                .startsWith("warn ")
                .contains("natsuin-server confirm-administrator --fingerprint");
        assertThat(selfCheck(2).line("waiting-devices")).startsWith("warn ").contains("1 devices wait");

        assertThat(sgm.confirmAtConsole(sgm.fingerprint(administrator))).isEqualTo(Outcome.CONFIRMED);
        assertThat(selfCheck(2).line("first-administrator")).startsWith("ok ");
        assertThat(selfCheck(2).line("waiting-devices")).startsWith("ok ");
    }

    @Test
    void says_who_is_to_be_confirmed_at_the_console_where_the_first_administrator_has_left() {
        sgm.reopenAtLevel(1);
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        var whom = sgm.whom(second, first.user);
        TestSgm.done(sgm.send(second.seal(new Statement.Revoke(second.head(sgm.now()), whom), sgm)));

        assertThat(selfCheck(1).line("first-administrator")).startsWith("ok ");
        assertThat(selfCheck(2).line("first-administrator"))
                .startsWith("warn ")
                .contains("natsuin-server confirm-administrator --fingerprint")
                .doesNotContain("has not enrolled yet");

        sgm.reopenAtLevel(2);
        assertThat(sgm.confirmAtConsole(sgm.fingerprint(second))).isEqualTo(Outcome.CONFIRMED);
        assertThat(selfCheck(2).line("first-administrator")).startsWith("ok ");
    }

    @Test
    void the_ceremony_wants_a_stopped_server_a_fingerprint_and_the_right_one() {
        var administrator = sgm.enrol(sgm.firstCode);
        var fingerprint = sgm.fingerprint(administrator);

        assertThat(run(2, "confirm-administrator", fingerprint).exit()).isEqualTo(ExitCode.REFUSED);
        assertThat(err).contains("The server is running").contains("Nothing was changed");
        sgm.close();
        assertThat(run(2, "confirm-administrator", "4T4B").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run(2, "confirm-administrator").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run(2, "confirm-administrator", "0123-4567-89AB-CDEF").exit())
                .isEqualTo(ExitCode.REFUSED);
        assertThat(err).contains("another fingerprint");
        assertThat(run(2, "confirm-administrator", fingerprint.replace("-", "")).exit())
                .isZero();
        assertThat(run(2, "confirm-administrator", fingerprint).exit()).isZero();
        assertThat(err).contains("confirmed before");
    }

    @Test
    void programs_read_one_object_a_line() {
        var told = run(2, "self-check", "--json");

        assertThat(told.lines())
                .allMatch(line ->
                        line.matches("\\{\"check\":\"[a-z0-9-]+\",\"state\":\"(ok|warn|fail)\",\"message\":\".*\"\\}"));
        assertThat(told.lines().get(0)).startsWith("{\"check\":\"level\",\"state\":\"ok\"");
    }

    @Test
    void nothing_of_self_check_changes_a_file() throws IOException {
        var before = Files.readAllBytes(data.resolve("sgm/sgm.db"));
        sgm.close();

        selfCheck(2);

        assertThat(Files.readAllBytes(data.resolve("sgm/sgm.db"))).isEqualTo(before);
        try (var files = Files.list(data)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("sgm", "sap", "link");
        }
    }

    @Test
    void verify_log_tells_programs_one_object_and_people_lines() {
        var entries = "[1-9][0-9]*";

        var told = run(1, "verify-log", "--json");
        assertThat(told.exit()).isZero();
        assertThat(told.lines()).singleElement().asString().matches("\\{\"entries\":" + entries + ",\"faults\":\\[]}");
        assertThat(run(1, "verify-log").lines()).singleElement().asString().matches(entries + " entries, 0 faults");

        sql("UPDATE log_entry SET salt = zeroblob(32) WHERE idx = 0");

        var found = run(1, "verify-log", "--json");
        assertThat(found.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(found.lines()).singleElement().asString().contains("\"faults\":[\"entry 0: ");
        assertThat(run(1, "verify-log", "--yaml").exit()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void witness_show_tells_the_fingerprints_that_are_read_out_to_the_sap() {
        var told = run(1, "witness-show");

        assertThat(told.exit()).isZero();
        assertThat(told.lines().get(0)).isEqualTo("At the SGM:");
        assertThat(told.lines().get(1))
                .isEqualTo("Fingerprint of the identity key: " + Fingerprint.ofIdentity(sgm.firstCode.identityHash())
                        + " (number 1)");
        assertThat(told.lines().get(2)).matches("Fingerprint of the log's key: [0-9A-Z]{4}(-[0-9A-Z]{4}){3}");
        assertThat(told.lines().get(3))
                .isEqualTo("natsuin/" + sgm.firstCode.identityHash().toHex());
    }
}
