package dev.natsuin.sgm.vault;

import dev.natsuin.protocol.bytes.Bytes;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The moduli of the RSA keys used last, held so that the JDK need not make new blinding values for each order.
 *
 * <p>The JDK keeps the blinding values of a key, which change with each use, for as long as anybody holds the modulus
 * it saw first, by value ({@code sun.security.rsa.RSACore}); a key opened anew for each order would have none left.
 * Making them takes a fifth of an RSA-2048 signature. Where a JDK does otherwise, this costs some memory and nothing
 * else. Only public values are held. Thread-safe.
 */
final class HeldModuli {
    /** Some hundred octets each. */
    private static final int MOST = 4_096;

    private final Map<Bytes, BigInteger> byPublicKey = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Bytes, BigInteger> eldest) {
            return size() > MOST;
        }
    };

    /** Holds the modulus of this key, unless it is held already. */
    synchronized void hold(Bytes publicKey, BigInteger modulus) {
        byPublicKey.putIfAbsent(publicKey, modulus);
    }

    /** How many are held. */
    synchronized int size() {
        return byPublicKey.size();
    }
}
