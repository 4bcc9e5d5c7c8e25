package dev.natsuin.sap.credential;

import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.csc.CscOutcome;
import dev.natsuin.sap.csc.CscRefusal;
import dev.natsuin.sap.csc.CscRequest;
import dev.natsuin.sap.csc.NotAsSpecified;
import java.time.InstantSource;
import java.util.ArrayList;

/** CSC's credentials/list and credentials/info: a person's own credentials and nobody else's. Thread-safe. */
public final class Credentials {
    private final CredentialStore store;
    private final InstantSource clock;

    /** Shows what the store keeps. */
    public Credentials(CredentialStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** The account's credentials (CSC API v2.2, credentials/list). */
    public CscOutcome list(Account account, JsonObject body) {
        try {
            var request = new CscRequest(body);
            request.noUserId();
            var view = CredentialView.read(request);
            var withInfos = request.flag("credentialInfo");
            var onlyValid = request.flag("onlyValid");
            var now = clock.instant();
            var ids = new ArrayList<String>();
            var infos = new ArrayList<JsonObject>();
            for (var credential : store.of(account.user())) {
                if (onlyValid && CredentialView.expired(credential, now)) {
                    continue;
                }
                var id = credential.key().keyId();
                ids.add(id);
                if (withInfos) {
                    infos.add(view.addTo(JsonObject.with("credentialID", id), credential, now)
                            .build());
                }
            }
            var json = JsonObject.empty().andTexts("credentialIDs", ids);
            if (withInfos) {
                json.andObjects("credentialInfos", infos);
            }
            return new CscOutcome.Done((onlyValid ? json.and("onlyValid", true) : json).build());
        } catch (NotAsSpecified e) {
            return CscOutcome.refused(e.refusal());
        }
    }

    /** One of the account's credentials (CSC API v2.2, credentials/info). */
    public CscOutcome info(Account account, JsonObject body) {
        try {
            var request = new CscRequest(body);
            var id = request.text("credentialID");
            var view = CredentialView.read(request);
            var credential = store.find(id).filter(c -> c.key().user().equals(account.user()));
            if (credential.isEmpty()) {
                return CscOutcome.refused(CscRefusal.invalidParameter("credentialID"));
            }
            return new CscOutcome.Done(view.addTo(JsonObject.empty(), credential.get(), clock.instant())
                    .build());
        } catch (NotAsSpecified e) {
            return CscOutcome.refused(e.refusal());
        }
    }
}
