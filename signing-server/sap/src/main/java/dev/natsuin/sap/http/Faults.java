package dev.natsuin.sap.http;

import org.jspecify.annotations.Nullable;

/** Describes faults for the log by classes and places, without messages: those may quote what came from outside. */
final class Faults {
    private static final int FRAMES = 8;

    private Faults() {}

    static String describe(Throwable fault) {
        var text = new StringBuilder();
        describe(text, fault, 0);
        return text.toString();
    }

    private static void describe(StringBuilder text, @Nullable Throwable fault, int depth) {
        if (fault == null || depth > 4) {
            return;
        }
        text.append(depth == 0 ? "fault=" : " cause=").append(fault.getClass().getName());
        var frames = fault.getStackTrace();
        for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
            var frame = frames[i];
            text.append(i == 0 ? " at " : " < ")
                    .append(
                            frame.getClassName(),
                            frame.getClassName().lastIndexOf('.') + 1,
                            frame.getClassName().length())
                    .append('.')
                    .append(frame.getMethodName())
                    .append(':')
                    .append(frame.getLineNumber());
        }
        describe(text, fault.getCause(), depth + 1);
    }
}
