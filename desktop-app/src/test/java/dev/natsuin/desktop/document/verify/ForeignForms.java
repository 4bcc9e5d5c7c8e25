package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.Embedding;
import dev.natsuin.desktop.document.Output;
import dev.natsuin.desktop.document.PdfSignatureOptions;
import dev.natsuin.desktop.document.PdfSigning;
import dev.natsuin.desktop.document.Preparation;
import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.ForeignSigner;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.form.PDButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDCheckBox;
import org.apache.pdfbox.pdmodel.interactive.form.PDChoice;
import org.apache.pdfbox.pdmodel.interactive.form.PDField;
import org.apache.pdfbox.pdmodel.interactive.form.PDRadioButton;
import org.apache.pdfbox.pdmodel.interactive.form.PDTextField;

/**
 * Other people's forms: certified by us, filled in by other programs, verified by us. Run by
 * {@code testdata/judges/fillers/fill}.
 */
public final class ForeignForms {
    private static final TestCa CA = new TestCa("foreign forms");
    private static final TestSigner SIGNER = CA.signer("Hanako", KeyAlgorithm.P_256);
    private static final SignAlgorithm BY = SignAlgorithm.ECDSA_WITH_SHA256;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private ForeignForms() {}

    /** {@code certify FROM TO ALLOWED}, {@code fill SIGNED TO} or {@code verify SIGNED FILLED…}. */
    public static void main(String... arguments) throws IOException {
        switch (arguments[0]) {
            case "certify" -> certify(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]));
            case "fill" -> fill(Path.of(arguments[1]), Path.of(arguments[2]));
            default -> {
                for (var folder : List.of(arguments).subList(1, arguments.length)) {
                    verify(Path.of(folder));
                }
            }
        }
    }

    /** Certifies each form, and writes beside it what is to be filled in: a line of name, kind and value a field. */
    private static void certify(Path from, Path to, int allowed) throws IOException {
        Files.createDirectories(to);
        int number = 0;
        for (var file : files(from)) {
            var values = values(file);
            if (values.isEmpty()) {
                continue;
            }
            var target = to.resolve(String.format("%03d-%s", number++, file.getFileName()));
            var options = PdfSignatureOptions.at(SigningForTests.TIME);
            var why = signed(file, target, allowed == 0 ? options : options.certifying(allowed));
            if (why.isEmpty()) {
                Files.write(Path.of(target + ".tsv"), values);
            }
            OUT.println(target.getFileName() + "\t" + why.orElse("certified") + "\t" + file);
        }
    }

    private static Optional<String> signed(Path file, Path target, PdfSignatureOptions options) {
        try {
            if (!(PdfSigning.prepare(file, options, SIGNER.with(BY)) instanceof Preparation.Prepared prepared)) {
                return Optional.of("not signed");
            }
            try (var document = prepared.document()) {
                var done = document.embed(SIGNER.sign(document.toBeSigned(), BY), Output.to(target));
                return done instanceof Embedding.Embedded ? Optional.empty() : Optional.of("not signed");
            }
        } catch (RuntimeException e) {
            return Optional.of("not signed: " + e);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(each ->
                            each.toString().toLowerCase(java.util.Locale.ROOT).endsWith(".pdf"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> values(Path file) {
        var lines = new ArrayList<String>();
        try (var document = Loader.loadPDF(file.toFile())) {
            var form = document.getDocumentCatalog().getAcroForm(null);
            if (form != null) {
                for (var field : form.getFieldTree()) {
                    value(field)
                            .ifPresent(value -> lines.add(clean(field.getFullyQualifiedName()) + "\t"
                                    + field.getFieldType() + "\t" + value.replace("\n", "\\n")));
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return lines;
    }

    private static String clean(String name) {
        return name.replaceAll("[\\t\\n\\r]", " ");
    }

    private static Optional<String> value(PDField field) {
        if (field.isReadOnly()) {
            return Optional.empty();
        }
        if (field instanceof PDTextField text) {
            var value = forFormat(text, format(field));
            int most = text.getMaxLen();
            return Optional.of(most > 0 && value.length() > most ? value.substring(0, most) : value);
        }
        if (field instanceof PDChoice choice) {
            var options = choice.getOptionsExportValues();
            return options.isEmpty() ? Optional.empty() : Optional.of(options.get(options.size() - 1));
        }
        if (field instanceof PDCheckBox || field instanceof PDRadioButton) {
            return ((PDButton) field).getOnValues().stream().sorted().findFirst();
        }
        return Optional.empty();
    }

    private static String forFormat(PDTextField text, String format) {
        if (format.contains("AFNumber") || format.contains("AFPercent")) {
            return "12";
        }
        if (format.contains("AFSpecial")) {
            return format.contains("(0)") ? "12345" : format.contains("(2)") ? "2125550123" : "123456789";
        }
        if (format.contains("AFTime")) {
            return "14:07";
        }
        if (format.contains("AFDate")) {
            var order = format.replaceAll("(?s).*AFDate_FormatEx\\(\"(.*?)\".*", "$1");
            return order.replaceAll("y+", "2026")
                    .replaceAll("m{3,4}", "Nov")
                    .replaceAll("m+", "11")
                    .replaceAll("d+", "05")
                    .replaceAll("[Hh]+", "14")
                    .replace("MM", "07")
                    .replace("tt", "");
        }
        return text.isMultiline() ? "one two three\nfour five" : "Taro 12";
    }

    private static String format(PDField field) {
        COSDictionary at = field.getCOSObject();
        if (!at.containsKey(COSName.AA) && !field.getWidgets().isEmpty()) {
            at = field.getWidgets().get(0).getCOSObject();
        }
        var actions = at.getCOSDictionary(COSName.AA);
        var format = actions == null ? null : actions.getCOSDictionary(COSName.F);
        var script = format == null ? null : format.getDictionaryObject(COSName.getPDFName("JS"));
        return script instanceof COSString string
                ? string.getString()
                : script instanceof COSStream stream ? stream.toTextString() : "";
    }

    /** PDFBox as its manual says. */
    private static void fill(Path signed, Path to) throws IOException {
        Files.createDirectories(to);
        for (var file : files(signed)) {
            var values = Files.readAllLines(Path.of(file + ".tsv"));
            try {
                ForeignSigner.updated(file, to.resolve(file.getFileName()), document -> fill(document, values));
            } catch (RuntimeException e) {
                Files.deleteIfExists(to.resolve(file.getFileName()));
            }
        }
    }

    private static void fill(PDDocument document, List<String> values) throws IOException {
        var form = document.getDocumentCatalog().getAcroForm(null);
        for (var line : values) {
            var parts = line.split("\t", 3);
            var field = form.getField(parts[0]);
            if (field == null) {
                continue;
            }
            try {
                field.setValue(parts[2].replace("\\n", "\n"));
            } catch (IOException | RuntimeException e) {
                continue;
            }
            field.getCOSObject().setNeedToBeUpdated(true);
            field.getWidgets().forEach(each -> {
                each.getCOSObject().setNeedToBeUpdated(true);
                var pictures = each.getCOSObject().getCOSDictionary(COSName.AP);
                if (pictures != null) {
                    pictures.setNeedToBeUpdated(true);
                    if (pictures.getDictionaryObject(COSName.N) instanceof COSStream stream) {
                        stream.setNeedToBeUpdated(true);
                    }
                }
            });
        }
    }

    private static void verify(Path folder) throws IOException {
        var counts = new TreeMap<String, Integer>();
        for (var file : files(folder)) {
            String verdict;
            var changes = "";
            try {
                var verification =
                        PdfVerification.verify(file, TrustAnchors.of(CA.certificate()), SigningForTests.TIME);
                if (verification instanceof Verification.Judged judged) {
                    verdict = judged.verdict().toString();
                    changes = judged.signatures().stream()
                            .flatMap(each -> each.changes().stream())
                            .map(each -> each.what().code() + " " + each.object())
                            .collect(Collectors.joining("; "));
                } else {
                    verdict = verification.toString();
                }
            } catch (RuntimeException e) {
                verdict = "THROWN " + e;
            }
            counts.merge(verdict, 1, Integer::sum);
            OUT.println(folder.getFileName() + "\t" + file.getFileName() + "\t" + verdict + "\t" + changes);
        }
        OUT.println("# " + folder.getFileName() + " " + counts);
    }
}
