package dev.natsuin.sap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.statement.Role;
import dev.natsuin.protocol.statement.Statement;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.storage.StorageFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StopTest {
    @TempDir
    Path folder = Path.of("");

    @Test
    void a_running_request_is_finished_before_the_server_ends() throws Exception {
        var sap = new RunningSap(folder);
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var entered = new CountDownLatch(1);
        var gate = new CountDownLatch(1);
        sap.sgm.holdsStatements(entered, gate);

        var answered = CompletableFuture.supplyAsync(
                () -> desk.state(new Statement.ListKeys(desk.head()), "list-keys", token));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
        var stopped = CompletableFuture.runAsync(sap::close);
        gate.countDown();

        assertThat(answered.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        stopped.get(10, TimeUnit.SECONDS);
    }

    @Test
    void a_request_that_hangs_does_not_keep_the_server_from_ending() throws Exception {
        var sap = new RunningSap(folder, new HttpLimits(20, 8, Duration.ofSeconds(5), Duration.ofMillis(200)));
        var desk = sap.enrolled(Role.SIGNER);
        var token = desk.token();
        var entered = new CountDownLatch(1);
        sap.sgm.holdsStatements(entered, new CountDownLatch(1));
        var hanging = CompletableFuture.supplyAsync(
                () -> desk.state(new Statement.ListKeys(desk.head()), "list-keys", token));
        assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();

        CompletableFuture.runAsync(sap::close).get(10, TimeUnit.SECONDS);

        assertThat(hanging).failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void an_answer_may_take_longer_than_a_connection_may_be_silent() throws Exception {
        try (var sap = new RunningSap(folder, new HttpLimits(20, 8, Duration.ofMillis(300), Duration.ofSeconds(2)))) {
            var desk = sap.enrolled(Role.SIGNER);
            var token = desk.token();
            var entered = new CountDownLatch(1);
            var gate = new CountDownLatch(1);
            sap.sgm.holdsStatements(entered, gate);

            var answered = CompletableFuture.supplyAsync(
                    () -> desk.state(new Statement.ListKeys(desk.head()), "list-keys", token));
            assertThat(entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(gate.await(1, TimeUnit.SECONDS)).isFalse();
            gate.countDown();

            assertThat(answered.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
    }

    @Test
    void a_server_that_did_not_start_lets_go_of_its_database() {
        new RunningSap(folder).close();
        var file = folder.resolve(Sap.DATABASE_FILE);
        try (var database = SapDatabase.open(file)) {
            database.change(handle -> handle.execute("DROP TABLE witness"));
        }

        assertThatThrownBy(() -> new RunningSap(folder)).isInstanceOf(StorageFault.class);

        assertThatCode(() -> SapDatabase.open(file).close()).doesNotThrowAnyException();
    }
}
