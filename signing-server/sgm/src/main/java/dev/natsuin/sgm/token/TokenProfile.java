package dev.natsuin.sgm.token;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.crypto.KeyTransport;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.token.cryptoki.Mechanism;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What one maker's tokens can do, and what they cannot refuse.
 *
 * @param name for people
 * @param wrapping the mechanism for wrapping keys: AES key wrap with padding (RFC 5649), by the standard's number or
 *     the maker's
 * @param trusted whether wrapping keys are marked as trusted by the token's security officer, and signing keys wrapped
 *     under none but such
 * @param privateKek whether the key-encryption key is a private object, hidden until somebody logs in; with
 *     {@code trusted}, many tokens let the security officer make only public ones
 * @param sessions how many keys may be open at once
 * @param freshAfter after how many openings the connection is made anew, for modules that lose memory; 0: never
 * @param exceptions attacks that these tokens cannot refuse; a server with one stays below level 3
 * @param imports how a key that was made elsewhere travels into these tokens; nothing if they take none in
 */
public record TokenProfile(
        String name,
        Mechanism wrapping,
        boolean trusted,
        boolean privateKek,
        int sessions,
        long freshAfter,
        Set<Attack> exceptions,
        Optional<KeyTransport.Suite> imports) {
    private static final int MOST_OCTETS = 65_536;
    private static final int MOST_SESSIONS = 1_024;

    /** Copies the set and checks the numbers. */
    public TokenProfile {
        exceptions = Set.copyOf(exceptions);
        if (sessions < 1 || sessions > MOST_SESSIONS || freshAfter < 0) {
            throw new SgmFault("the token's profile " + name + ": sessions must be 1 to " + MOST_SESSIONS
                    + ", freshAfter 0 or more");
        }
        if (imports.filter(KeyTransport.Suite.HPKE_X25519::equals).isPresent()) {
            throw new SgmFault("the token's profile " + name + ": no token opens "
                    + imports.get().wireName());
        }
    }

    /**
     * SoftHSM 2: a key that its security officer marks as trusted lies unencrypted in the token's files. This profile
     * takes the other horn: the key-encryption key is encrypted under the PIN, and who rules the SGM's process in the
     * moment a key is made or imported can take that key out. About 0.24 KB are lost with each opening. OAEP knows
     * SHA-1 only (2.6.1).
     */
    public static TokenProfile softHsm() {
        return new TokenProfile(
                "softhsm",
                Mechanism.AES_KWP,
                false,
                true,
                16,
                50_000,
                Set.of(Attack.WRAP_UNDER_A_KNOWN_KEY),
                Optional.of(KeyTransport.Suite.RSA_OAEP_SHA1));
    }

    /**
     * {@code softhsm}, or what a file says: one JSON object with exactly the members {@code name}, {@code wrapping} (a
     * number), {@code trusted}, {@code privateKek}, {@code sessions}, {@code freshAfter} and {@code exceptions}, and if
     * keys from elsewhere are taken in {@code imports} (a suite of transport, by its name on the wire).
     *
     * @throws SgmFault if it cannot be read or says something else
     */
    public static TokenProfile named(String nameOrFile) {
        if (nameOrFile.equals("softhsm")) {
            return softHsm();
        }
        var file = Path.of(nameOrFile);
        try {
            if (Files.size(file) > MOST_OCTETS) {
                throw new SgmFault("the token's profile " + file + " is too long");
            }
            return read(Bytes.of(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new SgmFault("reading the token's profile " + file, e);
        } catch (Malformed e) {
            throw new SgmFault("the token's profile " + file + " is not as it must be: " + e.getMessage(), e);
        }
    }

    private static TokenProfile read(Bytes text) throws Malformed {
        var reader = JsonObject.strict(text).reader();
        var exceptions = EnumSet.noneOf(Attack.class);
        var name = reader.text("name");
        var wrapping = Mechanism.of(reader.number("wrapping"));
        var trusted = reader.truth("trusted");
        var privateKek = reader.truth("privateKek");
        var sessions = reader.count("sessions");
        var freshAfter = reader.number("freshAfter");
        for (var code : reader.texts("exceptions")) {
            exceptions.add(Attack.byCode(code).orElseThrow(() -> new Malformed("an exception that is not known")));
        }
        var imports = Optional.<KeyTransport.Suite>empty();
        if (reader.has("imports")) {
            var suite = reader.text("imports");
            imports = Optional.of(KeyTransport.Suite.byName(suite)
                    .orElseThrow(() -> new Malformed("a suite of transport that is not known")));
        }
        reader.end();
        return new TokenProfile(name, wrapping, trusted, privateKek, sessions, freshAfter, exceptions, imports);
    }
}
