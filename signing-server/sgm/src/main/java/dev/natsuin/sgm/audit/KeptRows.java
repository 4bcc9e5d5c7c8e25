package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.log.Faults;
import dev.natsuin.sgm.log.Successions;
import dev.natsuin.sgm.record.AboutRow;
import dev.natsuin.sgm.record.AnswerRow;
import dev.natsuin.sgm.record.ChainRow;
import dev.natsuin.sgm.record.ConfirmationRow;
import dev.natsuin.sgm.record.DeviceInvitationRow;
import dev.natsuin.sgm.record.DeviceRow;
import dev.natsuin.sgm.record.EarlierCertificateRow;
import dev.natsuin.sgm.record.HandedKeyRow;
import dev.natsuin.sgm.record.ImportedKeyRow;
import dev.natsuin.sgm.record.Inspector;
import dev.natsuin.sgm.record.InvitationRow;
import dev.natsuin.sgm.record.KeyRow;
import dev.natsuin.sgm.record.PersonRow;
import dev.natsuin.sgm.record.RequestRow;
import dev.natsuin.sgm.record.RevocationRow;
import dev.natsuin.sgm.record.RowTampered;
import dev.natsuin.sgm.record.SpentRow;
import dev.natsuin.sgm.record.TombstoneRow;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Compares each kept row with what the log implies, and what the log implies with the rows that were there. */
final class KeptRows implements Inspector {
    private final ImpliedState implied;
    private final Successions identities;
    private final Faults faults;
    private final Set<String> seen = new HashSet<>();
    private final Beginnings spentFor = new Beginnings();
    private boolean firstInvitation;

    KeptRows(ImpliedState implied, Successions identities, Faults faults) {
        this.implied = implied;
        this.identities = identities;
        this.faults = faults;
    }

    private void expect(boolean holds, String row, String otherwise) {
        if (!holds) {
            faults.add(row + ": " + otherwise);
        }
    }

    private static String name(String table, String id) {
        return table + " " + id;
    }

    @Override
    public void person(PersonRow row) {
        var name = name("person", row.user());
        seen.add(name);
        var told = implied.people().get(row.user());
        if (told == null) {
            faults.add(name + ": nobody admitted them in the log");
            return;
        }
        var asKept = new PersonRow(
                told.user(),
                told.role(),
                told.state(),
                told.subject(),
                told.algorithm(),
                row.level(),
                told.admittedBy(),
                told.admitted(),
                told.amended());
        expect(row.equals(asKept), name, "the log tells another role, state, subject, algorithm or admission");
    }

    @Override
    public void invitation(InvitationRow row) {
        var name = name("invitation", row.invitation());
        seen.add(name);
        var told = implied.invitations().get(row.invitation());
        firstInvitation |= row.user().equals(implied.firstUser());
        if (told == null) {
            // The console's invitation stands in no entry before it is used.
            var first = row.user().equals(implied.firstUser()) && row.state() != InvitationRow.State.USED;
            expect(first, name, "nobody gave it in the log");
            return;
        }
        expect(ImpliedState.agrees(row, told), name, "the log tells another user, secret, end or state");
    }

    @Override
    public void deviceInvitation(DeviceInvitationRow row) {
        var name = name("device_invitation", row.invitation());
        seen.add(name);
        var told = implied.invitations().get(row.invitation());
        if (told == null || told.by().isEmpty()) {
            faults.add(name + ": no device gave it in the log");
            return;
        }
        expect(told.by().get().equals(row.device()), name, "the log tells another device");
        expect(
                row.sealWrap().isEmpty() == (told.used() || told.killed()),
                name,
                "what waits for a further device is there after its end, or not there before");
    }

    @Override
    public void earlierCertificate(EarlierCertificateRow row) {
        var name = name("earlier_certificate", row.serial().toHex());
        seen.add(name);
        expect(
                row.keyId().equals(implied.earlierCertificates().get(row.serial())),
                name,
                "no key had it before in the log");
    }

    @Override
    public void tombstone(TombstoneRow row) {
        var id = ImpliedState.nameOf(row.kind(), row.id());
        seen.add(name("tombstone", id));
        expect(row.equals(implied.tombstones().get(id)), name("tombstone", id), "it did not end then in the log");
    }

    @Override
    public void request(RequestRow row) {
        var name = name("request", row.request());
        seen.add(name);
        expect(row.equals(implied.requests().get(row.request())), name, "it did not wait so, or end so, in the log");
    }

    @Override
    public void device(DeviceRow row) {
        var name = name("device", row.device());
        seen.add(name);
        var told = implied.devices().get(row.device());
        if (told == null) {
            faults.add(name + ": it did not enrol in the log");
            return;
        }
        expect(
                row.user().equals(told.user())
                        && row.deviceKey().equals(told.deviceKey())
                        && row.enrolled().equals(told.enrolled()),
                name,
                "the log tells another user, key or enrolment");
        expect(
                row.isRemoved() == implied.removed(row.device())
                        && row.activationKey().isEmpty() == row.isRemoved(),
                name,
                "the log tells another end of it");
        expect(
                row.failuresInARow() == told.failuresInARow()
                        && row.failureTimes().equals(told.failureTimes())
                        && row.locked() == told.locked(),
                name,
                "it counts " + row.failuresInARow() + " wrong PINs (locked: " + row.locked() + "), the log "
                        + told.failuresInARow() + " (locked: " + told.locked() + ")");
    }

