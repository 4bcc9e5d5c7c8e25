package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.code.SecretText;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One custodian's part of a server's root key. Holds a secret: whoever has it closes it.
 *
 * <p>As text: {@code NATSUINKEK1-} and base32 in groups of five, capitals, digits and hyphens only. Before base32: one
 * octet version 1, one octet what the key opens, one octet how many shares are needed, one octet the number of this
 * one, 8 octets of the server's identity hash, 8 octets that are the splitting's own, 8 octets by which the joined key
 * is known, 32 octets share, and the first 4 octets of the SHA-256 over all before. Blanks, line ends and hyphens are
 * passed over when reading, lower case is taken, and I or L for 1, O for 0.
 */
public final class Share implements AutoCloseable {
    /** The length of a share and of the key, in octets. */
    static final int SIZE_BYTES = 32;

    private static final String PREFIX = "NATSUINKEK1";
    private static final byte VERSION = 1;
    private static final int HEAD_SIZE_BYTES = 4 + 3 * Splitting.NAME_SIZE_BYTES;
    private static final int CHECK_SIZE_BYTES = 4;
    private static final int WHOLE_SIZE_BYTES = HEAD_SIZE_BYTES + SIZE_BYTES + CHECK_SIZE_BYTES;

    private final Splitting splitting;
    private final int number;
    private final Secret part;

    /**
     * Takes over the secret.
     *
     * @param number which share it is, from 1
     */
    Share(Splitting splitting, int number, Secret part) {
        if (number < 1 || number > Splitting.MOST || part.size() != SIZE_BYTES) {
            throw new IllegalArgumentException("no share has this number or length");
        }
        this.splitting = splitting;
        this.number = number;
        this.part = part;
    }

    /** What it has in common with the others. */
    public Splitting splitting() {
        return splitting;
    }

    /** Which share it is, from 1. */
    public int number() {
        return number;
    }

    /** What goes into the sum; stays the share's. */
    Secret part() {
        return part;
    }

    /** The share as ASCII text in one line without line end; the caller closes it. */
    public Secret write() {
        var octets = ByteBuffer.allocate(WHOLE_SIZE_BYTES)
                .put(VERSION)
                .put((byte) splitting.opens().code())
                .put((byte) splitting.needed())
                .put((byte) number)
                .put(splitting.server().toArray())
                .put(splitting.name().toArray())
                .put(splitting.keyCheck().toArray());
        part.use(octets::put);
        octets.put(check(octets.array()).toArray());
        try (var whole = Secret.taking(octets.array())) {
            return SecretText.write(PREFIX, whole);
        }
    }

    private static Bytes check(byte[] octets) {
        return Bytes.of(Arrays.copyOf(octets, WHOLE_SIZE_BYTES - CHECK_SIZE_BYTES))
                .sha256()
                .slice(0, CHECK_SIZE_BYTES);
    }

    /**
     * Reads a share; the argument stays the caller's.
     *
     * @throws ShareFault if it is none, or a character was mistyped
     */
    public static Share read(Secret text) {
        if (!SecretText.begins(PREFIX, text)) {
            throw noShare();
        }
        try (var octets = SecretText.read(PREFIX, text)) {
            return octets.use(Share::parsed);
        } catch (Malformed e) {
            throw damaged();
        }
    }

    private static ShareFault noShare() {
        return new ShareFault(
                ShareFault.Kind.NO_SHARE, "This is no share of a server's key: it begins with NATSUINKEK1.");
    }

    private static ShareFault damaged() {
        return new ShareFault(
                ShareFault.Kind.DAMAGED,
                "This share was mistyped, or its print is damaged. Compare it character by character.");
    }

    private static Share parsed(byte[] octets) {
        if (octets.length != WHOLE_SIZE_BYTES || !check(octets).equals(tail(octets))) {
            throw damaged();
        }
        var head = Bytes.of(Arrays.copyOf(octets, HEAD_SIZE_BYTES));
        var opens = Splitting.Opens.byCode(octets[1]);
        if (octets[0] != VERSION || opens.isEmpty() || !Splitting.areCounts(octets[2], octets[3])) {
            throw noShare();
        }
        var size = Splitting.NAME_SIZE_BYTES;
        return new Share(
                new Splitting(
                        opens.get(),
                        octets[2],
                        head.slice(4, 4 + size),
                        head.slice(4 + size, 4 + 2 * size),
                        head.slice(4 + 2 * size, 4 + 3 * size)),
                octets[3],
                Secret.taking(Arrays.copyOfRange(octets, HEAD_SIZE_BYTES, HEAD_SIZE_BYTES + SIZE_BYTES)));
    }

    private static Bytes tail(byte[] octets) {
        return Bytes.of(Arrays.copyOfRange(octets, WHOLE_SIZE_BYTES - CHECK_SIZE_BYTES, WHOLE_SIZE_BYTES));
    }

    @Override
    public void close() {
        part.close();
    }

    @Override
    public String toString() {
        return "Share[" + number + " of " + splitting.name().toHex() + "]";
    }
}
