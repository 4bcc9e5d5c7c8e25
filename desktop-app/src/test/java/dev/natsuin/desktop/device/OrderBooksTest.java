package dev.natsuin.desktop.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds the book of an order. */
final class OrderBooksTest {
    private static final int THREADS = 4;
    private static final int ROUNDS = 200;

    @TempDir
    private Path folder;

    private Profile profile;
    private OrderBooks books;

    @BeforeEach
    void a_profile_with_a_secret() throws Refusal {
        profile = Profile.in(folder.resolve("profile"));
        try (var secret =
                Secret.taking(Bytes.utf8("0123456789abcdef0123456789abcdef").toArray())) {
            profile.keepDeviceSecret(secret);
        }
        books = new OrderBooks(profile, new SecureRandom());
    }

    @Test
    void of_several_that_want_a_book_at_once_one_gets_it_and_the_others_nothing() throws Exception {
        var book = books.create();
        var name = book.name();
        books.release(book);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (var round = 0; round < ROUNDS; round++) {
                var together = new CyclicBarrier(THREADS);
                Callable<Optional<OrderBook>> opens = () -> {
                    together.await();
                    return books.open(name);
                };
                var all = new ArrayList<Future<Optional<OrderBook>>>();
                for (var i = 0; i < THREADS; i++) {
                    all.add(threads.submit(opens));
                }
                var held = new ArrayList<OrderBook>();
                for (var each : all) {
                    each.get().ifPresent(held::add);
                }
                assertThat(held).hasSize(1);
                books.release(held.get(0));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void a_book_that_cannot_be_begun_leaves_nothing() throws Exception {
        profile.forgetOwner();

        assertThatThrownBy(() -> books.create()).isInstanceOf(Refusal.class);

        assertThat(profile.orderFolder()).isEmptyDirectory();
    }

    /** Whatever ends it in between: signatures that no book names would stay for ever. */
    @Test
    void what_lies_beside_a_book_is_deleted_before_the_book() throws Exception {
        var book = books.create();
        var file = profile.orderFolder().resolve(book.name());
        var beside = profile.orderFolder().resolve(book.name().replace(".jsonl", ".signed"));
        Files.createDirectories(beside.resolve("in the way"));

        assertThatThrownBy(() -> books.delete(book)).isInstanceOf(Refusal.class);

        assertThat(file).exists();
    }

    @Test
    void a_book_that_vanished_is_nobody_s_fault_and_can_come_back() throws Exception {
        var book = books.create();
        var name = book.name();
        books.release(book);
        var file = profile.orderFolder().resolve(name);
        var octets = Files.readAllBytes(file);
        Files.delete(file);

        assertThat(books.open(name)).isEmpty();

        Files.write(file, octets);
        assertThat(books.open(name)).isPresent();
    }
}
