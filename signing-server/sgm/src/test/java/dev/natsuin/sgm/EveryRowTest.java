package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Reason;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.protocol.statement.StatementText;
import dev.natsuin.sgm.DatabaseWriter.Row;
import dev.natsuin.storage.StorageFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever alters, deletes, adds, moves, swaps or puts back a row of any table is found, and the row is named.
 *
 * <p>The tables and columns are read from the schema: a new one fails here until somebody has decided what protects it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryRowTest {
    /** How a finding names a row of each table. A new table needs a line here, and what makes it true. */
    private static final Map<String, Function<Row, List<String>>> NAMES = Map.ofEntries(
            Map.entry("person", row -> List.of("person " + row.id())),
            Map.entry("invitation", row -> List.of("invitation " + row.id())),
            Map.entry("device", row -> List.of("device " + row.id())),
            Map.entry("device_confirmation", row -> List.of("device_confirmation " + row.id())),
            Map.entry("device_invitation", row -> List.of("device_invitation " + row.id())),
            Map.entry("earlier_certificate", row -> List.of("earlier_certificate " + row.id())),
            Map.entry("imported_key", row -> List.of("imported_key " + row.id())),
            Map.entry("handed_key", row -> List.of("handed_key " + row.id())),
            Map.entry("log_about", row -> List.of("log_about " + row.id())),
            Map.entry("tombstone", row -> List.of("tombstone " + row.id())),
            Map.entry("signing_key", row -> List.of("signing_key " + row.id())),
            Map.entry("request", row -> List.of("request " + row.id())),
            Map.entry("revocation", row -> List.of("revocation " + row.id())),
            Map.entry("spent", row -> List.of(row.id(), hex(row, "sealed_sha256"))),
            Map.entry(
                    "answer",
                    row -> List.of("answer " + row.id(), "the answer to its statement", "the answer kept for")),
            Map.entry(
                    "service_key",
                    row -> List.of("service_key " + row.id(), "opening " + row.id() + ":", "unwrapping " + row.id())),
            Map.entry(
                    "log_entry",
                    row -> List.of(
                            "entry " + row.id(), "checkpoint of " + (Long.parseLong(row.id()) + 1) + " entries")),
            Map.entry(
                    "log_node",
                    row -> List.of(
                            "kept hash of level " + row.id().replace("/", " at "),
                            "log node " + row.id(),
                            "kept hashes")),
            Map.entry("succession", row -> List.of("succession", "opening identity:")),
            Map.entry("chain", row -> List.of("chain " + row.id())),
            Map.entry("checkpoint", row -> List.of("checkpoint of " + row.id() + " entries")),
            Map.entry(
                    "schema_migration",
                    row -> List.of("schema script", "of an older version", "made by a newer version")));

    @TempDir
    static Path folder;

    private TestSgm sgm;
    private final List<Map<String, List<Row>>> earlier = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private int copies;

    @BeforeAll
    void much_happened() throws IOException {
        sgm = new TestSgm(Files.createDirectory(folder.resolve("sgm")), 2);
        var device = sgm.newSigner();
        remember();
        confirm(device);
        var destroyed = sgm.createKey(device, KeyAlgorithm.P_256);
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        remember();
        wrongPin(device, sgm.order(device, key, TestSgm.hash("one")));
        remember();
        wrongPin(device, sgm.order(device, key, TestSgm.hash("one")));
        remember();
        sign(device, sgm.order(device, key, TestSgm.hash("one")));
        wrongPin(device, sgm.order(device, key, TestSgm.hash("two")));
        remember();
        var order = new Statement.DestroyKey(device.head(sgm.now()), destroyed.keyId(), destroyed.certificateSha256());
        TestSgm.done(sgm.send(device.seal(order, sgm)));
        var other = sgm.newSigner();
        confirm(other);
        var others = sgm.createKey(other, KeyAlgorithm.P_256);
        TestSgm.done(sgm.send(other.seal(
                new Statement.DestroyKey(other.head(sgm.now()), others.keyId(), others.certificateSha256()), sgm)));
        remember();
        lives();
        waits();
        handsOver();
        var open = sgm.invite(sgm.officer(), Role.SIGNER);
        wrongSecret(open);
        sgm.clock.move(Duration.ofMinutes(1));
        var late = sgm.order(device, destroyed, TestSgm.hash("three"));
        var sealed = device.seal(late, sgm);
        sgm.send(sealed, late);
        refusals.add(sealed.sha256().toHex());
        sgm.close();
    }

    /** People, devices and keys go through all that they can. */
    private void lives() {
        var officer = sgm.officer();
        var device = sgm.newSigner();
        confirm(device);
        var key = sgm.createKey(device, KeyAlgorithm.P_256);
        TestSgm.done(sgm.send(device.seal(
                new Statement.RenewKey(device.head(sgm.now()), key.keyId(), key.certificateSha256()), sgm)));
        imports(device);
        var laptop = sgm.furtherDevice(device);
        confirm(laptop);
        remember();
        sgm.inviteDevice(laptop);
        remember();
        var whom = sgm.whom(officer, device.user);
        TestSgm.done(sgm.send(officer.seal(new Statement.Suspend(officer.head(sgm.now()), whom), sgm)));
        remember();
        TestSgm.done(sgm.send(officer.seal(new Statement.Resume(officer.head(sgm.now()), whom), sgm)));
        TestSgm.done(sgm.send(device.seal(device.pinChange(device.withAnotherPin(), sgm.now()), sgm)));
        TestSgm.done(sgm.send(laptop.seal(
                new Statement.RemoveDevice(
                        laptop.head(sgm.now()),
                        device.id(),
                        device.deviceKey.publicKey().encoded()),
                sgm)));
        remember();
        sgm.enrol(sgm.reEnrol(officer, device.user, Optional.of(new Reason(Reason.Code.KEY_COMPROMISED))));
        amend(officer, device.user, "CN=佐藤 太郎");
        remember();
        amend(officer, device.user, "CN=鈴木 太郎");
        remember();
        TestSgm.done(sgm.send(
                officer.seal(new Statement.Revoke(officer.head(sgm.now()), sgm.whom(officer, device.user)), sgm)));
        remember();
    }

    private void amend(TestDevice officer, String user, String name) {
        TestSgm.done(sgm.send(officer.seal(
                new Statement.Amend(
                        officer.head(sgm.now()),
                        sgm.whom(officer, user),
                        name,
                        TestSgm.hash(name),
                        Optional.empty(),
                        false,
                        Optional.empty()),
                sgm)));
    }

    /** What waits for a second person is approved, withdrawn, ended, and waits on. */
    private void waits() {
        sgm.reopenWithTwoPersons(true);
        var first = sgm.administrator();
        var second = sgm.enrol(sgm.invite(first, Role.ADMINISTRATOR));
        TestSgm.done(sgm.confirm(first, second, sgm.fingerprint(second)));
        var approved = asked(first);
        var withdrawn = asked(first);
        asked(second);
        remember();
        TestSgm.done(sgm.send(second.seal(new Statement.Approve(second.head(sgm.now()), approved), sgm)));
        TestSgm.done(sgm.send(first.seal(new Statement.Withdraw(first.head(sgm.now()), withdrawn), sgm)));
        asked(first);
        sgm.renewIdentity(first, second);
        sgm.renewIdentity(second, first);
        sgm.reopenWithTwoPersons(false);
        TestSgm.done(
                sgm.send(first.seal(new Statement.Suspend(first.head(sgm.now()), sgm.whom(first, second.user)), sgm)));
        remember();
    }

    /** Keys that were handed over: one is taken in, one lies here for a device, one for whoever has its code. */
    private void handsOver() {
        var officer = sgm.officer();
        for (var taken : List.of(true, false)) {
            var pair = ForeignAuthority.p256();
            var handed = new HandedOver(
                    sgm,
                    pair,
                    new ForeignAuthority(sgm.now()).certify(pair.getPublic()).issued());
            var code = handed.code(handed.ordered(officer));
            remember();
            var device = sgm.enrol(code);
            confirm(device);
            remember();
            if (taken) {
                TestSgm.done(handed.taken(device, Bytes.of(pair.getPrivate().getEncoded())));
                remember();
            }
        }
        var pair = ForeignAuthority.p256();
        new HandedOver(
                        sgm,
                        pair,
                        new ForeignAuthority(sgm.now())
                                .certify(pair.getPublic())
                                .issued())
                .ordered(officer);
    }

    private Bytes asked(TestDevice by) {
        var order = new Statement.Invite(
                by.head(sgm.now()),
                Role.AUDITOR,
                TestSgm.hash("secret"),
                sgm.now().plus(Duration.ofDays(7)),
                Optional.empty(),
                Optional.empty());
        TestSgm.done(sgm.send(by.seal(order, sgm)));
        return StatementText.write(order);
    }

    /** Two keys from elsewhere, with other certificates behind them, so that their rows differ. */
    private void imports(TestDevice device) {
        for (var name : List.of("CN=Another CA", "CN=A third CA")) {
            var pair = ForeignAuthority.p256();
            var certificates = new ForeignAuthority(name, sgm.now())
                    .certify(pair.getPublic())
                    .issued();
            var pkcs8 = Bytes.of(pair.getPrivate().getEncoded());
            sgm.importKey(device, KeyAlgorithm.P_256, pkcs8, certificates);
        }
    }

    private void confirm(TestDevice device) {
        sgm.confirm(sgm.officer(), device, "0123-4567-89AB-CDEF"); // misheard at first
        TestSgm.done(sgm.confirm(sgm.officer(), device, sgm.fingerprint(device)));
    }

    private void sign(TestDevice device, Statement.Sign order) {
        TestSgm.done(sgm.send(device.seal(order, sgm), order));
    }

    private void wrongPin(TestDevice device, Statement.Sign order) {
        sgm.send(
                device.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                }),
                order);
    }

    private void wrongSecret(EnrolmentCode code) {
        var wrong = new EnrolmentCode(
                code.identityHash(),
                code.invitation(),
                code.user(),
                code.url(),
                Secret.taking(TestDevice.random(16).toArray()));
        var device = new TestDevice(code.identityHash(), code.user());
        var sealed = device.seal(device.enrolment(wrong, sgm.now()), sgm);
        sgm.send(sealed);
        refusals.add(sealed.sha256().toHex());
    }

    /** Keeps what all rows are now, to be put back later. */
    private void remember() {
        sgm.whileClosed(() -> earlier.add(rows()));
    }

    private Map<String, List<Row>> rows() {
        return rowsOf(folder.resolve("sgm"));
    }

    private static Map<String, List<Row>> rowsOf(Path sgm) {
        try (var database = new DatabaseWriter(sgm.resolve("sgm.db"))) {
            var all = new HashMap<String, List<Row>>();
            database.tables().forEach(table -> all.put(table, database.rows(table)));
            return all;
        }
    }

    /** What is found in a copy of the database after this was done to it. */
    private List<String> faultsAfter(Consumer<DatabaseWriter> attack) {
        try {
            var copy = copied();
            try (var database = new DatabaseWriter(copy.resolve("sgm.db"))) {
                attack.accept(database);
            }
            return Sgm.verifyLog(settingsOf(copy)).faults();
        } catch (SgmFault | StorageFault e) {
            return List.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copied() throws IOException {
        var copy = Files.createDirectory(folder.resolve("copy-" + copies++));
        for (var file : List.of("sgm.db", "vault.key")) {
            Files.copy(folder.resolve("sgm").resolve(file), copy.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return copy;
    }

    private Sgm.Settings settingsOf(Path copy) {
        return new Sgm.Settings(
                copy, sgm.settings().pkiUrl(), 1, sgm.clock, sgm.settings().random());
    }

    private final List<String> notFound = new ArrayList<>();

    private void found(String what, Row row, Consumer<DatabaseWriter> attack) {
        found(what, row, row, attack);
    }

    private void found(String what, Row row, Row after, Consumer<DatabaseWriter> attack) {
        var faults = faultsAfter(attack);
        var named = faults.stream().anyMatch(fault -> names(row, after).anyMatch(fault::contains));
        if (!named && !leavesNoTrace(what, row)) {
            notFound.add(what + " " + row + ": " + faults);
        }
    }

    private static Stream<String> names(Row row, Row after) {
        var name = Objects.requireNonNull(NAMES.get(row.table()), () -> "nobody decided what protects " + row.table());
        return Stream.concat(name.apply(row).stream(), name.apply(after).stream());
    }

    private static @Nullable Object other(@Nullable Object value) {
        if (value instanceof byte[] octets) {
            var changed = octets.length == 0 ? new byte[1] : octets.clone();
            changed[changed.length / 2] ^= 1;
            return changed;
        }
        if (value instanceof Number number) {
            return number.longValue() + 1000;
        }
        if (value instanceof String text) {
            var last = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
            return text.isEmpty() ? "1" : text.substring(0, text.length() - 1) + (last == '0' ? '1' : '0');
        }
        return "1"; // a column of numbers takes it for one
    }

    private static List<Row> some(List<Row> rows) {
        return rows.size() <= 2 ? rows : List.of(rows.get(0), rows.get(rows.size() - 1));
    }

    /** What nobody can find, and why it does not matter. */
    private boolean leavesNoTrace(String what, Row row) {
        return switch (row.table()) {
            // An erased sealing key opens nothing: what was sealed to it is refused, as on the day after.
            case "service_key" -> what.equals("deleted") && row.id().startsWith("sealing-");
            // The refusal stands, its id stays spent; a retry is told so and nothing is done.
            case "answer" -> what.equals("deleted") && refusals.contains(row.id());
            // An id that no entry tells of: somebody else's statement of that id would be refused.
            case "spent" -> !what.equals("deleted");
            default -> false;
        };
    }

    private static String hex(Row row, String column) {
        return Bytes.of((byte[]) row.value(column)).toHex();
    }

    @BeforeEach
    void begin() {
        notFound.clear();
    }

    @Test
    void nothing_is_found_where_nothing_was_done() {
        assertThat(faultsAfter(database -> {})).isEmpty();
    }

    /** A table with a MAC that nobody thought of when rows were put under another key would fail here. */
    @Test
    void behind_a_renewed_root_every_row_says_the_same_under_another_key() throws IOException {
        var now = rows();
        var copy = copied();

        new RootRenewal(settingsOf(copy)).renew();

        assertThat(Sgm.verifyLog(settingsOf(copy)).faults()).isEmpty();
        var file = new String(Files.readAllBytes(copy.resolve("sgm.db")), StandardCharsets.ISO_8859_1);
        for (var row : guarded(rowsOf(copy))) {
            var before = Objects.requireNonNull(now.get(row.table())).stream()
                    .filter(one -> one.id().equals(row.id()))
                    .findFirst()
                    .orElseThrow();
            if (row.table().equals("chain") && row.id().equals("0".repeat(32))) {
                continue; // the console's, which has the renewal
            }
            for (var column : row.columns()) {
                var value = before.values().get(row.columns().indexOf(column));
                if (UNDER_THE_ROW_KEY.contains(column) && value instanceof byte[] octets && octets.length > 0) {
                    assertThat(file)
                            .as("%s %s", row, column)
                            .doesNotContain(new String(octets, StandardCharsets.ISO_8859_1));
                } else {
                    assertThat(row.values().get(row.columns().indexOf(column)))
                            .as("%s %s", row, column)
                            .isEqualTo(value);
                }
            }
        }
    }

    private static final Set<String> UNDER_THE_ROW_KEY = Set.of("mac", "activation_key", "seal_wrap");

    private static List<Row> guarded(Map<String, List<Row>> rows) {
        var guarded = rows.values().stream()
                .flatMap(List::stream)
                .filter(row -> row.columns().contains("mac"))
                .toList();
        assertThat(guarded.stream().map(Row::table).distinct()).hasSizeGreaterThan(10);
        return guarded;
    }

    @Test
    void every_column_of_every_table_that_is_altered_is_found_and_its_row_named() {
        rows().forEach((table, rows) -> {
            assertThat(rows).as("rows of " + table).isNotEmpty();
            for (var row : table.equals("service_key") ? rows : some(rows)) {
                for (var column : row.columns()) {
                    var altered = row.with(
                            column, other(row.values().get(row.columns().indexOf(column))));
                    // A row whose key is altered is missing under the old one and odd under the new.
                    found("altered " + column + " of", row, altered, database -> database.replace(row, altered));
                }
            }
        });
        assertThat(notFound).isEmpty();
    }

    @Test
    void every_row_that_is_deleted_is_found_and_named() {
        rows().forEach((table, rows) -> {
            for (var row : some(rows)) {
                found("deleted", row, database -> database.delete(row));
            }
        });
        assertThat(notFound).isEmpty();
    }

    @Test
    void every_row_that_is_copied_under_another_key_is_found_and_named() {
        rows().forEach((table, rows) -> {
            for (var row : some(rows)) {
                var key = row.keys().get(0);
                var copy = row.with(key, other(row.value(key)));
                found("copied", copy, database -> database.insert(copy));
            }
        });
        assertThat(notFound).isEmpty();
    }

    @Test
    void rows_that_change_places_are_found_and_named() {
        rows().forEach((table, rows) -> {
            for (var i = 0; i + 1 < Math.min(rows.size(), 3); i++) {
                var first = rows.get(i);
                var second = rows.get(i + 1);
                if (first.withValuesOf(second).sameAs(first)) {
                    continue;
                }
                found("swapped", first, database -> {
                    database.replace(first, first.withValuesOf(second));
                    database.replace(second, second.withValuesOf(first));
                });
            }
        });
        assertThat(notFound).isEmpty();
    }

    @Test
    void every_row_that_is_put_back_as_it_was_is_found_and_named() {
        var now = rows();
        var put = 0;
        for (var snapshot : earlier) {
            for (var old : snapshot.values().stream().flatMap(List::stream).toList()) {
                for (var row : Objects.requireNonNull(now.get(old.table()))) {
                    if (row.id().equals(old.id()) && !row.sameAs(old)) {
                        found("put back", row, database -> database.replace(row, old));
                        put++;
                    }
                }
            }
        }
        assertThat(put).as("rows that changed meanwhile").isGreaterThan(10);
        assertThat(notFound).isEmpty();
    }
}
