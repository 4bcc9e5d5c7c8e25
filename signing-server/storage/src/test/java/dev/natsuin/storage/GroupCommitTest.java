package dev.natsuin.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Writers that come while another is at work: they share its commit, and nothing else. */
@Timeout(60)
final class GroupCommitTest {
    /** A rule that is only looked at when the transaction ends: the whole commit fails. */
    private static final String FAILS_AT_COMMIT = "INSERT INTO reply (note) VALUES (4711)";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> happened = Collections.synchronizedList(new ArrayList<>());
    private Database database;

    @BeforeEach
    void open() {
        database = Notes.open(folder);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    /** A writer that works on until the others wait behind it. */
    private Future<String> holdingUntil(int waiting, Work<String> work) throws InterruptedException {
        var atWork = new CountDownLatch(1);
        var first = threads.submit(() -> database.write(h -> {
            atWork.countDown();
            while (database.waitingWriters() < waiting) {
                Thread.onSpinWait();
            }
            return work.in(h);
        }));
        atWork.await();
        return first;
    }

    /** The next in line: returns when it waits there. */
    private <T> Future<T> behind(Callable<T> writer) {
        var before = database.waitingWriters();
        var next = threads.submit(writer);
        while (database.waitingWriters() <= before && !next.isDone()) {
            Thread.onSpinWait();
        }
        return next;
    }

    private Work<String> adding(String text) {
        return h -> {
            h.execute("INSERT INTO note (text) VALUES (?)", text);
            happened.add("did " + text);
            return text;
        };
    }

    private String add(String text) {
        var result = database.write(adding(text));
        happened.add("told " + text);
        return result;
    }

    private static Throwable failure(Future<?> future) throws InterruptedException {
        try {
            future.get();
            throw new AssertionError("it did not fail");
        } catch (ExecutionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    @Test
    void nobody_is_told_a_result_before_all_of_the_batch_are_done_and_committed() throws Exception {
        var first = holdingUntil(3, adding("0"));
        var rest = new ArrayList<Future<String>>();
        for (int i = 1; i <= 3; i++) {
            var text = Integer.toString(i);
            rest.add(behind(() -> add(text)));
        }

        first.get();
        for (var each : rest) {
            each.get();
        }

        assertThat(happened.subList(0, 4)).containsExactly("did 0", "did 1", "did 2", "did 3");
        assertThat(happened.subList(4, 7)).containsExactlyInAnyOrder("told 1", "told 2", "told 3");
    }

    @Test
    void writers_work_in_order_of_arrival_and_each_sees_what_those_before_it_did() throws Exception {
        var first = holdingUntil(3, adding("0"));
        var counts = new ArrayList<Future<Integer>>();
        for (int i = 1; i <= 3; i++) {
            var text = Integer.toString(i);
            counts.add(behind(() -> database.write(h -> {
                h.execute("INSERT INTO note (text) VALUES (?)", text);
                return h.createQuery("SELECT count(*) FROM note")
                        .mapTo(Integer.class)
                        .one();
            })));
        }

        assertThat(first.get()).isEqualTo("0");
        assertThat(counts.get(0).get()).isEqualTo(2);
        assertThat(counts.get(1).get()).isEqualTo(3);
        assertThat(counts.get(2).get()).isEqualTo(4);
        assertThat(Notes.all(database)).containsExactly("0", "1", "2", "3");
    }

    @Test
    void the_first_does_the_work_of_those_who_wait_and_each_hears_its_own_result() throws Exception {
        var first = holdingUntil(2, h -> Thread.currentThread().getName());
        var second = behind(() -> database.write(h -> Thread.currentThread().getName()));
        var third = behind(() -> database.write(h -> adding("3").in(h)));

        assertThat(second.get()).isEqualTo(first.get());
        assertThat(third.get()).isEqualTo("3");
    }

    @Test
    void nobody_works_for_more_than_so_many_at_once() throws Exception {
        var together = 32;
        var first = holdingUntil(together, h -> Thread.currentThread().getName());
        var rest = new ArrayList<Future<String>>();
        for (int i = 1; i <= together; i++) {
            rest.add(behind(() -> database.write(h -> Thread.currentThread().getName())));
        }

        for (var each : rest.subList(0, together - 1)) {
            assertThat(each.get()).isEqualTo(first.get());
        }
        assertThat(rest.get(together - 1).get()).isNotEqualTo(first.get());
    }

    @Test
    void a_reader_sees_nothing_of_a_batch_before_its_commit() throws Exception {
        var first = holdingUntil(1, adding("0"));
        var seen = behind(() -> database.write(h -> {
            h.execute("INSERT INTO note (text) VALUES ('1')");
            return Notes.all(database);
        }));

        first.get();

        assertThat(seen.get()).isEmpty();
        assertThat(Notes.all(database)).containsExactly("0", "1");
    }

    @Test
    void one_that_fails_is_undone_alone_and_hears_its_own_exception() throws Exception {
        var first = holdingUntil(3, adding("0"));
        var broken = behind(() -> database.write(h -> {
            h.execute("INSERT INTO note (text) VALUES ('half')");
            throw new IllegalArgumentException("changed my mind");
        }));
        var forbidden = behind(() -> add("0"));
        var last = behind(() -> add("3"));

        first.get();
        last.get();

        assertThat(failure(broken)).isInstanceOf(IllegalArgumentException.class).hasMessage("changed my mind");
        assertThat(failure(forbidden))
                .isInstanceOfSatisfying(
                        StorageFault.class, f -> assertThat(f.kind()).isEqualTo(StorageFault.Kind.CONSTRAINT));
        assertThat(Notes.all(database)).containsExactly("0", "3");
    }

    @Test
    void an_exception_too_waits_for_the_commit() throws Exception {
        var first = holdingUntil(2, adding("0"));
        var broken = behind(() -> {
            try {
                return database.write(h -> {
                    happened.add("did broken");
                    throw new IllegalArgumentException("changed my mind");
                });
            } finally {
                happened.add("told broken");
            }
        });
        var last = behind(() -> add("2"));

        first.get();
        last.get();

        assertThat(failure(broken)).isInstanceOf(IllegalArgumentException.class);
        assertThat(happened.subList(0, 3)).containsExactly("did 0", "did broken", "did 2");
    }

    @Test
    void a_commit_that_fails_fails_all_of_its_batch_and_keeps_nothing() throws Exception {
        add("before");
        var first = holdingUntil(4, adding("0"));
        var second = behind(() -> add("1"));
        var poisoned = behind(() -> database.write(h -> {
            h.execute("PRAGMA defer_foreign_keys = ON");
            h.execute(FAILS_AT_COMMIT);
            return "poison";
        }));
        var throwing = behind(() -> database.write(h -> {
            throw new IllegalArgumentException("what it saw never was");
        }));
        var last = behind(() -> add("4"));

        for (var each : List.of(first, second, poisoned, throwing, last)) {
            assertThat(failure(each))
                    .isInstanceOfSatisfying(
                            StorageFault.class, f -> assertThat(f.kind()).isEqualTo(StorageFault.Kind.CONSTRAINT));
        }
        assertThat(Notes.all(database)).containsExactly("before");
        add("after");
        assertThat(Notes.all(database)).containsExactly("before", "after");
    }

    @Test
    void after_the_disk_failed_in_one_of_a_batch_nothing_of_it_is_kept_and_nobody_behind_begins() throws Exception {
        add("before");
        var first = holdingUntil(3, adding("0"));
        var failing = behind(() -> database.write(h -> {
            h.execute("INSERT INTO note (text) VALUES ('half')");
            throw new StorageFault(StorageFault.Kind.IO, "the disk failed, as the test wants");
        }));
        var behind = behind(() -> add("2"));
        var last = behind(() -> add("3"));

        for (var each : List.of(first, failing, behind, last)) {
            assertThat(failure(each))
                    .isInstanceOfSatisfying(
                            StorageFault.class, f -> assertThat(f.kind()).isEqualTo(StorageFault.Kind.IO));
        }
        assertThat(happened).doesNotContain("did 2", "did 3");
        database.close();
        database = Notes.open(folder);
        assertThat(Notes.all(database)).containsExactly("before");
    }

    @Test
    void work_that_ends_the_shared_transaction_fails_all_of_it_and_none_of_the_next() throws Exception {
        var first = holdingUntil(2, adding("0"));
        var meddling = behind(() -> database.write(h -> h.execute("ROLLBACK")));
        var last = behind(() -> add("2"));

        assertThat(failure(first)).isInstanceOf(StorageFault.class);
        assertThat(failure(meddling)).isInstanceOf(StorageFault.class);
        assertThat(last.get()).isEqualTo("2");
        assertThat(Notes.all(database)).containsExactly("2");
    }

    @Test
    void an_error_of_the_jvm_in_a_batch_undoes_its_own_part_only() throws Exception {
        var first = holdingUntil(2, adding("0"));
        var broken = behind(() -> database.write(h -> {
            h.execute("INSERT INTO note (text) VALUES ('half')");
            throw new StackOverflowError();
        }));
        var last = behind(() -> add("2"));

        first.get();
        last.get();

        assertThat(failure(broken)).isInstanceOf(StackOverflowError.class);
        assertThat(Notes.all(database)).containsExactly("0", "2");
    }

    @Test
    void a_waiting_writer_that_is_interrupted_leaves_and_the_others_go_on() throws Exception {
        var leaving = new AtomicReference<Thread>();
        var first = holdingUntil(2, h -> {
            Objects.requireNonNull(leaving.get()).interrupt();
            while (database.waitingWriters() > 1) {
                Thread.onSpinWait();
            }
            return "0";
        });
        var interrupted = behind(() -> {
            leaving.set(Thread.currentThread());
            try {
                return add("never");
            } finally {
                happened.add("interrupted " + Thread.currentThread().isInterrupted());
            }
        });
        var last = behind(() -> add("2"));

        first.get();
        last.get();

        assertThat(failure(interrupted))
                .isInstanceOfSatisfying(
                        StorageFault.class, f -> assertThat(f.kind()).isEqualTo(StorageFault.Kind.BUSY));
        assertThat(happened).contains("interrupted true");
        assertThat(Notes.all(database)).containsExactly("2");
    }

    @Test
    void a_writer_that_is_interrupted_when_its_work_is_done_still_hears_the_outcome() throws Exception {
        var done = new AtomicReference<Thread>();
        var first = threads.submit(() -> {
            var result = database.write(h -> {
                done.set(Thread.currentThread());
                happened.add("at work");
                while (database.waitingWriters() < 1) {
                    Thread.onSpinWait();
                }
                return adding("0").in(h);
            });
            return result + Thread.currentThread().isInterrupted();
        });
        while (happened.isEmpty()) {
            Thread.onSpinWait();
        }
        var second = behind(() -> database.write(h -> {
            Objects.requireNonNull(done.get()).interrupt();
            return adding("1").in(h);
        }));

        assertThat(first.get()).isEqualTo("0true");
        assertThat(second.get()).isEqualTo("1");
        assertThat(Notes.all(database)).containsExactly("0", "1");
    }

    @Test
    void closing_lets_the_batch_before_it_be_kept_and_refuses_those_behind() throws Exception {
        var first = holdingUntil(3, adding("0"));
        var second = behind(() -> add("1"));
        var closing = behind(() -> {
            database.close();
            return "closed";
        });
        var late = behind(() -> add("late"));

        assertThat(first.get()).isEqualTo("0");
        assertThat(second.get()).isEqualTo("1");
        assertThat(closing.get()).isEqualTo("closed");
        assertThat(failure(late))
                .isInstanceOfSatisfying(
                        StorageFault.class, f -> assertThat(f.kind()).isEqualTo(StorageFault.Kind.CLOSED));
        database = Notes.open(folder);
        assertThat(Notes.all(database)).containsExactly("0", "1");
    }

    @Test
    void a_write_inside_a_write_is_a_mistake_also_in_a_batch() throws Exception {
        var first = holdingUntil(1, adding("0"));
        var nested = behind(() -> database.write(h -> add("inner")));

        first.get();

        assertThat(failure(nested)).isInstanceOf(IllegalStateException.class).hasMessage("a write inside a write");
        assertThat(Notes.all(database)).containsExactly("0");
    }

    @Test
    void very_many_writers_lose_nothing_and_none_waits_for_all() throws Exception {
        var writers = 8;
        var each = 50;
        var failed = new AtomicInteger();
        var jobs = IntStream.range(0, writers)
                .<Callable<Boolean>>mapToObj(w -> () -> {
                    for (int i = 0; i < each; i++) {
                        var text = w + "." + i;
                        if (i % 5 == 4) {
                            assertThatThrownBy(() -> database.change(h -> {
                                        h.execute("INSERT INTO note (text) VALUES (?)", text);
                                        failed.incrementAndGet();
                                        throw new IllegalStateException("undone");
                                    }))
                                    .isInstanceOf(IllegalStateException.class);
                        } else {
                            add(text);
                        }
                    }
                    return true;
                })
                .toList();
        for (var done : threads.invokeAll(jobs, 50, TimeUnit.SECONDS)) {
            assertThat(done.get()).isTrue();
        }

        assertThat(failed).hasValue(writers * each / 5);
        assertThat(Notes.all(database)).hasSize(writers * each * 4 / 5).doesNotHaveDuplicates();
    }
}
