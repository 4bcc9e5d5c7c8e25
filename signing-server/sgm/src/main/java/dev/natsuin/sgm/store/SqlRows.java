package dev.natsuin.sgm.store;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.sgm.record.AboutRow;
import dev.natsuin.sgm.record.AnswerRow;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.CheckpointRow;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.EarlierCertificateRow;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.ImportedKeyRow;
import dev.natsuin.sgm.record.Inspector;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.RowGuard;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.Rows;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.record.SpentRow;
import dev.natsuin.sgm.record.TombstoneRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The rows on one transaction's handle. One statement per method; fields are named once, in the MAC's list. */
final class SqlRows implements Rows {
    /** In the words of the index {@code person_staff}, which is used for no others. */
    static final String STAFF = "SELECT * FROM person WHERE role <> 'signer' ORDER BY admitted, rowid";

    /** By the index {@code person_admitted}, from its beginning or from somebody on: nobody else is read. */
    static final String FIRST_PEOPLE = "SELECT * FROM person ORDER BY admitted, rowid LIMIT ?";

    static final String NEXT_PEOPLE = "SELECT * FROM person WHERE (admitted, rowid) >"
            + " (SELECT admitted, rowid FROM person WHERE user = ?) ORDER BY admitted, rowid LIMIT ?";

    private static final int PAGE = 500;

    private final Handle handle;
    private final RowGuard guard;
    private final Runnable changing;
    private final Runnable erasing;

    /**
     * On this handle.
     *
     * @param changing runs before each change of a row that an {@link dev.natsuin.sgm.record.Edition} is about
     * @param erasing runs when something is erased that must not stay in a file
     */
    SqlRows(Handle handle, RowGuard guard, Runnable changing, Runnable erasing) {
        this.erasing = erasing;
        this.handle = handle;
        this.guard = guard;
        this.changing = changing;
    }

    private void erasingIf(boolean erases) {
        if (erases) {
            erasing.run();
        }
    }

    private static Bytes field(String text) {
        return Bytes.utf8(text);
    }

    private static Bytes field(long number) {
        return Bytes.utf8(Long.toString(number));
    }

    private static Bytes field(Optional<String> text) {
        return text.map(t -> Bytes.utf8("=" + t)).orElse(Bytes.EMPTY);
    }

    /** Reads the columns of a row; what they cannot hold is an {@link IllegalArgumentException} or its like. */
    private interface Reading<T> {
        T read() throws SQLException;
    }

    private static int small(ResultSet row, String column) throws SQLException {
        var number = row.getLong(column);
        if (number != (int) number) {
            throw new IllegalArgumentException("a number that nobody wrote: " + column);
        }
        return (int) number;
    }

    private static boolean flag(ResultSet row, String column) throws SQLException {
        return switch (small(row, column)) {
            case 0 -> false;
            case 1 -> true;
            default -> throw new IllegalArgumentException("neither yes nor no: " + column);
        };
    }

    /** The row, if its MAC is the one over what was read. */
    private <T> T guarded(String table, String id, ResultSet row, Function<T, List<Bytes>> fields, Reading<T> reading)
            throws SQLException {
        try {
            var read = reading.read();
            guard.check(table, id, fields.apply(read), Query.bytes(row, "mac"));
            return read;
        } catch (IllegalArgumentException | DateTimeException | NoSuchElementException e) {
            throw new RowTampered(table, id);
        }
    }

    // Persons.

    /** One of before names could be amended has one field less, and so has everybody who was not. */
    private static List<Bytes> fields(PersonRow p) {
        var fields = List.of(
                field(p.user()),
                field(p.role().wireName()),
                field(p.state().name()),
                field(p.subject()),
                field(p.algorithm().map(KeyAlgorithm::wireName)),
                field(p.level()),
                field(p.admittedBy()),
                field(p.admitted().getEpochSecond()));
        return p.amended()
                .map(entry ->
                        Stream.concat(fields.stream(), Stream.of(field(entry))).toList())
                .orElse(fields);
    }

    private PersonRow person(ResultSet row) throws SQLException {
        return guarded("person", row.getString("user"), row, SqlRows::fields, () -> {
            var algorithm = Optional.ofNullable(row.getString("algorithm"));
            return new PersonRow(
                    row.getString("user"),
                    Role.byName(row.getString("role")).orElseThrow(),
                    PersonRow.State.valueOf(row.getString("state")),
                    Optional.ofNullable(row.getString("subject")),
                    algorithm.map(name -> KeyAlgorithm.byName(name).orElseThrow()),
                    small(row, "level"),
                    row.getString("admitted_by"),
                    Instant.ofEpochSecond(row.getLong("admitted")),
                    row.getObject("amended") == null ? Optional.empty() : Optional.of(row.getLong("amended")));
        });
    }

    @Override
    public Optional<PersonRow> person(String user) {
        return Query.on(handle, "SELECT * FROM person WHERE user = ?", user).one(this::person);
    }

    @Override
    public List<PersonRow> people() {
        return Query.on(handle, "SELECT * FROM person ORDER BY admitted, rowid").all(this::person);
    }

    @Override
    public List<PersonRow> peopleAfter(Optional<String> after, int most) {
        var query = after.isEmpty()
                ? Query.on(handle, FIRST_PEOPLE, most)
                : Query.on(handle, NEXT_PEOPLE, after.get(), most);
        return query.all(this::person);
    }

    @Override
    public List<PersonRow> invited(int most) {
        return Query.on(
                        handle,
                        "SELECT * FROM person WHERE state = 'INVITED' ORDER BY admitted DESC, rowid DESC LIMIT ?",
                        most)
                .all(this::person);
    }

    @Override
    public List<PersonRow> unconfirmed(int most) {
        return Query.on(
                        handle,
                        "SELECT * FROM person WHERE user IN (SELECT d.user FROM device d LEFT JOIN device_confirmation"
                                + " c ON c.device = d.device WHERE c.device IS NULL AND length(d.seal_wrap) > 0) ORDER BY admitted DESC,"
                                + " rowid DESC LIMIT ?",
                        most)
                .all(this::person);
    }

