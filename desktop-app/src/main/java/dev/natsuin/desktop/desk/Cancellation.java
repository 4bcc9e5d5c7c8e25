package dev.natsuin.desktop.desk;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one decision between cancelling and going past the point of no return; exactly one side wins.
 *
 * <p>Thread-safe.
 */
public final class Cancellation {
    private enum State {
        OPEN,
        CANCELLED,
        PASSED
    }

    private final AtomicBoolean impatient = new AtomicBoolean();
    private final AtomicBoolean later = new AtomicBoolean();
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    /** Asks to stop. True if the work will stop; false if it is past the point where it could. */
    public boolean cancel() {
        return state.compareAndSet(State.OPEN, State.CANCELLED) || cancelled();
    }

    /** True if the work shall stop. Asked by the work between its parts. */
    public boolean cancelled() {
        return state.get() == State.CANCELLED;
    }

    /** Goes past the point of no return: true, and from now on nobody can cancel; or false, it was cancelled before. */
    public boolean pass() {
        return state.compareAndSet(State.OPEN, State.PASSED) || passed();
    }

    /** Past the point of no return: asks to wait no longer. What was ordered stays ordered. */
    public void stopWaiting() {
        impatient.set(true);
    }

    /** True if the work shall wait no longer for an answer. */
    public boolean waitsNoLonger() {
        return impatient.get();
    }

    /** Once all is signed: asks to raise no further file now. What was signed and what was raised stays. */
    public void raiseLater() {
        later.set(true);
    }

    /** True if files shall be raised later, not now. */
    public boolean raisesLater() {
        return later.get();
    }

    /** True once {@link #pass()} has won. */
    public boolean passed() {
        return state.get() == State.PASSED;
    }
}
