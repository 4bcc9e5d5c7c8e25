package dev.natsuin.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LinkTest {
    private static final LinkLimits LIMITS = new LinkLimits(
            64, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(20), Duration.ofSeconds(5));

    /** For the tests that wait for a limit to bite; on a busy machine an honest handshake may take longer than this. */
    private static final LinkLimits IMPATIENT = new LinkLimits(
            64, 1 << 20, Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofMillis(400), Duration.ofSeconds(5));

    private static final LinkLimits SHORT_FRAMES = new LinkLimits(
            64, 1 << 20, Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofMillis(400), Duration.ofSeconds(5));
    private static final Bytes BODY = Bytes.of(new byte[2048]);

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final AtomicInteger handled = new AtomicInteger();

    @AfterEach
    void close_what_was_opened() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private LinkServer server(LinkHandler handler) {
        return serverOn(0, handler);
    }

    private LinkServer serverOn(int port, LinkHandler handler) {
        return serverOn(port, handler, LIMITS);
    }

    private LinkServer impatientEcho() {
        return serverOn(0, (operation, body) -> LinkAnswer.ok(body), IMPATIENT);
    }

    private LinkServer serverOn(int port, LinkHandler handler, LinkLimits limits) {
        var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                (operation, body) -> {
                    handled.incrementAndGet();
                    return handler.handle(operation, body);
                },
                limits);
        opened.add(server);
        return server;
    }

    private LinkServer echo() {
        return server((operation, body) -> LinkAnswer.ok(body));
    }

    private LinkClient client(LinkServer server) {
        return client(server, Identities.SAP, Identities.SGM.certificateSha256(), LinkTimes.defaults());
    }

    private LinkClient client(LinkServer server, LinkIdentity own, Bytes peer, LinkTimes times) {
        var address = server.address();
        var client = new LinkClient(() -> address, own, PeerPins.only(peer), times);
        opened.add(client);
        return client;
    }

    /** A connection of the pinned peer, to say on it what {@link LinkClient} would never say. */
    private SSLSocket rawPeer(LinkServer server, LinkIdentity own) throws IOException {
        var tls = new PinnedTls(own, PeerPins.only(Identities.SGM.certificateSha256()));
        var socket = new Socket(server.address().getAddress(), server.address().getPort());
        opened.add(socket);
        var peer = tls.over(socket, true);
        opened.add(peer); // and held: one that is collected as garbage closes the connection
        return peer;
    }

    @Test
    void where_the_system_has_no_more_files_it_waits_before_it_accepts_again_and_serves_then() throws Exception {
        var asked = new ArrayList<Long>();
        var listener = new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                asked.add(System.nanoTime());
                if (asked.size() < 3) {
                    throw new SocketException("Too many open files");
                }
                return super.accept();
            }
        };
        var server = LinkServer.start(
                listener,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                (operation, body) -> LinkAnswer.ok(body),
                LIMITS,
                Thread::new);
        opened.add(server);

        assertThat(client(server).call(LinkOperation.HELLO, BODY)).isEqualTo(BODY);

        assertThat(Duration.ofNanos(asked.get(2) - asked.get(0))).isGreaterThan(LinkServer.AFTER_A_FAILURE);
    }

    @Test
    void carries_request_and_answer() {
        var server = server((operation, body) ->
                LinkAnswer.ok(Bytes.concat(Bytes.of(new byte[] {(byte) operation.code()}), body)));

        var answer = client(server).call(LinkOperation.STATEMENT, Bytes.utf8("印"));

        assertThat(answer).isEqualTo(Bytes.concat(Bytes.hex("03"), Bytes.utf8("印")));
    }

    @Test
    void answers_a_ping_without_the_handler() {
        assertThat(client(echo()).call(LinkOperation.PING, BODY)).isEqualTo(BODY);
        assertThat(handled).hasValue(0);
    }

    @Test
    void uses_one_connection_for_calls_one_after_the_other() {
        var threads = ConcurrentHashMap.<String>newKeySet();
        var client = client(server((operation, body) -> {
            threads.add(Thread.currentThread().getName());
            return LinkAnswer.ok(body);
        }));

        for (int i = 0; i < 20; i++) {
            client.call(LinkOperation.STATUS, BODY);
        }

        assertThat(threads).hasSize(1);
    }

    @Test
    void a_refusal_comes_with_its_body() {
        var client = client(server((operation, body) -> LinkAnswer.refused(Bytes.utf8("no"))));

        var refused = catchThrowableOfType(LinkRefused.class, () -> client.call(LinkOperation.HELLO, BODY));

        assertThat(refused.body()).isEqualTo(Bytes.utf8("no"));
    }

    @Test
    void a_failing_handler_tells_nothing_and_the_link_goes_on() {
        var client = client(server((operation, body) -> {
            if (operation == LinkOperation.PKI) {
                throw new IllegalStateException("a secret of the handler");
            }
            return LinkAnswer.ok(body);
        }));

        assertThatThrownBy(() -> client.call(LinkOperation.PKI, BODY))
                .isInstanceOf(LinkFault.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThat(client.call(LinkOperation.HELLO, BODY)).isEqualTo(BODY);
    }

    @Test
    void a_peer_with_another_certificate_is_refused() {
        var client = client(echo(), Identities.STRANGER, Identities.SGM.certificateSha256(), LinkTimes.defaults());

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_server_with_another_certificate_gets_no_request() {
        var client = client(echo(), Identities.SAP, Identities.STRANGER.certificateSha256(), LinkTimes.defaults());

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_peer_whose_key_is_not_its_certificates_is_refused() {
        var thief = new LinkIdentity(Identities.STRANGER.key(), Identities.SAP.certificate());
        var client = client(echo(), thief, Identities.SGM.certificateSha256(), LinkTimes.defaults());

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_client_without_certificate_is_refused() throws Exception {
        var server = echo();
        var anonymous = SSLContext.getInstance("TLSv1.3");
        anonymous.init(null, new TrustManager[] {new TrustAll()}, null);
        var socket = (SSLSocket) anonymous
                .getSocketFactory()
                .createSocket(server.address().getAddress(), server.address().getPort());
        opened.add(socket);

        assertThatThrownBy(() -> {
                    socket.startHandshake();
                    new Frame(LinkOperation.HELLO.code(), BODY).writeTo(socket.getOutputStream());
                    assertThat(socket.getInputStream().read()).isEqualTo(-1);
                    throw new IOException("closed");
                })
                .isInstanceOf(IOException.class);
        assertThat(handled).hasValue(0);
    }

    @Test
    void tls_before_1_3_is_refused() throws Exception {
        var socket = rawPeer(echo(), Identities.SAP);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"});

        assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }

    @Test
    void a_frame_that_says_it_is_too_long_is_not_read() throws Exception {
        var socket = rawPeer(echo(), Identities.SAP);
        socket.getOutputStream().write(new byte[] {1, 3, 0, 0x10, 0, 1});

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
        assertThat(handled).hasValue(0);
    }

    @Test
    void a_length_beyond_what_an_int_holds_is_not_taken_for_a_small_one() throws Exception {
        var socket = rawPeer(echo(), Identities.SAP);
        socket.getOutputStream().write(new byte[] {1, 3, -1, -1, -1, -1});

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void the_longest_allowed_body_passes() {
        var longest = Bytes.of(new byte[1 << 20]);

        assertThat(client(echo()).call(LinkOperation.STATEMENT, longest)).isEqualTo(longest);
    }

    @Test
    void an_answer_that_is_too_long_becomes_a_fault() {
        var client = client(server((operation, body) -> LinkAnswer.ok(Bytes.of(new byte[(1 << 20) + 1]))));

        assertThatThrownBy(() -> client.call(LinkOperation.PKI, BODY)).isInstanceOf(LinkFault.class);
    }

    @Test
    void an_unknown_operation_is_refused_and_the_connection_goes_on() throws Exception {
        var socket = rawPeer(echo(), Identities.SAP);

        new Frame(99, BODY).writeTo(socket.getOutputStream());
        assertThat(socket.getInputStream().readNBytes(6)).containsExactly(1, 1, 0, 0, 0, 0);
        new Frame(LinkOperation.HELLO.code(), Bytes.hex("aa")).writeTo(socket.getOutputStream());
        assertThat(socket.getInputStream().readNBytes(7)).containsExactly(1, 0, 0, 0, 0, 1, 0xaa);
    }

    @Test
    void a_frame_of_another_version_ends_the_connection() throws Exception {
        var socket = rawPeer(echo(), Identities.SAP);
        socket.getOutputStream().write(new byte[] {2, 3, 0, 0, 0, 0});

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void garbage_instead_of_a_handshake_is_cut_off_and_harms_nobody() throws Exception {
        var server = echo();
        try (var socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.getOutputStream().write(new byte[4096]);
            assertThatCode(() -> socket.getInputStream().readAllBytes())
                    .satisfiesAnyOf(
                            thrown -> assertThat(thrown).isNull(),
                            thrown -> assertThat(thrown).isInstanceOf(IOException.class));
        }

        assertThat(client(server).call(LinkOperation.HELLO, BODY)).isEqualTo(BODY);
    }

    @Test
    void a_handshake_that_drips_is_cut_off_in_time() throws Exception {
        var server = impatientEcho();
        long start = System.nanoTime();
        try (var socket =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            // The head of a TLS record that promises 512 octets, then one now and then.
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2, 0});
            socket.setSoTimeout(50);
            assertThatThrownBy(() -> dripUntilClosed(socket)).isInstanceOf(IOException.class);
        }

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(300), Duration.ofSeconds(15));
    }

    private static void dripUntilClosed(Socket socket) throws IOException {
        while (true) {
            socket.getOutputStream().write(0);
            if (answered(socket)) {
                throw new IOException("closed");
            }
        }
    }

    private static boolean answered(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void a_frame_that_stops_in_the_middle_is_cut_off() throws Exception {
        var socket = rawPeer(serverOn(0, (operation, body) -> LinkAnswer.ok(body), SHORT_FRAMES), Identities.SAP);
        socket.getOutputStream().write(new byte[] {1, 3, 0, 0, 0, 9, 1, 2});

        assertThatCode(() -> assertThat(socket.getInputStream().read()).isEqualTo(-1))
                .satisfiesAnyOf(
                        thrown -> assertThat(thrown).isNull(),
                        thrown -> assertThat(thrown).isInstanceOf(IOException.class));
        assertThat(handled).hasValue(0);
    }

    @Test
    void fifty_callers_at_once_each_get_their_own_answer() throws Exception {
        var client = client(echo());
        var callers = Executors.newFixedThreadPool(50);
        var jobs = new ArrayList<Callable<Boolean>>();
        for (int c = 0; c < 50; c++) {
            var body = Bytes.utf8("caller " + c);
            jobs.add(() -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.call(LinkOperation.STATEMENT, body)).isEqualTo(body);
                }
                return true;
            });
        }

        for (var done : callers.invokeAll(jobs)) {
            assertThat(done.get()).isTrue();
        }
        callers.shutdown();
        assertThat(handled).hasValue(1000);
    }

    @Test
    void a_call_beyond_the_bound_gives_up_after_its_turn() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var server = server((operation, body) -> {
            inside.countDown();
            awaited(release);
            return LinkAnswer.ok(body);
        });
        var one = new LinkTimes(
                1,
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofMinutes(1));
        var client = client(server, Identities.SAP, Identities.SGM.certificateSha256(), one);
        var first = Executors.newSingleThreadExecutor();
        var answer = first.submit(() -> client.call(LinkOperation.HELLO, BODY));
        inside.await();

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);

        release.countDown();
        assertThat(answer.get()).isEqualTo(BODY);
        first.shutdown();
    }

    @Test
    void a_restart_of_the_server_between_two_calls_goes_unnoticed() {
        var first = echo();
        var address = new AtomicReference<>(first.address());
        var client = new LinkClient(
                address::get, Identities.SAP, PeerPins.only(Identities.SGM.certificateSha256()), LinkTimes.defaults());
        opened.add(client);
        client.call(LinkOperation.HELLO, BODY);
        first.close();
        address.set(server((operation, body) -> LinkAnswer.ok(Bytes.utf8("the new one")))
                .address());

        assertThat(client.call(LinkOperation.HELLO, BODY)).isEqualTo(Bytes.utf8("the new one"));
    }

    /** A way between the two on which connections can fall silent, as behind a firewall that forgot them. */
    private final class Way implements AutoCloseable {
        private final ServerSocket entry;
        private final InetSocketAddress to;
        private volatile AtomicBoolean silent = new AtomicBoolean();
        private final List<Socket> ends = Collections.synchronizedList(new ArrayList<>());

        Way(LinkServer server) throws IOException {
            entry = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            to = server.address();
            opened.add(this);
            new Thread(this::accept, "way").start();
        }

        InetSocketAddress address() {
            return (InetSocketAddress) entry.getLocalSocketAddress();
        }

        /** From now on nothing passes on the connections of now, and nobody is told; new ones are as ever. */
        void forget() {
            var before = silent;
            silent = new AtomicBoolean();
            before.set(true);
        }

        private void accept() {
            try {
                while (true) {
                    var one = entry.accept();
                    var other = new Socket(to.getAddress(), to.getPort());
                    ends.add(one);
                    ends.add(other);
                    var forgotten = silent;
                    new Thread(() -> carry(one, other, forgotten), "way-there").start();
                    new Thread(() -> carry(other, one, forgotten), "way-back").start();
                }
            } catch (IOException e) {
                assertThat(entry.isClosed()).isTrue();
            }
        }

        private void carry(Socket from, Socket there, AtomicBoolean forgotten) {
            var octets = new byte[4096];
            try {
                for (int n = from.getInputStream().read(octets);
                        n >= 0;
                        n = from.getInputStream().read(octets)) {
                    if (!forgotten.get()) {
                        there.getOutputStream().write(octets, 0, n);
                    }
                }
            } catch (IOException e) {
                // closed at the end of the test, or by one side
            }
        }

        @Override
        public void close() throws IOException {
            entry.close();
            for (var end : List.copyOf(ends)) {
                end.close();
            }
        }
    }

    private LinkClient over(Way way, Duration connect, Duration answer) {
        var times = new LinkTimes(
                16, Duration.ofSeconds(20), connect, Duration.ofSeconds(20), answer, Duration.ofMinutes(10));
        var client =
                new LinkClient(way::address, Identities.SAP, PeerPins.only(Identities.SGM.certificateSha256()), times);
        opened.add(client);
        return client;
    }

    /** As many as call at the same moment are kept. */
    private void keepsConnections(LinkClient client, int count, CountDownLatch asked) throws Exception {
        var callers = Executors.newFixedThreadPool(count);
        var calls = new ArrayList<Callable<Bytes>>();
        for (int i = 0; i < count; i++) {
            calls.add(() -> client.call(LinkOperation.HELLO, BODY));
        }
        for (var call : callers.invokeAll(calls)) {
            assertThat(call.get()).isEqualTo(BODY);
        }
        callers.shutdown();
        assertThat(asked.getCount()).isZero();
    }

    private static LinkHandler onceAllAre(CountDownLatch asked) {
        return (operation, body) -> {
            asked.countDown();
            awaited(asked);
            return LinkAnswer.ok(body);
        };
    }

    @Test
    void where_kept_connections_fell_silent_one_call_waits_in_vain_and_not_one_for_each() throws Exception {
        var asked = new CountDownLatch(4);
        var way = new Way(server(onceAllAre(asked)));
        var client = over(way, Duration.ofSeconds(20), Duration.ofSeconds(3));
        keepsConnections(client, 4, asked);

        way.forget();

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);
        for (int i = 0; i < 3; i++) {
            assertThat(client.call(LinkOperation.HELLO, BODY)).isEqualTo(BODY);
        }
    }

    @Test
    void a_connection_that_was_not_used_for_a_while_is_not_trusted_with_a_call_before_it_answers() throws Exception {
        var asked = new CountDownLatch(4);
        var way = new Way(server(onceAllAre(asked)));
        var client = over(way, Duration.ofMillis(500), Duration.ofSeconds(50));
        keepsConnections(client, 4, asked);
        way.forget();
        Thread.sleep(600);

        var begun = System.nanoTime();
        assertThat(client.call(LinkOperation.HELLO, BODY)).isEqualTo(BODY);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void a_connection_that_was_not_used_for_a_while_and_lives_is_used_on() throws Exception {
        var threads = ConcurrentHashMap.<String>newKeySet();
        var way = new Way(server((operation, body) -> {
            threads.add(Thread.currentThread().getName());
            return LinkAnswer.ok(body);
        }));
        var client = over(way, Duration.ofSeconds(2), Duration.ofSeconds(20));
        client.call(LinkOperation.HELLO, BODY);
        Thread.sleep(2100);

        client.call(LinkOperation.HELLO, BODY);

        assertThat(threads).hasSize(1);
    }

    @Test
    void no_server_is_told_as_unavailable() {
        var server = echo();
        var client = client(server);
        server.close();

        assertThatThrownBy(() -> client.call(LinkOperation.HELLO, BODY)).isInstanceOf(LinkUnavailable.class);
    }

    @Test
    void closing_lets_a_running_request_finish() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var server = server((operation, body) -> {
            inside.countDown();
            awaited(release);
            return LinkAnswer.ok(body);
        });
        var client = client(server);
        var threads = Executors.newFixedThreadPool(2);
        var answer = threads.submit(() -> client.call(LinkOperation.HELLO, BODY));
        inside.await();

        var closing = threads.submit(server::close);
        assertThatThrownBy(() -> closing.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        release.countDown();

        assertThat(answer.get()).isEqualTo(BODY);
        closing.get();
        threads.shutdown();
    }

    @Test
    void more_connections_than_places_are_closed_unheard() throws Exception {
        var limits = new LinkLimits(
                2,
                1 << 20,
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1));
        var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                (operation, body) -> LinkAnswer.ok(body),
                limits);
        opened.add(server);
        for (int i = 0; i < 2; i++) {
            var peer = rawPeer(server, Identities.SAP);
            new Frame(LinkOperation.PING.code(), BODY).writeTo(peer.getOutputStream());
            assertThat(peer.getInputStream().read()).isEqualTo(Frame.VERSION); // by now it is known for the peer
        }

        assertThatThrownBy(() -> rawPeer(server, Identities.SAP).startHandshake())
                .isInstanceOf(IOException.class);
    }

    @Test
    void a_system_without_a_thread_to_give_costs_a_connection_and_not_the_server() {
        var twoPlaces = new LinkLimits(2, 1 << 20, LIMITS.handshake(), LIMITS.idle(), LIMITS.frame(), LIMITS.drain());
        var none = new AtomicInteger(4);
        var server = LinkServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Identities.SGM,
                PeerPins.only(Identities.SAP.certificateSha256()),
                (operation, body) -> LinkAnswer.ok(body),
                twoPlaces,
                work -> none.getAndDecrement() > 0
                        ? new Thread(null, work, "larger than any memory", 1L << 46)
                        : new Thread(work));
        opened.add(server);
        var client = client(server);

        while (none.get() > 1) { // a call makes two attempts
            assertThatThrownBy(() -> client.call(LinkOperation.STATUS, BODY)).isInstanceOf(LinkUnavailable.class);
        }

        assertThat(client.call(LinkOperation.STATUS, BODY)).isEqualTo(BODY);
    }

    @Test
    void strangers_who_hold_every_place_keep_the_peer_neither_from_asking_on_nor_from_coming() throws Exception {
        var server = echo();
        var known = client(server);
        known.call(LinkOperation.PING, BODY);
        for (int i = 0; i < LIMITS.maxConnections() + 10; i++) {
            var stranger =
                    new Socket(server.address().getAddress(), server.address().getPort());
            opened.add(stranger);
            stranger.getOutputStream().write(i % 2 == 0 ? new byte[0] : new byte[] {22, 3, 1});
        }

        assertThat(known.call(LinkOperation.PING, BODY)).isEqualTo(BODY);
        assertThat(client(server).call(LinkOperation.PING, BODY)).isEqualTo(BODY);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
