package dev.natsuin.desktop.testdata;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.verapdf.core.EncryptedPdfException;
import org.verapdf.core.ModelParsingException;
import org.verapdf.core.ValidationException;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;

/** veraPDF: whether a file conforms to the profile that its metadata names. */
public final class ArchiveJudge {
    private ArchiveJudge() {}

    /**
     * What veraPDF says.
     *
     * @param profile what the file says it is, such as {@code 2b}
     * @param broken the rules of that profile that it breaks, each once
     */
    public record Judgement(String profile, List<String> broken) {
        /** True if it is what it says. */
        public boolean conforms() {
            return broken.isEmpty();
        }
    }

    /** Reads and judges a file. */
    public static Judgement judge(Path file) {
        return judge(file, Optional.empty());
    }

    /** The same by the profile of PDF/UA-1, which stands beside PDF/A. */
    public static Judgement judgeAccess(Path file) {
        return judge(file, Optional.of(PDFAFlavour.PDFUA_1));
    }

    private static Judgement judge(Path file, Optional<PDFAFlavour> by) {
        VeraGreenfieldFoundryProvider.initialise();
        try (var foundry = Foundries.defaultInstance();
                var parser = by.isPresent()
                        ? foundry.createParser(file.toFile(), by.get())
                        : foundry.createParser(file.toFile())) {
            var flavour = by.orElseGet(parser::getFlavour);
            if (flavour == PDFAFlavour.NO_FLAVOUR) {
                throw new IllegalArgumentException(file + " does not say that it is PDF/A");
            }
            try (var validator = foundry.createValidator(flavour, false)) {
                var result = validator.validate(parser);
                var broken = result.getTestAssertions().stream()
                        .filter(each -> each.getStatus() == TestAssertion.Status.FAILED)
                        .map(each -> each.getRuleId().getClause() + "-"
                                + each.getRuleId().getTestNumber() + " " + each.getMessage())
                        .distinct()
                        .sorted()
                        .collect(Collectors.toList());
                if (!result.isCompliant() && broken.isEmpty()) {
                    broken.add("not compliant, without a reason");
                }
                return new Judgement(flavour.getId(), List.copyOf(broken));
            }
        } catch (ModelParsingException | EncryptedPdfException | ValidationException e) {
            throw new IllegalArgumentException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
