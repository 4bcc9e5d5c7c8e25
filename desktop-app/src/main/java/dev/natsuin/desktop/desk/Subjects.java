package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.text.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Names for certificates as text (RFC 4514). */
public final class Subjects {
    private static final String COMMON_NAME = "CN";

    /** As many characters as a statement takes. */
    private static final int LONGEST = 1000;

    /** What a certificate's attributes are called in a text, where the JDK writes numbers. */
    private static final Map<String, String> KEYWORDS = Map.of(
            "2.5.4.4", "SURNAME",
            "2.5.4.5", "SERIALNUMBER",
            "2.5.4.12", "TITLE",
            "2.5.4.42", "GIVENNAME",
            "2.5.4.97", "ORGANIZATIONIDENTIFIER");

    /** What the same are called by whoever writes numbers, as other programs do, or shorter words. */
    private static final Map<String, String> OTHER_KEYWORDS = Map.of(
            "SN", "SURNAME",
            "T", "TITLE",
            "2.5.4.3", COMMON_NAME,
            "2.5.4.6", "C",
            "2.5.4.7", "L",
            "2.5.4.8", "ST",
            "2.5.4.10", "O",
            "2.5.4.11", "OU");

    private static final String NUMBER = "OID.";
    private static final byte UTF8_STRING = 0x0C;
    private static final byte PRINTABLE_STRING = 0x13;

    private Subjects() {}

    /** The common name in a distinguished name; nothing if it has none. */
    public static Optional<String> commonName(String subject) {
        return parts(subject).stream()
                .filter(Subjects::isCommonName)
                .map(part -> String.valueOf(part.getValue()))
                .findFirst();
    }

    /** True for a distinguished name with a common name, all of whose values are {@linkplain Seen seen}. */
    public static boolean isSubject(String subject) {
        var parts = parts(subject);
        return parts.stream().anyMatch(Subjects::isCommonName)
                && parts.stream().allMatch(part -> Seen.wholly(String.valueOf(part.getValue())));
    }

    /** True for one that is too long. */
    public static boolean isTooLong(String subject) {
        return subject.length() > LONGEST;
    }

    /** The distinguished name with only this common name. */
    public static String only(String name) {
        return COMMON_NAME + "=" + Rdn.escapeValue(name);
    }

    /** The same with this common name in the place of the one it has; all else of it stays, in its order. */
    public static String renamed(String subject, String name) {
        var parts = new ArrayList<>(parts(subject));
        if (parts.stream().noneMatch(Subjects::isCommonName)) {
            return only(name);
        }
        try {
            for (var i = 0; i < parts.size(); i++) {
                if (isCommonName(parts.get(i))) {
                    parts.set(i, new Rdn(parts.get(i).getType(), name));
                }
            }
        } catch (InvalidNameException e) {
            return only(name); // one with nothing in it
        }
        return new LdapName(parts).toString();
    }

    /**
     * True if a certificate's name has the parts of this subject to the letter, in any order: earlier SGMs wrote them
     * from the other end.
     */
    public static boolean isSame(X500Principal certified, String subject) {
        var ordered = written(subject);
        return !ordered.isEmpty() && ordered.equals(written(certified.getName(X500Principal.RFC2253, KEYWORDS)));
    }

    /** The same of a certificate whose name was written as text (RFC 2253). */
    public static boolean isSame(String certified, String subject) {
        try {
            return isSame(new X500Principal(certified), subject);
        } catch (IllegalArgumentException e) {
            return false; // not what a certificate of ours has
        }
    }

    private static List<String> written(String name) {
        return parts(name).stream()
                .map(part -> keyword(part.getType().toUpperCase(Locale.ROOT)) + "=" + text(part.getValue()))
                .sorted()
                .toList();
    }

    private static String keyword(String type) {
        var name = type.startsWith(NUMBER) ? type.substring(NUMBER.length()) : type;
        return OTHER_KEYWORDS.getOrDefault(name, KEYWORDS.getOrDefault(name, name));
    }

    private static String text(Object value) {
        return value instanceof byte[] octets
                ? textIn(octets).orElseGet(() -> "#" + Bytes.of(octets).toHex())
                : String.valueOf(value);
    }

    /** What is written in hexadecimal, if it is a short text as certificates have it. */
    private static Optional<String> textIn(byte[] der) {
        var isText =
                der.length > 2 && (der[0] == UTF8_STRING || der[0] == PRINTABLE_STRING) && der[1] == der.length - 2;
        return isText ? Optional.of(new String(der, 2, der.length - 2, StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static boolean isCommonName(Rdn part) {
        return part.getType().toUpperCase(Locale.ROOT).equals(COMMON_NAME);
    }

    /** Its parts, the last of the text first; none if it is no distinguished name. */
    public static List<Rdn> parts(String subject) {
        try {
            var parts = new LdapName(subject).getRdns();
            // The JDK's parser takes a part with nothing in it, and says in three ways what is none.
            return parts.stream().allMatch(part -> part.size() > 0) ? parts : List.of();
        } catch (InvalidNameException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return List.of();
        }
    }
}
