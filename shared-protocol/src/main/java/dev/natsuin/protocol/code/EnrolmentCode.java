package dev.natsuin.protocol.code;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.crypto.KeyHandover;
import dev.natsuin.protocol.statement.EnrolmentSecretHash;
import dev.natsuin.protocol.statement.Ids;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What an officer hands over by hand so that a person's device can enrol. Holds a secret: whoever has it closes it.
 *
 * <p>As text: {@code NATSUIN1-} and base32 in groups of five. Before base32: one octet version 1, 32 octets identity
 * hash, 8 octets invitation, 8 octets user, 16 octets secret, the server's address in UTF-8, and the first 4 octets of
 * the SHA-256 over all before. Blanks, line ends and hyphens are passed over when reading.
 *
 * <p>Version 2, {@code NATSUIN2-}, comes with a key that is handed over. Its secret goes to no server: the enrolment
 * secret, which does, is derived from it, and so is what opens the key ({@link KeyHandover}).
 */
public final class EnrolmentCode implements AutoCloseable {
    private static final byte[] PREFIX = "NATSUIN".getBytes(StandardCharsets.US_ASCII);
    private static final byte VERSION = 1;
    private static final byte WITH_KEY = 2;
    private static final int FIXED_SIZE_BYTES = 1 + 32 + 8 + 8 + 16;
    private static final int CHECK_SIZE_BYTES = 4;
    private static final int LONGEST = 1000;
    private static final int LONGEST_URL_BYTES = 400;

    private final Bytes identityHash;
    private final String invitation;
    private final String user;
    private final String url;
    private final byte version;
    private final Secret secret;
    private final Secret enrolmentSecret;

    /**
     * A code alone. Takes over the secret.
     *
     * @throws IllegalArgumentException if a length is wrong, an id is none, or the address is not {@code https://…} of
     *     at most 400 octets
     */
    public EnrolmentCode(Bytes identityHash, String invitation, String user, String url, Secret secret) {
        this(VERSION, identityHash, invitation, user, url, secret);
    }

