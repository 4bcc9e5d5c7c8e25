package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.sgm.certificate.CertificateAuthority;
import dev.natsuin.sgm.level.Demand;
import dev.natsuin.sgm.log.Epochs;
import dev.natsuin.sgm.log.LogVerification;
import dev.natsuin.sgm.log.SignatureLog;
import dev.natsuin.sgm.log.Successions;
import dev.natsuin.sgm.record.AboutRow;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.EarlierCertificateRow;
import dev.natsuin.sgm.record.ImportedKeyRow;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.LogRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.Rows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Brings the rows of a restored backup to where its log is, by the rule that {@code verify-log} expects them by: what
 * ended in entries that a newer log gave is erased, what began in them and cannot be opened by anybody is there as
 * ended.
 *
 * <p>Not thread-safe; valid within one writing transaction.
 */
public final class Replay implements LogVerification.Follower {
    /** What a restore record says of lost entries: what was removed in them is as it was in the backup. */
    public static final String LOST_ACCEPTED = ImpliedState.LOST_ACCEPTED;
    /** Likewise: everybody but one administrator is suspended. */
    public static final String LOST_SUSPENDED = ImpliedState.LOST_SUSPENDED;

    private final Rows rows;
    private final Bytes sgm;
    private final long from;
    private final ImpliedState implied;
    /** Of each key, the certificates that entries of the newer log tell of, oldest first. */
    private final Map<String, List<Bytes>> certificates = new HashMap<>();

    private final Map<String, Integer> levels = new HashMap<>();
    private Standing before = new Standing(Set.of(), Set.of(), Set.of());

    /**
     * What a restore ended or suspended by itself, each sorted.
     *
     * @param suspended people
     * @param devices ids of devices that nothing is left of
     * @param keys ids of keys likewise
     */
    public record Outcome(List<String> suspended, List<String> devices, List<String> keys) {}

    private record Standing(Set<String> active, Set<String> devices, Set<String> keys) {}

    /**
     * Over the rows of a backup; {@link #readKept} comes first.
     *
     * @param epochs those of the backup
     */
    public Replay(Rows rows, Successions identities, Epochs epochs) {
        this.rows = rows;
        this.sgm = identities.current().sgm();
        this.from = rows.logSize();
        this.implied = new ImpliedState(rows, identities, Instant.MAX, index -> epochs.taken(index) || index >= from);
    }

    /**
     * Reads the backup's own log.
     *
     * @throws Malformed if it tells what cannot have happened
     */
    public void readKept() throws Malformed {
        for (var index = 0L; index < from; index++) {
            var row = rows.logRow(index);
            implied.entry(row, SignatureLog.leafOf(row));
        }
    }

    /** Takes an entry that the newer log has beyond the backup, and that is kept already. */
    @Override
    public void entry(LogRow row, Leaf leaf) throws Malformed {
        implied.entry(row, leaf);
        var record = JsonObject.strict(row.record()).reader();
        switch (leaf.type()) {
            case CREATE_KEY -> {
                levels.put(leaf.chain(), leaf.level());
                certified(leaf.chain(), record.bytes("certificate"));
            }
            case IMPORT_KEY -> {
                levels.put(leaf.chain(), leaf.level());
                certified(leaf.chain(), record.bytesList("certificates").get(0));
            }
            case RENEW_KEY -> certified(leaf.chain(), record.bytes("certificate"));
            default -> {
                // Tells of no certificate.
            }
        }
    }

    private void certified(String keyId, Bytes certificate) {
        certificates.computeIfAbsent(keyId, id -> new ArrayList<>()).add(certificate);
    }

    /** True if an administrator can admit others now where that level is declared. */
    public boolean somebodyAdmits(int level) {
        return implied.somebodyAdmits(level);
    }

    /** The device of an administrator with this fingerprint that can act now and will after the restore. */
    public Optional<String> administratorsDevice(String fingerprint, int level) {
        return implied.administratorsDevices(level).stream()
                .filter(device -> Fingerprint.of(sgm, VerifyingKey.kept(device.deviceKey()))
                        .equals(fingerprint))
                .map(DeviceRow::device)
                .findFirst();
    }

    /**
     * Takes the entry of the restore itself, which is kept already.
     *
     * @throws Malformed if it does not fit what came before
     */
    public void restored(LogRow row) throws Malformed {
        before = standing();
        implied.entry(row, SignatureLog.leafOf(row));
    }

    private Standing standing() {
        var active = new HashSet<String>();
        implied.people().values().stream()
                .filter(person -> person.state() == PersonRow.State.ACTIVE)
                .forEach(person -> active.add(person.user()));
        var devices = new HashSet<String>();
        implied.devices().keySet().stream()
                .filter(device -> !implied.removed(device))
                .forEach(devices::add);
        var keys = new HashSet<String>();
        implied.keys().forEach((id, key) -> {
            if (key.state() == KeyRow.State.ENABLED) {
                keys.add(id);
            }
        });
        return new Standing(active, devices, keys);
    }

