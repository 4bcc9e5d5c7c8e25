package dev.natsuin.desktop.remote;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Hosts that are reached without the proxy. Entries are as in {@code NO_PROXY}, whose rules no standard has: a domain
 * ({@code example.jp}, {@code .example.jp} or {@code *.example.jp}: it and all below), an address, a block of addresses
 * ({@code 10.0.0.0/8}), a domain or address with a port; {@code <local>} for names without a dot; {@code *} for all.
 * This computer itself is never behind a proxy. Asks no name server.
 */
final class DirectHosts {
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*");
    private static final Pattern BLOCK = Pattern.compile("([^/]+)/(\\d{1,3})");
    private static final Pattern WITH_PORT = Pattern.compile("(\\[.*]|[^:]*):(\\d+)");

    private final List<String> entries;

    DirectHosts(List<String> entries) {
        this.entries = entries.stream()
                .map(entry -> entry.strip().toLowerCase(Locale.ROOT))
                .filter(entry -> !entry.isEmpty())
                .toList();
    }

    boolean has(URI address) {
        var host = host(Optional.ofNullable(address.getHost()).orElse(""));
        return isThisComputer(host) || entries.stream().anyMatch(entry -> covers(entry, host, port(address)));
    }

    /** Lower case, without the brackets of IPv6 and the dot at the end of a whole name. */
    private static String host(String written) {
        var host = written.toLowerCase(Locale.ROOT);
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static int port(URI address) {
        if (address.getPort() >= 0) {
            return address.getPort();
        }
        return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
    }

    /** Whether an address leads to this computer itself. */
    static boolean isThisComputer(URI address) {
        return isThisComputer(host(Optional.ofNullable(address.getHost()).orElse("")));
    }

    private static boolean isThisComputer(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || address(host).filter(InetAddress::isLoopbackAddress).isPresent();
    }

    private static boolean covers(String entry, String host, int port) {
        var withPort = WITH_PORT.matcher(entry);
        if (address(host(entry)).isEmpty() && withPort.matches()) {
            return withPort.group(2).equals(Integer.toString(port)) && covers(withPort.group(1), host);
        }
        return covers(entry, host);
    }

    private static boolean covers(String entry, String host) {
        if (entry.equals("*")) {
            return true;
        }
        var there = address(host);
        if (entry.equals("<local>")) {
            return there.isEmpty() && !host.contains(".");
        }
        var block = BLOCK.matcher(entry);
        if (block.matches()) {
            var beginning = address(block.group(1));
            return there.isPresent()
                    && beginning.isPresent()
                    && agree(there.get().getAddress(), beginning.get().getAddress(), Integer.parseInt(block.group(2)));
        }
        if (there.isPresent()) {
            return there.equals(address(host(entry)));
        }
        var below = entry.startsWith("*.") ? entry.substring(2) : entry.startsWith(".") ? entry.substring(1) : entry;
        var domain = host(below);
        return host.equals(domain) || host.endsWith("." + domain);
    }

    private static boolean agree(byte[] one, byte[] other, int bits) {
        if (one.length != other.length || bits > one.length * Byte.SIZE) {
            return false;
        }
        var whole = bits / Byte.SIZE;
        var rest = Byte.SIZE - bits % Byte.SIZE;
        return Arrays.equals(one, 0, whole, other, 0, whole)
                && (rest == Byte.SIZE || (one[whole] & 0xff) >>> rest == (other[whole] & 0xff) >>> rest);
    }

    /** An address that is written as one; a name is none, whatever a name server would say. */
    private static Optional<InetAddress> address(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.getByName(text)) : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
