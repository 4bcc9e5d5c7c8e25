package dev.natsuin.link.side;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/**
 * One line of {@code self-check}: something that was looked at, and what was found.
 *
 * @param name what, in lower case with hyphens; stays the same between versions
 * @param state how it stands
 * @param message a sentence for the operator: what was found and, if it is not well, what to do; holds no secret and
 *     nothing about a person
 */
public record Check(String name, State state, String message) {
    /** How something stands. */
    public enum State {
        /** As it should be. */
        OK,
        /** Not as good as it could be, or soon not good; the server serves. */
        WARN,
        /** Not as it must be. */
        FAIL
    }

    /** As it should be. */
    public static Check ok(String name, String message) {
        return new Check(name, State.OK, message);
    }

    /** Worth a person's attention. */
    public static Check warn(String name, String message) {
        return new Check(name, State.WARN, message);
    }

    /** Not as it must be. */
    public static Check fail(String name, String message) {
        return new Check(name, State.FAIL, message);
    }

    /** {@link State#OK} with the first sentence or {@link State#FAIL} with the second. */
    public static Check of(String name, boolean holds, String ok, String otherwise) {
        return holds ? ok(name, ok) : fail(name, otherwise);
    }

    /** True if it is not as it must be. */
    public boolean failed() {
        return state == State.FAIL;
    }

    /** Prints every line, as text or as one JSON object each; the exit code of a command that found this. */
    public static int print(List<Check> checks, boolean json, PrintStream out) {
        checks.forEach(check -> out.println(json ? check.json() : check.text()));
        return checks.stream().anyMatch(Check::failed) ? ExitCode.FAILED : ExitCode.DONE;
    }

    private String stateName() {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** The line for people. */
    public String text() {
        return String.format(Locale.ROOT, "%-4s %s: %s", stateName(), name, message);
    }

    private String json() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("check", name);
            json.writeStringField("state", stateName());
            json.writeStringField("message", message);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
