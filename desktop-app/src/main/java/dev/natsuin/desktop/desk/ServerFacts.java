package dev.natsuin.desktop.desk;

import java.time.Instant;

/**
 * What the server said of itself just now.
 *
 * @param address as people know it
 * @param level the level it declares, 1 to 3
 * @param time its signed time
 */
public record ServerFacts(String address, int level, Instant time) {}
