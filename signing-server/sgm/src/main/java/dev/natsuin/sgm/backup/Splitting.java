package dev.natsuin.sgm.backup;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * What all shares of one splitting have in common: Shamir's scheme over GF(2⁸) with the polynomial of AES, each octet
 * of the key by itself, share number x being the value at x.
 *
 * <p>The arithmetic is BouncyCastle's. It gives a wrong key, without a word, for too few, mixed, altered or repeated
 * shares; so everything that tells them apart stands in the share itself, and the joined key is held against its check.
 *
 * @param opens what the key is for
 * @param needed how many shares give the key
 * @param server the first 8 octets of the server's identity hash
 * @param name 8 random octets, the splitting's own
 * @param keyCheck 8 octets by which the joined key is known
 */
public record Splitting(Opens opens, int needed, Bytes server, Bytes name, Bytes keyCheck) {
    /** The length of {@code server}, {@code name} and {@code keyCheck}, in octets. */
    static final int NAME_SIZE_BYTES = 8;

    /** The most shares of one key. */
    public static final int MOST = 16;

    private static final int FEWEST_NEEDED = 2;

    /** What the joined key is for. */
    public enum Opens {
        /** It is what the vault's file holds. */
        VAULT(1),
        /** The server's keys in a token are wrapped under it. */
        TOKEN(2);

        private final int code;

        Opens(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Optional<Opens> byCode(int code) {
            return Arrays.stream(values()).filter(o -> o.code == code).findFirst();
        }
    }

    static boolean areCounts(int needed, int number) {
        return needed >= FEWEST_NEEDED && needed <= MOST && number >= 1 && number <= MOST;
    }

    /** True if so many shares, of which so many are needed, can be made. */
    public static boolean isPossible(int needed, int shares) {
        return needed <= shares && areCounts(needed, shares);
    }

    /**
     * Divides a key; the key stays the caller's, who closes the shares.
     *
     * @throws IllegalArgumentException if {@link #isPossible} says no
     */
    public static List<Share> split(
            Opens opens, Bytes identityHash, Secret key, int needed, int shares, SecureRandom random) {
        if (!isPossible(needed, shares) || key.size() != Share.SIZE_BYTES) {
            throw new IllegalArgumentException("no such splitting");
        }
        var name = new byte[NAME_SIZE_BYTES];
        random.nextBytes(name);
        var splitting = new Splitting(
                opens, needed, identityHash.slice(0, NAME_SIZE_BYTES), Bytes.of(name), checkOf(Bytes.of(name), key));
        var splitter = ShamirSecretSplitter.getInstance(ShamirSecretSplitter.Algorithm.AES, Share.SIZE_BYTES, random);
        var parts = key.use(k -> splitter.resplit(k, needed, shares)).getSecretShares();
        var made = new ArrayList<Share>();
        for (var i = 0; i < shares; i++) {
            made.add(new Share(splitting, i + 1, Secret.taking(octets(parts[i]))));
        }
        return List.copyOf(made);
    }

    private static byte[] octets(ShamirSplitSecretShare share) {
        try {
            return share.getEncoded();
        } catch (IOException e) {
            throw new IllegalStateException("octets in memory", e);
        }
    }

    /** Of a key with 256 random bits this tells nothing that could be searched for. */
    private static Bytes checkOf(Bytes name, Secret key) {
        return key.use(k -> Bytes.concat(Bytes.utf8("natsuin-kek-check-v1"), name, Bytes.of(k))
                .sha256()
                .slice(0, NAME_SIZE_BYTES));
    }

    /**
     * Joins shares to the key; they stay the caller's, who closes the key. More than needed are all looked at, and the
     * first {@code needed} give the key.
     *
     * @throws ShareFault if they do not give the key that was divided
     */
    public static Secret join(List<Share> shares) {
        if (shares.isEmpty()) {
            throw new ShareFault(ShareFault.Kind.TOO_FEW, "There is no share.");
        }
        var splitting = shares.get(0).splitting();
        var numbers = new HashSet<Integer>();
        for (var share : shares) {
            requireTogether(shares.get(0), share);
            if (!numbers.add(share.number())) {
                throw new ShareFault(
                        ShareFault.Kind.TWICE,
                        "Share " + share.number() + " was given twice. Each custodian has another one.");
            }
        }
        if (shares.size() < splitting.needed()) {
            throw new ShareFault(
                    ShareFault.Kind.TOO_FEW,
                    "Too few shares: " + shares.size() + " of the " + splitting.needed() + " that are needed.");
        }
        return joined(splitting, shares.subList(0, splitting.needed()));
    }

    /**
     * Holds one share against the first.
     *
     * @throws ShareFault if they are not of one splitting
     */
    public static void requireTogether(Share first, Share other) {
        var known = first.splitting();
        var told = other.splitting();
        if (!told.server().equals(known.server())) {
            throw new ShareFault(
                    ShareFault.Kind.OTHER_SERVER,
                    "Share " + other.number() + " is of the server "
                            + told.server().toHex() + ", share " + first.number() + " of the server "
                            + known.server().toHex() + ".");
        }
        if (!told.equals(known)) {
            throw new ShareFault(
                    ShareFault.Kind.OTHER_SPLITTING,
                    "Share " + other.number() + " is of the splitting "
                            + told.name().toHex() + ", share "
                            + first.number() + " of " + known.name().toHex()
                            + ". Shares of different splittings do not go together.");
        }
    }

    private static Secret joined(Splitting splitting, List<Share> shares) {
        var parts = shares.stream()
                .map(share -> share.part().use(p -> new ShamirSplitSecretShare(p, share.number())))
                .toArray(ShamirSplitSecretShare[]::new);
        try {
            var key = Secret.taking(ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, parts)
                    .getSecret());
            if (!checkOf(splitting.name(), key).equals(splitting.keyCheck())) {
                key.close();
                throw new ShareFault(
                        ShareFault.Kind.WRONG_KEY,
                        "These shares do not give the key: one of them is not as it was made. Try with others.");
            }
            return key;
        } catch (IOException e) {
            throw new IllegalStateException("octets in memory", e);
        }
    }
}