    /** Writes every row that is another than the log now tells. */
    public Outcome write() {
        implied.people().values().forEach(this::write);
        implied.devices().values().forEach(this::write);
        implied.confirmations().values().stream()
                .filter(told -> rows.confirmation(told.device()).isEmpty())
                .forEach(rows::put);
        implied.keys().forEach(this::write);
        implied.revocations().values().forEach(rows::put);
        implied.tombstones().values().forEach(rows::put);
        implied.requests().values().stream()
                .filter(told -> !rows.request(told.request()).equals(Optional.of(told)))
                .forEach(rows::put);
        implied.invitations().forEach(this::write);
        // Nobody can take in any more what staff handed over: the codes are over, and a newer log brings no octets.
        implied.handedKeys().values().stream()
                .filter(told -> !rows.handedKey(told.invitation()).equals(Optional.of(told)))
                .forEach(rows::put);
        closeConsolesCode();
        implied.told().stream()
                .filter(told -> told.index() >= from && told.index() < rows.logSize() - 1)
                .forEach(this::note);
        var now = standing();
        return new Outcome(
                gone(before.active(), now.active()),
                gone(before.devices(), now.devices()),
                gone(before.keys(), now.keys()));
    }

    private void note(AboutRow told) {
        rows.noteAbout(told.user(), told.index());
    }

    private static List<String> gone(Set<String> then, Set<String> now) {
        var gone = new TreeSet<>(then);
        gone.removeAll(now);
        return List.copyOf(gone);
    }

    private void write(PersonRow told) {
        var row = rows.person(told.user());
        if (row.isEmpty()) {
            rows.put(new PersonRow(
                    told.user(),
                    told.role(),
                    told.state(),
                    told.subject(),
                    told.algorithm(),
                    Demand.HIGHEST,
                    told.admittedBy(),
                    told.admitted(),
                    told.amended()));
            return;
        }
        var now = row.get().in(told.state());
        var named = told.amended()
                .map(entry -> now.named(told.subject().orElseThrow(), entry))
                .orElse(now);
        if (!named.equals(row.get())) {
            rows.put(named);
        }
    }

    /** One that is not there began in the newer log: what is told of it has nothing that a PIN could open. */
    private void write(DeviceRow told) {
        var row = rows.device(told.device()).orElse(told);
        var counted = new DeviceRow(
                row.device(),
                row.user(),
                row.deviceKey(),
                row.activationKey(),
                row.sealWrap(),
                told.failuresInARow(),
                told.failureTimes(),
                told.locked(),
                row.enrolled());
        var now = implied.removed(told.device()) ? counted.removed() : counted;
        if (!rows.device(told.device()).equals(Optional.of(now))) {
            rows.put(now);
        }
    }

    private void write(String keyId, ImpliedState.Key told) {
        var newer = certificates.getOrDefault(keyId, List.of());
        var row = rows.key(keyId);
        var now = row.orElseGet(() -> lost(keyId, told, newer.get(0)));
        for (var certificate : row.isPresent() ? newer : newer.subList(1, newer.size())) {
            rows.put(
                    new EarlierCertificateRow(CertificateAuthority.serialOf(now.certificate()), keyId, now.notAfter()));
            now = now.renewed(certificate, CertificateAuthority.notAfterOf(certificate));
        }
        if (told.state() == KeyRow.State.DESTROYED) {
            now = now.destroyed();
        }
        if (!row.equals(Optional.of(now))) {
            rows.put(now);
        }
        if (row.isEmpty() && told.importedWith().isPresent()) {
            rows.put(new ImportedKeyRow(keyId, told.importedWith().get()));
        }
    }

    /** What is known of a key whose private half is nowhere. */
    private KeyRow lost(String keyId, ImpliedState.Key told, Bytes certificate) {
        return new KeyRow(
                keyId,
                told.user(),
                told.algorithm(),
                told.methods(),
                levels.getOrDefault(keyId, 1),
                KeyRow.State.DESTROYED,
                told.kekEpoch(),
                CertificateAuthority.publicKeyOf(certificate),
                Bytes.EMPTY,
                certificate,
                CertificateAuthority.notAfterOf(certificate),
                told.created());
    }

    private void write(String id, ImpliedState.Invitation told) {
        var row = rows.invitation(id);
        var now = row.orElseGet(() -> new InvitationRow(
                id,
                told.user(),
                told.secretHash().orElseThrow(),
                told.expires().orElseThrow(),
                0,
                InvitationRow.State.OPEN));
        if (told.used()) {
            now = now.used();
        } else if (told.killed()) {
            now = now.killed();
        }
        if (!row.equals(Optional.of(now))) {
            rows.put(now);
        }
        if (told.by().isPresent()) {
            writeBeside(id, told.by().get(), told.used() || told.killed());
        }
    }

    private void writeBeside(String invitation, String device, boolean over) {
        var beside = rows.deviceInvitation(invitation);
        if (beside.isEmpty()) {
            rows.put(new DeviceInvitationRow(invitation, device, Bytes.EMPTY));
        } else if (over && !beside.get().sealWrap().isEmpty()) {
            rows.put(beside.get().erased());
        }
    }

    /** The code of init stands in no entry before it is used. */
    private void closeConsolesCode() {
        var user = implied.firstUser();
        if (implied.spared().equals(Optional.of(user))) {
            return;
        }
        rows.invitationsOf(user).stream()
                .filter(code -> code.state() == InvitationRow.State.OPEN
                        && !implied.invitations().containsKey(code.invitation()))
                .forEach(code -> rows.put(code.killed()));
    }
}
