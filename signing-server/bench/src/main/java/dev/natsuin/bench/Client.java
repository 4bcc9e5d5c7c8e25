package dev.natsuin.bench;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One signer who orders signatures without a pause until told to stop; the next order goes out when the answer to the
 * last one was checked.
 *
 * <p>Every answer's signature is checked, and that it has as many signatures as were ordered; of the first answer, or
 * of all if that is asked for, also each signature against the certificate.
 */
final class Client implements Callable<List<Client.Exchange>> {
    private final Staff.Signer signer;
    private final SignOptions options;
    private final Server server;
    private final AtomicBoolean stop;
    private final AtomicLong orders;
    private final List<Exchange> done = new ArrayList<>();

    /**
     * One order and its answer.
     *
     * @param beganNanos when it was sent
     * @param endedNanos when the whole answer was there and its signature checked
     */
    record Exchange(long beganNanos, long endedNanos) {}

    Client(Staff.Signer signer, SignOptions options, Server server, AtomicBoolean stop, AtomicLong orders) {
        this.signer = signer;
        this.options = options;
        this.server = server;
        this.stop = stop;
        this.orders = orders;
    }

    @Override
    public List<Exchange> call() throws IOException, Malformed {
        while (!stop.get()) {
            var list = freshHashes();
            var order = signer.desk().signOrder(signer.key(), list);
            var began = System.nanoTime();
            var answer = signer.desk().send(order);
            done.add(new Exchange(began, System.nanoTime()));
            orders.incrementAndGet();
            check(answer, list, options.verifyAll() || done.size() == 1);
        }
        return done;
    }

    private List<Bytes> freshHashes() {
        var size = signer.key().algorithm().hash().sizeBytes();
        var hashes = options.hashes();
        var octets = new byte[size * hashes];
        server.random().nextBytes(octets);
        var all = Bytes.of(octets);
        var list = new ArrayList<Bytes>(hashes);
        for (var i = 0; i < hashes; i++) {
            list.add(all.slice(i * size, (i + 1) * size));
        }
        return list;
    }

    private void check(Answer answer, List<Bytes> list, boolean each) throws Malformed {
        if (!(answer.body() instanceof Answer.Body.Done body)) {
            throw new BenchFault("an order was refused: " + answer.body());
        }
        var signatures = Results.Signed.read(body.content()).signatures();
        if (signatures.size() != list.size()) {
            throw new BenchFault("another number of signatures than was ordered");
        }
        for (var i = 0; each && i < signatures.size(); i++) {
            if (!signer.key().verifies(list.get(i), signatures.get(i))) {
                throw new BenchFault("a signature does not hold");
            }
        }
    }
}
