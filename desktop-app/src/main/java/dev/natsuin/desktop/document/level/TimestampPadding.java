package dev.natsuin.desktop.document.level;

import dev.natsuin.desktop.document.cms.CadesSignature;
import dev.natsuin.desktop.document.pdf.PdfFile;
import dev.natsuin.desktop.document.pdf.SignedRevision;
import dev.natsuin.protocol.bytes.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * What follows a document timestamp in its place. In an encrypted document PDFBox encrypts the zeros that stand there
 * before the timestamp comes, and what is left of them makes other programs (poppler) read no timestamp at all. Nothing
 * covers these octets: they are outside of their own byte range, and no later revision is there yet.
 */
final class TimestampPadding {
    private TimestampPadding() {}

    /** Makes it zeros, in the timestamp that ends an encrypted file, if one does. */
    static void zero(Path file, Optional<Secret> password) throws IOException {
        if (!(PdfFile.open(file, password) instanceof PdfFile.Opening.Opened opened)) {
            return;
        }
        try (var pdf = opened.pdf()) {
            if (pdf.encrypted()) {
                for (var revision : SignedRevision.of(pdf)) {
                    if (revision.sound() && revision.timestamp() && revision.endBytes() == pdf.sizeBytes()) {
                        zero(file, revision);
                    }
                }
            }
        }
    }

    private static void zero(Path file, SignedRevision revision) throws IOException {
        // Two digits each, after the "<".
        long from = revision.gapFrom() + 1 + 2L * CadesSignature.derBytes(revision.contents());
        int length = Math.toIntExact(revision.gapTo() - 1 - from);
        var zeros = ByteBuffer.wrap("0".repeat(length).getBytes(StandardCharsets.US_ASCII));
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            while (zeros.hasRemaining()) {
                channel.write(zeros, from + zeros.position());
            }
        }
    }
}
