package dev.natsuin.launcher;

/** Stands in for the SGM. */
public final class FakeSgm extends FakeSide {
    public FakeSgm() {
        super("sgm", "127.0.0.1:4711");
    }
}
