package dev.natsuin.desktop.document.report;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A report of one or several verified files.
 *
 * @param made when
 * @param zone the reader's
 * @param language English or Japanese
 * @param asked true if authorities were asked for the states of certificates
 * @param files in order
 */
public record Report(Instant made, ZoneId zone, Locale language, boolean asked, List<ReportedFile> files) {
    /** Copies the list. */
    public Report {
        files = List.copyOf(files);
    }

    /** As what it can be written. */
    public enum Form {
        HTML,
        PDF,
        XML,
        JSON;

        /** By the extension of a file's name. */
        public static Optional<Form> of(String fileName) {
            var name = fileName.toLowerCase(Locale.ROOT);
            for (var form : values()) {
                if (name.endsWith("." + form.name().toLowerCase(Locale.ROOT))) {
                    return Optional.of(form);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Its octets in a form.
     *
     * @throws IOException if it is more than a file can hold
     */
    public Bytes as(Form form) throws IOException {
        return switch (form) {
            case HTML -> HtmlReport.of(ReportText.of(this), language);
            case PDF -> PdfReport.of(ReportText.of(this), language);
            case XML -> EtsiFiles.of(this);
            case JSON -> JsonReport.of(this);
        };
    }
}
