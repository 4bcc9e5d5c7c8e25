package dev.natsuin.sap.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.Identities;
import dev.natsuin.link.LinkAnswer;
import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.LinkTimes;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.message.ConsistencyCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.sap.courier.Progress;
import dev.natsuin.sap.courier.SgmAway;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Strangers who ask and ask, over a real link with an SGM that is slow to answer them. */
@Timeout(60)
final class LinkGatewayTest {
    private final CountDownLatch asked = new CountDownLatch(LinkGateway.QUESTIONS_AT_ONCE);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final ExecutorService strangers = Executors.newCachedThreadPool();
    private LinkServer server;
    private LinkClient client;
    private LinkGateway gateway;
    private LinkAnswer toQuestions = LinkAnswer.ok(Bytes.EMPTY);
    private LinkAnswer toStatements = LinkAnswer.ok(Bytes.utf8("answered"));

    @BeforeEach
    void start() throws Exception {
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = LinkServer.start(
                here,
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                this::answer,
                LinkLimits.defaults());
        client = new LinkClient(
                server::address,
                Identities.SAP,
                PeerPins.only(Identities.SGM.certificateSha256()),
                LinkTimes.defaults());
        gateway = new LinkGateway(client, Duration.ZERO);
    }

    @AfterEach
    void stop() {
        gate.countDown();
        strangers.shutdownNow();
        client.close();
        server.close();
    }

    private LinkAnswer answer(LinkOperation operation, Bytes body) {
        if (operation == LinkOperation.STATEMENT) {
            return toStatements;
        }
        asked.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return toQuestions;
    }

    private static ProblemCode told(Throwable thrown) {
        return ((SgmAway) thrown).problem();
    }

    @Test
    void questions_that_hang_leave_half_of_the_link_to_orders_and_more_of_them_are_told_to_come_later()
            throws Exception {
        for (var i = 0; i < LinkGateway.QUESTIONS_AT_ONCE; i++) {
            var size = i;
            strangers.execute(() -> gateway.consistency(new ConsistencyCall(1, size + 1)));
        }
        asked.await();

        assertThat(gateway.statement(new StatementCall(Bytes.utf8("sealed"), Optional.empty())))
                .isEqualTo(new Progress.Answered("answered"));
        assertThatThrownBy(() -> gateway.hello(Bytes.EMPTY))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_BUSY);
        assertThatThrownBy(() -> gateway.publication("ca.crl"))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_BUSY);
    }

    @Test
    void those_that_wait_for_their_turn_are_few_so_that_they_hold_no_thread_that_an_order_wants() throws Exception {
        var patient = new LinkGateway(client, Duration.ofMinutes(1));
        var waiting = new ArrayList<Thread>();
        for (var i = 0; i < LinkGateway.QUESTIONS_AT_ONCE + LinkGateway.QUESTIONS_WAITING; i++) {
            var thread = new Thread(() -> patient.publication("ca.crl"));
            thread.start();
            if (i >= LinkGateway.QUESTIONS_AT_ONCE) {
                waiting.add(thread);
            } else if (i == LinkGateway.QUESTIONS_AT_ONCE - 1) {
                asked.await();
            }
        }
        while (waiting.stream().anyMatch(thread -> thread.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }

        assertThatThrownBy(() -> patient.publication("ca.crl"))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_BUSY);

        gate.countDown();
        for (var thread : waiting) {
            thread.join();
        }
        assertThat(patient.publication("ca.crl")).contains(Bytes.EMPTY);
    }

    @Test
    void an_sgm_without_room_for_a_question_is_busy_and_not_at_fault() {
        gate.countDown();
        toQuestions = LinkAnswer.busy();

        assertThatThrownBy(() -> gateway.consistency(new ConsistencyCall(1, 2)))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_BUSY);
        assertThatThrownBy(() -> gateway.ocsp(Bytes.EMPTY))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_BUSY);
    }

    @Test
    void an_sgm_whose_clock_is_behind_its_log_says_so() {
        toStatements = LinkAnswer.clockBehind();

        assertThatThrownBy(() -> gateway.statement(new StatementCall(Bytes.utf8("sealed"), Optional.empty())))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SERVER_CLOCK_BEHIND);
    }

    @Test
    void an_answer_that_a_question_has_not_is_none() {
        gate.countDown();
        toQuestions = LinkAnswer.working();

        assertThatThrownBy(() -> gateway.hello(Bytes.EMPTY))
                .extracting(LinkGatewayTest::told)
                .isEqualTo(ProblemCode.SGM_UNAVAILABLE);
    }
}
