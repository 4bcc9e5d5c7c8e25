package dev.natsuin.desktop.desk;

/** The baseline level of a signature (EN 319 142-1 §6). */
public enum SignatureLevel {
    B,
    T,
    LT,
    LTA
}
