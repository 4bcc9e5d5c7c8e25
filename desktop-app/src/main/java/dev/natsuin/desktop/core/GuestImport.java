package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.GuestList.Fault;
import dev.natsuin.desktop.desk.GuestList.Kind;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.device.ImportJournal;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.document.NewFile;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.device.DeviceKeys;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Admits a list of people under one PIN, each by an order of its own.
 *
 * <p>Before an order is sent, the folder's journal has its display hash, which no other order has. So whoever comes
 * after a crash asks the SGM for exactly that: a person who was admitted and whose code was lost is enrolled anew, and
 * nobody is admitted twice. No secret is at rest but in the files to be handed over.
 */
final class GuestImport {
    private static final String CODE = ".code";
    private static final String SHEET = ".pdf";

    private final Seat seat;
    private final Helpdesk helpdesk;
    private final SecondPersons secondPersons;

    GuestImport(Seat seat, Helpdesk helpdesk, SecondPersons secondPersons) {
        this.secondPersons = secondPersons;
        this.seat = seat;
        this.helpdesk = helpdesk;
    }

    GuestList list(Path file, Optional<Path> folder) throws Refusal {
        var list = GuestFile.read(file, seat.profile().owner().flatMap(Owner::role));
        if (folder.isEmpty()) {
            return list;
        }
        var journal = ImportJournal.of(folder.get());
        return new GuestList(
                list.rows().stream().map(row -> known(row, journal)).toList(), list.faults());
    }

    private static GuestList.Row known(GuestList.Row row, ImportJournal journal) {
        var begun = journal.begun(row.email());
        if (row.guest().isEmpty() || begun.isEmpty()) {
            return row;
        }
        var same = begun.get().row().equals(digest(row.guest().get()));
        return new GuestList.Row(
                row.line(),
                row.name(),
                row.email(),
                same ? row.guest() : Optional.empty(),
                same ? List.of() : List.of(new Fault(Kind.ADMITTED_OTHERWISE, "")),
                same && journal.done(row.email()).isPresent());
    }

    private static Bytes digest(StaffDesk.Guest guest) {
        var json = JsonObject.with("name", guest.name())
                .and("kana", guest.kana())
                .and("email", guest.email().toLowerCase(Locale.ROOT))
                .and("role", guest.role().wireName());
        guest.subject().ifPresent(subject -> json.and("subject", subject));
        guest.algorithm().ifPresent(algorithm -> json.and("algorithm", algorithm.wireName()));
        guest.evidence().ifPresent(evidence -> json.and("evidence", evidence));
        return json.build().toBytes().sha256();
    }

    GuestList.Imported invite(GuestList list, Path folder, StaffDesk.Dress dress, Secret pin, IntConsumer progress)
            throws Refusal {
        return seat.ordering(present -> {
            // Read once this desk is alone on the profile: another import may have gone on meanwhile.
            var journal = ImportJournal.of(folder);
            var rows = list.rows().stream().map(row -> known(row, journal)).toList();
            if (!new GuestList(rows, list.faults()).isSound()) {
                throw new Refusal(ProblemCode.CONTENT_DIFFERS);
            }
            journal.makeFolder();
            try (var activation = Seat.activation(present.keys(), pin)) {
                return new Run(present, journal, folder, dress, activation).invite(rows, progress);
            }
        });
    }

    private final class Run {
        private final Seat.Present present;
        private final ImportJournal journal;
        private final Path folder;
        private final StaffDesk.Dress dress;
        private final DeviceKeys.Activation activation;
        private Optional<List<Results.Person>> invited = Optional.empty();
        private Optional<Boolean> confirms = Optional.empty();

        Run(
                Seat.Present present,
                ImportJournal journal,
                Path folder,
                StaffDesk.Dress dress,
                DeviceKeys.Activation activation) {
            this.present = present;
            this.journal = journal;
            this.folder = folder;
            this.dress = dress;
            this.activation = activation;
        }

        /** Ends at the first refusal: a wrong PIN is not tried for each, and what stands in the way is mended once. */
        GuestList.Imported invite(List<GuestList.Row> rows, IntConsumer progress) {
            var admitted = new ArrayList<GuestList.Admitted>();
            Optional<Problem> stopped = Optional.empty();
            for (var row : rows) {
                try {
                    admitted.add(row.admitted() ? before(row) : invite(row));
                } catch (Refusal e) {
                    stopped = Optional.of(e.why());
                    break;
                }
                progress.accept(admitted.size());
            }
            return new GuestList.Imported(admitted, stopped);
        }

