import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.PreparedPdf;
import dev.natsuin.desktop.document.VisibleSignature;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.inspect.Inspection;
import dev.natsuin.desktop.document.inspect.Severity;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.document.preview.PdfPages;
import dev.natsuin.desktop.document.verify.PdfVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What becomes of PDFs that others made: each is inspected, its first page drawn, what signatures it has verified, and it
 * is signed twice by itself, once seen and once unseen; what was signed is verified. One line of JSON for each file.
 *
 * <p>Arguments: a folder for what is signed, where {@code 0001-unseen.pdf} is of the first file, then a file with the
 * paths to look at, one a line. Run by foreign.sh.
 */
final class ForeignDocuments {
    private static final long LONGEST_SECONDS = 90;
    private static final int WIDTH = 330;
    private static final Instant TIME = Instant.parse("2026-11-27T12:00:00Z");
    private static final SignAlgorithm ALGORITHM = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final TestCa CA = new TestCa("foreign");
    private static final TestSigner SIGNER = CA.signer("Signer", KeyAlgorithm.P_256);
    private static final TrustAnchors TRUST = TrustAnchors.of(List.of(CA.certificate()));

    private final Path file;
    private final Path out;
    private final String name;
    private final Map<String, Object> told = new LinkedHashMap<>();

    private ForeignDocuments(Path file, Path out, String name) {
        this.file = file;
        this.out = out;
        this.name = name;
        told.put("file", file.toString());
        told.put("name", name);
    }

