package dev.natsuin.sap.http;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One HTTP listener, hardened: limits, no word of what software it is, errors in our own words only. */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    /** What the plain listener's paths may have besides: base64 has slashes, one after the other or encoded. */
    private static final UriCompliance WITH_BASE64 = UriCompliance.DEFAULT.with(
            "with base64",
            UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT,
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR);

    private static final int REQUEST_HEADER_BYTES = 8 * 1024;

    /** How long connections without a request stay open while stopping. */
    private static final int KEPT_OPEN_MILLISECONDS = 100;

    private final Javalin javalin;

    private Listener(Javalin javalin) {
        this.javalin = javalin;
    }

    /** In the system's words: somebody else listens there, it may not, there are no more files. */
    private static String reason(Throwable why) {
        for (var cause = why.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getCause() == null && cause instanceof IOException) {
                return ": " + cause.getMessage();
            }
        }
        return "";
    }

    /**
     * Starts listening.
     *
     * @param address where; port 0 lets the system choose one, see {@link #port()}
     * @param tls the server's key; nothing: plain HTTP
     * @param gate what every request passes first
     * @throws ListenerFault if the address cannot be had
     */
    static Listener start(
            InetSocketAddress address,
            Optional<SslContextFactory.Server> tls,
            HttpLimits limits,
            Function<Watch, Gate> gate,
            Consumer<JavalinConfig> routes) {
        var javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.startup.startupWatcherEnabled = false;
            config.http.compressionStrategy = CompressionStrategy.NONE; // secrets and echoes share answers
            config.http.generateEtags = false;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = Gate.SIGN_HASH;
            var threads = new QueuedThreadPool(limits.maxThreads(), Math.min(8, limits.maxThreads()));
            threads.setName("sap-http");
            config.jetty.threadPool = threads;
            config.jetty.modifyServer(server -> harden(server, limits, gate));
            config.jetty.modifyServletContextHandler(context -> {
                context.setErrorHandler(new TypedErrors());
                context.getServletHandler().setDecodeAmbiguousURIs(tls.isEmpty());
            });
            config.jetty.modifyHttpConfiguration(http -> harden(http, limits, tls.isPresent()));
            config.jetty.addConnector((server, http) -> connector(server, http, address, tls, limits));
            routes.accept(config);
        });
        try {
            javalin.start();
        } catch (JavalinException e) {
            throw new ListenerFault("cannot listen on port " + address.getPort() + reason(e), e);
        }
        return new Listener(javalin);
    }

    private static void harden(Server server, HttpLimits limits, Function<Watch, Gate> gate) {
        var watch = new Watch(limits, server.getScheduler());
        server.addBean(watch);
        server.insertHandler(gate.apply(watch));
        server.insertHandler(new GracefulHandler());
        server.setStopTimeout(limits.drain().toMillis());
        server.setErrorHandler(new TypedErrors());
        server.addBean(new NetworkConnectionLimit(limits.maxConnections(), server));
    }

    private static void harden(HttpConfiguration http, HttpLimits limits, boolean secure) {
        http.setSendServerVersion(false);
        http.setSendXPoweredBy(false);
        http.setRequestHeaderSize(REQUEST_HEADER_BYTES);
        http.setIdleTimeout(limits.idle().toMillis());
        http.setUriCompliance(secure ? UriCompliance.DEFAULT : WITH_BASE64);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        if (secure) {
            // Clients pin the key; they may reach it by any name.
            http.addCustomizer(new SecureRequestCustomizer(false));
        }
    }

    private static ServerConnector connector(
            Server server,
            HttpConfiguration http,
            InetSocketAddress address,
            Optional<SslContextFactory.Server> tls,
            HttpLimits limits) {
        var plain = new HttpConnectionFactory(http);
        var connector = tls.isPresent()
                ? new ServerConnector(server, 1, 1, new SslConnectionFactory(tls.get(), plain.getProtocol()), plain)
                : new ServerConnector(server, 1, 1, plain);
        connector.setHost(address.getAddress().getHostAddress());
        connector.setPort(address.getPort());
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(KEPT_OPEN_MILLISECONDS);
        server.getBeans(Watch.class).forEach(connector::addBean); // it listens to this connector's connections
        return connector;
    }

    /**
     * Has these paths answer GET, and HEAD as GET without the content: left to itself Javalin says of each that it is
     * empty.
     */
    static void onGet(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    /** The port it listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops accepting, lets running requests finish within the limit, and closes. */
    @Override
    public void close() {
        try {
            javalin.stop();
        } catch (JavalinException e) {
            LOG.warn("requests cut off", e);
        }
    }
}
