package dev.natsuin.launcher;

/** Stands in for the load generator. */
public final class FakeBench extends FakeSide {
    public FakeBench() {
        super("bench", "");
    }
}
