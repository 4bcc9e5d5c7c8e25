package dev.natsuin.sap.signing;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.csc.CscOutcome;
import dev.natsuin.sap.csc.CscRefusal;
import dev.natsuin.sap.csc.CscRequest;
import dev.natsuin.sap.csc.NotAsSpecified;
import dev.natsuin.sap.operation.Operations;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * CSC's signatures/signPolling: asks for an order that signHash took in asynchronous mode, by the responseID it gave.
 * To everybody but the person who ordered there is no such request. Thread-safe.
 */
public final class SignPolling {
    private static final String REQUEST_ID = "requestID";
    private static final int HASH_SIZE_BYTES = 32;

    private final Operations operations;

    /** Asks these. */
    public SignPolling(Operations operations) {
        this.operations = operations;
    }

    /**
     * What has become of it.
     *
     * @param patience how long to wait for its end; whoever takes the outcome up must not linger
     */
    public CompletableFuture<CscOutcome> poll(Account account, JsonObject body, Duration patience) {
        try {
            var request = new CscRequest(body);
            var id = request.text(REQUEST_ID);
            request.noUserId("SHALL");
            return operations.ask(account, hash(id), patience).thenApply(SignPolling::outcome);
        } catch (NotAsSpecified e) {
            return CompletableFuture.completedFuture(CscOutcome.refused(e.refusal()));
        }
    }

    private static Bytes hash(String id) throws NotAsSpecified {
        try {
            var hash = Bytes.hex(id);
            if (hash.size() == HASH_SIZE_BYTES) {
                return hash;
            }
        } catch (IllegalArgumentException e) {
            // told below, as every other text that is no responseID
        }
        throw new NotAsSpecified(CscRefusal.invalidParameter(REQUEST_ID));
    }

    private static CscOutcome outcome(Courier.Outcome outcome) {
        if (outcome instanceof Courier.Outcome.Done done) {
            return SignedAnswer.of(done.carried(), REQUEST_ID, signed -> true);
        }
        return CscOutcome.refused(
                outcome instanceof Courier.Outcome.Working
                        ? CscRefusal.notYet()
                        : CscRefusal.invalidParameter(REQUEST_ID));
    }
}
