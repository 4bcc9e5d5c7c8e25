package dev.natsuin.desktop.server;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Away;
import dev.natsuin.desktop.desk.ServerDesk;
import dev.natsuin.desktop.desk.ServerDesk.Overview;
import dev.natsuin.desktop.desk.StaffDesk;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.problem.Problem;
import dev.natsuin.protocol.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The server from afar, without a window. What was not confirmed now is not shown, but since when. */
public final class ServerModel {
    /** A clock that differs by more is told of: orders live five minutes. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    /** The SGM names its TLS keys anew long before they end. */
    private static final Duration SOON = Duration.ofDays(2);

    /** What an administrator should look at. */
    public enum Concern {
        /** This computer's clock and the SGM's differ. */
        CLOCKS,
        /** The TLS keys are named for a short time only. */
        TLS_ENDS,
        /** A name is not the one that was signed. */
        FALSE_NAME,
        /** Only one administrator can act. */
        ONE_ADMINISTRATOR
    }

    private final ServerDesk desk;
    private final Background background;
    private final ReadOnlyObjectWrapper<@Nullable Overview> overview = new ReadOnlyObjectWrapper<>(this, "overview");
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>(this, "problem");
    private final ReadOnlyBooleanWrapper asking = new ReadOnlyBooleanWrapper(this, "asking");
    private Optional<Instant> confirmed = Optional.empty();

    /** A model that knows nothing yet. */
    public ServerModel(ServerDesk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** Asks the server afresh; does nothing while it is being asked. */
    public void refresh() {
        if (asking.get()) {
            return;
        }
        asking.set(true);
        background.run(desk::overview, this::show, () -> show(Answer.refused(ProblemCode.DESK_FAULT)));
    }

    /** Asks again for what was not had because the server was away. */
    public void askAgain() {
        if (problem().filter(Away::is).isPresent()) {
            refresh();
        }
    }

    private void show(Answer<Overview> answer) {
        asking.set(false);
        answer.given().ifPresent(there -> confirmed = Optional.of(there.facts().time()));
        problem.set(answer.refusal().orElse(null));
        overview.set(answer.given().orElse(null));
    }

    /** What the last answer says; empty if it was refused. */
    public Optional<Overview> overview() {
        return Optional.ofNullable(overview.get());
    }

    /** What should be looked at. */
    public List<Concern> concerns() {
        return overview()
                .map(now -> java.util.Arrays.stream(Concern.values())
                        .filter(each -> is(each, now))
                        .toList())
                .orElse(List.of());
    }

    private static boolean is(Concern concern, Overview now) {
        var facts = now.facts();
        return switch (concern) {
            case CLOCKS -> facts.ahead().abs().compareTo(TOLERATED) > 0;
            case TLS_ENDS -> facts.until().isBefore(facts.time().plus(SOON));
            case FALSE_NAME -> now.staff().stream().anyMatch(each -> each.named() == StaffDesk.Named.FALSE);
            case ONE_ADMINISTRATOR ->
                now.staff().stream()
                                .filter(each -> each.state() == StaffDesk.State.ACTIVE)
                                .filter(each -> each.role()
                                        .filter(dev.natsuin.protocol.statement.Role.ADMINISTRATOR::equals)
                                        .isPresent())
                                .count()
                        < 2;
        };
    }

    /** SGM time of the last signed answer. */
    public Optional<Instant> confirmed() {
        return confirmed;
    }

    /** Why the last question failed. */
    public Optional<Problem> problem() {
        return Optional.ofNullable(problem.get());
    }

    public ReadOnlyObjectProperty<@Nullable Problem> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<@Nullable Overview> overviewProperty() {
        return overview.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty askingProperty() {
        return asking.getReadOnlyProperty();
    }
}
