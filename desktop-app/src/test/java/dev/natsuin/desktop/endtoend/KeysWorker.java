package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.SigningKeys;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.log.Leaf;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes keys and destroys them. */
final class KeysWorker implements Worker {
    private static final int MOST_LIVING = 6;

    /** Stretching a PIN takes all of a processor for a while: the others must come to their work as well. */
    private static final int REST_MILLISECONDS = 500;

    private final DeskCore desk;
    private final List<String> made = new ArrayList<>();
    private final List<String> destroyed = new ArrayList<>();

    KeysWorker(DeskCore desk) {
        this.desk = desk;
    }

    @Override
    public void round() throws Refusal {
        Persistent.pause(REST_MILLISECONDS);
        var living = Persistent.until(() -> desk.signingKeys().list()).living();
        try (var pin = People.secret(People.PIN)) {
            if (living.size() < MOST_LIVING) {
                var key = Persistent.until(
                        () -> desk.signingKeys().create(Optional.of(KeyAlgorithm.P_256), Optional.empty(), pin));
                made.add(key.info().keyId());
            } else {
                destroy(living.get(0).info().keyId(), pin);
            }
        }
    }

    private void destroy(String keyId, Secret pin) throws Refusal {
        try {
            Persistent.until(() -> desk.signingKeys().destroy(keyId, pin));
        } catch (Refusal e) {
            // The answer of an earlier try was lost, and it was done.
            assertThat(e.why().code()).isEqualTo(ProblemCode.KEY_UNKNOWN);
        }
        destroyed.add(keyId);
    }

    @Override
    public void everythingIsAsTold() throws Refusal, Malformed {
        var log = Evidence.of(desk);
        var keys = Persistent.until(() -> desk.signingKeys().list());
        var created = log.all(Leaf.Type.CREATE_KEY);
        assertThat(keys.keys()).extracting(KeysWorker::id).containsExactlyInAnyOrderElementsOf(chains(created));
        assertThat(chains(created)).doesNotHaveDuplicates().containsAll(made);
        assertThat(chains(log.all(Leaf.Type.DESTROY_KEY))).containsExactlyInAnyOrderElementsOf(destroyed);
        assertThat(keys.living()).extracting(KeysWorker::id).noneMatch(destroyed::contains);
        assertThat(keys.living()).hasSize(keys.keys().size() - destroyed.size());
        for (var key : keys.living()) {
            try (var orders = new Orders(desk, key, Duration.ofSeconds(15))) {
                var end = orders.sign(Bytes.utf8(id(key)).sha256());
                assertThat(Orders.told(end)).as("a whole key signs").isPresent();
            }
        }
        System.out.printf(
                "keys: %d made, of which %d acknowledged at once, %d destroyed%n",
                created.size(), made.size(), destroyed.size());
    }

    private static List<String> chains(List<Uses.Finding> findings) {
        return findings.stream().map(Uses.Finding::chain).toList();
    }

    private static String id(SigningKeys.Key key) {
        return key.info().keyId();
    }
}
