package dev.natsuin.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What memory both sides hold while the load runs: about sixty samples, at least a second apart. */
final class MemoryCurve {
    private static final int SAMPLES = 60;

    private final WatchedProcess sgm;
    private final WatchedProcess sap;
    private final PrintStream told;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * Memory at one time, in MiB.
     *
     * @param second since the measurement began
     * @param sgmResident what the SGM's process holds
     * @param sapResident what the SAP's process holds
     * @param sgmHeap what the SGM's last garbage collection left
     * @param sapHeap what the SAP's last garbage collection left
     */
    record Sample(
            long second,
            Optional<Long> sgmResident,
            Optional<Long> sapResident,
            Optional<Long> sgmHeap,
            Optional<Long> sapHeap) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%5d s: SGM %s MiB resident, %s MiB of heap after the last collection; SAP %s, %s",
                    second,
                    known(sgmResident),
                    known(sgmHeap),
                    known(sapResident),
                    known(sapHeap));
        }

        private static String known(Optional<Long> number) {
            return number.map(n -> Long.toString(n)).orElse("?");
        }
    }

    MemoryCurve(WatchedProcess sgm, WatchedProcess sap, PrintStream told) {
        this.sgm = sgm;
        this.sap = sap;
        this.told = told;
    }

    /** Lets the time pass, taking samples, and looks each second that all is well. */
    void during(Duration duration, Runnable look) {
        var interval = Math.max(1, duration.toSeconds() / SAMPLES);
        var begin = System.nanoTime();
        for (var second = 0L; second < duration.toSeconds(); second++) {
            look.run();
            if (second % interval == 0) {
                sample(second);
            }
            var next = begin + Duration.ofSeconds(second + 1).toNanos();
            Pauses.of(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
        }
        sample(duration.toSeconds());
    }

    private void sample(long second) {
        var sample = new Sample(
                second, sgm.residentMb(), sap.residentMb(), sgm.heapAfterCollectionMb(), sap.heapAfterCollectionMb());
        samples.add(sample);
        told.println(sample);
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }
}
