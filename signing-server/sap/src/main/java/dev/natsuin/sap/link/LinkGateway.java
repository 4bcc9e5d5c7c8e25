package dev.natsuin.sap.link;

import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkRefused;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.OutcomeCall;
import dev.natsuin.link.message.PeopleLeftCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reaches the SGM over the link. A fault on the other side counts as no answer: the same octets may be sent again.
 *
 * <p>What anybody may ask takes only a part of the link's connections, so that strangers leave the others to signers.
 */
public final class LinkGateway implements SgmGateway {
    /** Half of the link's connections. */
    static final int QUESTIONS_AT_ONCE = 8;

    /** More than that need not wait: each would hold a thread that an order wants. */
    static final int QUESTIONS_WAITING = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LinkClient link;
    private final Duration patience;
    private final Semaphore places = new Semaphore(QUESTIONS_AT_ONCE, true);

    /** Uses the client, which stays the caller's. */
    public LinkGateway(LinkClient link) {
        this(link, PATIENCE);
    }

    /** The same, with another time that a question waits for its turn. */
    LinkGateway(LinkClient link, Duration patience) {
        this.link = link;
        this.patience = patience;
    }

    @Override
    public Progress statement(StatementCall call) {
        return progress(LinkOperation.STATEMENT, call.toBytes());
    }

    @Override
    public Progress outcome(Bytes sealedSha256) {
        return progress(LinkOperation.OUTCOME, new OutcomeCall(sealedSha256).toBytes());
    }

    private Progress progress(LinkOperation operation, Bytes body) {
        try {
            var answer = link.ask(operation, body);
            return switch (answer.status()) {
                case OK -> new Progress.Answered(answer.body().toUtf8());
                case WORKING -> new Progress.Working();
                case BUSY -> new Progress.Busy();
                case UNKNOWN -> new Progress.Unknown();
                case CLOCK_BEHIND -> throw SgmAway.clockBehind();
                case REFUSED, FAULT -> throw new IllegalStateException("the link's client throws these");
            };
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    @Override
    public String hello(Bytes nonce) {
        return question(LinkOperation.HELLO, nonce).toUtf8();
    }

    @Override
    public String descriptor(DescriptorCall call) {
        return question(LinkOperation.DESCRIPTOR, call.toBytes()).toUtf8();
    }

    @Override
    public Optional<Bytes> consistency(ConsistencyCall call) {
        return unlessRefused(LinkOperation.CONSISTENCY, call.toBytes());
    }

    @Override
    public Optional<Bytes> epochs(EpochsCall call) {
        return unlessRefused(LinkOperation.EPOCHS, call.toBytes());
    }

    @Override
    public Optional<Bytes> successions(EpochsCall call) {
        return unlessRefused(LinkOperation.SUCCESSIONS, call.toBytes());
    }

    private Optional<Bytes> unlessRefused(LinkOperation operation, Bytes body) {
        try {
            return Optional.of(asked(operation, body));
        } catch (LinkRefused e) {
            return Optional.empty();
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    private Bytes question(LinkOperation operation, Bytes body) {
        try {
            return asked(operation, body);
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    /** What anybody may ask. */
    private Bytes asked(LinkOperation operation, Bytes body) {
        if (!hasPlace()) {
            throw SgmAway.busy();
        }
        try {
            var answer = link.ask(operation, body);
            return switch (answer.status()) {
                case OK -> answer.body();
                case BUSY -> throw SgmAway.busy();
                case WORKING, UNKNOWN, CLOCK_BEHIND, REFUSED, FAULT ->
                    throw new SgmAway("an answer that this question does not have", null);
            };
        } finally {
            places.release();
        }
    }

    private boolean hasPlace() {
        try {
            return places.getQueueLength() < QUESTIONS_WAITING
                    && places.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public Optional<ProblemCode> peopleRefusal(SeesPeopleCall call) {
        try {
            // An SGM that does not know the question is older than this side, and no name is told until it is not.
            return SeesPeopleCall.readAnswer(link.call(LinkOperation.SEES_PEOPLE, call.toBytes()));
        } catch (Malformed e) {
            throw new SgmAway("an answer that cannot be read", e);
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    @Override
    public List<String> peopleLeft(PeopleLeftCall call) {
        try {
            return PeopleLeftCall.readAnswer(question(LinkOperation.PEOPLE_LEFT, call.toBytes()));
        } catch (Malformed e) {
            throw new SgmAway("an answer that cannot be read", e);
        }
    }

    @Override
    public Optional<Bytes> publication(String name) {
        return unlessRefused(LinkOperation.PKI, Bytes.utf8(name));
    }

    @Override
    public Bytes ocsp(Bytes request) {
        return question(LinkOperation.OCSP, request);
    }

    @Override
    public Bytes timestamp(Bytes request) {
        return question(LinkOperation.TIMESTAMP, request);
    }

    private static SgmAway away(LinkFault fault) {
        return new SgmAway(String.valueOf(fault.getMessage()), fault);
    }
}
