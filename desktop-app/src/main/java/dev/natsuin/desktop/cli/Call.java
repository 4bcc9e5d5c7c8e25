package dev.natsuin.desktop.cli;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.words.ProblemWords;
import dev.natsuin.desktop.words.Words;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.protocol.problem.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
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
    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    boolean has(String option) {
        return arguments.hasMatchedOption(option);
    }

    /** A line of result: the object with {@code --json}, else the words. */
    void result(JsonObject.Builder object, String text) {
        terminal.out(json ? object.build().toBytes().toUtf8() : text);
    }

    /** Tells the person. */
    void say(String key, Object... values) {
        terminal.err(words.text(key, values));
    }

    String sentence(Problem problem) {
        return ProblemWords.sentence(problem, words.language());
    }

    JsonObject error(Problem problem) {
        var error = JsonObject.with("code", problem.code().code()).and("message", sentence(problem));
        problem.triesLeft().ifPresent(tries -> error.and("triesLeft", (long) tries));
        return error.build();
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

    /** Something a command does. */
    interface Work {
        Exit run(Call call) throws Refusal, UsageError;
    }
}
