package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.desk.GuestList;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.words.GuestWords;
import dev.natsuin.protocol.json.JsonObject;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code staff import}: a list of people, checked whole before anybody of it is admitted. */
final class StaffImport {
    private StaffImport() {}

    static Exit run(Call call) throws Refusal, UsageError {
        var file = Sign.Files.path(call, call.arguments().matchedPositionalValue(0, ""));
        var name = call.arguments().matchedOptionValue("--out", "");
        if (name.isEmpty() && !call.has("--dry-run")) {
            throw new UsageError(call.words().text("import.out"));
        }
        var folder = name.isEmpty() ? Optional.<Path>empty() : Optional.of(Sign.Files.path(call, name));
        var list = Refusal.orThrow(call.core().staffDesk().list(file, folder));
        if (call.has("--dry-run") || !list.isSound()) {
            show(call, list);
            return list.isSound() ? Exit.DONE : Exit.SOME_FAILED;
        }
        return invite(call, list, folder.orElseThrow());
    }

    private static void show(Call call, GuestList list) {
        if (!list.faults().isEmpty()) {
            call.result(
                    JsonObject.empty().andObjects("faults", faults(call, list.faults())),
                    call.words()
                            .text(
                                    "import.file",
                                    GuestWords.sentences(
                                            list.faults(), call.words().language())));
        }
        for (var row : list.rows()) {
            var json = row(row);
            json.and("admitted", row.admitted()).andObjects("faults", faults(call, row.faults()));
            call.result(json, line(call, row));
        }
        if (list.isSound()) {
            var before = list.rows().stream().filter(GuestList.Row::admitted).count();
            call.say("import.good", list.rows().size(), before);
        } else {
            call.say("import.nothing", list.faulty());
        }
    }

    /** A row with all that is signed of a person: also how the name is read, the role, the name in certificates. */
    private static String line(Call call, GuestList.Row row) {
        var kana = row.guest().map(StaffDesk.Guest::kana).orElse("");
        var name = kana.isEmpty() ? row.name() : call.words().text("import.row.read", row.name(), kana);
        var about = Stream.of(
                        Optional.of(row.email()).filter(email -> !email.isEmpty()),
                        row.guest().map(guest -> guest.role().wireName()),
                        row.guest().flatMap(StaffDesk.Guest::subject))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(call.words().text("import.row.and")));
        return call.words().text("import.row", row.line(), name, about, state(call, row));
    }

    private static String state(Call call, GuestList.Row row) {
        if (!row.faults().isEmpty()) {
            return GuestWords.sentences(row.faults(), call.words().language());
        }
        var good = call.words().text(row.admitted() ? "import.row.before" : "import.row.good");
        var closely = GuestWords.lookAlikes(row.name(), call.words().language());
        return closely.isEmpty() ? good : call.words().text("import.row.closely", good, closely);
    }

    private static JsonObject.Builder row(GuestList.Row row) {
        var json = JsonObject.empty()
                .and("line", row.line())
                .and("name", row.name())
                .and("email", row.email());
        row.guest().ifPresent(guest -> {
            if (!guest.kana().isEmpty()) {
                json.and("kana", guest.kana());
            }
            json.and("role", guest.role().wireName());
            guest.subject().ifPresent(subject -> json.and("subject", subject));
        });
        return json;
    }

    private static List<JsonObject> faults(Call call, List<GuestList.Fault> faults) {
        return faults.stream()
                .map(fault -> JsonObject.with(
                                "code",
                                fault.what().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .and("message", GuestWords.sentence(fault, call.words().language()))
                        .build())
                .toList();
    }

    private static Exit invite(Call call, GuestList list, Path folder) throws Refusal, UsageError {
        var dress = new StaffDesk.Dress(call.words().language(), ZoneId.systemDefault());
        call.say("import.whom");
        list.rows().forEach(row -> call.terminal().err(line(call, row)));
        try (var pin = call.pin()) {
            var imported = Refusal.orThrow(call.core()
                    .staffDesk()
                    .inviteAll(list, folder, dress, pin, done -> call.timing().reached("invite " + done)));
            imported.admitted().forEach(one -> show(call, one));
            if (imported.stopped().isEmpty()) {
                call.say("import.done", imported.admitted().size());
                var waiting = imported.admitted().stream()
                        .filter(GuestList.Admitted::waits)
                        .count();
                if (waiting > 0) {
                    call.say("import.waits", waiting);
                }
                return Exit.DONE;
            }
            var left =
                    list.rows().subList(imported.admitted().size(), list.rows().size());
            if (call.json()) {
                var error = call.error(imported.stopped().get());
                call.result(row(left.get(0)).and("error", error), "");
                left.stream().skip(1).forEach(row -> call.result(row(row).and("state", "not-tried"), ""));
            }
            call.say("import.stopped", left.get(0).line());
            throw new Refusal(imported.stopped().get());
        }
    }

    private static void show(Call call, GuestList.Admitted one) {
        var row = one.row();
        call.result(
                row(row).and("user", one.user())
                        .and("code", Call.shown(one.code()))
                        .and("sheet", Call.shown(one.sheet()))
                        .and("expires", one.expires().toString())
                        .and("before", one.before())
                        .and("waits", one.waits()),
                one.before()
                        ? call.words().text("import.admitted.before", row.line(), row.name(), one.user())
                        : call.words()
                                .text(
                                        "import.admitted",
                                        row.line(),
                                        row.name(),
                                        one.user(),
                                        Call.shown(one.code()),
                                        Call.shown(one.sheet()),
                                        Call.shown(one.expires())));
    }
}