    @Override
    public List<PersonRow> staff() {
        return Query.on(handle, STAFF).all(this::person);
    }

    @Override
    public void put(PersonRow p) {
        changing.run();
        Query.on(
                        handle,
                        "INSERT INTO person (user, role, state, subject, algorithm, level, admitted_by, admitted, amended,"
                                + " mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (user) DO UPDATE SET role ="
                                + " excluded.role, state = excluded.state, subject = excluded.subject, algorithm ="
                                + " excluded.algorithm, level = excluded.level, admitted_by = excluded.admitted_by,"
                                + " admitted = excluded.admitted, amended = excluded.amended, mac = excluded.mac",
                        p.user(),
                        p.role().wireName(),
                        p.state().name(),
                        p.subject().orElse(null),
                        p.algorithm().map(KeyAlgorithm::wireName).orElse(null),
                        p.level(),
                        p.admittedBy(),
                        p.admitted().getEpochSecond(),
                        p.amended().orElse(null),
                        guard.mac("person", fields(p)))
                .update();
    }

    // Invitations.

    private static List<Bytes> fields(InvitationRow i) {
        return List.of(
                field(i.invitation()),
                field(i.user()),
                i.secretHash(),
                field(i.expires().getEpochSecond()),
                field(i.wrongSecrets()),
                field(i.state().name()));
    }

    private InvitationRow invitation(ResultSet row) throws SQLException {
        return guarded(
                "invitation",
                row.getString("invitation"),
                row,
                SqlRows::fields,
                () -> new InvitationRow(
                        row.getString("invitation"),
                        row.getString("user"),
                        Query.bytes(row, "secret_hash"),
                        Instant.ofEpochSecond(row.getLong("expires")),
                        small(row, "wrong_secrets"),
                        InvitationRow.State.valueOf(row.getString("state"))));
    }

    @Override
    public Optional<InvitationRow> invitation(String invitation) {
        return Query.on(handle, "SELECT * FROM invitation WHERE invitation = ?", invitation)
                .one(this::invitation);
    }

    @Override
    public Optional<InvitationRow> newestInvitationOf(String user) {
        return Query.on(handle, "SELECT * FROM invitation WHERE user = ? ORDER BY rowid DESC LIMIT 1", user)
                .one(this::invitation);
    }

    @Override
    public void put(InvitationRow i) {
        Query.on(
                        handle,
                        "INSERT INTO invitation (invitation, user, secret_hash, expires, wrong_secrets, state, mac)"
                                + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (invitation) DO UPDATE SET user ="
                                + " excluded.user, secret_hash = excluded.secret_hash, expires = excluded.expires,"
                                + " wrong_secrets = excluded.wrong_secrets, state = excluded.state, mac = excluded.mac",
                        i.invitation(),
                        i.user(),
                        i.secretHash(),
                        i.expires().getEpochSecond(),
                        i.wrongSecrets(),
                        i.state().name(),
                        guard.mac("invitation", fields(i)))
                .update();
    }

    @Override
    public List<InvitationRow> invitationsOf(String user) {
        return Query.on(handle, "SELECT * FROM invitation WHERE user = ? ORDER BY rowid", user)
                .all(this::invitation);
    }

    private static List<Bytes> fields(DeviceInvitationRow i) {
        return List.of(field(i.invitation()), field(i.device()), i.sealWrap());
    }

    private DeviceInvitationRow deviceInvitation(ResultSet row) throws SQLException {
        return guarded(
                "device_invitation",
                row.getString("invitation"),
                row,
                SqlRows::fields,
                () -> new DeviceInvitationRow(
                        row.getString("invitation"), row.getString("device"), Query.bytes(row, "seal_wrap")));
    }

    @Override
    public Optional<DeviceInvitationRow> deviceInvitation(String invitation) {
        return Query.on(handle, "SELECT * FROM device_invitation WHERE invitation = ?", invitation)
                .one(this::deviceInvitation);
    }

    @Override
    public void put(DeviceInvitationRow i) {
        erasingIf(i.sealWrap().isEmpty());
        Query.on(
                        handle,
                        "INSERT INTO device_invitation (invitation, device, seal_wrap, mac) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (invitation) DO UPDATE SET device = excluded.device,"
                                + " seal_wrap = excluded.seal_wrap, mac = excluded.mac",
                        i.invitation(),
                        i.device(),
                        i.sealWrap(),
                        guard.mac("device_invitation", fields(i)))
                .update();
    }

    // What staff handed over.

    private static List<Bytes> fields(HandedKeyRow h) {
        return List.of(
                field(h.invitation()),
                field(h.user()),
                field(h.device()),
                field(h.by()),
                field(h.expires().getEpochSecond()),
                h.keySha256(),
                h.certificateSha256(),
                field(h.keyId()),
                h.sealed());
    }

    private HandedKeyRow handedKey(ResultSet row) throws SQLException {
        return guarded(
                "handed_key",
                row.getString("invitation"),
                row,
                SqlRows::fields,
                () -> new HandedKeyRow(
                        row.getString("invitation"),
                        row.getString("user"),
                        row.getString("device"),
                        row.getString("by"),
                        Instant.ofEpochSecond(row.getLong("expires")),
                        Query.bytes(row, "key_sha256"),
                        Query.bytes(row, "certificate_sha256"),
                        row.getString("key_id"),
                        Query.bytes(row, "sealed")));
    }

    @Override
    public Optional<HandedKeyRow> handedKey(String invitation) {
        return Query.on(handle, "SELECT * FROM handed_key WHERE invitation = ?", invitation)
                .one(this::handedKey);
    }

    @Override
    public List<HandedKeyRow> handedKeysOf(String user) {
        return Query.on(handle, "SELECT * FROM handed_key WHERE user = ? ORDER BY invitation", user)
                .all(this::handedKey);
    }

