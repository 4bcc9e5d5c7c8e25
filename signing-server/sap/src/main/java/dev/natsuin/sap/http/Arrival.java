package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import io.javalin.http.Context;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * What the {@link Gate} knows of a request before an endpoint sees it.
 *
 * @param household whose address it comes from
 * @param account who is logged in, if anybody
 * @param refusal why it is refused whatever it asks, if so
 * @param body its whole body
 * @param bodyRefusal why there is no body, if so; told by the endpoint, which may refuse for a better reason
 * @param work the memory it may need, to be taken when it is known how much
 * @param fetching the same of questions for work that took long
 */
record Arrival(
        String household,
        Optional<Account> account,
        Optional<HttpRefusal> refusal,
        Bytes body,
        Optional<HttpRefusal> bodyRefusal,
        Room.Loan work,
        Room.Loan fetching) {
    /** What the answer to an order of thousands of hashes, in all the forms it passes through, may need of memory. */
    static final int OPERATION_WORK = 32 << 20;

    private static final String NAME = "natsuin.arrival";

    static Arrival of(Context context) {
        if (context.req().getAttribute(NAME) instanceof Arrival arrival) {
            return arrival;
        }
        throw new IllegalStateException("a request that came in past the gate");
    }

    void putInto(Request request) {
        request.setAttribute(NAME, this);
    }

    /** Ends the request if it is refused whatever it asks. */
    void requireAdmitted() throws HttpRefusal {
        if (refusal.isPresent()) {
            throw refusal.get();
        }
    }

    /** The body, if it is one that may be read. */
    Bytes readBody() throws HttpRefusal {
        if (bodyRefusal.isPresent()) {
            throw bodyRefusal.get();
        }
        return body;
    }

    /** True if there is memory to fetch an answer of work that may be done by now. */
    boolean mayFetch(long octets) {
        return fetching.take(octets);
    }

    /** Takes memory for the work until the answer is gone. */
    void takeForWork(long octets) throws HttpRefusal {
        if (!work.take(octets)) {
            throw new HttpRefusal(ProblemCode.SERVER_BUSY);
        }
    }

    /** What was given back, to be taken again. */
    record Needed(long work, long fetching) {}

    /** Gives back the memory for the answer, as it is waited for. */
    Needed giveBack() {
        return new Needed(work.giveBack(), fetching.giveBack());
    }

    /** Takes it again, as the answer is there. */
    void takeAgain(Needed needed) throws HttpRefusal {
        takeForWork(needed.work());
        if (!mayFetch(needed.fetching())) {
            throw new HttpRefusal(ProblemCode.SERVER_BUSY);
        }
    }
}
