package dev.natsuin.sap.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** Whose address counts as whose: IPv4 by itself, IPv6 by its /64, which is one household or office. */
final class Household {
    private static final int PREFIX_OCTETS = 8;

    private Household() {}

    /** The name under which the other end of a connection is counted. */
    static String of(SocketAddress remote) {
        return remote instanceof InetSocketAddress inet && inet.getAddress() != null ? of(inet.getAddress()) : "";
    }

    static String of(InetAddress address) {
        var octets = address.getAddress();
        return HexFormat.of()
                .formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, PREFIX_OCTETS) : octets);
    }
}