    @Override
    public Optional<HandedKeyRow> handedKeyAs(String keyId) {
        return Query.on(handle, "SELECT * FROM handed_key WHERE key_id = ? AND key_id <> ''", keyId)
                .one(this::handedKey);
    }

    @Override
    public List<HandedKeyRow> handedKeysOver(Instant now) {
        return Query.on(
                        handle,
                        "SELECT * FROM handed_key WHERE length(sealed) > 0 AND expires <= ? ORDER BY invitation",
                        now.getEpochSecond())
                .all(this::handedKey);
    }

    @Override
    public void put(HandedKeyRow h) {
        changing.run();
        erasingIf(!h.lies());
        Query.on(
                        handle,
                        "INSERT INTO handed_key (invitation, user, device, by, expires, key_sha256, certificate_sha256,"
                                + " key_id, sealed, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (invitation) DO UPDATE SET user = excluded.user,"
                                + " device = excluded.device, by = excluded.by, expires = excluded.expires,"
                                + " key_sha256 = excluded.key_sha256,"
                                + " certificate_sha256 = excluded.certificate_sha256, key_id = excluded.key_id,"
                                + " sealed = excluded.sealed, mac = excluded.mac",
                        h.invitation(),
                        h.user(),
                        h.device(),
                        h.by(),
                        h.expires().getEpochSecond(),
                        h.keySha256(),
                        h.certificateSha256(),
                        h.keyId(),
                        h.sealed(),
                        guard.mac("handed_key", fields(h)))
                .update();
    }

    // What waits for a second person.

    private static List<Bytes> fields(RequestRow r) {
        return List.of(
                field(r.request()),
                field(r.user()),
                field(r.device()),
                field(r.person()),
                field(r.invitation()),
                field(r.expires().getEpochSecond()),
                field(r.index()),
                r.statementSha256(),
                field(r.state().name()));
    }

    private RequestRow request(ResultSet row) throws SQLException {
        return guarded(
                "request",
                row.getString("request"),
                row,
                SqlRows::fields,
                () -> new RequestRow(
                        row.getString("request"),
                        row.getString("user"),
                        row.getString("device"),
                        row.getString("person"),
                        row.getString("invitation"),
                        Instant.ofEpochSecond(row.getLong("expires")),
                        row.getLong("idx"),
                        Query.bytes(row, "statement_sha256"),
                        RequestRow.State.valueOf(row.getString("state"))));
    }

    @Override
    public Optional<RequestRow> request(String request) {
        return Query.on(handle, "SELECT * FROM request WHERE request = ?", request)
                .one(this::request);
    }

    @Override
    public Optional<RequestRow> lastApprovedAbout(String person) {
        return Query.on(
                        handle,
                        "SELECT * FROM request WHERE state = 'APPROVED' AND person = ? ORDER BY idx DESC LIMIT 1",
                        person)
                .one(this::request);
    }

    @Override
    public List<RequestRow> requestsWaiting(Instant now) {
        return Query.on(
                        handle,
                        "SELECT * FROM request WHERE state = 'WAITING' AND expires > ? ORDER BY idx DESC",
                        now.getEpochSecond())
                .all(this::request);
    }

    @Override
    public List<RequestRow> requestsConcerning(String user) {
        return Query.on(
                        handle,
                        "SELECT * FROM request WHERE state = 'WAITING' AND (user = ? OR person = ?) ORDER BY idx DESC",
                        user,
                        user)
                .all(this::request);
    }

    @Override
    public List<RequestRow> requestsFrom(String device) {
        return Query.on(
                        handle,
                        "SELECT * FROM request WHERE state = 'WAITING' AND device = ? ORDER BY idx DESC",
                        device)
                .all(this::request);
    }

    @Override
    public void put(RequestRow r) {
        changing.run();
        Query.on(
                        handle,
                        "INSERT INTO request (request, user, device, person, invitation, expires, idx,"
                                + " statement_sha256, state, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                                + " ON CONFLICT (request) DO UPDATE SET user = excluded.user, device = excluded.device,"
                                + " person = excluded.person, invitation = excluded.invitation, expires = excluded.expires,"
                                + " idx = excluded.idx, statement_sha256 = excluded.statement_sha256, state ="
                                + " excluded.state, mac = excluded.mac",
                        r.request(),
                        r.user(),
                        r.device(),
                        r.person(),
                        r.invitation(),
                        r.expires().getEpochSecond(),
                        r.index(),
                        r.statementSha256(),
                        r.state().name(),
                        guard.mac("request", fields(r)))
                .update();
    }

    // Devices.

    private static String times(DeviceRow d) {
        return d.failureTimes().stream()
                .map(t -> Long.toString(t.getEpochSecond()))
                .collect(Collectors.joining(","));
    }

    private static List<Instant> times(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        return Stream.of(text.split(","))
                .filter(t -> !t.isEmpty())
                .map(t -> Instant.ofEpochSecond(Long.parseLong(t)))
                .toList();
    }

    private static List<Bytes> fields(DeviceRow d) {
        return List.of(
                field(d.device()),
                field(d.user()),
                d.deviceKey(),
                d.activationKey(),
                d.sealWrap(),
                field(d.failuresInARow()),
                field(times(d)),
                field(d.locked() ? 1 : 0),
                field(d.enrolled().getEpochSecond()));
    }

    private DeviceRow device(ResultSet row) throws SQLException {
        return guarded(
                "device",
                row.getString("device"),
                row,
                SqlRows::fields,
                () -> new DeviceRow(
                        row.getString("device"),
                        row.getString("user"),
                        Query.bytes(row, "device_key"),
                        Query.bytes(row, "activation_key"),
                        Query.bytes(row, "seal_wrap"),
                        small(row, "failures_in_a_row"),
                        times(row.getString("failure_times")),
                        flag(row, "locked"),
                        Instant.ofEpochSecond(row.getLong("enrolled"))));
    }

    @Override
    public Optional<DeviceRow> device(String device) {
        return Query.on(handle, "SELECT * FROM device WHERE device = ?", device).one(this::device);
    }

