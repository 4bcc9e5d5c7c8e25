package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/** {@code keys list}, {@code keys create}, {@code keys destroy}. */
final class Keys {
    private Keys() {}

    static Exit list(Call call) throws Refusal {
        var listing = call.core().signingKeys().list();
        if (listing.keys().isEmpty()) {
            call.say("keys.none");
        }
        for (var key : listing.keys()) {
            show(call, key, key.info().status());
        }
        return Exit.DONE;
    }

    static Exit create(Call call) throws Refusal, UsageError {
        var algorithm = algorithm(call);
        try (var pin = call.pin()) {
            var key = call.core().signingKeys().create(algorithm, pin);
            show(call, key, key.info().status());
            return Exit.DONE;
        }
    }

    static Exit destroy(Call call) throws Refusal, UsageError {
        var keyId = call.arguments().matchedPositionalValue(0, "");
        try (var pin = call.pin()) {
            show(call, call.core().signingKeys().destroy(keyId, pin), "destroyed");
            return Exit.DONE;
        }
    }

    static Optional<KeyAlgorithm> algorithm(Call call) throws UsageError {
        var name = call.arguments().matchedOptionValue("--algorithm", "");
        var algorithm = KeyAlgorithm.byName(name);
        if (!name.isEmpty() && algorithm.isEmpty()) {
            throw new UsageError(call.words().text("algorithm.unknown", name));
        }
        return algorithm;
    }

    private static void show(Call call, SigningKeys.Key key, String status) {
        var row = key.row(Instant.EPOCH);
        var certificate = row.certificate();
        var json = JsonObject.with("keyId", row.keyId())
                .and("algorithm", row.algorithm().wireName())
                .and("status", status);
        if (certificate != null) {
            json.and(
                    "certificate",
                    JsonObject.with("subject", certificate.subject())
                            .and("serial", certificate.serial())
                            .and("notAfter", certificate.notAfter().toString())
                            .and("sha256", certificate.sha256().toHex())
                            .build());
        }
        json.andTexts("methods", key.info().methods()).and("level", row.level());
        var shown = certificate == null
                ? ""
                : call.words()
                        .text(
                                "keys.row",
                                row.keyId(),
                                row.algorithm().wireName(),
                                status,
                                certificate.subject(),
                                Call.shown(certificate.notAfter()));
        call.result(json, shown);
    }
}
