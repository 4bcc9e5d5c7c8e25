package dev.natsuin.desktop;

import dev.natsuin.desktop.words.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * All logging of the window: three lines of it, where a library for it takes a twentieth of the window's start.
 *
 * <p>Libraries log nothing here: what they say may hold names of documents or words from them. Our own warnings are one
 * sentence on standard error, without the exception, whose message may name a file; an address from a stranger's
 * certificate in it commands no terminal. Commands have no logging at all.
 */
public final class Logging implements SLF4JServiceProvider {
    private static final String OURS = "dev.natsuin.";

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter noContext = new NOPMDCAdapter();

    /** Found by slf4j. */
    public Logging() {}

    /** Has slf4j take this without looking for it in every library, which takes as long as all else it does. */
    static void take() {
        System.setProperty("slf4j.provider", Logging.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    @Override
    public void initialize() {}

    @Override
    public ILoggerFactory getLoggerFactory() {
        return name -> name.startsWith(OURS) ? new Sentences(name) : NOPLogger.NOP_LOGGER;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return noContext;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0";
    }

    /** Warnings and errors: level and message, nothing of an exception. */
    private static final class Sentences extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1L;

        Sentences(String name) {
            this.name = name;
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return Logging.class.getName();
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String pattern,
                Object @Nullable [] values,
                @Nullable Throwable thrown) {
            var sentence = MessageFormatter.basicArrayFormat(pattern, values);
            System.err.println(level + " " + Printable.name(sentence));
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return false;
        }

        @Override
        public boolean isWarnEnabled() {
            return true;
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }
}
