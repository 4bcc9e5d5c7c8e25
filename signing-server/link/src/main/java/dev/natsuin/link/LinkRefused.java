package dev.natsuin.link;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.ObjectOutputStream;

/** The other side understood the request and refused it; {@link #body()} is what it says about that. */
public final class LinkRefused extends LinkFault {
    private static final long serialVersionUID = 1L;

    private final transient Bytes body;

    LinkRefused(Bytes body) {
        super("the other side refused the request");
        this.body = body;
    }

    /** The body of the refusal. */
    public Bytes body() {
        return body;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        throw new java.io.NotSerializableException(LinkRefused.class.getName());
    }
}
