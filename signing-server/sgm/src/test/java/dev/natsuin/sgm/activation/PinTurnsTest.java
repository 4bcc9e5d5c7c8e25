package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class PinTurnsTest {
    private final PinTurns turns = new PinTurns();

    @Test
    void a_device_has_one_statement_judged_at_a_time() throws Exception {
        var inside = new AtomicInteger();
        var judge = (Callable<Integer>) () -> turns.of("device", () -> {
            var together = inside.incrementAndGet();
            LockSupport.parkNanos(1);
            inside.decrementAndGet();
            return together;
        });
        var all = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < 2_000; i++) {
            all.add(judge);
        }
        var pool = Executors.newFixedThreadPool(8);
        try {
            for (var together : pool.invokeAll(all)) {
                assertThat(together.get()).isEqualTo(1);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void a_fault_gives_the_turn_back() throws Exception {
        assertThatThrownBy(() -> turns.of("device", () -> {
                    throw new IllegalStateException("the disk is full");
                }))
                .hasMessage("the disk is full");
        var pool = Executors.newSingleThreadExecutor();
        try {
            assertThat(pool.submit(() -> turns.of("device", () -> "judged")).get())
                    .isEqualTo("judged");
        } finally {
            pool.shutdown();
        }
    }
}
