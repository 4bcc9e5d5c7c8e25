package dev.natsuin.desktop.core;

import dev.natsuin.desktop.device.Owner;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import dev.natsuin.protocol.text.Seen;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/** What people, servers and devices are called on the screen. */
final class Names {
    private Names() {}

    /** The common name in a distinguished name (RFC 4514); the whole if it has none. */
    static String commonName(String distinguishedName) {
        return parts(distinguishedName).stream()
                .filter(part -> part.getType().toUpperCase(Locale.ROOT).equals("CN"))
                .map(part -> String.valueOf(part.getValue()))
                .findFirst()
                .orElse(distinguishedName);
    }

    /** True for a distinguished name (RFC 4514) with a common name, all of whose values are {@linkplain Seen seen}. */
    static boolean isSubject(String distinguishedName) {
        var parts = parts(distinguishedName);
        return parts.stream()
                        .anyMatch(
                                part -> part.getType().toUpperCase(Locale.ROOT).equals("CN"))
                && parts.stream().allMatch(part -> Seen.wholly(String.valueOf(part.getValue())));
    }

    private static List<Rdn> parts(String distinguishedName) {
        try {
            var parts = new LdapName(distinguishedName).getRdns();
            // The JDK's parser takes a part with nothing in it, and says in three ways what is none.
            return parts.stream().allMatch(part -> part.size() > 0) ? parts : List.of();
        } catch (InvalidNameException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return List.of();
        }
    }

    /** The distinguished name with only this common name. */
    static String subjectFor(String name) {
        return "CN=" + Rdn.escapeValue(name);
    }

    /** How the owner is called: a signer by the name in their certificates, staff by id. */
    static String of(Owner owner) {
        return known(owner).orElse(owner.user());
    }

    /** The owner's name, if the server has one: staff have none. */
    static Optional<String> known(Owner owner) {
        return owner.subject().map(Names::commonName);
    }

    /** A device's fingerprint without separators. */
    static String fingerprint(Bytes sgm, VerifyingKey deviceKey) {
        return Fingerprint.of(sgm, deviceKey).replace("-", "");
    }

    /** The fingerprint of an SGM's identity key, by the hash of that key, without separators. */
    static String fingerprint(Bytes keyHash) {
        return Fingerprint.ofIdentity(keyHash).replace("-", "");
    }

    /** A server's address without path. */
    static String address(String url) {
        var uri = URI.create(url);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
