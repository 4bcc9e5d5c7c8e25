package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.KeyFileContent;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.desk.CertifiedName;
import dev.natsuin.desktop.desk.KeyRow;
import dev.natsuin.desktop.desk.KeyUse;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.KeyKinds;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code keys list}, {@code keys create}, {@code keys import}, {@code keys renew}, {@code keys destroy}. */
final class Keys {
    private Keys() {}

    static Exit list(Call call) throws Refusal {
        var listing = call.core().signingKeys().listWithUse();
        if (listing.keys().isEmpty()) {
            call.say("keys.none");
        }
        // Whoever has another name by now is told so beside the keys; the list itself does not depend on it.
        var name = Refusal.answer(call.core().signingKeys()::nameNow).given().flatMap(told -> told);
        for (var key : listing.keys()) {
            var row = key.row(listing.time());
            show(call, key, listing.time());
            warn(call, row, listing.time());
            row.dormant(listing.time()).ifPresent(use -> sayDormant(call, row, use));
            name.filter(now -> row.hasOlderNameThan(now)).ifPresent(now -> sayOlder(call, row, now));
        }
        return Exit.DONE;
    }

    /** Nothing is done about it: it may be needed yet. */
    private static void sayDormant(Call call, KeyRow key, KeyUse use) {
        var words = use.last().isPresent() ? "keys.dormant" : "keys.dormant.never";
        call.say(words, key.keyId(), Call.shown(use.last().orElse(use.created())));
    }

    private static void sayOlder(Call call, KeyRow key, CertifiedName now) {
        call.say(
                "keys.older.name",
                key.keyId(),
                now.changed().map(Call::shown).orElse(""),
                Printable.name(now.subject()),
                now.changed().isPresent() ? 1 : 0);
    }

    /** The name that the certificate will have, told before the PIN if it is another than those of now. */
    private static Optional<CertifiedName> nameNow(Call call, Predicate<KeyRow> which) throws Refusal {
        var keys = call.core().signingKeys();
        var name = keys.nameToOrder();
        if (name.isPresent()) {
            var listing = keys.list();
            var there = listing.living().stream()
                    .map(key -> key.row(listing.time()))
                    .filter(which)
                    .toList();
            var other = there.stream().anyMatch(row -> row.hasOlderNameThan(name.get()));
            if (other || (there.isEmpty() && name.get().changed().isPresent())) {
                call.say("keys.other.name", Printable.name(name.get().subject()));
            }
        }
        return name;
    }

    static Exit create(Call call) throws Refusal, UsageError {
        var algorithm = algorithm(call);
        var name = nameNow(call, key -> true);
        try (var pin = call.pin()) {
            var key = call.core().signingKeys().create(algorithm, name, pin);
            show(call, key, key.info().status());
            return Exit.DONE;
        }
    }

    /**
     * A key that was made elsewhere, with its certificate. Whom that names is told before the PIN is typed; with
     * {@code --pin-stdin} the PIN comes first, as the order of lines is the same for every command.
     */
    static Exit importKey(Call call) throws Refusal, UsageError {
        if (call.has("--pin-stdin")) {
            try (var pin = call.pin();
                    var password = call.pin("keys.import.password");
                    var content = open(call, password)) {
                return imported(call, content, Optional.of(pin));
            }
        }
        try (var password = call.pin("keys.import.password");
                var content = open(call, password)) {
            return imported(call, content, Optional.empty());
        }
    }

    private static KeyFileContent open(Call call, Secret password) throws Refusal, UsageError {
        var file = Sign.Files.path(call, call.arguments().matchedPositionalValue(0, ""));
        return call.core().signingKeys().open(file, password);
    }

    private static Exit imported(Call call, KeyFileContent content, Optional<Secret> typed) throws Refusal, UsageError {
        var chosen = chosen(call, content);
        call.say("keys.import.certificate", chosen.algorithm().wireName(), chosen.subject(), chosen.issuer());
        try (var pin = typed.isPresent() ? typed.get() : call.pin()) {
            var key = call.core().signingKeys().importKey(chosen, pin);
            call.say("keys.import.done");
            show(call, key, key.info().status());
            return Exit.DONE;
        }
    }

