package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP clients, one for each way: a client never changes its way, so what is for a proxy alone goes to no other.
 * Thread-safe. Costs nothing before the first exchange, and from then on a thread and some open files for each way.
 */
final class Clients {
    private static final int MOST = 8;
    private static final int WANTS_LOGIN = 407;
    /** What Java says of a proxy that opens no tunnel. */
    private static final Pattern NO_TUNNEL = Pattern.compile("Tunnel failed, got: (\\d{3})");

    static {
        // Java gives no name and password to a proxy before TLS unless told. To whom they go, Ways says.
        for (var schemes :
                new String[] {"jdk.http.auth.tunneling.disabledSchemes", "jdk.http.auth.proxying.disabledSchemes"}) {
            if (System.getProperty(schemes) == null) {
                System.setProperty(schemes, "");
            }
        }
    }

    private final Ways ways;
    private final Supplier<HttpClient.Builder> builders;
    private final Map<Optional<HttpProxy>, HttpClient> made = new HashMap<>();

    /** Made by these builders, whose proxy is set here. */
    Clients(Ways ways, Supplier<HttpClient.Builder> builders) {
        this.ways = ways;
        this.builders = builders;
    }

    /**
     * A client and the way it takes.
     *
     * @param proxy the proxy on it; nothing: directly
     */
    record Leading(HttpClient client, Optional<HttpProxy> proxy) {
        /** The same request with what the proxy wants to know. */
        HttpRequest.Builder prepared(HttpRequest.Builder request) {
            proxy.flatMap(HttpProxy::login)
                    .ifPresent(login -> request.setHeader("Proxy-Authorization", login.authorization()));
            return request;
        }

        /** What the proxy did, if it is the proxy's fault that an exchange failed. */
        Optional<ProblemCode> fault(Throwable failure) {
            for (var t = failure; proxy.isPresent() && t != null; t = t.getCause()) {
                if (t instanceof ConnectException || t instanceof HttpConnectTimeoutException) {
                    return Optional.of(ProblemCode.PROXY_UNREACHABLE);
                }
                var refused =
                        NO_TUNNEL.matcher(Optional.ofNullable(t.getMessage()).orElse(""));
                if (t instanceof IOException && refused.matches()) {
                    return fault(refused);
                }
            }
            return Optional.empty();
        }

        private static Optional<ProblemCode> fault(Matcher refused) {
            return switch (refused.group(1)) {
                case "401", "407" -> Optional.of(ProblemCode.PROXY_WANTS_LOGIN); // Some say 401 of a wrong password.
                case "502", "503", "504" -> Optional.empty(); // It does not reach the server either.
                default -> Optional.of(ProblemCode.PROXY_REFUSES);
            };
        }

        /** What the proxy wants, if this status is its word and not the server's. */
        Optional<ProblemCode> fault(int status) {
            return proxy.isPresent() && status == WANTS_LOGIN
                    ? Optional.of(ProblemCode.PROXY_WANTS_LOGIN)
                    : Optional.empty();
        }
    }

    /** The client for an address; never the way of before if another leads there by now. */
    Leading to(URI address) throws Refusal {
        var proxy = ways.to(address);
        synchronized (made) {
            if (made.size() >= MOST && !made.containsKey(proxy)) {
                made.clear(); // Those of proxies of before.
            }
            return new Leading(made.computeIfAbsent(proxy, this::client), proxy);
        }
    }

    private HttpClient client(Optional<HttpProxy> proxy) {
        return builders.get()
                .proxy(ProxySelector.of(proxy.map(one -> InetSocketAddress.createUnresolved(one.host(), one.port()))
                        .orElse(null)))
                .build();
    }
}
