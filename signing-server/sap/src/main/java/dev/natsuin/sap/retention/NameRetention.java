package dev.natsuin.sap.retention;

import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.sap.account.People;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.storage.StorageFault;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases how people are called so many days after they ended, soon after the start and then once a day.
 *
 * <p>Who ended, and when, is the SGM's to say: it alone knows it for certain, and a SAP that was restored from a copy
 * asks for everybody again. While the SGM is away, or too old to be asked, nothing is erased and the next day it is
 * tried again. Thread-safe.
 */
public final class NameRetention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameRetention.class);
    private static final long FIRST_SECONDS = 60;
    private static final long THEN_SECONDS = TimeUnit.DAYS.toSeconds(1);
    private static final long STOPPING_SECONDS = 2;

    private final SgmGateway sgm;
    private final People people;
    private final int days;
    private final InstantSource clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        var made = new Thread(work, "sap-retention");
        made.setDaemon(true);
        return made;
    });

    /**
     * Over what knows who ended and what keeps names; the gateway stays the caller's.
     *
     * @param days after which names are erased; 0: with the next round
     */
    public NameRetention(SgmGateway sgm, People people, int days, InstantSource clock) {
        this.sgm = sgm;
        this.people = people;
        this.days = days;
        this.clock = clock;
    }

    /** Begins; does so once. */
    public void start() {
        var unused = thread.scheduleWithFixedDelay(this::round, FIRST_SECONDS, THEN_SECONDS, TimeUnit.SECONDS);
    }

    // Whatever goes wrong today must not end the thread: tomorrow it may go right.
    @SuppressWarnings("IllegalCatch")
    private void round() {
        try {
            var erased = erase();
            if (erased > 0) {
                LOG.info("names of people who ended erased people={} days={}", erased, days);
            }
        } catch (SgmAway | StorageFault e) {
            LOG.warn("names of people who ended are not erased today reason={}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("names of people who ended are not erased today", e);
        }
    }

    /**
     * Erases now what is to be erased by now.
     *
     * @return of how many people there was something
     * @throws SgmAway if the SGM does not say who ended; of some it may be erased
     */
    public int erase() {
        var erased = 0;
        var after = Optional.<String>empty();
        while (true) {
            var left = sgm.peopleLeft(new PeopleLeftCall(clock.instant(), days, after));
            if (!left.isEmpty()) {
                erased += people.erase(left);
            }
            if (left.size() < PeopleLeftCall.MOST) {
                return erased;
            }
            after = Optional.of(left.get(left.size() - 1));
        }
    }

    /** Waits a little for the round at work, which takes what it has not done up again after the next start. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            var unused = thread.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
