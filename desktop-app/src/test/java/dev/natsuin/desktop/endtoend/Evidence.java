package dev.natsuin.desktop.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.core.DeskCore;
import dev.natsuin.desktop.core.Uses;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.log.Leaf;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** One person's part of the log, asked afresh: every entry proven, signed for by their device, and none missing. */
final class Evidence {
    private final Uses.Audit audit;

    private Evidence(Uses.Audit audit) {
        this.audit = audit;
    }

    /** Of the owner of this desk; fails if anything in it is unexplained. */
    static Evidence of(DeskCore desk) throws Refusal {
        var audit = Persistent.until(() -> desk.uses().audit());
        assertThat(audit.findings())
                .allSatisfy(f -> assertThat(f.explained()).as("%s", f).isTrue());
        return new Evidence(audit);
    }

    /** Entries of this type, in the log's order. */
    List<Uses.Finding> all(Leaf.Type type) {
        return audit.findings().stream()
                .filter(f -> f.type().equals(Optional.of(type)))
                .toList();
    }

    /** Entries of this type about one key or device, in the log's order. */
    List<Uses.Finding> all(Leaf.Type type, String chain) {
        return all(type).stream().filter(f -> f.chain().equals(chain)).toList();
    }

    /** That of these orders with one key exactly those that were done are logged, once each, numbered without a gap. */
    void holdsOnce(String keyId, List<Orders.End> ends) {
        var logged = all(Leaf.Type.SIGN, keyId);
        var done = ends.stream().filter(e -> Orders.told(e).isPresent()).toList();
        assertThat(logged).hasSameSizeAs(done);
        for (var i = 0; i < done.size(); i++) {
            var told = Orders.told(done.get(i)).orElseThrow();
            assertThat(logged.get(i).logIndex()).isEqualTo(told.entry().index());
            assertThat(logged.get(i).hashes()).containsExactly(Orders.hash(done.get(i)));
            // The key's creation is number 1; from there on without gap, and never back.
            assertThat(logged.get(i).number()).isEqualTo(i + 2L);
            assertThat(told.entry().leaf().number()).isEqualTo(i + 2L);
        }
        var refused = new HashSet<Bytes>();
        ends.stream().filter(e -> Orders.told(e).isEmpty()).forEach(e -> refused.add(Orders.hash(e)));
        assertThat(logged).noneMatch(f -> f.hashes().stream().anyMatch(refused::contains));
    }
}
