package dev.natsuin.desktop;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import dev.natsuin.desktop.words.Printable;

/**
 * What is logged, in code: reading it from a file took a tenth of the window's start.
 *
 * <p>Libraries log nothing here: what they say may hold names of documents or words from them. Our own warnings are one
 * sentence on standard error, without the exception, whose message may name a file; an address from a stranger's
 * certificate in it commands no terminal. Commands have no logging at all.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class Logging extends ContextAwareBase implements Configurator {
    /** Found by logback. */
    public Logging() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getStatusManager().add(new NopStatusListener());
        var sentence = new Sentence();
        sentence.setContext(context);
        sentence.start();
        var encoder = new LayoutWrappingEncoder<ILoggingEvent>();
        encoder.setContext(context);
        encoder.setLayout(sentence);
        encoder.start();
        var terminal = new ConsoleAppender<ILoggingEvent>();
        terminal.setContext(context);
        terminal.setTarget("System.err");
        terminal.setEncoder(encoder);
        terminal.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        var ours = context.getLogger("dev.natsuin");
        ours.setLevel(Level.WARN);
        ours.setAdditive(false);
        ours.addAppender(terminal);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Level and message, nothing of an exception. */
    private static final class Sentence extends LayoutBase<ILoggingEvent> {
        @Override
        public String doLayout(ILoggingEvent event) {
            return event.getLevel() + " " + Printable.name(event.getFormattedMessage()) + System.lineSeparator();
        }
    }
}
