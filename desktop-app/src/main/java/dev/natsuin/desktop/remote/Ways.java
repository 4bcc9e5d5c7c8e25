package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.HttpProxy;
import dev.natsuin.desktop.desk.ProxyWish;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.problem.ProblemCode;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which way leads out of this computer to an address: directly, or through which HTTP proxy. What the person wishes
 * comes first, then the variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} (in
 * lower case too, which wins), then the settings of the system. Thread-safe; looked up anew each time, so that a change
 * is at work with the next exchange.
 */
public final class Ways {
    /** Every address directly. */
    public static final Ways DIRECT = new Ways(ProxyWish.Directly::new, Map.of(), () -> ProxySelector.of(null));

    private final Refusal.Work<ProxyWish> wish;
    private final Map<String, String> environment;
    private final Supplier<ProxySelector> system;

    private Ways(Refusal.Work<ProxyWish> wish, Map<String, String> environment, Supplier<ProxySelector> system) {
        this.wish = wish;
        this.environment = environment;
        this.system = system;
    }

    /** Those of this computer; made before anything asks Java for a proxy. */
    public static Ways ofThisComputer() {
        // Java looks at the system's settings only if told before it looks first: at those of GNOME on Linux, which its
        // libraries read, and at those of Windows and macOS with their scripts.
        if (System.getProperty("java.net.useSystemProxies") == null) {
            System.setProperty("java.net.useSystemProxies", "true");
        }
        return of(System.getenv(), ProxySelector::getDefault);
    }

    /**
     * Those of a computer.
     *
     * @param environment environment variables
     * @param system what the system's settings say; asked only where neither a wish nor a variable says anything
     */
    public static Ways of(Map<String, String> environment, Supplier<ProxySelector> system) {
        return new Ways(ProxyWish.AsUsual::new, Map.copyOf(environment), system);
    }

    /** The same under this wish, which is asked for each time. */
    public Ways wished(Refusal.Work<ProxyWish> by) {
        return new Ways(by, environment, system);
    }

    /**
     * The proxy on the way to an address; nothing if the way is direct.
     *
     * @throws Refusal {@code proxy-unusable} if one is named that is no HTTP proxy; what keeps the wish from being read
     */
    public Optional<HttpProxy> to(URI address) throws Refusal {
        var wished = wish.run();
        if (wished instanceof ProxyWish.Through through) {
            return new DirectHosts(through.exceptions()).has(address) ? Optional.empty() : Optional.of(through.proxy());
        }
        if (wished instanceof ProxyWish.Directly || new DirectHosts(List.of()).has(address)) {
            return Optional.empty();
        }
        var named = variable(address.getScheme().toLowerCase(Locale.ROOT) + "_proxy")
                .or(() -> variable("all_proxy"));
        if (named.isEmpty()) {
            return bySystem(address);
        }
        var exceptions = List.of(variable("no_proxy").orElse("").split("[,\\s]+"));
        return new DirectHosts(exceptions).has(address)
                ? Optional.empty()
                : Optional.of(HttpProxy.read(named.get()).orElseThrow(() -> new Refusal(ProblemCode.PROXY_UNUSABLE)));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name))
                .or(() -> Optional.ofNullable(environment.get(name.toUpperCase(Locale.ROOT))))
                .filter(value -> !value.isBlank());
    }

    private Optional<HttpProxy> bySystem(URI address) throws Refusal {
        var first = system.get().select(address).stream().findFirst().orElse(Proxy.NO_PROXY);
        return switch (first.type()) {
            case DIRECT -> Optional.empty();
            case HTTP -> {
                var there = (InetSocketAddress) first.address();
                yield Optional.of(new HttpProxy(there.getHostString(), there.getPort()));
            }
            case SOCKS -> throw new Refusal(ProblemCode.PROXY_UNUSABLE);
        };
    }
}
