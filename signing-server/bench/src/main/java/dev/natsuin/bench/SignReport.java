package dev.natsuin.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What was measured.
 *
 * @param options what was asked for
 * @param rawAgainMs as {@code rawMs} of the options, after the load
 * @param warmUp how long the load ran before
 * @param window the exchanges of the measured time
 * @param begin the clocks at its begin
 * @param end the clocks at its end
 * @param memory of both sides, over it
 */
record SignReport(
        SignOptions options,
        double rawAgainMs,
        Duration warmUp,
        Window window,
        Meter begin,
        Meter end,
        List<MemoryCurve.Sample> memory) {
    private double signatures() {
        return window.count() * options.hashes();
    }

    private double perSignatureMs(Duration from, Duration to) {
        return to.minus(from).toNanos() / 1e6 / signatures();
    }

    private double sgmMs() {
        return perSignatureMs(begin.sgm(), end.sgm());
    }

    private double sapMs() {
        return perSignatureMs(begin.sap(), end.sap());
    }

    private double serverMs() {
        return sgmMs() + sapMs();
    }

    private Optional<Double> compilersMs() {
        return begin.compilers().flatMap(from -> end.compilers().map(to -> perSignatureMs(from, to)));
    }

    /** Of before and after. */
    private double rawMs() {
        return (options.rawMs() + rawAgainMs) / 2;
    }

    private double ratio() {
        return rawMs() / serverMs();
    }

    /** For people. */
    String toText() {
        return String.format(
                Locale.ROOT,
                "%s, %d clients, %d hashes in one SAD: %.1f signatures/s, p50 %.1f ms, p99 %.1f ms.%n"
                        + "Server CPU %.3f ms a signature (SGM %.3f, SAP %.3f), the key store alone %.3f: ratio %.3f.%n"
                        + "(The key store alone before the load %.3f, after it %.3f; with the other processors idle %.3f.)%n"
                        + "Of the server's, %s was Java's compiler.%n"
                        + "Measured for %.0f s after %d s under the same load; the load generator used %.3f ms a"
                        + " signature. Load average of the machine: %.1f.",
                options.algorithm().wireName(),
                options.clients(),
                options.hashes(),
                signatures() / window.seconds(),
                window.percentileMs(0.5),
                window.percentileMs(0.99),
                serverMs(),
                sgmMs(),
                sapMs(),
                rawMs(),
                ratio(),
                options.rawMs(),
                rawAgainMs,
                options.rawAloneMs(),
                compilersMs()
                        .map(ms -> String.format(Locale.ROOT, "%.3f ms", ms))
                        .orElse("an unknown part"),
                window.seconds(),
                warmUp.toSeconds(),
                perSignatureMs(begin.own(), end.own()),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** One JSON object. */
    String toJson() {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("algorithm", options.algorithm().wireName());
            json.writeNumberField("clients", options.clients());
            json.writeNumberField("hashes", options.hashes());
            number(json, "signaturesPerSecond", signatures() / window.seconds());
            number(json, "p50Ms", window.percentileMs(0.5));
            number(json, "p99Ms", window.percentileMs(0.99));
            number(json, "serverCpuMsPerSignature", serverMs());
            number(json, "rawCpuMsPerSignature", rawMs());
            number(json, "ratio", ratio());
            number(json, "rawBeforeCpuMsPerSignature", options.rawMs());
            number(json, "rawAfterCpuMsPerSignature", rawAgainMs);
            number(json, "rawAloneCpuMsPerSignature", options.rawAloneMs());
            number(json, "sgmCpuMsPerSignature", sgmMs());
            number(json, "sapCpuMsPerSignature", sapMs());
            number(json, "loadCpuMsPerSignature", perSignatureMs(begin.own(), end.own()));
            if (compilersMs().isPresent()) {
                number(json, "compilerCpuMsPerSignature", compilersMs().get());
            }
            number(json, "orders", window.count());
            json.writeNumberField("warmUpSeconds", warmUp.toSeconds());
            number(json, "seconds", window.seconds());
            number(
                    json,
                    "loadAverage",
                    ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
            json.writeArrayFieldStart("memory");
            for (var sample : memory) {
                memory(json, sample);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void memory(JsonGenerator json, MemoryCurve.Sample sample) throws IOException {
        json.writeStartObject();
        json.writeNumberField("second", sample.second());
        if (sample.sgmResident().isPresent()) {
            json.writeNumberField("sgmResidentMb", sample.sgmResident().get());
        }
        if (sample.sapResident().isPresent()) {
            json.writeNumberField("sapResidentMb", sample.sapResident().get());
        }
        if (sample.sgmHeap().isPresent()) {
            json.writeNumberField("sgmHeapMb", sample.sgmHeap().get());
        }
        if (sample.sapHeap().isPresent()) {
            json.writeNumberField("sapHeapMb", sample.sapHeap().get());
        }
        json.writeEndObject();
    }

    private static void number(JsonGenerator json, String name, double value) throws IOException {
        json.writeNumberField(name, BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP));
    }
}
