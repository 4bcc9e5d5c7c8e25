package dev.natsuin.sap.link;

import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkRefused;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.EpochsCall;
import dev.natsuin.link.message.OutcomeCall;
import dev.natsuin.link.message.SeesPeopleCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import java.util.Optional;

/** Reaches the SGM over the link. A fault on the other side counts as no answer: the same octets may be sent again. */
public final class LinkGateway implements SgmGateway {
    private final LinkClient link;

    /** Uses the client, which stays the caller's. */
    public LinkGateway(LinkClient link) {
        this.link = link;
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
                case REFUSED, FAULT -> throw new IllegalStateException("the link's client throws these");
            };
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    @Override
    public String hello(Bytes nonce) {
        return call(LinkOperation.HELLO, nonce).toUtf8();
    }

    @Override
    public String descriptor(DescriptorCall call) {
        return call(LinkOperation.DESCRIPTOR, call.toBytes()).toUtf8();
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
            return Optional.of(link.call(operation, body));
        } catch (LinkRefused e) {
            return Optional.empty();
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    @Override
    public Optional<ProblemCode> peopleRefusal(SeesPeopleCall call) {
        try {
            // An SGM that does not know the question is older than this side, and no name is told until it is not.
            return SeesPeopleCall.readAnswer(call(LinkOperation.SEES_PEOPLE, call.toBytes()));
        } catch (Malformed e) {
            throw new SgmAway("an answer that cannot be read", e);
        }
    }

    @Override
    public Bytes publication(String name) {
        return call(LinkOperation.PKI, Bytes.utf8(name));
    }

    @Override
    public Bytes ocsp(Bytes request) {
        return call(LinkOperation.OCSP, request);
    }

    @Override
    public Bytes timestamp(Bytes request) {
        return call(LinkOperation.TIMESTAMP, request);
    }

    private Bytes call(LinkOperation operation, Bytes body) {
        try {
            return link.call(operation, body);
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    private static SgmAway away(LinkFault fault) {
        return new SgmAway(String.valueOf(fault.getMessage()), fault);
    }
}
