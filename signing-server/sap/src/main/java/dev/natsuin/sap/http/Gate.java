package dev.natsuin.sap.http;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.account.Account;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every request passes first: its allowance is counted, and its body is received whole.
 *
 * <p>No thread waits for a body: while it comes it costs a connection, and memory so far as there is room for it. A
 * body that is too large is heard out and thrown away, as a client that still sends would not see the answer. Endpoints
 * find the {@link Arrival}.
 */
final class Gate extends Handler.Wrapper {
    /** The most octets of a stranger's body: what logins and enrolments need, many times over. */
    static final int STRANGERS = 16 << 10;

    /** The most octets of an ordinary request. */
    static final int ORDINARY = 1 << 20;

    /** The most octets of a signHash: 10,000 SHA-512 hashes, once as they are and once more in the SAD. */
    static final int SIGN_HASH = 3 << 20;

    private static final int HEARD_OUT = 16 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    private final Function<String, Optional<Account>> sessions;
    private final Allowances allowances;
    private final HttpLimits limits;
    private final Room bodies;
    private final Room work;
    private final Room fetching;
    private final Watch watch;

    /**
     * Before the endpoints of one listener.
     *
     * @param sessions who holds an access token
     * @param watch is told what each connection waits for
     */
    Gate(Function<String, Optional<Account>> sessions, Allowances allowances, HttpLimits limits, Watch watch) {
        this.sessions = sessions;
        this.allowances = allowances;
        this.limits = limits;
        this.bodies = new Room(limits.bodyRoom());
        this.work = new Room(limits.workRoom());
        this.fetching = new Room(limits.fetchingRoom());
        this.watch = watch;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var household = Household.of(request.getConnectionMetaData().getRemoteSocketAddress());
        var account =
                Bearer.token(request.getHeaders().get(HttpHeader.AUTHORIZATION)).flatMap(sessions);
        var reception = new Reception(request, response, household, account, callback);
        try {
            admit(household, account, reception);
        } catch (HttpRefusal e) {
            reception.refuseWhole(e);
        }
        reception.receive();
        return true;
    }

    private void admit(String household, Optional<Account> account, Reception reception) throws HttpRefusal {
        if (account.isEmpty()) {
            allowances.askedFrom(household);
        } else {
            var user = account.get().user();
            allowances.askedBy(user);
            allowances.begun(user);
            reception.atEnd(() -> allowances.ended(user));
        }
    }

    private static int most(Request request, boolean known) {
        if (!known) {
            return STRANGERS;
        }
        return Request.getPathInContext(request).equals(CscEndpoints.SIGN_HASH_PATH) ? SIGN_HASH : ORDINARY;
    }

    /** One request on its way in. Jetty calls it by turns, never twice at once. */
    private final class Reception implements Runnable {
        private final Request request;
        private final Response response;
        private final String household;
        private final Optional<Account> account;
        private final Room.Loan place = bodies.loan();
        private final Room.Loan workPlace = work.loan();
        private final Room.Loan fetchingPlace = fetching.loan();
        private ByteArrayOutputStream received = new ByteArrayOutputStream();
        private final int most;
        private final long begun = System.nanoTime();
        private final Callback atEnd;
        private Optional<HttpRefusal> whole = Optional.empty();
        private Optional<HttpRefusal> refusal = Optional.empty();
        private int heardOut = HEARD_OUT;
        private Runnable more = () -> {};
        private long size;

        Reception(Request request, Response response, String household, Optional<Account> account, Callback callback) {
            this.request = request;
            this.response = response;
            this.household = household;
            this.account = account;
            this.most = most(request, account.isPresent());
            this.atEnd = Callback.from(callback, this::ended);
            watch.receives(request);
        }

        void atEnd(Runnable action) {
            more = action;
        }

        private void ended() {
            watch.waits(request);
            place.close();
            workPlace.close();
            fetchingPlace.close();
            more.run();
        }

        /** Refuses it whatever it asks; a stranger who has been told so is not listened to for long. */
        void refuseWhole(HttpRefusal why) {
            whole = Optional.of(why);
            heardOut = account.isPresent() ? HEARD_OUT : STRANGERS;
            refuse(why);
        }

        void receive() {
            if (request.getLength() > most) {
                refuse(new HttpRefusal(ProblemCode.REQUEST_TOO_LARGE));
            }
            if (request.getLength() > heardOut || (refusal.isPresent() && expects100())) {
                handOn();
            } else {
                run();
            }
        }

        private boolean expects100() {
            return request.getHeaders().contains(HttpHeader.EXPECT);
        }

        @Override
        public void run() {
            while (true) {
                var chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    // The client went away or fell silent; perhaps nobody is there to read this.
                    refuseLate();
                    return;
                }
                take(chunk.getByteBuffer());
                var last = chunk.isLast();
                chunk.release();
                if (last || size > heardOut) {
                    handOn();
                    return;
                }
                if (System.nanoTime() - begun > 2 * limits.idle().toNanos()) {
                    refuseLate();
                    return;
                }
            }
        }

        private void take(ByteBuffer octets) {
            var count = octets.remaining();
            size += count;
            if (size > most) {
                refuse(new HttpRefusal(ProblemCode.REQUEST_TOO_LARGE));
            } else if (refusal.isEmpty() && account.isPresent() && !place.take(count)) {
                refuse(new HttpRefusal(ProblemCode.SERVER_BUSY));
            }
            if (refusal.isEmpty()) {
                var copied = new byte[count];
                octets.get(copied);
                received.write(copied, 0, count);
            }
        }

        private void refuse(HttpRefusal why) {
            if (refusal.isEmpty()) {
                refusal = Optional.of(why);
                received = new ByteArrayOutputStream(0);
                place.close();
            }
        }

        private void refuseLate() {
            refuse(new HttpRefusal(ProblemCode.REQUEST_MALFORMED, HttpStatus.REQUEST_TIMEOUT_408));
            handOn();
        }

        // Whatever goes wrong behind it, the request must end.
        @SuppressWarnings("IllegalCatch")
        private void handOn() {
            watch.works(request);
            var body = Bytes.of(received.toByteArray());
            received = new ByteArrayOutputStream(0);
            new Arrival(household, account, whole, body, refusal, workPlace, fetchingPlace).putInto(request);
            try {
                if (!Gate.super.handle(request, response, atEnd)) {
                    Response.writeError(request, response, atEnd, HttpStatus.NOT_FOUND_404);
                }
            } catch (Exception e) {
                LOG.error("request failed", e);
                Response.writeError(request, response, atEnd, e);
            }
        }
    }
}