    /**
     * A code with which a key is handed over. Takes over the secret.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static EnrolmentCode withKey(Bytes identityHash, String invitation, String user, String url, Secret secret) {
        return new EnrolmentCode(WITH_KEY, identityHash, invitation, user, url, secret);
    }

    private EnrolmentCode(byte version, Bytes identityHash, String invitation, String user, String url, Secret secret) {
        if (identityHash.size() != 32
                || secret.size() != EnrolmentSecretHash.SECRET_SIZE_BYTES
                || !isId(invitation)
                || !isId(user)
                || !isAddress(url)) {
            throw new IllegalArgumentException("not what an enrolment code can hold");
        }
        this.identityHash = identityHash;
        this.invitation = invitation;
        this.user = user;
        this.url = url;
        this.version = version;
        this.secret = secret;
        this.enrolmentSecret = version == WITH_KEY ? KeyHandover.enrolmentSecret(secret, identityHash) : secret.copy();
    }

    private static boolean isId(String id) {
        return id.length() == 2 * Ids.PERSON_SIZE_BYTES && id.matches("[0-9a-f]*");
    }

    /** True for an address of a server as codes can name it: plain {@code https://…}, in ASCII. */
    public static boolean isAddress(String url) {
        try {
            var uri = new URI(url);
            return "https".equals(uri.getScheme())
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && StandardCharsets.US_ASCII.newEncoder().canEncode(url)
                    && url.length() <= LONGEST_URL_BYTES;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** The code as ASCII text ending in a newline; the caller closes it. */
    public Secret write() {
        var address = url.getBytes(StandardCharsets.UTF_8);
        var octets = ByteBuffer.allocate(FIXED_SIZE_BYTES + address.length + CHECK_SIZE_BYTES)
                .put(version)
                .put(identityHash.toArray())
                .put(Bytes.hex(invitation).toArray())
                .put(Bytes.hex(user).toArray());
        secret.use(octets::put);
        octets.put(address);
        octets.put(check(octets.array(), octets.position()).toArray());
        var characters = Base32.write(octets.array());
        Arrays.fill(octets.array(), (byte) 0);
        var groups = (characters.length + 4) / 5;
        var text = ByteBuffer.allocate(PREFIX.length + 1 + characters.length + groups + 1)
                .put(PREFIX)
                .put(digit(version));
        for (var i = 0; i < characters.length; i++) {
            if (i % 5 == 0) {
                text.put((byte) '-');
            }
            text.put(characters[i]);
        }
        Arrays.fill(characters, (byte) 0);
        return Secret.taking(text.put((byte) '\n').array());
    }

    private static byte digit(byte version) {
        return (byte) ('0' + version);
    }

    private static Bytes check(byte[] octets, int end) {
        var digest = HashAlgorithm.SHA_256.newDigest();
        digest.update(octets, 0, end);
        return Bytes.of(digest.digest()).slice(0, CHECK_SIZE_BYTES);
    }

    /**
     * Reads a code; the argument stays the caller's.
     *
     * @throws Malformed if a character was mistyped or it is not a code of a known version
     */
    public static EnrolmentCode read(Secret text) throws Malformed {
        if (text.size() > LONGEST) {
            throw new Malformed("longer than any enrolment code");
        }
        var characters = new byte[text.size()];
        var length = text.use(t -> squeeze(t, characters));
        var body = new byte[0];
        var octets = new byte[0];
        try {
            if (length <= PREFIX.length || !startsWithPrefix(characters)) {
                throw new Malformed("not an enrolment code");
            }
            body = Arrays.copyOfRange(characters, PREFIX.length + 1, length);
            octets = Base32.read(body, body.length);
            if (octets.length == 0 || digit(octets[0]) != characters[PREFIX.length]) {
                throw new Malformed("an enrolment code that names two versions");
            }
            return parse(octets);
        } finally {
            Arrays.fill(characters, (byte) 0);
            Arrays.fill(body, (byte) 0);
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static int squeeze(byte[] text, byte[] into) {
        var length = 0;
        for (var c : text) {
            if (c != '-' && c != ' ' && c != '\n' && c != '\r' && c != '\t') {
                into[length++] = c;
            }
        }
        return length;
    }

    private static boolean startsWithPrefix(byte[] characters) {
        for (var i = 0; i < PREFIX.length; i++) {
            if (Character.toUpperCase((char) characters[i]) != PREFIX[i]) {
                return false;
            }
        }
        return true;
    }

    private static EnrolmentCode parse(byte[] octets) throws Malformed {
        var end = octets.length - CHECK_SIZE_BYTES;
        if (end <= FIXED_SIZE_BYTES || (octets[0] != VERSION && octets[0] != WITH_KEY)) {
            throw new Malformed("an enrolment code of another version, or cut");
        }
        if (!check(octets, end).equals(Bytes.of(Arrays.copyOfRange(octets, end, octets.length)))) {
            throw new Malformed("a mistyped enrolment code");
        }
        var url = new String(octets, FIXED_SIZE_BYTES, end - FIXED_SIZE_BYTES, StandardCharsets.UTF_8);
        if (!isAddress(url)) {
            throw new Malformed("an address that is not https");
        }
        return new EnrolmentCode(
                octets[0],
                part(octets, 1, 32),
                part(octets, 33, Ids.PERSON_SIZE_BYTES).toHex(),
                part(octets, 41, Ids.PERSON_SIZE_BYTES).toHex(),
                url,
                Secret.taking(Arrays.copyOfRange(octets, 49, FIXED_SIZE_BYTES)));
    }

    private static Bytes part(byte[] octets, int from, int size) {
        return Bytes.of(Arrays.copyOfRange(octets, from, from + size));
    }

    /** Identity hash of the SGM to trust, 32 octets. */
    public Bytes identityHash() {
        return identityHash;
    }

    /** Id of the invitation. */
    public String invitation() {
        return invitation;
    }

    /** Id of the invited person. */
    public String user() {
        return user;
    }

    /** The server's address, {@code https://…}. */
    public String url() {
        return url;
    }

    /** What the device that enrols shows to the SGM, 16 octets; it stays the code's. */
    public Secret secret() {
        return enrolmentSecret;
    }

    /** What opens the key that is handed over with the code, if one is: 16 octets that no server gets. */
    public Optional<Secret> keySecret() {
        return version == WITH_KEY ? Optional.of(secret) : Optional.empty();
    }

    @Override
    public void close() {
        secret.close();
        enrolmentSecret.close();
    }

    @Override
    public String toString() {
        return "EnrolmentCode[" + url + "]";
    }
}
