package dev.natsuin.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One side's process, seen from outside: processor time and memory.
 *
 * @param name {@code sgm} or {@code sap}
 * @param handle the process
 * @param gcLog its log of garbage collections
 * @param compilers its just-in-time compilers
 */
record WatchedProcess(String name, ProcessHandle handle, Path gcLog, CompilerClock compilers) {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final Pattern AFTER_COLLECTION = Pattern.compile("Pause .* (\\d+)M->(\\d+)M\\(");

    /** The process of this number. */
    static WatchedProcess of(String name, long pid, Path gcLog) {
        var handle = ProcessHandle.of(pid).orElseThrow(() -> new BenchFault("the " + name + " is not there"));
        return new WatchedProcess(name, handle, gcLog, CompilerClock.of(pid));
    }

    /** Processor time since its start, all threads, in steps of 10 ms. */
    Duration cpu() {
        return handle.info().totalCpuDuration().orElseThrow(() -> new BenchFault("the " + name + " is gone"));
    }

    /** Memory it holds now, in MiB, if the system tells (Linux). */
    Optional<Long> residentMb() {
        var status = Path.of("/proc", Long.toString(handle.pid()), "status");
        try {
            return Files.exists(status)
                    ? last(RESIDENT.matcher(Files.readString(status)), 1).map(kb -> kb / 1024)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What its last garbage collection left of the heap, in MiB. */
    Optional<Long> heapAfterCollectionMb() {
        try {
            return last(AFTER_COLLECTION.matcher(Files.readString(gcLog)), 2);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> last(Matcher matcher, int group) {
        var found = Optional.<Long>empty();
        while (matcher.find()) {
            found = Optional.of(Long.valueOf(matcher.group(group)));
        }
        return found;
    }
}
