package dev.natsuin.launcher;

/** Stands in for the SAP. */
public final class FakeSap extends FakeSide {
    public FakeSap() {
        super("sap", "https://127.0.0.1:8443");
    }
}