    @Override
    public void put(DeviceRow d) {
        changing.run();
        erasing.run(); // another PIN or a removal replaces what it was wrapped under
        Query.on(
                        handle,
                        "INSERT INTO device (device, user, device_key, activation_key, seal_wrap, failures_in_a_row,"
                                + " failure_times, locked, enrolled, mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON"
                                + " CONFLICT (device) DO UPDATE SET user = excluded.user, device_key ="
                                + " excluded.device_key, activation_key = excluded.activation_key, seal_wrap ="
                                + " excluded.seal_wrap, failures_in_a_row = excluded.failures_in_a_row, failure_times ="
                                + " excluded.failure_times, locked = excluded.locked, enrolled = excluded.enrolled, mac ="
                                + " excluded.mac",
                        d.device(),
                        d.user(),
                        d.deviceKey(),
                        d.activationKey(),
                        d.sealWrap(),
                        d.failuresInARow(),
                        times(d),
                        d.locked() ? 1 : 0,
                        d.enrolled().getEpochSecond(),
                        guard.mac("device", fields(d)))
                .update();
    }

    @Override
    public List<DeviceRow> devicesOf(String user) {
        return Query.on(handle, "SELECT * FROM device WHERE user = ? ORDER BY enrolled, rowid", user)
                .all(this::device);
    }

    private static List<Bytes> fields(ConfirmationRow c) {
        return List.of(
                field(c.device()),
                field(c.user()),
                field(c.confirmedBy()),
                field(c.confirmed().getEpochSecond()));
    }

    private ConfirmationRow confirmation(ResultSet row) throws SQLException {
        var device = row.getString("device");
        return guarded(
                "device_confirmation",
                device,
                row,
                SqlRows::fields,
                () -> new ConfirmationRow(
                        device,
                        row.getString("user"),
                        row.getString("confirmed_by"),
                        Instant.ofEpochSecond(row.getLong("confirmed"))));
    }

    @Override
    public Optional<ConfirmationRow> confirmation(String device) {
        return Query.on(handle, "SELECT * FROM device_confirmation WHERE device = ?", device)
                .one(this::confirmation);
    }

    @Override
    public void put(ConfirmationRow c) {
        changing.run();
        Query.on(
                        handle,
                        "INSERT INTO device_confirmation (device, user, confirmed_by, confirmed, mac)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        c.device(),
                        c.user(),
                        c.confirmedBy(),
                        c.confirmed().getEpochSecond(),
                        guard.mac("device_confirmation", fields(c)))
                .update();
    }

    // Signing keys.

    private static List<Bytes> fields(KeyRow k) {
        return List.of(
                field(k.keyId()),
                field(k.user()),
                field(k.algorithm().wireName()),
                field(String.join(",", k.methods())),
                field(k.level()),
                field(k.state().wireName()),
                field(k.kekEpoch()),
                k.publicKey(),
                k.sealed(),
                k.certificate(),
                field(k.notAfter().getEpochSecond()),
                field(k.created().getEpochSecond()));
    }

    private KeyRow key(ResultSet row) throws SQLException {
        return guarded(
                "signing_key",
                row.getString("key_id"),
                row,
                SqlRows::fields,
                () -> new KeyRow(
                        row.getString("key_id"),
                        row.getString("user"),
                        KeyAlgorithm.byName(row.getString("algorithm")).orElseThrow(),
                        List.of(row.getString("methods").split(",")),
                        small(row, "level"),
                        KeyRow.State.valueOf(row.getString("state")),
                        small(row, "kek_epoch"),
                        Query.bytes(row, "public_key"),
                        Query.bytes(row, "sealed"),
                        Query.bytes(row, "certificate"),
                        Instant.ofEpochSecond(row.getLong("not_after")),
                        Instant.ofEpochSecond(row.getLong("created"))));
    }

    @Override
    public Optional<KeyRow> key(String keyId) {
        return Query.on(handle, "SELECT * FROM signing_key WHERE key_id = ?", keyId)
                .one(this::key);
    }

    @Override
    public List<KeyRow> keysOf(String user) {
        return Query.on(handle, "SELECT * FROM signing_key WHERE user = ? ORDER BY created, rowid", user)
                .all(this::key);
    }

    @Override
    public void put(KeyRow k) {
        changing.run();
        erasingIf(k.sealed().isEmpty());
        Query.on(
                        handle,
                        "INSERT INTO signing_key (key_id, user, algorithm, methods, level, state, kek_epoch,"
                                + " public_key, sealed, certificate, not_after, created, mac) VALUES (?, ?, ?, ?, ?, ?, ?,"
                                + " ?, ?, ?, ?, ?, ?) ON CONFLICT (key_id) DO UPDATE SET user = excluded.user, algorithm ="
                                + " excluded.algorithm, methods = excluded.methods, level = excluded.level, state ="
                                + " excluded.state, kek_epoch = excluded.kek_epoch, public_key = excluded.public_key,"
                                + " sealed = excluded.sealed, certificate = excluded.certificate, not_after ="
                                + " excluded.not_after, created = excluded.created, mac = excluded.mac",
                        k.keyId(),
                        k.user(),
                        k.algorithm().wireName(),
                        String.join(",", k.methods()),
                        k.level(),
                        k.state().name(),
                        k.kekEpoch(),
                        k.publicKey(),
                        k.sealed(),
                        k.certificate(),
                        k.notAfter().getEpochSecond(),
                        k.created().getEpochSecond(),
                        guard.mac("signing_key", fields(k)))
                .update();
    }

    @Override
    public Set<Integer> keksInUse() {
        return Set.copyOf(Query.on(handle, "SELECT DISTINCT kek_epoch FROM signing_key WHERE state = 'ENABLED'")
                .all(row -> row.getInt("kek_epoch")));
    }

    @Override
    public long keysUnderKekBefore(int epoch) {
        return Query.on(
                        handle,
                        "SELECT COUNT(*) AS keys FROM signing_key WHERE state = 'ENABLED' AND kek_epoch < ?",
                        epoch)
                .one(row -> row.getLong("keys"))
                .orElse(0L);
    }

