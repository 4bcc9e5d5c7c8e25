package dev.natsuin.sgm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.Identities;
import dev.natsuin.link.LinkClient;
import dev.natsuin.link.LinkLimits;
import dev.natsuin.link.LinkOperation;
import dev.natsuin.link.LinkServer;
import dev.natsuin.link.LinkTimes;
import dev.natsuin.link.PeerPins;
import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.message.StatementCall;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Results;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import dev.natsuin.protocol.statement.Envelope;
import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who has the SAP's link key and speaks to the SGM as they like: real link, real SGM. */
class HostileLinkTest {
    private static final long SEED = 20261125;
    private static final Set<Thread.State> WAITING = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING);

    @TempDir
    Path folder;

    private TestSgm sgm;
    private TestDevice device;
    private Results.KeyInfo key;
    private LinkServer server;
    private final List<LinkClient> clients = new ArrayList<>();

    @BeforeEach
    void a_signer_with_a_key_and_a_stolen_link_key() throws Exception {
        sgm = new TestSgm(folder);
        device = sgm.newSigner();
        key = sgm.createKey(device, KeyAlgorithm.P_256);
        var here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = LinkServer.start(
                here,
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                sgm.door(),
                LinkLimits.defaults());
    }

    @AfterEach
    void close() {
        clients.forEach(LinkClient::close);
        server.close();
        sgm.close();
    }

    private LinkClient client() {
        var client = new LinkClient(
                server::address,
                Identities.SAP,
                PeerPins.only(Identities.SGM.certificateSha256()),
                LinkTimes.defaults());
        clients.add(client);
        return client;
    }

    private Answer send(LinkClient client, Bytes sealed, Optional<StatementCall.SigningRequest> request)
            throws Exception {
        var token = client.call(LinkOperation.STATEMENT, new StatementCall(sealed, request).toBytes());
        return Answer.open(token.toUtf8(), sgm.identity, sealed);
    }

    private long logged() {
        return new DatabaseWriter(folder.resolve("sgm.db")).rows("log_entry").size();
    }

    @Test
    void what_the_sap_may_ask_is_this_and_nothing_that_signs_or_certifies_for_it() {
        // A new operation needs a line here, and a thought: can it make a key sign, or certify one of the SAP's own?
        // OCSP and TIMESTAMP sign for everybody, with keys that are certified for that alone: no signer's, not the
        // CA's.
        assertThat(LinkOperation.values())
                .extracting(Enum::name)
                .isSubsetOf(
                        "PING",
                        "HELLO",
                        "STATEMENT",
                        "PKI",
                        "CONSISTENCY",
                        "DESCRIPTOR",
                        "STATUS",
                        "OUTCOME",
                        "OCSP",
                        "TIMESTAMP",
                        "EPOCHS",
                        // Entries of the log, as everybody may have them.
                        "SUCCESSIONS",
                        // Whether a device may be told of others: reads, and tells what its login shows anyway.
                        "SEES_PEOPLE",
                        // Ids of people who ended, which it is told by their orders' answers anyway.
                        "PEOPLE_LEFT");
    }

    @Test
    void questions_in_sixty_places_are_answered_two_at_a_time_and_orders_beside_them() throws Exception {
        var questions = Map.of(
                LinkOperation.HELLO, Bytes.of(new byte[16]),
                LinkOperation.PKI, Bytes.utf8("ca.crl"),
                LinkOperation.OCSP, Bytes.utf8("no request"),
                LinkOperation.TIMESTAMP, Bytes.utf8("no request"),
                LinkOperation.DESCRIPTOR,
                        new DescriptorCall("https://x.example", List.of(TestSgm.hash("a key"))).toBytes());
        var order = sgm.order(device, key, TestSgm.hash("contract"));
        var sealed = device.seal(order, sgm);
        var answered = new Semaphore(0);
        var gate = new CountDownLatch(1);
        var strangers = new ThreadGroup("strangers");
        sgm.clock.whenAsked(() -> {
            if (Thread.currentThread().getThreadGroup() == strangers) {
                answered.release();
                uninterrupted(gate);
            }
        });
        var all = new ArrayList<Thread>();
        for (var i = 0; i < 12; i++) {
            questions.forEach((operation, body) ->
                    all.add(new Thread(strangers, () -> sgm.door().handle(operation, body))));
        }
        try {
            all.forEach(Thread::start);
            while (all.stream().anyMatch(thread -> !WAITING.contains(thread.getState()))) {
                Thread.onSpinWait();
            }

            assertThat(answered.availablePermits()).isEqualTo(2);
            assertThat(TestSgm.done(sgm.send(sealed, order))).isNotNull();
        } finally {
            gate.countDown();
            for (var thread : all) {
                thread.join();
            }
        }
    }

    private static void uninterrupted(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void no_octets_on_any_operation_sign_change_or_break_anything() throws Exception {
        var before = logged();
        var random = new Random(SEED);
        var client = client();
        for (var operation : LinkOperation.values()) {
            for (var i = 0; i < 100; i++) {
                var body = new byte[random.nextInt(300)];
                random.nextBytes(body);
                try {
                    client.ask(operation, Bytes.of(body));
                } catch (RuntimeException e) {
                    // Refused, by whatever it was refused: what counts is what came of it.
                }
            }
        }

        assertThat(logged()).isEqualTo(before);
        var order = order();
        TestSgm.done(sgm.send(device.seal(order, sgm), order));
    }

    private Statement.Sign order() {
        return sgm.order(device, key, TestSgm.hash("contract"));
    }

    @Test
    void statements_that_the_sap_invents_are_nobodys() throws Exception {
        var before = logged();
        var invented = new TestDevice(device.identityHash, device.user);
        var head = invented.head(sgm.now());
        var client = client();
        for (var statement : List.of(
                sgm.order(invented, key, TestSgm.hash("contract")),
                new Statement.CreateKey(head, KeyAlgorithm.P_256, List.of("device")),
                new Statement.DestroyKey(head, key.keyId(), key.certificateSha256()),
                new Statement.Invite(
                        head,
                        Role.OFFICER,
                        TestDevice.random(32),
                        sgm.now().plus(Duration.ofDays(1)),
                        Optional.empty(),
                        Optional.empty()),
                new Statement.ListKeys(head),
                new Statement.ListPeople(head),
                new Statement.Activity(head, 0),
                new Statement.Outcome(head, head.id()))) {
            var request = statement instanceof Statement.Sign sign
                    ? Optional.of(TestSgm.requestOf(sign))
                    : Optional.<StatementCall.SigningRequest>empty();
            var answer = send(client, invented.seal(statement, sgm), request);
            assertThat(TestSgm.problem(answer).code())
                    .as(statement.type())
                    .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
        // Nor does it help to say that one is the true device: then its signature is missing.
        var order = order();
        var forged = device.seal(order, sgm, draft -> {
            draft.deviceSignature = invented.draft(order).deviceSignature;
            return draft;
        });
        assertThat(TestSgm.problem(send(client, forged, Optional.of(TestSgm.requestOf(order))))
                        .code())
                .isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        assertThat(logged()).isEqualTo(before);
    }

    @Test
    void a_sealed_order_with_any_octet_changed_is_no_order() throws Exception {
        var before = logged();
        var order = order();
        var sealed = device.seal(order, sgm).toArray();
        var client = client();
        var random = new Random(SEED);
        for (var i = 0; i < 300; i++) {
            var changed = sealed.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            var answer = send(client, Bytes.of(changed), Optional.of(TestSgm.requestOf(order)));
            assertThat(TestSgm.problem(answer).code()).isEqualTo(ProblemCode.STATEMENT_NOT_ACCEPTED);
        }
        assertThat(logged()).isEqualTo(before);

        TestSgm.done(send(client, Bytes.of(sealed), Optional.of(TestSgm.requestOf(order))));
        assertThat(logged()).isEqualTo(before + 1);
    }

    @Test
    void an_sad_beside_another_request_is_spent_and_signs_nothing_even_beside_the_right_one_later() throws Exception {
        var before = logged();
        var order = order();
        var sealed = device.seal(order, sgm);
        var client = client();
        var other = TestSgm.requestOf(sgm.order(device, key, TestSgm.hash("forged")));

        assertThat(TestSgm.problem(send(client, sealed, Optional.of(other))).code())
                .isEqualTo(ProblemCode.HASHES_DIFFER);
        assertThat(TestSgm.problem(send(client, sealed, Optional.of(TestSgm.requestOf(order))))
                        .code())
                .isEqualTo(ProblemCode.HASHES_DIFFER);
        assertThat(logged()).isEqualTo(before);
    }

    @Test
    void of_a_thousand_pins_at_once_over_several_connections_exactly_five_are_judged() throws Exception {
        var before = logged();
        var calls = new ArrayList<Callable<Answer>>();
        for (var connection = 0; connection < 8; connection++) {
            var client = client();
            for (var i = 0; i < 125; i++) {
                var order = sgm.order(device, key, TestSgm.hash("contract"));
                var sealed = device.seal(order, sgm, draft -> {
                    draft.secrets.put(Envelope.Field.ACTIVATION_SIGNATURE, TestDevice.random(64));
                    return draft;
                });
                calls.add(() -> send(client, sealed, Optional.of(TestSgm.requestOf(order))));
            }
        }
        java.util.Collections.shuffle(calls, new Random(SEED));
        var pool = Executors.newFixedThreadPool(16);

        var codes = new ArrayList<ProblemCode>();
        for (var answer : pool.invokeAll(calls)) {
            codes.add(TestSgm.problem(answer.get()).code());
        }
        pool.shutdown();

        assertThat(codes).filteredOn(ProblemCode.PIN_WRONG::equals).hasSize(5);
        assertThat(codes).filteredOn(ProblemCode.DEVICE_LOCKED::equals).hasSize(995);
        assertThat(logged()).isEqualTo(before + 5);
        var right = order();
        assertThat(TestSgm.problem(send(client(), device.seal(right, sgm), Optional.of(TestSgm.requestOf(right))))
                        .code())
                .isEqualTo(ProblemCode.DEVICE_LOCKED);
    }

    @Test
    void nobody_without_the_link_key_is_heard() throws Exception {
        var stranger = new LinkClient(
                server::address,
                Identities.STRANGER,
                PeerPins.only(Identities.SGM.certificateSha256()),
                LinkTimes.defaults());
        clients.add(stranger);

        assertThatThrownBy(() -> stranger.call(LinkOperation.PING, Bytes.EMPTY)).isInstanceOf(RuntimeException.class);
    }
}
