package dev.natsuin.bench;

import java.time.Duration;

/**
 * Clocks read together.
 *
 * @param nanos of {@link System#nanoTime()}
 * @param sgm processor time of the SGM
 * @param sap processor time of the SAP
 * @param own processor time of the load generator
 */
record Meter(long nanos, Duration sgm, Duration sap, Duration own) {
    static Meter read(WatchedProcess sgm, WatchedProcess sap) {
        return new Meter(
                System.nanoTime(),
                sgm.cpu(),
                sap.cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO));
    }
}
