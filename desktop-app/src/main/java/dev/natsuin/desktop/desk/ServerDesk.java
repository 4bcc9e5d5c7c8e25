package dev.natsuin.desktop.desk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator sees of the server from afar: only what signed answers say.
 *
 * <p>Blocks; one call at a time for each profile.
 */
public interface ServerDesk {
    /**
     * The server, as its SGM says.
     *
     * @param address where it answers
     * @param fingerprint of the SGM's identity key, without separators
     * @param renewed how many keys there were before it, and since when it is there; nothing: it is the first
     * @param time SGM time
     * @param ahead how far the SGM's clock is ahead of this computer's; negative if behind
     * @param until until when the SGM named the server's TLS keys
     * @param tlsKeys how many TLS keys may answer: now and next
     * @param level which it declares, 1 to 3
     * @param log the newest checkpoint
     * @param continues how many entries this computer knew before, which the log was proven to continue
     */
    record Facts(
            String address,
            String fingerprint,
            Optional<Renewed> renewed,
            Instant time,
            Duration ahead,
            Instant until,
            int tlsKeys,
            int level,
            LogDesk.Point log,
            Optional<Long> continues) {}

    /**
     * That the SGM's identity key is not its first.
     *
     * @param number how many keys there were before it
     * @param since when it took the place of the one before
     */
    record Renewed(int number, Instant since) {}

    /**
     * All of it, asked for just now.
     *
     * @param facts the server
     * @param staff everybody who is no signer
     */
    record Overview(Facts facts, List<StaffDesk.Listed> staff) {
        /** Copies the list. */
        public Overview {
            staff = List.copyOf(staff);
        }
    }

    /** Asks for it; for administrators. */
    Answer<Overview> overview();
}