    @Override
    public void confirmation(ConfirmationRow row) {
        var name = name("device_confirmation", row.device());
        seen.add(name);
        expect(row.equals(implied.confirmations().get(row.device())), name, "nobody confirmed it so in the log");
    }

    @Override
    public void key(KeyRow row) {
        var name = name("signing_key", row.keyId());
        seen.add(name);
        var told = implied.keys().get(row.keyId());
        if (told == null) {
            faults.add(name + ": it was not made in the log");
            return;
        }
        expect(
                row.user().equals(told.user())
                        && row.algorithm() == told.algorithm()
                        && row.methods().equals(told.methods())
                        && row.kekEpoch() == told.kekEpoch()
                        && row.certificate().sha256().equals(told.certificateSha256())
                        && !row.created().isAfter(told.created()),
                name,
                "the log tells another user, algorithm, method, epoch or certificate");
        expect(
                row.state() == told.state()
                        && row.sealed().isEmpty() == told.destroyed().isPresent(),
                name,
                "it is " + row.state().wireName() + ", by the log "
                        + told.state().wireName());
    }

    @Override
    public void importedKey(ImportedKeyRow row) {
        var name = name("imported_key", row.keyId());
        seen.add(name);
        var told = implied.keys().get(row.keyId());
        expect(
                told != null && told.importedWith().equals(Optional.of(row.issuers())),
                name,
                "it was not imported so in the log");
    }

    @Override
    public void handedKey(HandedKeyRow row) {
        var name = name("handed_key", row.invitation());
        seen.add(name);
        var told = implied.handedKeys().get(row.invitation());
        expect(
                row.erased().equals(told)
                        && (!row.lies() || row.sealed().sha256().equals(row.keySha256())),
                name,
                "it was not handed over so in the log");
        expect(
                !row.lies() || !implied.isHandedKeyOver(row.invitation()),
                name,
                "what was handed over is there after its end");
    }

    @Override
    public void revocation(RevocationRow row) {
        var name = name("revocation", row.serial().toHex());
        seen.add(name);
        expect(
                row.equals(implied.revocations().get(row.serial())),
                name,
                "no key was destroyed at that time and for that in the log");
    }

    @Override
    public void chain(ChainRow row) {
        // Heads are compared where the log is walked through; here only chains that no entry is in.
        var known = implied.devices().containsKey(row.chain())
                || implied.keys().containsKey(row.chain())
                || row.chain().equals(dev.natsuin.protocol.log.Leaf.CONSOLE);
        expect(known, name("chain", row.chain()), "no entry is in it");
    }

    @Override
    public void about(AboutRow row) {
        var name = name("log_about", nameOf(row));
        seen.add(name);
        expect(implied.told().contains(row), name, "the entry is not about this person");
    }

    private static String nameOf(AboutRow row) {
        return row.user() + "/" + row.index();
    }

    @Override
    public void spent(SpentRow row) {
        spentFor.add(row.sealedSha256(), 0);
        expect(implied.people().containsKey(row.user()), name("spent id", row.id()), "there is no such person");
    }

    @Override
    public void answer(AnswerRow row) {
        var name = name("answer", row.sealedSha256().toHex());
        try {
            var answer = SignedAnswers.open(row.token(), row.authentic(), identities);
            expect(
                    answer.sealedSha256().equals(row.sealedSha256())
                            && answer.time().equals(row.time()),
                    name,
                    "it answers other octets or is of another time");
            expect(spentFor.maybe(row.sealedSha256()), name, "the id of its statement is not spent");
        } catch (Malformed e) {
            faults.add(name + ": " + e.getMessage());
        }
    }

    @Override
    public void tampered(RowTampered row) {
        faults.add(String.valueOf(row.getMessage()));
    }

    /** Names what the log tells of and no row is there for. */
    void end() {
        var missing = new TreeSet<String>();
        implied.people().keySet().forEach(id -> missing.add(name("person", id)));
        implied.invitations().keySet().forEach(id -> missing.add(name("invitation", id)));
        implied.devices().keySet().forEach(id -> missing.add(name("device", id)));
        implied.confirmations().keySet().forEach(id -> missing.add(name("device_confirmation", id)));
        implied.earlierCertificates().keySet().stream()
                .map(Bytes::toHex)
                .forEach(serial -> missing.add(name("earlier_certificate", serial)));
        implied.handedKeys().keySet().forEach(id -> missing.add(name("handed_key", id)));
        implied.requests().keySet().forEach(id -> missing.add(name("request", id)));
        implied.tombstones().keySet().forEach(id -> missing.add(name("tombstone", id)));
        implied.invitations().forEach((id, told) -> {
            if (told.by().isPresent()) {
                missing.add(name("device_invitation", id));
            }
        });
        implied.told().forEach(row -> missing.add(name("log_about", nameOf(row))));
        implied.keys().forEach((id, told) -> {
            missing.add(name("signing_key", id));
            if (told.importedWith().isPresent()) {
                missing.add(name("imported_key", id));
            }
        });
        implied.revocations().keySet().stream()
                .map(Bytes::toHex)
                .forEach(serial -> missing.add(name("revocation", serial)));
        missing.removeAll(seen);
        missing.forEach(name -> faults.add(name + ": the log tells of it, and it is not there or altered"));
        expect(firstInvitation, "invitation of " + implied.firstUser(), "the console gave one, and it is not there");
    }
}
