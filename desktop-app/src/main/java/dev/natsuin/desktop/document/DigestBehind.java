package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.pdf.RangeDigest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Digests what a copying pass hands it, block after block in their order, while the pass already writes the block: a
 * copy then costs the slower of the two, not their sum. Each block is copied first, so that the digest is of the very
 * octets that the pass holds at that moment.
 *
 * <p>For small files everything happens on the caller's thread. At most {@value #AHEAD} blocks wait. For one thread.
 */
final class DigestBehind implements AutoCloseable {
    private static final int AHEAD = 4;

    private final RangeDigest digests;
    private final ExecutorService ownThread;
    private final Executor where;
    private final byte[][] octets;
    private final CompletableFuture<?>[] digested;
    private int next;

    /**
     * Starts.
     *
     * @param size of the largest block
     * @param aside whether on a thread of its own
     */
    DigestBehind(RangeDigest digests, int size, boolean aside) {
        this.digests = digests;
        int blocks = aside ? AHEAD : 1;
        ownThread = Executors.newSingleThreadExecutor(task -> {
            var thread = new Thread(task, "natsuin-digest");
            thread.setDaemon(true);
            return thread;
        });
        where = aside ? ownThread : Runnable::run;
        octets = new byte[blocks][size];
        digested = new CompletableFuture<?>[blocks];
        Arrays.fill(digested, CompletableFuture.completedFuture(true));
    }

    /** Takes what remains in a block; the block may change when this returns. */
    void take(ByteBuffer block) {
        int place = next;
        next = (next + 1) % octets.length;
        digested[place].join();
        int length = block.remaining();
        block.get(octets[place], 0, length);
        digested[place] = CompletableFuture.runAsync(() -> digests.original(octets[place], 0, length), where);
    }

    /** Waits until everything taken is digested. */
    void finish() {
        CompletableFuture.allOf(digested).join();
    }

    @Override
    public void close() {
        ownThread.shutdown();
    }
}
