package dev.natsuin.sgm.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.SgmFault;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls with the same octets are one: each state of the work, and what everybody is told in it. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunningStatementsTest {
    private static final Bytes OCTETS = Bytes.utf8("these octets").sha256();

    private final LongWork longWork = new LongWork(new WorkRules(5_000, 1, 0));
    private final RunningStatements running = new RunningStatements(longWork);

    /** Open as soon as the long work may end. */
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @AfterEach
    void close() {
        mayEnd.countDown();
        longWork.close();
    }

    private static RunningStatements.Step ended(String token) {
        return new RunningStatements.Step.Ended(new Progress.Answered(token));
    }

    private static RunningStatements.Step nobody() {
        throw new AssertionError("the same octets are worked on twice");
    }

    /** Begins a call on a thread of its own, and comes back once it waits for another one. */
    private FutureTask<Progress> joined(Supplier<RunningStatements.Step> work) {
        var call = new FutureTask<>(() -> running.once(OCTETS, work));
        var thread = new Thread(call, "joins");
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.WAITING && thread.isAlive()) {
            Thread.onSpinWait();
        }
        return call;
    }

    private void waits() {
        try {
            mayEnd.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the work is over, whoever asks is told that it runs. */
    private void untilItIsOver() {
        while (running.isRunning(OCTETS)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void what_ends_on_the_thread_of_its_call_is_told_there_and_runs_no_more() {
        var here = Thread.currentThread();

        var told = running.once(OCTETS, () -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            assertThat(running.isRunning(OCTETS)).isTrue();
            assertThat(running.isRunning(OCTETS.sha256())).isFalse();
            return ended("an answer");
        });

        assertThat(told).isEqualTo(new Progress.Answered("an answer"));
        assertThat(running.isRunning(OCTETS)).isFalse();
        assertThat(running.once(OCTETS, () -> ended("another answer")))
                .as("whoever comes later is decided anew")
                .isEqualTo(new Progress.Answered("another answer"));
    }

    @Test
    void whoever_comes_meanwhile_gets_what_the_first_one_gets() throws Exception {
        var second = new ArrayList<FutureTask<Progress>>();

        var first = running.once(OCTETS, () -> {
            second.add(joined(RunningStatementsTest::nobody));
            return ended("an answer");
        });

        assertThat(second.get(0).get(10, TimeUnit.SECONDS)).isSameAs(first);
    }

    @Test
    void other_octets_wait_for_nobody() throws Exception {
        var other = new FutureTask<>(() -> running.once(OCTETS.sha256(), () -> ended("theirs")));

        running.once(OCTETS, () -> {
            new Thread(other, "other octets").start();
            try {
                assertThat(other.get(10, TimeUnit.SECONDS)).isEqualTo(new Progress.Answered("theirs"));
            } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
                throw new AssertionError(e);
            }
            return ended("ours");
        });
    }

    @Test
    void a_fault_is_told_to_its_own_call_and_named_to_those_who_joined_it() {
        for (var thrown : List.of(new IllegalStateException("the disk is full"), new StackOverflowError("deep"))) {
            var second = new ArrayList<FutureTask<Progress>>();

            assertThatThrownBy(() -> running.once(OCTETS, () -> {
                        second.add(joined(RunningStatementsTest::nobody));
                        if (thrown instanceof Error e) {
                            throw e;
                        }
                        throw (RuntimeException) thrown;
                    }))
                    .isSameAs(thrown);

            assertThatThrownBy(() -> second.get(0).get(10, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SgmFault.class)
                    .hasMessageContaining("deciding the same statement elsewhere");
            assertThat(running.isRunning(OCTETS)).isFalse();
            assertThat(running.once(OCTETS, () -> ended("the next try")))
                    .isEqualTo(new Progress.Answered("the next try"));
        }
    }

    @Test
    void long_work_runs_elsewhere_once_and_every_call_is_told_so_until_it_is_over() {
        var here = Thread.currentThread();
        var done = new AtomicInteger();
        var after = new AtomicInteger();

        var told = running.once(
                OCTETS,
                () -> new RunningStatements.Step.Longer(
                        () -> {
                            waits();
                            assertThat(Thread.currentThread()).isNotSameAs(here);
                            done.incrementAndGet();
                        },
                        () -> {
                            assertThat(done).as("first the work").hasValue(1);
                            assertThat(running.isRunning(OCTETS))
                                    .as("what is given back is given back before anybody hears of the end")
                                    .isTrue();
                            after.incrementAndGet();
                        }));

        assertThat(told).isEqualTo(new Progress.Working());
        assertThat(running.isRunning(OCTETS)).isTrue();
        assertThat(running.once(OCTETS, RunningStatementsTest::nobody)).isEqualTo(new Progress.Working());
        mayEnd.countDown();
        untilItIsOver();
        assertThat(after).hasValue(1);
        assertThat(running.once(OCTETS, () -> ended("kept by the work")))
                .isEqualTo(new Progress.Answered("kept by the work"));
    }

    @Test
    void long_work_that_fails_gives_back_what_it_held_and_runs_no_more() {
        for (var thrown : List.of(new IllegalStateException("the disk is full"), new StackOverflowError("deep"))) {
            var after = new AtomicInteger();

            var told = running.once(
                    OCTETS,
                    () -> new RunningStatements.Step.Longer(
                            () -> {
                                if (thrown instanceof Error e) {
                                    throw e;
                                }
                                throw (RuntimeException) thrown;
                            },
                            after::incrementAndGet));

            assertThat(told).isEqualTo(new Progress.Working());
            untilItIsOver();
            assertThat(after).hasValue(1);
        }
    }

    @Test
    void long_work_that_cannot_begin_because_the_sgm_stops_gives_back_what_it_held() {
        longWork.close();
        var began = new AtomicInteger();
        var after = new AtomicInteger();

        var second = new ArrayList<FutureTask<Progress>>();

        assertThatThrownBy(() -> running.once(OCTETS, () -> {
                    second.add(joined(RunningStatementsTest::nobody));
                    return new RunningStatements.Step.Longer(began::incrementAndGet, after::incrementAndGet);
                }))
                .isInstanceOf(SgmFault.class)
                .hasMessageContaining("beginning long work while stopping");

        assertThatThrownBy(() -> second.get(0).get(10, TimeUnit.SECONDS))
                .as("nobody is told that it is worked on")
                .hasCauseInstanceOf(SgmFault.class);
        assertThat(began).hasValue(0);
        assertThat(after).hasValue(1);
        assertThat(running.isRunning(OCTETS)).isFalse();
    }
}
