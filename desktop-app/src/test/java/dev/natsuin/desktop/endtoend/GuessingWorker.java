package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Takes newcomers and gives wrong PINs in their names, one by one, each until it was judged: two, then the right one,
 * then five, which lock the device.
 */
final class GuessingWorker implements Worker, AutoCloseable {
    private static final int BEFORE_THE_RIGHT_ONE = 2;
    private static final int LOCKING = 5;
    private static final int LONGEST_WAIT_SECONDS = 5;

    private final BlockingQueue<DeskCore> newcomers;
    private final List<Victim> victims = new ArrayList<>();
    private int step;

    GuessingWorker(BlockingQueue<DeskCore> newcomers) {
        this.newcomers = newcomers;
    }

    private record Victim(DeskCore desk, Orders orders, List<Orders.End> right) {
        Bytes hash(String of) {
            return Bytes.utf8(orders.keyId() + " " + of).sha256();
        }
    }

    /** One order under one PIN, until it is judged. */
    @Override
    public void round() throws Exception {
        if (step == 0) {
            var desk = newcomers.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
            if (desk == null) {
                return;
            }
            victims.add(new Victim(desk, Persistent.until(() -> orders(desk)), new ArrayList<>()));
        }
        var victim = victims.get(victims.size() - 1);
        if (step == BEFORE_THE_RIGHT_ONE) {
            right(victim);
        } else {
            wrong(victim);
        }
        step = (step + 1) % (BEFORE_THE_RIGHT_ONE + 1 + LOCKING);
    }

    private static Orders orders(DeskCore desk) throws Refusal {
        try {
            return new Orders(desk, Duration.ZERO);
        } catch (Malformed e) {
            throw new IllegalStateException(e);
        }
    }

    private void wrong(Victim victim) throws Refusal {
        var end = victim.orders().signWithWrongPin(victim.hash("wrong " + step));
        while (notSent(end)) {
            Persistent.pause();
            end = victim.orders().signWithWrongPin(victim.hash("wrong " + step));
        }
        assertThat(Orders.told(end)).isEmpty();
        // No code: it was resolved, and refused, by an answer that came only when the octets were sent again.
        assertThat(((Orders.End.Refused) end).why()).isIn(Optional.empty(), Optional.of(ProblemCode.PIN_WRONG));
    }

    private void right(Victim victim) throws Refusal {
        var end = victim.orders().sign(victim.hash("right"));
        while (notSent(end)) {
            Persistent.pause();
            end = victim.orders().sign(victim.hash("right"));
        }
        victim.right().add(end);
        assertThat(Orders.told(end).orElseThrow().pinFailures())
                .as("failures that the right PIN is told of, %s", end.getClass())
                .contains(BEFORE_THE_RIGHT_ONE);
    }

    private static boolean notSent(Orders.End end) {
        return end instanceof Orders.End.Refused refused
                && refused.why().map(Orders.PASSING::contains).orElse(false);
    }

    @Override
    public void everythingIsAsTold() throws Exception {
        while (step != 0) {
            round();
        }
        for (var victim : victims) {
            var log = Evidence.of(victim.desk());
            var device = victim.orders().device();
            log.holdsOnce(victim.orders().keyId(), victim.right());
            var failures = log.all(Leaf.Type.PIN_FAILURE, device);
            assertThat(failures).hasSize(BEFORE_THE_RIGHT_ONE + LOCKING);
            var right = Orders.told(victim.right().get(0)).orElseThrow().entry().index();
            assertThat(failures.stream().filter(f -> f.logIndex() < right)).hasSize(BEFORE_THE_RIGHT_ONE);
            var locked = victim.orders().sign(victim.hash("locked"));
            assertThat(((Orders.End.Refused) locked).why()).contains(ProblemCode.DEVICE_LOCKED);
        }
        System.out.printf("guessing: %d devices locked%n", victims.size());
    }

    @Override
    public void close() {
        victims.forEach(victim -> victim.orders().close());
    }
}