    @Override
    public Idle keysIdleSince(long index) {
        return Query.on(
                        handle,
                        "SELECT count(*) AS keys, count(DISTINCT k.user) AS people FROM signing_key k"
                                + " JOIN chain c ON c.chain = k.key_id WHERE k.state = 'ENABLED' AND c.last_index < ?",
                        index)
                .one(row -> new Idle(row.getLong("keys"), row.getLong("people")))
                .orElse(new Idle(0, 0));
    }

    @Override
    public List<KeyRow> keysWith(Bytes publicKey) {
        // The index is over a part that tells keys apart, because whole keys of a million people are large.
        return Query.on(
                        handle,
                        "SELECT * FROM signing_key WHERE substr(public_key, -40, 32) = substr(?, -40, 32)"
                                + " AND public_key = ?",
                        publicKey,
                        publicKey)
                .all(this::key);
    }

    private static List<Bytes> fields(ImportedKeyRow i) {
        return List.of(field(i.keyId()), field(joined(i.issuers())));
    }

    private static String joined(List<Bytes> issuers) {
        return issuers.stream().map(Bytes::toBase64).collect(Collectors.joining(","));
    }

    private ImportedKeyRow importedKey(ResultSet row) throws SQLException {
        return guarded(
                "imported_key",
                row.getString("key_id"),
                row,
                SqlRows::fields,
                () -> new ImportedKeyRow(row.getString("key_id"), issuers(row.getString("issuers"))));
    }

    private static List<Bytes> issuers(String joined) {
        return joined.isEmpty()
                ? List.of()
                : Arrays.stream(joined.split(",")).map(Bytes::base64).toList();
    }

    @Override
    public Optional<ImportedKeyRow> importedKey(String keyId) {
        return Query.on(handle, "SELECT * FROM imported_key WHERE key_id = ?", keyId)
                .one(this::importedKey);
    }

    @Override
    public void put(ImportedKeyRow i) {
        changing.run();
        Query.on(
                        handle,
                        "INSERT INTO imported_key (key_id, issuers, mac) VALUES (?, ?, ?)",
                        i.keyId(),
                        joined(i.issuers()),
                        guard.mac("imported_key", fields(i)))
                .update();
    }

    private static List<Bytes> fields(EarlierCertificateRow c) {
        return List.of(c.serial(), field(c.keyId()), field(c.notAfter().getEpochSecond()));
    }

    private EarlierCertificateRow earlierCertificate(ResultSet row) throws SQLException {
        var serial = Query.bytes(row, "serial");
        return guarded(
                "earlier_certificate",
                serial.toHex(),
                row,
                SqlRows::fields,
                () -> new EarlierCertificateRow(
                        serial, row.getString("key_id"), Instant.ofEpochSecond(row.getLong("not_after"))));
    }

    @Override
    public List<EarlierCertificateRow> earlierCertificates(String keyId) {
        return Query.on(handle, "SELECT * FROM earlier_certificate WHERE key_id = ? ORDER BY rowid", keyId)
                .all(this::earlierCertificate);
    }

    @Override
    public void put(EarlierCertificateRow c) {
        Query.on(
                        handle,
                        "INSERT INTO earlier_certificate (serial, key_id, not_after, mac) VALUES (?, ?, ?, ?)",
                        c.serial(),
                        c.keyId(),
                        c.notAfter().getEpochSecond(),
                        guard.mac("earlier_certificate", fields(c)))
                .update();
    }

    // What ended.

    private static List<Bytes> fields(TombstoneRow t) {
        return List.of(field(t.kind().name()), field(t.id()), field(t.since().getEpochSecond()));
    }

    private TombstoneRow tombstone(ResultSet row) throws SQLException {
        return guarded(
                "tombstone",
                row.getString("kind") + "/" + row.getString("id"),
                row,
                SqlRows::fields,
                () -> new TombstoneRow(
                        TombstoneRow.Kind.valueOf(row.getString("kind")),
                        row.getString("id"),
                        Instant.ofEpochSecond(row.getLong("since"))));
    }

    @Override
    public List<TombstoneRow> peopleLeft(Instant until, String after, int most) {
        return Query.on(
                        handle,
                        "SELECT * FROM tombstone WHERE kind = 'PERSON' AND id > ? AND since <= ? ORDER BY id LIMIT ?",
                        after,
                        until.getEpochSecond(),
                        most)
                .all(this::tombstone);
    }

    @Override
    public void put(TombstoneRow t) {
        Query.on(
                        handle,
                        "INSERT INTO tombstone (kind, id, since, mac) VALUES (?, ?, ?, ?)"
                                + " ON CONFLICT (kind, id) DO NOTHING",
                        t.kind().name(),
                        t.id(),
                        t.since().getEpochSecond(),
                        guard.mac("tombstone", fields(t)))
                .update();
    }

    // Revocations.

    @Override
    public List<RevocationRow> revocations() {
        return Query.on(handle, "SELECT * FROM revocation ORDER BY revoked, rowid")
                .all(this::revocation);
    }

    private RevocationRow revocation(ResultSet row) throws SQLException {
        var serial = Query.bytes(row, "serial");
        return guarded(
                "revocation",
                serial.toHex(),
                row,
                SqlRows::fields,
                () -> new RevocationRow(
                        serial,
                        Instant.ofEpochSecond(row.getLong("revoked")),
                        RevocationRow.Cause.valueOf(row.getString("cause"))));
    }

    @Override
    public Optional<RevocationRow> revocation(Bytes serial) {
        return Query.on(handle, "SELECT * FROM revocation WHERE serial = ?", serial)
                .one(this::revocation);
    }

    private static List<Bytes> fields(RevocationRow r) {
        var time = field(r.revoked().getEpochSecond());
        return r.cause() == RevocationRow.Cause.CESSATION_OF_OPERATION // as before there were others
                ? List.of(r.serial(), time)
                : List.of(r.serial(), time, field(r.cause().name()));
    }

