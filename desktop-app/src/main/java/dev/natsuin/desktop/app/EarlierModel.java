package dev.natsuin.desktop.app;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Cancellation;
import dev.natsuin.desktop.desk.Desk;
import dev.natsuin.desktop.desk.Earlier;
import dev.natsuin.desktop.desk.Progress;
import dev.natsuin.desktop.ui.Background;
import dev.natsuin.protocol.bytes.Secret;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** What became of an order from before, whoever sits at this desk, until it has been read. */
final class EarlierModel {
    /**
     * An order from before.
     *
     * @param found what became of it; null if that is still not confirmed
     * @param wrong true if a password was tried that opened nothing
     */
    record Order(@Nullable Earlier found, boolean wrong) {
        /** Nothing was tried on it. */
        Order(@Nullable Earlier found) {
            this(found, false);
        }

        /** Names of the documents whose password is needed before it is finished. */
        List<String> locked() {
            return found != null && found.outcome() instanceof Earlier.Outcome.Finished finished
                    ? finished.locked()
                    : List.of();
        }

        /** True if asking once more, with nothing new, may bring it further. */
        boolean isOpen() {
            return found == null
                    || (found.outcome() instanceof Earlier.Outcome.Finished finished
                            && finished.missing() > finished.locked().size());
        }
    }

    /**
     * How far it is.
     *
     * @param step what is done
     * @param done so many
     * @param total of so many
     * @param ends true once somebody does not wait for timestamps and proofs: it ends with what is under way
     */
    record Work(Progress.Step step, int done, int total, boolean ends) {
        /** True if nothing but timestamps and proofs are still to come, and that may be left for later. */
        boolean canBeLeft() {
            return step == Progress.Step.RAISE && done < total && !ends;
        }
    }

    private final Desk desk;
    private final Background background;
    private final ReadOnlyObjectWrapper<@Nullable Order> order = new ReadOnlyObjectWrapper<>(this, "order");
    private final ReadOnlyObjectWrapper<@Nullable Work> work = new ReadOnlyObjectWrapper<>(this, "work");
    private Cancellation cancellation = new Cancellation();
    private boolean asking;

    EarlierModel(Desk desk, Background background) {
        this.desk = desk;
        this.background = background;
    }

    /** If an order was left without a signed answer, sends it again; if one could not be finished, tries again. */
    void settle() {
        if (asking) {
            return;
        }
        var mine = begin();
        background.run(
                () -> desk.hasOpenOrder()
                        ? Optional.of(desk.settle(Optional.empty(), this::isAt, mine::raisesLater))
                        : Optional.<Answer<Optional<Earlier>>>empty(),
                this::settled,
                () -> told(new Order(null)));
    }

    /** Finishes what lacks a password with this one, which is taken over. */
    void unlock(Secret password) {
        var before = order().map(Order::locked).orElse(List.of());
        if (asking || before.isEmpty()) {
            password.close();
            return;
        }
        var mine = begin();
        background.run(
                () -> {
                    try (password) {
                        return desk.settle(Optional.of(password), this::isAt, mine::raisesLater);
                    }
                },
                answer -> {
                    settled(Optional.of(answer));
                    order().filter(now -> now.locked().equals(before))
                            .ifPresent(now -> order.set(new Order(now.found(), true)));
                },
                () -> told(order.get()));
    }

    private Cancellation begin() {
        asking = true;
        cancellation = new Cancellation();
        return cancellation;
    }

    private void isAt(Progress.Step step, int done, int total) {
        background.later(() -> {
            if (asking) {
                work.set(new Work(step, done, total, cancellation.raisesLater()));
            }
        });
    }

    /** Waits for no further timestamps and proofs: what lacks some is remembered for later. */
    void raiseLater() {
        work().filter(Work::canBeLeft).ifPresent(now -> {
            cancellation.raiseLater();
            work.set(new Work(now.step(), now.done(), now.total(), true));
        });
    }

    /** Tries again what is still not confirmed, now that the server is there. */
    void askAgain() {
        if (order().filter(told -> told.found() == null).isPresent()) {
            settle();
        }
    }

    private void settled(Optional<Answer<Optional<Earlier>>> there) {
        told(there.flatMap(answer -> answer.fold(found -> found.map(Order::new), why -> Optional.of(new Order(null))))
                .orElse(null));
    }

    private void told(@Nullable Order now) {
        asking = false;
        work.set(null);
        order.set(now);
    }

    /** How far it is; empty while nothing from before is being finished. */
    Optional<Work> work() {
        return Optional.ofNullable(work.get());
    }

    ReadOnlyObjectProperty<@Nullable Work> workProperty() {
        return work.getReadOnlyProperty();
    }

    /** It has been read. */
    void forget() {
        order.set(null);
    }

    /** What became of an order from before; empty if there was none. */
    Optional<Order> order() {
        return Optional.ofNullable(order.get());
    }

    ReadOnlyObjectProperty<@Nullable Order> orderProperty() {
        return order.getReadOnlyProperty();
    }
}
