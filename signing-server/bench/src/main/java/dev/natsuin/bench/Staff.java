package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.EnrolmentCode;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Admits people as a helpdesk would: one administrator, one officer, and signers with a key each. */
final class Staff {
    private static final Duration CODE_LIFE = Duration.ofHours(1);

    private final Server server;
    private final Clock clock;
    private final Desk officer;

    /** The administrator enrols with the server's first code and admits the officer. */
    Staff(Server server, EnrolmentCode first, Clock clock) throws IOException, Malformed {
        this.server = server;
        this.clock = clock;
        var administrator = Desk.enrolled(server, first, clock);
        try (var code = invited(administrator, Role.OFFICER, "officer", Optional.empty())) {
            this.officer = Desk.enrolled(server, code, clock);
        }
    }

    private EnrolmentCode invited(Desk by, Role role, String name, Optional<KeyAlgorithm> algorithm)
            throws IOException, Malformed {
        var octets = new byte[EnrolmentSecretHash.SECRET_SIZE_BYTES];
        server.random().nextBytes(octets);
        var secret = Secret.taking(octets);
        var expires = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(CODE_LIFE);
        var hash = EnrolmentSecretHash.of(secret);
        var result = by.order(
                head -> new Statement.Invite(head, role, hash, expires, algorithm.map(a -> "CN=" + name), algorithm),
                "invite",
                Optional.of(JsonObject.with("name", name)
                        .and("email", name + "@example.org")
                        .build()));
        var invited = Results.Invited.read(result);
        return new EnrolmentCode(server.identityHash(), invited.invitation(), invited.user(), server.url(), secret);
    }

    /**
     * A signer who can order signatures.
     *
     * @param desk theirs
     * @param key theirs
     */
    record Signer(Desk desk, SigningKey key) {}

    /** Admits a signer, who enrols and makes a key. */
    Signer signer(int number, KeyAlgorithm algorithm) throws IOException, Malformed {
        try (var code = invited(officer, Role.SIGNER, "signer " + number, Optional.of(algorithm))) {
            var desk = Desk.enrolled(server, code, clock);
            var made = desk.order(
                    head -> new Statement.CreateKey(head, algorithm, List.of("device")),
                    "create-key",
                    Optional.empty());
            return new Signer(desk, SigningKey.of(Results.KeyInfo.read(made)));
        }
    }
}
