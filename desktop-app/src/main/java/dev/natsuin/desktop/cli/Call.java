package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.IdentityWords;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParseResult;

/**
 * One command as it was called: its arguments, the desk, and how to speak.
 *
 * @param arguments what picocli read
 * @param core the desk
 * @param terminal where to read and write
 * @param words in the person's language
 * @param json one JSON object a line
 * @param timing when steps are reached
 */
record Call(ParseResult arguments, DeskCore core, Terminal terminal, Words words, boolean json, Timing timing) {
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm xxx", Locale.ROOT);

    boolean has(String option) {
        return arguments.hasMatchedOption(option);
    }

    /** A line of result: the object with {@code --json}, else the words. */
    void result(JsonObject.Builder object, String text) {
        terminal.out(json ? Printable.json(object.build().toBytes().toUtf8()) : text);
    }

    /** A file that nothing came of, and why. */
    Exit refused(Path file, Problem why) {
        if (json) {
            result(JsonObject.with("file", shown(file)).and("error", error(why)), "");
        } else {
            say("sign.item.refused", shown(file), sentence(why));
        }
        return Exit.SOME_FAILED;
    }

    /**
     * Once, that the SGM has a new identity key, which was followed to.
     *
     * @param asking true if the server may be asked how those are called who ordered it; it tells nobody but staff
     */
    static void tellIdentity(DeskCore core, Terminal terminal, Words words, boolean asking) {
        core.desk().identityWasTold().given().flatMap(there -> there).ifPresent(now -> {
            var names = asking
                    ? core.staffDesk()
                            .signedNames(List.of(now.askedBy(), now.approvedBy()))
                            .given()
                    : Optional.<Map<String, String>>empty();
            terminal.err(IdentityWords.sentence(
                    now,
                    names.orElse(Map.of()),
                    shown(now.since()),
                    Enrol.grouped(now.fingerprint()),
                    words.language()));
        });
    }

    /** What became of an order from before, whenever that is found out. */
    static void tell(Earlier earlier, Terminal terminal, Words words) {
        var key = "earlier.act." + earlier.act();
        var act = words.has(key) ? words.text(key) : earlier.act();
        var names = earlier.documents().isEmpty() ? act : act + " " + String.join(", ", earlier.documents());
        if (earlier.outcome() instanceof Earlier.Outcome.Finished) {
            return; // The command that finished it tells of each file.
        }
        if (earlier.outcome() instanceof Earlier.Outcome.Done done) {
            terminal.err(words.text("earlier.done", names, String.valueOf(done.logIndex())));
            if (words.has("earlier.done." + earlier.act())) {
                terminal.err(words.text("earlier.done." + earlier.act()));
            }
        } else if (earlier.outcome() instanceof Earlier.Outcome.Refused refused) {
            terminal.err(words.text("earlier.refused", names, ProblemWords.typed(refused.why(), words.language())));
        } else {
            terminal.err(words.text("earlier.over", names));
        }
    }

    /** Tells the person. */
    void say(String key, Object... values) {
        terminal.err(words.text(key, values));
    }

    String sentence(Problem problem) {
        return ProblemWords.typed(problem, words.language());
    }

    JsonObject error(Problem problem) {
        var error = JsonObject.with("code", problem.code().code()).and("message", sentence(problem));
        problem.triesLeft().ifPresent(tries -> error.and("triesLeft", (long) tries));
        return error.build();
    }

    /** What was done, in the reader's language, with the name by which it is searched for. */
    String operation(String name) {
        return words().has("operation." + name) ? words().text("operation." + name) : name;
    }

    /** A moment for people, in this computer's zone. */
    static String shown(Instant time) {
        return MINUTES.format(time.atZone(ZoneId.systemDefault()));
    }

    /** A path for people and JSON: as it was given. */
    static String shown(Path file) {
        return file.toString();
    }

    /** The PIN: the next line of standard input with {@code --pin-stdin}, else asked for. The caller closes it. */
    Secret pin() throws UsageError {
        return pin("pin");
    }

    Secret pin(String question) throws UsageError {
        var secret = has("--pin-stdin") ? terminal.secretLine() : terminal.askSecret(words.text(question) + " ");
        return secret.orElseThrow(() -> new UsageError(words.text("pin.missing")));
    }

    /** The password of protected documents, asked for after the PIN; nothing if nobody can or wants to give one. */
    Optional<Secret> documentPassword() {
        return has("--pin-stdin")
                ? terminal.secretLine()
                : terminal.askSecret(words.text("sign.document.password") + " ");
    }

    /** Something a command does. */
    interface Work {
        Exit run(Call call) throws Refusal, UsageError;
    }
}
