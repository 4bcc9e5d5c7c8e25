package dev.natsuin.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * Clocks read together.
 *
 * @param nanos of {@link System#nanoTime()}
 * @param sgm processor time of the SGM
 * @param sap processor time of the SAP
 * @param own processor time of the load generator
 * @param compilers of {@code sgm} and {@code sap}, what their just-in-time compilers used; none if not known
 */
record Meter(long nanos, Duration sgm, Duration sap, Duration own, Optional<Duration> compilers) {
    static Meter read(WatchedProcess sgm, WatchedProcess sap) {
        return new Meter(
                System.nanoTime(),
                sgm.cpu(),
                sap.cpu(),
                ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO),
                compilers(sgm, sap));
    }

    /** What the compilers of both sides have used. */
    static Optional<Duration> compilers(WatchedProcess sgm, WatchedProcess sap) {
        return sgm.compilers().read().flatMap(one -> sap.compilers().read().map(one::plus));
    }
}