    public static void main(String[] arguments) throws Exception {
        var out = Files.createDirectories(Path.of(arguments[0]));
        var lines = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int number = 0;
        for (var path : Files.readAllLines(Path.of(arguments[1]))) {
            var one = new ForeignDocuments(Path.of(path), out, String.format(Locale.ROOT, "%04d", ++number));
            var task = new FutureTask<Boolean>(() -> {
                one.look();
                return true;
            });
            var worker = new Thread(task, path);
            worker.setDaemon(true);
            worker.start();
            try {
                task.get(LONGEST_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                var stack = new StringBuilder();
                for (var frame : worker.getStackTrace()) {
                    stack.append(frame).append('\n');
                }
                one.told.put("hang", stack.toString());
            } catch (ExecutionException e) {
                one.told.put("fault", trace(e.getCause()));
            }
            lines.println(json(new LinkedHashMap<>(one.told)));
        }
        System.exit(0);
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(each -> json(each.getKey()) + ":" + json(each.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ForeignDocuments::json).collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        var text = new StringBuilder("\"");
        for (char each : String.valueOf(value).toCharArray()) {
            text.append(
                    each < ' ' || each > '~' || each == '"' || each == '\\'
                            ? String.format(Locale.ROOT, "\\u%04x", (int) each)
                            : String.valueOf(each));
        }
        return text.append('"').toString();
    }

    private static String trace(Throwable e) {
        var text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private interface Step {
        Object done() throws Exception;
    }

    private void step(String what, Step step) {
        long begun = System.nanoTime();
        try {
            told.put(what, step.done());
        } catch (Throwable e) {
            told.put(what, "fault: " + trace(e));
        }
        told.put(what + "Ms", (System.nanoTime() - begun) / 1_000_000);
    }

    private void look() {
        step("opened", this::opened);
        step("findings", this::inspected);
        step("preview", this::drawn);
        step("verified", () -> verified(file));
        step("unseen", () -> signed("unseen", PdfSignatureOptions.at(TIME)));
        step(
                "seen",
                () -> signed(
                        "seen",
                        PdfSignatureOptions.at(TIME)
                                .seen(new VisibleSignature(
                                        Optional.of(new StampPlace(1, 40, 40, 200, 70)),
                                        Direction.HORIZONTAL,
                                        Optional.empty(),
                                        Locale.ENGLISH,
                                        ZoneId.of("UTC")))));
    }

    private Object opened() {
        var opening = PdfFile.open(file);
        if (opening instanceof PdfFile.Opening.Refused refused) {
            return refused.why().code();
        }
        try (var pdf = ((PdfFile.Opening.Opened) opening).pdf()) {
            var info = pdf.document().getDocumentInformation();
            told.put("producer", String.valueOf(info.getProducer()));
            told.put("creator", String.valueOf(info.getCreator()));
            told.put("pages", pdf.pageCount());
            told.put("repaired", pdf.repaired());
            told.put("encrypted", pdf.encrypted());
            return "opened";
        }
    }

    private Object inspected() {
        var look = Inspection.of(file);
        if (look instanceof Inspection.Look.Refused refused) {
            return refused.why().code().code();
        }
        var found = new ArrayList<Map<String, Object>>();
        for (var each : ((Inspection.Look.Inspected) look).findings()) {
            found.add(Map.of(
                    "code", each.code().code(),
                    "severity", each.severity().name().toLowerCase(Locale.ROOT),
                    "page", each.page(),
                    "args", each.args()));
        }
        told.put(
                "severity",
                ((Inspection.Look.Inspected) look)
                        .findings().stream()
                                .map(each -> each.severity())
                                .min(Severity::compareTo)
                                .map(Severity::name)
                                .orElse("NONE"));
        return found;
    }

    private Object drawn() {
        var opening = PdfPages.open(file);
        if (opening instanceof PdfPages.Opening.Refused refused) {
            return refused.why().code().code();
        }
        try (var pages = ((PdfPages.Opening.Opened) opening).pages()) {
            var rendering = pages.render(1, 1e6, WIDTH);
            if (rendering instanceof PdfPages.Rendering.Refused refused) {
                return refused.why().code().code();
            }
            var image = ((PdfPages.Rendering.Rendered) rendering).image();
            var pixels = new int[image.width() * image.height()];
            image.argbPre().get(pixels);
            told.put("undecodable", image.undecodable());
            told.put("substituted", image.substituted());
            var picture = new java.awt.image.BufferedImage(
                    image.width(), image.height(), java.awt.image.BufferedImage.TYPE_INT_RGB);
            picture.setRGB(0, 0, image.width(), image.height(), pixels, 0, image.width());
            javax.imageio.ImageIO.write(
                    picture, "png", out.resolve(name + "-ours.png").toFile());
            return "drawn";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Object verified(Path file) {
        var verification = PdfVerification.verify(file, TRUST, TIME);
        if (verification instanceof Verification.Refused refused) {
            return refused.why().code().code();
        }
        var judged = (Verification.Judged) verification;
        var signatures = new ArrayList<Map<String, Object>>();
        for (var each : judged.signatures()) {
            signatures.add(Map.of(
                    "field", each.field(),
                    "verdict", each.verdict().name(),
                    "level", each.level(),
                    "indication", each.indication(),
                    "sub", each.subIndication().orElse(""),
                    "whole", each.coversWholeFile(),
                    "changes", each.changes().toString()));
        }
        return Map.of(
                "verdict",
                judged.verdict().name(),
                "signatures",
                signatures,
                "timestamps",
                judged.timestamps().size());
    }

    private Object signed(String how, PdfSignatureOptions options) throws IOException {
        var preparation = PdfSigning.prepare(file, options, SIGNER.with(ALGORITHM));
        if (preparation instanceof Preparation.Refused refused) {
            return refused.why().code().code();
        }
        var target = out.resolve(name + "-" + how + ".pdf");
        Files.deleteIfExists(target);
        try (var pdf = (PreparedPdf) ((Preparation.Prepared) preparation).document()) {
            var embedding = pdf.embed(SIGNER.sign(pdf.toBeSigned(), ALGORITHM), target);
            if (embedding instanceof Embedding.Refused refused) {
                return "embedding: " + refused.why().code().code();
            }
        }
        told.put(how + "Verified", verified(target));
        return "signed";
    }
}
