package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.courier.Asking;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.IdentityKeys;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.pki.Publication;
import dev.natsuin.sap.pki.Publications;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An SGM that takes a question and does not answer: whoever comes behind does not wait for the one who asked. */
@Timeout(30)
final class HangingSgmTest {
    private static final String URL = "https://sign.example";
    private static final List<Bytes> TLS_KEYS = List.of(Bytes.utf8("a key").sha256());

    private final TestClock clock = new TestClock();
    private final FakeSgm sgm = new FakeSgm(clock);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService others = Executors.newCachedThreadPool();
    private final Publications publications = new Publications(sgm, clock);
    private List<Bytes> keys = TLS_KEYS;
    private final Descriptors descriptors =
            new Descriptors(sgm, IdentityKeys.first(sgm.identityHash()), () -> new DescriptorCall(URL, keys), clock);

    @AfterEach
    void stop() {
        gate.countDown();
        others.shutdownNow();
    }

    /** Somebody asks, and hangs. */
    private <T> Future<T> hanging(Callable<T> question) throws Exception {
        sgm.hangs(asked, gate);
        var hanging = others.submit(question);
        asked.await();
        return hanging;
    }

    private static <T> T prompt(Supplier<T> question) throws Exception {
        var other = Executors.newSingleThreadExecutor();
        try {
            return other.submit(question::get).get(10, TimeUnit.SECONDS);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void whoever_comes_while_a_descriptor_is_renewed_is_given_the_last_one() throws Exception {
        var last = descriptors.told();
        clock.advance(Duration.ofDays(1));
        var renewing = hanging(descriptors::told);

        assertThat(prompt(descriptors::told)).isEqualTo(last);
        assertThat(prompt(descriptors::identity)).isEqualTo(descriptors.identity());
        assertThat(sgm.descriptorsAsked()).isEqualTo(1);

        gate.countDown();
        renewing.get();
        awaitAnother(last);
    }

    private void awaitAnother(Descriptors.Told last) throws InterruptedException {
        while (descriptors.told().equals(last)) {
            Thread.sleep(10);
        }
    }

    @Test
    void whoever_asks_for_the_next_one_does_not_wait_for_it_either() throws Exception {
        var last = descriptors.told();
        clock.advance(Duration.ofDays(1));

        assertThat(hanging(descriptors::told).get(20, TimeUnit.SECONDS)).isEqualTo(last);
        assertThat(gate.getCount()).as("the SGM has not answered").isEqualTo(1);

        gate.countDown();
        awaitAnother(last);
    }

    @Test
    void whoever_asks_for_the_next_list_is_given_the_last_one() throws Exception {
        var last = publications.get(Publication.REVOCATION_LIST);
        clock.advance(Publications.FRESH);

        assertThat(hanging(() -> publications.get(Publication.REVOCATION_LIST)).get(20, TimeUnit.SECONDS))
                .isEqualTo(last);
        assertThat(gate.getCount()).as("the SGM has not answered").isEqualTo(1);
    }

    @Test
    void while_another_key_is_to_be_named_the_last_descriptor_serves_as_long_as_it_holds() throws Exception {
        var last = descriptors.told();
        keys = List.of(keys.get(0), Bytes.utf8("the next key").sha256());
        var renewing = hanging(descriptors::told);

        assertThat(prompt(descriptors::told)).isEqualTo(last);
        assertThat(renewing.get(20, TimeUnit.SECONDS)).isEqualTo(last);
    }

    @Test
    void an_sgm_that_was_away_while_the_clock_was_ahead_is_asked_again_once_it_is_right() {
        descriptors.told();
        keys = List.of(keys.get(0), Bytes.utf8("the next key").sha256());
        clock.advance(Duration.ofDays(3));
        sgm.away(true);
        var last = descriptors.told();
        sgm.away(false);
        assertThat(descriptors.told()).as("within half a minute").isEqualTo(last);

        clock.advance(Duration.ofDays(-3));

        assertThat(descriptors.told()).isNotEqualTo(last);
    }

    /** Whoever ran a question clears it away after its answer was given out; often, as that is a moment only. */
    @Test
    void who_asks_after_an_answer_never_gets_that_answer_again() {
        var number = new AtomicInteger();
        var asking = new Asking<>(number::incrementAndGet);

        for (var i = 1; i <= 20_000; i++) {
            assertThat(asking.answer(Duration.ZERO)).contains(i);
        }
    }

    @Test
    void those_who_have_no_descriptor_yet_share_one_question_and_its_answer() throws Exception {
        var first = hanging(descriptors::told);
        var behind = new ArrayList<Future<Descriptors.Told>>();
        for (var i = 0; i < 8; i++) {
            behind.add(others.submit(descriptors::told));
        }

        gate.countDown();

        for (var told : behind) {
            assertThat(told.get()).isEqualTo(first.get());
        }
        assertThat(sgm.descriptorsAsked()).isEqualTo(1);
    }

    @Test
    void all_of_them_hear_that_there_is_no_answer() throws Exception {
        var first = hanging(descriptors::told);
        var second = others.submit(descriptors::told);
        sgm.away(true);

        gate.countDown();

        assertThatThrownBy(first::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SgmAway.class);
        assertThatThrownBy(second::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(SgmAway.class);
        sgm.away(false);
        assertThat(descriptors.told().token()).isNotEmpty();
    }

    @Test
    void whoever_asks_for_a_list_that_is_being_fetched_anew_is_given_the_last_one_and_other_files_at_once()
            throws Exception {
        var last = publications.get(Publication.REVOCATION_LIST);
        publications.get(Publication.CA_CERTIFICATE);
        clock.advance(Publications.FRESH);
        var fetching = hanging(() -> publications.get(Publication.REVOCATION_LIST));

        assertThat(prompt(() -> publications.get(Publication.REVOCATION_LIST))).isEqualTo(last);
        sgm.hangsNoMore();
        assertThat(prompt(() -> publications.get(Publication.CA_CERTIFICATE))).contains(FakeSgm.CA_CERTIFICATE);
        assertThat(fetching.get(20, TimeUnit.SECONDS)).isEqualTo(last);
    }
}
