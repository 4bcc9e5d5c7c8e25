package dev.natsuin.sap.http;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who may ask how often.
 *
 * <p>A request counts once: against the person whose access token came with it, wherever it comes from, else against
 * the address. Nothing that a stranger can do counts against a person, and nothing that a logged-in person does counts
 * against the office behind the same address. Thread-safe.
 */
final class Allowances {
    /** Addresses, and people, that are remembered at once. */
    static final int MOST_ASKERS = 50_000;

    /** Requests of one person worked on at once; some desks and programs of theirs, not all threads of the server. */
    static final int AT_ONCE = 16;

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final RateLimit addresses;
    private final RateLimit people;
    private final RateLimit refusedEnrolments;
    private final Map<String, Integer> atOnce = new ConcurrentHashMap<>();

    Allowances(HttpRates rates, InstantSource clock) {
        var minute = Duration.ofMinutes(1);
        addresses = new RateLimit(rates.requestsPerMinuteOfAnAddress(), minute, MOST_ASKERS, clock);
        people = new RateLimit(rates.requestsPerMinuteOfAPerson(), minute, MOST_ASKERS, clock);
        refusedEnrolments =
                new RateLimit(rates.refusedEnrolmentsPerHourOfAnAddress(), Duration.ofHours(1), MOST_ASKERS, clock);
    }

    /** Counts a request of nobody known. */
    void askedFrom(String household) throws HttpRefusal {
        admit(addresses.ask(household));
    }

    /** Counts a request, or a login, of this person. */
    void askedBy(String user) throws HttpRefusal {
        admit(people.ask(user));
    }

    /** Takes one of the person's places; each that was taken is to be {@link #ended}. */
    void begun(String user) throws HttpRefusal {
        if (atOnce.merge(user, 1, Integer::sum) > AT_ONCE) {
            ended(user);
            throw HttpRefusal.tooMany(MOMENT);
        }
    }

    void ended(String user) {
        atOnce.computeIfPresent(user, (who, count) -> count == 1 ? null : count - 1);
    }

    /** Counts an enrolment as refused beforehand, so that many at once are not more than one after the other. */
    void enrolmentFrom(String household) throws HttpRefusal {
        admit(refusedEnrolments.ask(household));
    }

    /** The SGM did not refuse the enrolment after all. */
    void enrolmentNotRefused(String household) {
        refusedEnrolments.giveBack(household);
    }

    private static void admit(Duration wait) throws HttpRefusal {
        if (!wait.isZero()) {
            throw HttpRefusal.tooMany(wait);
        }
    }
}
