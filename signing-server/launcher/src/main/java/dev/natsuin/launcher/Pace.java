package dev.natsuin.launcher;

import java.time.Duration;

/**
 * How patient the launcher is.
 *
 * @param firstDelay before a side that died is started again; doubled with each death before it answers
 * @param longestDelay that it grows to
 * @param deaths of a side that never answered, within {@code window}, after which the launcher gives up
 * @param window see {@code deaths}
 * @param stop how long the sides together may take to stop before they are killed
 */
record Pace(Duration firstDelay, Duration longestDelay, int deaths, Duration window, Duration stop) {
    static Pace standard() {
        return new Pace(
                Duration.ofMillis(200), Duration.ofSeconds(5), 5, Duration.ofMinutes(1), Duration.ofSeconds(10));
    }
}
