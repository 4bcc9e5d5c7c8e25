package dev.natsuin.sgm;

/** The SGM's clock is behind the newest entry of its log: nothing can be logged, so nothing is judged or done. */
public final class ClockBehind extends SgmFault {
    private static final long serialVersionUID = 1L;

    /** Says what was attempted. */
    public ClockBehind(String attempted) {
        super(attempted + " with a clock that is behind the newest log entry; set the clock right");
    }
}
