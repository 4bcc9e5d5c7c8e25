package dev.natsuin.launcher;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Log events as one JSON object per line, each of bounded size.
 *
 * <p>An exception appears with its class and frames. Its message only if the exception is ours: those say nothing about
 * persons and name no place; messages of libraries may hold paths or what somebody sent.
 */
public final class JsonLines extends EncoderBase<ILoggingEvent> {
    private static final int MESSAGE = 1_000;
    private static final int ERROR = 6_000;
    private static final int FRAMES = 20;

    private final JsonFactory factory = new JsonFactory();

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new StringWriter(256); // takes half of a character too, which a log must be able to show
        try (var json = factory.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("event", shortened(event.getFormattedMessage(), MESSAGE));
            if (event.getThrowableProxy() != null) {
                json.writeStringField("error", error(event.getThrowableProxy()));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String error(IThrowableProxy first) {
        var text = new StringBuilder();
        for (var thrown = first; thrown != null && text.length() < ERROR; thrown = thrown.getCause()) {
            text.append(text.isEmpty() ? "" : " caused by ").append(thrown.getClassName());
            if (thrown.getClassName().startsWith("dev.natsuin.") && thrown.getMessage() != null) {
                text.append(": ").append(thrown.getMessage());
            }
            var frames = thrown.getStackTraceElementProxyArray();
            for (int i = 0; i < Math.min(frames.length, FRAMES); i++) {
                text.append(" | ").append(frames[i].getStackTraceElement());
            }
        }
        return shortened(text.toString(), ERROR);
    }

    private static String shortened(@Nullable String text, int most) {
        if (text == null) {
            return "";
        }
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}
