package dev.natsuin.desktop.desk;

/** Every logged use of the signer's keys. */
public interface Activity {
    /** Asks the SGM afresh; when that fails, what is known from before, saying so. */
    ActivityReport report();
}
