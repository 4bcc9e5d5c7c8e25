package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who has a place for long work, how many run at once, and what becomes of them when the SGM stops. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LongWorkPlacesTest {
    private static final Bytes FIRST = Bytes.utf8("first").sha256();
    private static final Bytes SECOND = Bytes.utf8("second").sha256();

    private final LongWork work = new LongWork(new WorkRules(5_000, 2, 1));

    @AfterEach
    void close() {
        work.close();
    }

    @Test
    void a_device_has_one_place_and_the_statement_that_has_it_keeps_it() {
        assertThat(work.take("desk", FIRST)).isTrue();

        assertThat(work.take("desk", SECOND)).isFalse();
        assertThat(work.take("desk", FIRST)).isTrue();
        assertThat(work.take("laptop", SECOND)).isTrue();
    }

    @Test
    void only_the_statement_that_has_the_place_gives_it_back() {
        work.take("desk", FIRST);

        work.free("desk", SECOND);
        work.free("laptop", FIRST);
        assertThat(work.take("desk", SECOND)).isFalse();

        work.free("desk", FIRST);
        assertThat(work.take("desk", SECOND)).isTrue();
    }

    @Test
    void there_are_as_many_places_as_run_and_wait_and_one_that_is_given_back_is_another_devices() {
        assertThat(work.take("one", FIRST)).isTrue();
        assertThat(work.take("two", FIRST)).isTrue();
        assertThat(work.take("three", FIRST)).isTrue();

        assertThat(work.take("four", FIRST)).isFalse();
        assertThat(work.take("three", FIRST)).as("it is theirs, however full").isTrue();

        work.free("two", FIRST);
        assertThat(work.take("four", FIRST)).isTrue();
    }

    @Test
    void as_many_run_at_once_as_there_are_slots_each_on_a_thread_that_keeps_no_process_alive() throws Exception {
        var both = new CountDownLatch(2);
        var threads = new ArrayList<FutureTask<Thread>>();
        for (var i = 0; i < 2; i++) {
            var task = new FutureTask<>(() -> {
                both.countDown();
                assertThat(both.await(10, TimeUnit.SECONDS))
                        .as("the other one runs")
                        .isTrue();
                return Thread.currentThread();
            });
            threads.add(task);
            work.run(task);
        }

        var names = new ArrayList<String>();
        for (var task : threads) {
            var thread = task.get(15, TimeUnit.SECONDS);
            assertThat(thread.isDaemon()).isTrue();
            names.add(thread.getName());
        }
        assertThat(names).containsExactlyInAnyOrder("sgm-work-1", "sgm-work-2");
    }

    @Test
    void when_it_stops_it_interrupts_what_runs_and_waits_until_that_has_seen_it() throws Exception {
        var closer = Thread.currentThread();
        var runs = new CountDownLatch(2);
        var interrupted = new AtomicInteger();
        var waiting = new AtomicBoolean();
        for (var i = 0; i < 2; i++) {
            work.run(() -> {
                runs.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    while (closer.getState() != Thread.State.TIMED_WAITING && closer.isAlive()) {
                        Thread.onSpinWait(); // a signature is finished first
                    }
                    interrupted.incrementAndGet();
                }
            });
        }
        work.run(() -> waiting.set(true));
        runs.await();

        work.close();

        assertThat(interrupted).hasValue(2);
        assertThat(waiting).as("what had not begun never begins").isFalse();
        assertThatThrownBy(() -> work.run(() -> waiting.set(true))).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void whoever_is_interrupted_while_it_stops_stays_so_and_waits_no_longer() {
        var seen = new CountDownLatch(1);
        work.run(() -> {
            while (seen.getCount() > 0) { // sees no interrupt
                Thread.onSpinWait();
            }
        });
        Thread.currentThread().interrupt();
        try {
            work.close();
            assertThat(Thread.interrupted()).isTrue();
        } finally {
            seen.countDown();
        }
    }
}