    @Override
    public void put(RevocationRow r) {
        changing.run();
        Query.on(
                        handle,
                        "INSERT INTO revocation (serial, revoked, cause, mac) VALUES (?, ?, ?, ?) ON CONFLICT (serial)"
                                + " DO NOTHING",
                        r.serial(),
                        r.revoked().getEpochSecond(),
                        r.cause().name(),
                        guard.mac("revocation", fields(r)))
                .update();
    }

    // Spent ids and answers.

    @Override
    public Optional<SpentRow> spent(String statementId) {
        return Query.on(handle, "SELECT id, user, sealed_sha256 FROM spent WHERE id = ?", statementId)
                .one(SqlRows::spent);
    }

    private static SpentRow spent(ResultSet row) throws SQLException {
        return new SpentRow(row.getString("id"), row.getString("user"), Query.bytes(row, "sealed_sha256"));
    }

    @Override
    public boolean spend(SpentRow spent) {
        return Query.on(
                                handle,
                                "INSERT INTO spent (id, user, sealed_sha256) VALUES (?, ?, ?) ON CONFLICT (id) DO"
                                        + " NOTHING",
                                spent.id(),
                                spent.user(),
                                spent.sealedSha256())
                        .update()
                == 1;
    }

    @Override
    public Optional<String> answer(Bytes sealedSha256) {
        return Query.on(handle, "SELECT token FROM answer WHERE sealed_sha256 = ?", sealedSha256)
                .one(row -> row.getString("token"));
    }

    @Override
    public Optional<String> authenticAnswer(Bytes sealedSha256) {
        return Query.on(handle, "SELECT * FROM answer WHERE sealed_sha256 = ?", sealedSha256)
                .one(this::answer)
                .filter(AnswerRow::authentic)
                .map(AnswerRow::token);
    }

    @Override
    public void putAnswer(Bytes sealedSha256, String answer, Instant time) {
        Query.on(
                        handle,
                        "INSERT INTO answer (sealed_sha256, token, time, mac) VALUES (?, ?, ?, ?)",
                        sealedSha256,
                        answer,
                        time.getEpochSecond(),
                        guard.mac("answer", answerFields(sealedSha256, answer, time)))
                .update();
    }

    /** The token by its hash: it may have megabytes. */
    private static List<Bytes> answerFields(Bytes sealedSha256, String token, Instant time) {
        return List.of(sealedSha256, Bytes.utf8(token).sha256(), field(time.getEpochSecond()));
    }

    @Override
    public void forgetAnswersBefore(Instant time) {
        Query.on(handle, "DELETE FROM answer WHERE time < ?", time.getEpochSecond())
                .update();
    }

    // Service keys.

    private static ServiceKeyRow serviceKey(ResultSet row) throws SQLException {
        return new ServiceKeyRow(
                row.getString("name"),
                Query.bytes(row, "wrapped"),
                Query.bytes(row, "public_part"),
                Instant.ofEpochSecond(row.getLong("valid_from")),
                Instant.ofEpochSecond(row.getLong("valid_until")));
    }

    @Override
    public Optional<ServiceKeyRow> serviceKey(String name) {
        return Query.on(handle, "SELECT * FROM service_key WHERE name = ?", name)
                .one(SqlRows::serviceKey);
    }

    @Override
    public List<ServiceKeyRow> serviceKeys(String prefix) {
        return Query.on(
                        handle,
                        "SELECT * FROM service_key WHERE substr(name, 1, ?) = ? ORDER BY valid_from, rowid",
                        prefix.length(),
                        prefix)
                .all(SqlRows::serviceKey);
    }

    @Override
    public void put(ServiceKeyRow key) {
        Query.on(
                        handle,
                        "INSERT INTO service_key (name, wrapped, public_part, valid_from, valid_until)"
                                + " VALUES (?, ?, ?, ?, ?)",
                        key.name(),
                        key.wrapped(),
                        key.publicPart(),
                        key.from().getEpochSecond(),
                        key.until().getEpochSecond())
                .update();
    }

    @Override
    public void eraseServiceKey(String name) {
        erasing.run();
        Query.on(handle, "DELETE FROM service_key WHERE name = ?", name).update();
    }

    @Override
    public List<Long> successions() {
        var indexes = new ArrayList<Long>();
        Query.on(handle, "SELECT number, idx FROM succession ORDER BY number").all(row -> {
            var number = row.getLong("number");
            if (number != indexes.size() + 1) {
                throw new RowTampered("succession", Long.toString(number));
            }
            return indexes.add(row.getLong("idx"));
        });
        return List.copyOf(indexes);
    }

    @Override
    public void putSuccession(int number, long index) {
        Query.on(handle, "INSERT INTO succession (number, idx) VALUES (?, ?)", (long) number, index)
                .update();
    }

    // The log.

    @Override
    public long logSize() {
        return Query.on(handle, "SELECT coalesce(max(idx) + 1, 0) AS size FROM log_entry")
                .one(row -> row.getLong("size"))
                .orElseThrow();
    }

    @Override
    public long logCount() {
        return Query.on(handle, "SELECT count(*) AS entries FROM log_entry")
                .one(row -> row.getLong("entries"))
                .orElseThrow();
    }

    @Override
    public long firstMissingLogRow() {
        return Query.on(
                        handle,
                        "SELECT coalesce(min(e.idx) + 1, 0) AS place FROM (SELECT -1 AS idx UNION ALL SELECT idx FROM"
                                + " log_entry) e WHERE NOT EXISTS (SELECT 1 FROM log_entry n WHERE n.idx = e.idx + 1)")
                .one(row -> row.getLong("place"))
                .orElseThrow();
    }

    private static LogRow logRow(ResultSet row) throws SQLException {
        return new LogRow(
                row.getLong("idx"),
                row.getString("user"),
                Query.bytes(row, "leaf"),
                Query.bytes(row, "salt"),
                Query.bytes(row, "record"));
    }