    /** The key that {@code --alias} names, or the only one; says what there is if there are several. */
    static KeyFileContent.Candidate chosen(Call call, KeyFileContent content) throws Refusal {
        var name =
                Optional.of(call.arguments().matchedOptionValue("--alias", "")).filter(alias -> !alias.isEmpty());
        if (name.isEmpty() && content.names().size() > 1) {
            content.names().forEach(alias -> call.say("keys.import.alias", alias));
        }
        return content.choose(name);
    }

    static Exit destroy(Call call) throws Refusal, UsageError {
        var keyId = call.arguments().matchedPositionalValue(0, "");
        try (var pin = call.pin()) {
            show(call, call.core().signingKeys().destroy(keyId, pin), "destroyed");
            return Exit.DONE;
        }
    }

    /** The same key with a new certificate; with {@code --new-key} a new key in the place of the old one. */
    static Exit renew(Call call) throws Refusal, UsageError {
        var keyId = call.arguments().matchedPositionalValue(0, "");
        var keys = call.core().signingKeys();
        var name = nameNow(call, key -> key.keyId().equals(keyId));
        try (var pin = call.pin()) {
            var key = call.has("--new-key") ? keys.replace(keyId, name, pin) : keys.renew(keyId, name, pin);
            show(call, key, key.info().status());
            return Exit.DONE;
        }
    }

    /** A key's state in words, as far as there are words for it. */
    static String status(Call call, String status) {
        var key = "keys.status." + status;
        return call.words().has(key) ? call.words().text(key) : status;
    }

    static Optional<KeyAlgorithm> algorithm(Call call) throws UsageError {
        var name = call.arguments().matchedOptionValue("--algorithm", "");
        var algorithm = KeyAlgorithm.byName(name);
        if (!name.isEmpty() && algorithm.isEmpty()) {
            throw new UsageError(call.words().text("algorithm.unknown", name));
        }
        return algorithm;
    }

    /** Says in time that a certificate ends; the number of days is in the profile's config.json. */
    static void warn(Call call, KeyRow key, Instant now) throws Refusal {
        var days = call.core().profile().config().expiryWarningDays();
        var certificate = key.certificate();
        if (certificate != null && key.endsWithin(Duration.ofDays(days), now)) {
            var left = Duration.between(now, certificate.notAfter()).toDays();
            call.say(
                    key.imported() ? "keys.ends.imported" : "keys.ends",
                    key.keyId(),
                    Call.shown(certificate.notAfter()),
                    left);
        }
    }

    private static String rowWords(SigningKeys.Key key) {
        if (key.info().handedBy().isPresent()) {
            return "keys.row.handed";
        }
        return key.row(Instant.EPOCH).imported() ? "keys.row.imported" : "keys.row";
    }

    static void show(Call call, SigningKeys.Key key, String status) {
        show(call, key, status, Optional.empty());
    }

    /**
     * As a list told it.
     *
     * @param now SGM time of the list
     */
    static void show(Call call, SigningKeys.Key key, Instant now) {
        show(call, key, key.info().status(), Optional.of(now));
    }

    private static void show(Call call, SigningKeys.Key key, String status, Optional<Instant> now) {
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
        json.andTexts("methods", key.info().methods())
                .and("level", row.level())
                .and("origin", key.info().origin().wireName());
        key.info().handedBy().ifPresent(by -> json.and("handedBy", by));
        row.use().ifPresent(use -> {
            json.and("created", use.created().toString());
            use.last().ifPresent(last -> json.and("lastUsed", last.toString()));
            now.ifPresent(
                    time -> json.and("dormant", key.row(time).dormant(time).isPresent()));
        });
        if (row.algorithm().isExperimental()) {
            json.and("experimental", true);
        }
        var shown = certificate == null
                ? ""
                : call.words()
                        .text(
                                rowWords(key),
                                row.keyId(),
                                KeyKinds.typed(row.algorithm(), call.words().language()),
                                status(call, status),
                                certificate.subject(),
                                Call.shown(certificate.notAfter()),
                                key.info().handedBy().orElse(""));
        call.result(
                json,
                row.use()
                        .map(use -> shown + "  "
                                + use.last()
                                        .map(last -> call.words().text("keys.used", Call.shown(last)))
                                        .orElseGet(() -> call.words().text("keys.used.never")))
                        .orElse(shown));
    }
}
