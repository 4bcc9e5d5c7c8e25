package dev.natsuin.sap.link;

import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkFault;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkRefused;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.bytes.Bytes;
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
    public String statement(StatementCall call) {
        return call(LinkOperation.STATEMENT, call.toBytes()).toUtf8();
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
        try {
            return Optional.of(link.call(LinkOperation.CONSISTENCY, call.toBytes()));
        } catch (LinkRefused e) {
            return Optional.empty();
        } catch (LinkFault e) {
            throw away(e);
        }
    }

    @Override
    public Bytes publication(String name) {
        return call(LinkOperation.PKI, Bytes.utf8(name));
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
