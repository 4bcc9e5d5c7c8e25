package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.DeskState;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.KeyList;
import dev.natsuin.desktop.desk.NewIdentity;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SecretPlace;
import dev.natsuin.desktop.desk.ServerFacts;
import dev.natsuin.desktop.desk.SignResult;
import dev.natsuin.desktop.desk.Stopping;
import dev.natsuin.desktop.device.IdentityMemory;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.desktop.remote.Waiting;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Role;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who signs here, with which keys, at which server. */
final class DeskFront implements Desk {
    /** What a server declares is not in its signed words yet; the lowest level is all that may be claimed for it. */
    private static final int LOWEST_LEVEL = 1;

    private final Seat seat;
    private final SigningKeys signingKeys;
    private final UnfinishedOrders unfinished;

    DeskFront(Seat seat, SigningKeys signingKeys, UnfinishedOrders unfinished) {
        this.unfinished = unfinished;
        this.seat = seat;
        this.signingKeys = signingKeys;
    }

    @Override
    public DeskState state() {
        return Refusal.answer(this::read).fold(state -> state, DeskState.Unusable::new);
    }

    @Override
    public Optional<SecretPlace> secretPlace() {
        return Refusal.answer(seat.profile()::secretPlace).given().flatMap(place -> place);
    }

    private DeskState read() throws Refusal {
        var owner = seat.profile().owner();
        if (owner.isEmpty() || owner.get().stage() == Owner.Stage.ORDERED) {
            return new DeskState.NotEnrolled();
        }
        try (var keys = seat.keys(owner.get())) {
            var name = Names.of(owner.get());
            var server = Names.address(owner.get().url());
            var fingerprint =
                    Names.fingerprint(owner.get().sgm(), keys.deviceKey().publicKey());
            return lacksKey(owner.get())
                    ? new DeskState.Unfinished(Names.known(owner.get()), server, fingerprint)
                    : new DeskState.Enrolled(name, server, fingerprint);
        }
    }

    private static boolean lacksKey(Owner owner) {
        return owner.stage() == Owner.Stage.ADMITTED && owner.role().equals(Optional.of(Role.SIGNER));
    }

    @Override
    public Answer<ServerFacts> server() {
        return Refusal.answer(() -> {
            var owner = seat.owner();
            var server = seat.server(owner);
            var greeting = server.greet();
            return new ServerFacts(Names.address(server.url()), LOWEST_LEVEL, greeting.time());
        });
    }

    @Override
    public boolean hasOpenOrder() {
        return Refusal.answer(() -> seat.profile().unanswered().isPresent()
                        || !unfinished.left().orders().isEmpty())
                .given()
                .orElse(false);
    }

    @Override
    public Answer<Optional<Earlier>> settle(Optional<Secret> password, Progress progress, Stopping raisesLater) {
        return Refusal.answer(() -> {
            var settled = isUnanswered() ? seat.settling(seat::earlier) : Optional.<Earlier>empty();
            var finished = unfinished.finish(password, Waiting.PATIENTLY, progress, raisesLater);
            return finished.rows().isEmpty() ? settled : Optional.of(earlier(finished.rows()));
        });
    }

    private boolean isUnanswered() throws Refusal {
        return seat.profile().unanswered().isPresent();
    }

    private static Earlier earlier(List<UnfinishedOrders.Row> rows) {
        var names = rows.stream().map(row -> name(row.result())).toList();
        return new Earlier("sign", names, outcome(rows));
    }

    private static String name(SignResult result) {
        return String.valueOf(result.file().getFileName());
    }

    /** As the journals have it: it was signed even where no file could be written. */
    private static Earlier.Outcome outcome(List<UnfinishedOrders.Row> rows) {
        var logIndex =
                rows.stream().flatMapToLong(row -> row.logIndex().stream()).max();
        if (logIndex.isPresent()) {
            var written = (int) rows.stream()
                    .filter(row -> row.result().outcome().given().isPresent())
                    .count();
            var locked = rows.stream()
                    .map(UnfinishedOrders.Row::result)
                    .filter(result -> result.outcome()
                            .refusal()
                            .filter(why -> why.code() == ProblemCode.DOCUMENT_ENCRYPTED)
                            .isPresent())
                    .map(DeskFront::name)
                    .toList();
            return new Earlier.Outcome.Finished(logIndex.getAsLong(), written, rows.size() - written, locked);
        }
        return rows.stream()
                .flatMap(row -> row.result().outcome().refusal().stream())
                .filter(why -> why.code() != ProblemCode.NOT_CONFIRMED)
                .findFirst()
                .<Earlier.Outcome>map(Earlier.Outcome.Refused::new)
                .orElseGet(Earlier.Outcome.Over::new);
    }

    @Override
    public Answer<Optional<NewIdentity>> newIdentity() {
        return Refusal.answer(() -> untold().map(DeskFront::told));
    }

    @Override
    public Answer<Optional<NewIdentity>> identityWasTold() {
        return Refusal.answer(() -> {
            // Whoever has nothing to be told needs no profile.
            if (untold().isEmpty()) {
                return Optional.empty();
            }
            return seat.profile().exclusively(() -> {
                var untold = untold();
                if (untold.isPresent()) {
                    seat.profile().keep(untold.get().asTold());
                }
                return untold.map(DeskFront::told);
            });
        });
    }

    private Optional<IdentityMemory> untold() throws Refusal {
        return seat.profile().identity().filter(memory -> !memory.told());
    }

    private static NewIdentity told(IdentityMemory memory) {
        return new NewIdentity(
                Names.fingerprint(memory.keyHash()),
                memory.number(),
                memory.since(),
                memory.askedBy(),
                memory.approvedBy());
    }

    @Override
    public Answer<KeyList> keys() {
        return Refusal.answer(() -> {
            var listing = signingKeys.listWithUse();
            var rows = listing.living().stream()
                    .map(key -> key.row(listing.time()))
                    .toList();
            var soon = Duration.ofDays(seat.profile().config().expiryWarningDays());
            return new KeyList(rows, listing.time(), soon);
        });
    }
}
