package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.Helpdesk;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.log.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Has one person after the other invited and enrolled, each with a first key, and hands them on. */
final class NewcomersWorker implements Worker {
    private static final String NAME = "newcomer";

    /** Stretching a PIN takes all of a processor for a while: the others must come to their work as well. */
    private static final int REST_MILLISECONDS = 1500;

    private final People people;
    private final List<DeskCore> all = new ArrayList<>();
    private final BlockingQueue<DeskCore> waiting = new LinkedBlockingQueue<>();

    NewcomersWorker(People people) {
        this.people = people;
    }

    /** Who is enrolled and has nothing to do yet. */
    BlockingQueue<DeskCore> waiting() {
        return waiting;
    }

    @Override
    public void round() throws Refusal {
        Persistent.pause(REST_MILLISECONDS);
        var name = NAME + (all.size() + 1);
        var code = Persistent.until(() -> people.invited(name));
        var desk = people.desk(name);
        Persistent.until(() -> {
            People.enrol(desk, code);
            return name;
        });
        all.add(desk);
        waiting.add(desk);
    }

    @Override
    public void everythingIsAsTold() throws Refusal {
        for (var desk : all) {
            var log = Evidence.of(desk);
            var device = desk.profile().owner().orElseThrow().device();
            assertThat(log.all(Leaf.Type.ENROL, device)).hasSize(1);
            assertThat(log.all(Leaf.Type.ENROL).get(0).number()).isOne();
            assertThat(log.all(Leaf.Type.CREATE_KEY)).hasSize(1);
            assertThat(Persistent.until(() -> desk.signingKeys().list()).living())
                    .extracting(key -> key.info().keyId())
                    .containsExactly(log.all(Leaf.Type.CREATE_KEY).get(0).chain());
        }
        var everybody = Persistent.until(() -> {
            var told = new ArrayList<Helpdesk.Acquaintance>();
            people.officer().helpdesk().people(told::add);
            return told;
        });
        var newcomers =
                everybody.stream().filter(p -> isNewcomer(p.person().subject())).toList();
        assertThat(newcomers)
                .as("nobody is half enrolled")
                .allMatch(p -> p.person().state().equals("active")
                        ? p.person().keys() == 1
                        : p.person().state().equals("invited") && p.person().keys() == 0);
        assertThat(newcomers.stream().filter(p -> p.person().state().equals("active")))
                .hasSameSizeAs(all);
        System.out.printf(
                "newcomers: %d enrolled, %d invitations whose answer was lost%n",
                all.size(), newcomers.size() - all.size());
    }

    private static boolean isNewcomer(Optional<String> subject) {
        return subject.orElse("").contains(NAME);
    }
}
