package dev.natsuin.desktop.desk;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An HTTP proxy: connections go to it, and it passes them on (RFC 9110 §9.3.6).
 *
 * @param host a name or an address; an IPv6 address without brackets
 * @param port 1 to 65535
 * @param login what it wants to know first, if it wants anything
 */
public record HttpProxy(String host, int port, Optional<BasicLogin> login) {
    private static final int USUAL_PORT = 80;
    private static final int HIGHEST_PORT = 65535;
    private static final Pattern WRITTEN =
            Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*://)?(?:(?<login>[^@/]*)@)?"
                    + "(?:\\[(?<six>[0-9a-fA-F:.]+)]|(?<name>[A-Za-z0-9_.-]+))(?::(?<port>\\d{1,5}))?/?");

    /** A proxy that wants to know nothing. */
    public HttpProxy(String host, int port) {
        this(host, port, Optional.empty());
    }

    /**
     * The proxy of a text like {@code http://proxy.example:8080}, {@code proxy.example:8080} or
     * {@code http://name:password@proxy.example:8080}; nothing for any other text and any other kind of proxy.
     */
    public static Optional<HttpProxy> read(String text) {
        var written = WRITTEN.matcher(text.strip());
        if (!written.matches()) {
            return Optional.empty();
        }
        var scheme = Optional.ofNullable(written.group("scheme"));
        var port = Optional.ofNullable(written.group("port")).map(Integer::valueOf);
        // Without either it may be anything: a name of a file, a word.
        var isOne = scheme.isEmpty()
                ? port.isPresent()
                : scheme.get().toLowerCase(Locale.ROOT).equals("http://");
        var number = port.orElse(USUAL_PORT);
        if (!isOne || number < 1 || number > HIGHEST_PORT) {
            return Optional.empty();
        }
        var six = Optional.ofNullable(written.group("six"));
        try {
            return Optional.of(new HttpProxy(
                    six.orElseGet(() -> written.group("name")),
                    number,
                    Optional.ofNullable(written.group("login")).map(BasicLogin::ofUserInfo)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // A login with a % that escapes nothing.
        }
    }

    /** The same with this to know, or nothing. */
    public HttpProxy with(Optional<BasicLogin> other) {
        return new HttpProxy(host, port, other);
    }

    /** As {@link #read} takes it, without the login. */
    public String address() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
