package dev.natsuin.desktop.remote;

import dev.natsuin.desktop.desk.BasicLogin;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * The address of a service, perhaps with a name and a password that the service wants to know (Basic, RFC 7617), as in
 * {@code https://name:password@tsa.example/}. They are sent where TLS keeps them from others, and to this computer.
 *
 * @param address without name and password
 * @param authorization the header's value, if there is one to send
 */
record ServiceAddress(URI address, Optional<String> authorization) {
    /** Nothing where there is no address, or one whose password anybody could read on its way. */
    static Optional<ServiceAddress> read(String text) {
        try {
            var whole = new URI(text);
            var login = Optional.ofNullable(whole.getRawUserInfo());
            if (login.isEmpty()) {
                return Optional.of(new ServiceAddress(whole, Optional.empty()));
            }
            var scheme = Optional.ofNullable(whole.getScheme()).orElse("").toLowerCase(Locale.ROOT);
            if (!scheme.equals("https") && !DirectHosts.isThisComputer(whole)) {
                return Optional.empty();
            }
            var bare = URI.create(text.replaceFirst("//[^/@]*@", "//"));
            return Optional.of(
                    new ServiceAddress(bare, login.map(BasicLogin::ofUserInfo).map(BasicLogin::authorization)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * For a log: an address as it is, but for a name and password in it. All before the last {@code @} may be one: a
     * password may hold what should have been escaped in it.
     */
    static String shown(String text) {
        return text.replaceFirst("(?s)^([A-Za-z][A-Za-z0-9+.-]*://)?.*@", "$1…@");
    }
}