    @Override
    public LogRow logRow(long index) {
        return Query.on(handle, "SELECT idx, user, leaf, salt, record FROM log_entry WHERE idx = ?", index)
                .one(SqlRows::logRow)
                .orElseThrow(() -> new RowTampered("log entry", Long.toString(index)));
    }

    @Override
    public List<LogRow> logRows(long from, int most) {
        return Query.on(
                        handle,
                        "SELECT idx, user, leaf, salt, record FROM log_entry WHERE idx >= ? ORDER BY idx LIMIT ?",
                        from,
                        most)
                .all(SqlRows::logRow);
    }

    @Override
    public List<LogRow> logRowsOf(String user, long from, int most) {
        return Query.on(
                        handle,
                        "SELECT idx, user, leaf, salt, record FROM log_entry WHERE user = ? AND idx >= ? ORDER BY idx"
                                + " LIMIT ?",
                        user,
                        from,
                        most)
                .all(SqlRows::logRow);
    }

    @Override
    public void noteAbout(String user, long index) {
        Query.on(handle, "INSERT INTO log_about (user, idx) VALUES (?, ?)", user, index)
                .update();
    }

    private static final String ABOUT =
            "SELECT e.idx, e.user, e.leaf, e.salt, e.record FROM log_about a JOIN log_entry e"
                    + " ON e.idx = a.idx WHERE a.user = ? ORDER BY a.idx";

    @Override
    public Optional<LogRow> firstLogRowAbout(String user) {
        return Query.on(handle, ABOUT + " LIMIT 1", user).one(SqlRows::logRow);
    }

    @Override
    public List<LogRow> logRowsAbout(String user, int most) {
        return Query.on(handle, ABOUT + " DESC LIMIT ?", user, most).all(SqlRows::logRow);
    }

    @Override
    public void append(LogRow row) {
        Query.on(
                        handle,
                        "INSERT INTO log_entry (idx, user, leaf, salt, record) VALUES (?, ?, ?, ?, ?)",
                        row.index(),
                        row.user(),
                        row.leaf(),
                        row.salt(),
                        row.record())
                .update();
    }

    @Override
    public Bytes node(int level, long place) {
        return Query.on(handle, "SELECT hash FROM log_node WHERE level = ? AND place = ?", level, place)
                .one(row -> Query.bytes(row, "hash"))
                .orElseThrow(() -> new RowTampered("log node", level + "/" + place));
    }

    @Override
    public void putNode(int level, long place, Bytes hash) {
        Query.on(handle, "INSERT INTO log_node (level, place, hash) VALUES (?, ?, ?)", level, place, hash)
                .update();
    }

    private static List<Bytes> fields(ChainRow c) {
        return List.of(field(c.chain()), field(c.user()), field(c.number()), field(c.lastIndex()));
    }

    private ChainRow chain(ResultSet row) throws SQLException {
        return guarded(
                "chain",
                row.getString("chain"),
                row,
                SqlRows::fields,
                () -> new ChainRow(
                        row.getString("chain"),
                        row.getString("user"),
                        row.getLong("number"),
                        row.getLong("last_index")));
    }

    @Override
    public Optional<ChainRow> chain(String chain) {
        return Query.on(handle, "SELECT * FROM chain WHERE chain = ?", chain).one(this::chain);
    }

    @Override
    public List<ChainRow> chainsOf(String user) {
        return Query.on(handle, "SELECT * FROM chain WHERE user = ? ORDER BY rowid", user)
                .all(this::chain);
    }

    @Override
    public void put(ChainRow c) {
        Query.on(
                        handle,
                        "INSERT INTO chain (chain, user, number, last_index, mac) VALUES (?, ?, ?, ?, ?)"
                                + " ON CONFLICT (chain) DO UPDATE SET user = excluded.user, number = excluded.number,"
                                + " last_index = excluded.last_index, mac = excluded.mac",
                        c.chain(),
                        c.user(),
                        c.number(),
                        c.lastIndex(),
                        guard.mac("chain", fields(c)))
                .update();
    }

