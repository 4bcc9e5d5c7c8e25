package dev.natsuin.desktop.desk;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A name and a password that a proxy or a service of others wants to know, and hears as they are (Basic, RFC 7617, in
 * UTF-8).
 *
 * @param user without colon
 */
public record BasicLogin(String user, String password) {
    /**
     * As it stands in an address before {@code @} (RFC 3986 §3.2.1), with escapes.
     *
     * @throws IllegalArgumentException if a {@code %} escapes nothing
     */
    public static BasicLogin ofUserInfo(String text) {
        var colon = text.indexOf(':');
        return colon < 0
                ? new BasicLogin(unescaped(text), "")
                : new BasicLogin(unescaped(text.substring(0, colon)), unescaped(text.substring(colon + 1)));
    }

    /** As {@link #ofUserInfo} reads it. */
    public String userInfo() {
        return escaped(user) + ":" + escaped(password);
    }

    /** The value of the header that says it. */
    public String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private static String unescaped(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Never shows the password. */
    @Override
    public String toString() {
        return "BasicLogin[" + user + "]";
    }
}
