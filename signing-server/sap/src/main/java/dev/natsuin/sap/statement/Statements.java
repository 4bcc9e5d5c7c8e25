package dev.natsuin.sap.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.credential.CredentialBook;
import dev.natsuin.sap.operation.Operations;
import dev.natsuin.sap.registration.Invitations;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries statements and learns from the verified answers. Thread-safe. */
public final class Statements {
    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private final Courier courier;
    private final Operations operations;
    private final CredentialBook credentials;
    private final Invitations invitations;

    /** Lets both features learn. */
    public Statements(Courier courier, Operations operations, CredentialBook credentials, Invitations invitations) {
        this.courier = courier;
        this.operations = operations;
        this.credentials = credentials;
        this.invitations = invitations;
    }

    /**
     * What came with a sealed statement.
     *
     * @param kind a hint what it is
     * @param display how to call the person whom it invites, or who has another name
     */
    public record Hints(Kind kind, Optional<DisplayName> display) {}

    /**
     * Carries one sealed statement. A wrong hint changes neither the outcome nor what is kept.
     *
     * @param patience how long to wait for work that takes long
     * @return the answer, or that the SGM is still at work, or lost it; {@link Operations} then knows of it
     * @throws Malformed if the octets cannot be a sealed statement
     */
    public CompletableFuture<Courier.Outcome> carry(Account account, Bytes sealed, Hints hints, Duration patience)
            throws Malformed {
        var carried = courier.carry(sealed, Optional.empty());
        if (carried.isEmpty()) {
            return operations.begun(sealed.sha256(), account, later -> learn(account, later, hints), patience);
        }
        learn(account, carried.get(), hints);
        return CompletableFuture.completedFuture(new Courier.Outcome.Done(carried.get()));
    }

    private void learn(Account account, Carried carried, Hints hints) {
        carried.result()
                .ifPresent(
                        result -> learn(account, result, hints, carried.answer().time()));
    }

    private void learn(Account account, JsonObject result, Hints hints, Instant asOf) {
        try {
            switch (hints.kind()) {
                case CREATE_KEY, IMPORT_KEY, RENEW_KEY -> credentials.created(result, asOf);
                case LIST_KEYS -> credentials.listed(result, account, asOf);
                case DESTROY_KEY -> credentials.destroyed(result, asOf);
                case REMOVE_DEVICE ->
                    credentials.ended(Results.DeviceRemoved.read(result).keys(), asOf);
                case REVOKE ->
                    credentials.ended(Results.PersonChanged.read(result).keys(), asOf);
                case RE_ENROL ->
                    credentials.ended(Results.EnrolledAnew.read(result).keys(), asOf);
                case AMEND -> {
                    var amended = Results.PersonAmended.read(result);
                    credentials.ended(amended.keys(), asOf);
                    hints.display().ifPresent(display -> invitations.amended(amended, display, asOf));
                }
                case APPROVE -> credentials.ended(Results.Approved.read(result).keys(), asOf);
                case INVITE -> {
                    if (hints.display().isPresent()) {
                        invitations.invited(result, hints.display().get());
                    }
                }
                case OTHER -> {}
            }
        } catch (Malformed e) {
            LOG.info("hint does not fit the answer kind={}", hints.kind());
        }
    }
}