    @Override
    public Optional<String> newestCheckpoint() {
        return Query.on(handle, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1")
                .one(row -> row.getString("note"));
    }

    @Override
    public void putCheckpoint(long size, String note) {
        Query.on(handle, "INSERT INTO checkpoint (size, note) VALUES (?, ?)", size, note)
                .update();
    }

    @Override
    public long everyRow(Consumer<KeyRow> keys) {
        return Query.on(handle, "SELECT * FROM person").each(this::person, person -> {})
                + Query.on(handle, "SELECT * FROM invitation").each(this::invitation, invitation -> {})
                + Query.on(handle, "SELECT * FROM device").each(this::device, device -> {})
                + Query.on(handle, "SELECT * FROM device_confirmation").each(this::confirmation, confirmation -> {})
                + Query.on(handle, "SELECT * FROM signing_key").each(this::key, keys)
                + Query.on(handle, "SELECT * FROM imported_key").each(this::importedKey, imported -> {})
                + Query.on(handle, "SELECT * FROM device_invitation").each(this::deviceInvitation, invitation -> {})
                + Query.on(handle, "SELECT * FROM handed_key").each(this::handedKey, handed -> {})
                + Query.on(handle, "SELECT * FROM earlier_certificate").each(this::earlierCertificate, earlier -> {})
                + Query.on(handle, "SELECT * FROM revocation").each(this::revocation, revocation -> {})
                + Query.on(handle, "SELECT * FROM tombstone").each(this::tombstone, tombstone -> {})
                + Query.on(handle, "SELECT * FROM request").each(this::request, request -> {})
                + Query.on(handle, "SELECT * FROM chain").each(this::chain, chain -> {});
    }

    @Override
    public List<CheckpointRow> checkpointsAfter(long size, int most) {
        return Query.on(handle, "SELECT size, note FROM checkpoint WHERE size > ? ORDER BY size LIMIT ?", size, most)
                .all(row -> new CheckpointRow(row.getLong("size"), row.getString("note")));
    }

    @Override
    public long nodeCount() {
        return Query.on(handle, "SELECT count(*) AS nodes FROM log_node")
                .one(row -> row.getLong("nodes"))
                .orElseThrow();
    }

    // All of them.

    @Override
    public void inspect(Inspector inspector) {
        each("person", this::person, inspector::person, inspector);
        each("invitation", this::invitation, inspector::invitation, inspector);
        each("device_invitation", this::deviceInvitation, inspector::deviceInvitation, inspector);
        each("device", this::device, inspector::device, inspector);
        each("device_confirmation", this::confirmation, inspector::confirmation, inspector);
        each("signing_key", this::key, inspector::key, inspector);
        each("imported_key", this::importedKey, inspector::importedKey, inspector);
        each("handed_key", this::handedKey, inspector::handedKey, inspector);
        each("earlier_certificate", this::earlierCertificate, inspector::earlierCertificate, inspector);
        each("revocation", this::revocation, inspector::revocation, inspector);
        each("tombstone", this::tombstone, inspector::tombstone, inspector);
        each("request", this::request, inspector::request, inspector);
        each("chain", this::chain, inspector::chain, inspector);
        each("log_about", SqlRows::about, inspector::about, inspector);
        each("spent", SqlRows::spent, inspector::spent, inspector);
        each("answer", this::answer, inspector::answer, inspector);
    }

    private <T> void each(String table, Query.Mapper<T> mapper, Consumer<T> rows, Inspector inspector) {
        Query.on(handle, "SELECT * FROM " + table).each(mapper, rows, inspector::tampered);
    }

    private record Placed<T>(long place, T row) {}

    @Override
    public Rows under(RowGuard next, Encrypted encrypted) {
        changing.run();
        erasing.run();
        var rows = new SqlRows(handle, next, changing, erasing);
        // First, as whose they are stands in the invitations.
        anew("device_invitation", PAGE, this::deviceInvitation, (place, wrap) -> rows.put(encrypted.anew(wrap)));
        anew("device", PAGE, this::device, (place, device) -> rows.put(encrypted.anew(device)));
        anew("person", PAGE, this::person, rows.mac("person", SqlRows::fields));
        anew("invitation", PAGE, this::invitation, rows.mac("invitation", SqlRows::fields));
        anew("device_confirmation", PAGE, this::confirmation, rows.mac("device_confirmation", SqlRows::fields));
        anew("signing_key", PAGE, this::key, rows.mac("signing_key", SqlRows::fields));
        anew("imported_key", PAGE, this::importedKey, rows.mac("imported_key", SqlRows::fields));
        anew("handed_key", PAGE, this::handedKey, rows.mac("handed_key", SqlRows::fields));
        anew("earlier_certificate", PAGE, this::earlierCertificate, rows.mac("earlier_certificate", SqlRows::fields));
        anew("revocation", PAGE, this::revocation, rows.mac("revocation", SqlRows::fields));
        anew("request", PAGE, this::request, rows.mac("request", SqlRows::fields));
        anew("chain", PAGE, this::chain, rows.mac("chain", SqlRows::fields));
        anew("answer", 1, this::answer, rows::macIfAuthentic); // one may have megabytes
        tombstonesAnew(next);
        return rows;
    }

    private interface Put<T> {
        void put(long place, T row);
    }

    /** Row by row in the order of the table, in pages: a statement that still reads must not meet what it wrote. */
    private <T> void anew(String table, int most, Query.Mapper<T> mapper, Put<T> put) {
        var place = Long.MIN_VALUE;
        List<Placed<T>> page;
        do {
            page = Query.on(
                            handle,
                            "SELECT rowid AS place, * FROM " + table + " WHERE rowid > ? ORDER BY rowid LIMIT ?",
                            place,
                            most)
                    .all(row -> new Placed<>(row.getLong("place"), mapper.map(row)));
            for (var one : page) {
                put.put(one.place(), one.row());
                place = one.place();
            }
        } while (page.size() == most);
    }

    private <T> Put<T> mac(String table, Function<T, List<Bytes>> fields) {
        return (place, row) -> putMac(table, place, fields.apply(row));
    }

    private void macIfAuthentic(long place, AnswerRow row) {
        if (row.authentic()) {
            putMac("answer", place, answerFields(row.sealedSha256(), row.token(), row.time()));
        }
    }

    private void putMac(String table, long place, List<Bytes> fields) {
        Query.on(handle, "UPDATE " + table + " SET mac = ? WHERE rowid = ?", guard.mac(table, fields), place)
                .update();
    }

    /** As {@link #anew}: this table has no rowid. */
    private void tombstonesAnew(RowGuard next) {
        var kind = "";
        var id = "";
        List<TombstoneRow> page;
        do {
            page = Query.on(
                            handle,
                            "SELECT * FROM tombstone WHERE (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?",
                            kind,
                            id,
                            PAGE)
                    .all(this::tombstone);
            for (var one : page) {
                kind = one.kind().name();
                id = one.id();
                Query.on(
                                handle,
                                "UPDATE tombstone SET mac = ? WHERE kind = ? AND id = ?",
                                next.mac("tombstone", fields(one)),
                                kind,
                                id)
                        .update();
            }
        } while (page.size() == PAGE);
    }

    private static AboutRow about(ResultSet row) throws SQLException {
        return new AboutRow(row.getString("user"), row.getLong("idx"));
    }

    private AnswerRow answer(ResultSet row) throws SQLException {
        var sealed = Query.bytes(row, "sealed_sha256");
        try {
            var token = row.getString("token");
            var time = Instant.ofEpochSecond(row.getLong("time"));
            var mac = row.getBytes("mac");
            if (mac != null) {
                guard.check("answer", sealed.toHex(), answerFields(sealed, token, time), Bytes.of(mac));
            }
            return new AnswerRow(sealed, token, time, mac != null);
        } catch (DateTimeException e) {
            throw new RowTampered("answer", sealed.toHex());
        }
    }
}
