package dev.natsuin.desktop.desk;

/** Asked by slow work between its parts, on any thread: whether it shall end here. What is done stays done. */
@FunctionalInterface
public interface Stopping {
    /** Nobody stops it. */
    Stopping NEVER = () -> false;

    /** True once it shall end. */
    boolean wanted();
}