        private GuestList.Admitted before(GuestList.Row row) {
            var file = journal.begun(row.email()).orElseThrow().file();
            return admitted(row, file, journal.done(row.email()).orElseThrow(), true, false);
        }

        private GuestList.Admitted admitted(
                GuestList.Row row, String file, ImportJournal.Done done, boolean isFromBefore, boolean waits) {
            return new GuestList.Admitted(
                    row,
                    done.user(),
                    folder.resolve(file + CODE),
                    folder.resolve(file + SHEET),
                    done.expires(),
                    isFromBefore,
                    waits);
        }

        private GuestList.Admitted invite(GuestList.Row row) throws Refusal {
            var guest = row.guest().orElseThrow();
            var begun = journal.begun(row.email());
            var lost = begun.isPresent() ? lost(begun.get()) : Optional.<Results.Person>empty();
            var draft = helpdesk.draft(guest);
            var confirming = confirms();
            if (begun.isPresent()) {
                if (guest.role() != Role.SIGNER) {
                    secondPersons.withdrawLost(present, begun.get().displayHash(), activation);
                }
                clear(begun.get().file());
            }
            var name = begun.map(ImportJournal.Begun::file).orElseGet(() -> nameFor(row));
            try (var code = CodeFile.reserve(folder.resolve(name + CODE));
                    var sheet = CodeFile.reserve(folder.resolve(name + SHEET))) {
                if (lost.isEmpty()) {
                    journal.begin(row.email(), new ImportJournal.Begun(digest(guest), draft.displayHash(), name));
                }
                var kept = false;
                Helpdesk.Handing handing = (secret, expires) -> {
                    code.write(secret);
                    try (var drawn = StaffFront.sheet(guest, dress, confirming, secret, expires, present.owner())) {
                        sheet.write(drawn);
                    }
                };
                try {
                    var admitted = lost.isPresent()
                            ? helpdesk.reEnrol(
                                            present,
                                            Helpdesk.whom(lost.get()),
                                            Optional.empty(),
                                            Optional.empty(),
                                            guest.life(),
                                            activation,
                                            handing)
                                    .admitted()
                            : helpdesk.invite(present, draft, activation, handing);
                    var done = new ImportJournal.Done(admitted.user(), admitted.expires());
                    journal.end(row.email(), done);
                    kept = true;
                    return admitted(row, name, done, false, admitted.waits().isPresent());
                } finally {
                    if (!kept) { // A code that the journal does not know could be used, and its row admitted anew.
                        code.discard();
                        sheet.discard();
                    }
                }
            }
        }

        /** What an interrupted attempt left is worth nothing: its code dies with the next one. */
        private void clear(String name) throws Refusal {
            try {
                Files.deleteIfExists(folder.resolve(name + CODE));
                Files.deleteIfExists(folder.resolve(name + SHEET));
            } catch (IOException e) {
                throw new Refusal(ProblemCode.TARGET_NOT_WRITABLE, e);
            }
        }

        /** A name that nothing in the folder has. */
        private String nameFor(GuestList.Row row) {
            var name = String.format(Locale.ROOT, "%03d-%s", row.line(), StaffFront.safe(row.name()));
            var free = name;
            for (var i = 2;
                    NewFile.isTaken(folder.resolve(free + CODE)) || NewFile.isTaken(folder.resolve(free + SHEET));
                    i++) {
                free = name + "-" + i;
            }
            return free;
        }

        /**
         * The person whom an interrupted order admitted, if it did.
         *
         * @throws Refusal {@code not-confirmed} if so many were invited since that nobody can say
         */
        private Optional<Results.Person> lost(ImportJournal.Begun begun) throws Refusal {
            if (invited.isEmpty()) {
                invited = Optional.of(StaffFront.people(present, new Statement.ListPeople.Choice.Invited()));
            }
            var people = invited.get();
            var found = people.stream()
                    .filter(person -> person.displayHash().equals(Optional.of(begun.displayHash())))
                    .findFirst();
            if (found.isEmpty() && people.size() >= Statement.ListPeople.MOST_NAMED) {
                throw new Refusal(ProblemCode.NOT_CONFIRMED);
            }
            return found;
        }

        private boolean confirms() throws Refusal {
            if (confirms.isEmpty()) {
                confirms = Optional.of(StaffFront.confirms(present));
            }
            return confirms.get();
        }
    }
}
