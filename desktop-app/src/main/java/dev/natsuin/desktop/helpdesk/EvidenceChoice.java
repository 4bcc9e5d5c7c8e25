package dev.natsuin.desktop.helpdesk;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The file that is chosen as evidence: its SHA-256 is computed here, and nothing else of it is used. Until that is
 * known there is none, and only the file that was chosen last becomes it. For the window's thread.
 */
final class EvidenceChoice {
    private final StaffDesk desk;
    private final Background background;
    private final Consumer<Optional<Problem>> outcome;
    private final ReadOnlyObjectWrapper<InviteModel.@Nullable Evidence> evidence = new ReadOnlyObjectWrapper<>();
    private int asked;

    /** Tells of each file that was read what was wrong with it, if anything. */
    EvidenceChoice(StaffDesk desk, Background background, Consumer<Optional<Problem>> outcome) {
        this.desk = desk;
        this.background = background;
        this.outcome = outcome;
    }

    void take(Path file) {
        clear();
        var mine = asked;
        background.run(
                () -> desk.evidence(file),
                answer -> hashed(mine, file, answer),
                () -> hashed(mine, file, Answer.refused(ProblemCode.DESK_FAULT)));
    }

    private void hashed(int question, Path file, Answer<Bytes> answer) {
        if (question == asked) {
            answer.given().ifPresent(hash -> evidence.set(new InviteModel.Evidence(file, hash)));
            outcome.accept(answer.refusal());
        }
    }

    /** Takes it away again, also one that is still being read. */
    void clear() {
        close();
        evidence.set(null);
    }

    /** What is still being read becomes no evidence any more; what is there stays. */
    void close() {
        asked++;
    }

    ReadOnlyObjectProperty<InviteModel.@Nullable Evidence> property() {
        return evidence.getReadOnlyProperty();
    }
}
