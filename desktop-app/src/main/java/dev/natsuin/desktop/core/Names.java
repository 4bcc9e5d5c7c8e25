package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Subjects;
import dev.natsuin.desktop.device.Owner;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.code.Fingerprint;
import dev.natsuin.protocol.crypto.VerifyingKey;
import java.net.URI;
import java.util.Optional;

/** What people, servers and devices are called on the screen. */
final class Names {
    private Names() {}

    /** The common name in a distinguished name (RFC 4514); the whole if it has none. */
    static String commonName(String distinguishedName) {
        return Subjects.commonName(distinguishedName).orElse(distinguishedName);
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
