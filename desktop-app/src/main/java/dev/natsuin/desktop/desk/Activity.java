package dev.natsuin.desktop.desk;

/** Every logged use of the signer's keys. */
public interface Activity {
    /** Asks the SGM afresh; when that fails, no entry at all, and since when nothing is confirmed. */
    ActivityReport report();
}
