package dev.natsuin.sap.statement;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.account.Account;
import dev.natsuin.sap.account.DisplayName;
import dev.natsuin.sap.courier.Carried;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.credential.CredentialBook;
import dev.natsuin.sap.registration.Invitations;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries statements and learns from the verified answers. Thread-safe. */
public final class Statements {
    private static final Logger LOG = LoggerFactory.getLogger(Statements.class);

    private final Courier courier;
    private final CredentialBook credentials;
    private final Invitations invitations;

    /** Lets both features learn. */
    public Statements(Courier courier, CredentialBook credentials, Invitations invitations) {
        this.courier = courier;
        this.credentials = credentials;
        this.invitations = invitations;
    }

    /**
     * What came with a sealed statement.
     *
     * @param kind a hint what it is
     * @param display how to call the person whom it invites
     */
    public record Hints(Kind kind, Optional<DisplayName> display) {}

    /**
     * Carries one sealed statement. A wrong hint changes neither the outcome nor what is kept.
     *
     * @throws Malformed if the octets cannot be a sealed statement
     */
    public Carried carry(Account account, Bytes sealed, Hints hints) throws Malformed {
        var carried = courier.carry(sealed, Optional.empty());
        carried.result()
                .ifPresent(
                        result -> learn(account, result, hints, carried.answer().time()));
        return carried;
    }

    private void learn(Account account, JsonObject result, Hints hints, Instant asOf) {
        try {
            switch (hints.kind()) {
                case CREATE_KEY -> credentials.created(result, asOf);
                case LIST_KEYS -> credentials.listed(result, account, asOf);
                case DESTROY_KEY -> credentials.destroyed(result, asOf);
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
