package dev.natsuin.desktop.document.pdf;

import dev.natsuin.protocol.bytes.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The password of an encrypted document, as far as PDFBox lets it be kept. */
final class DocumentPassword {
    private DocumentPassword() {}

    /** UTF-8 read as text; a {@code String}, because PDFBox takes nothing else. Empty: nobody gave one. */
    static String text(Optional<Secret> password) {
        return password.map(secret -> secret.use(octets -> new String(octets, StandardCharsets.UTF_8)))
                .orElse("");
    }
}
