package dev.natsuin.desktop.document.pdf;

import java.io.IOException;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObjectKey;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.cos.COSString;
import org.apache.pdfbox.pdmodel.encryption.PDEncryption;
import org.apache.pdfbox.pdmodel.encryption.SecurityHandler;

/**
 * Encrypts what is added to an encrypted file with the file's own key, which its password has opened (ISO 32000-2
 * §7.6). The caller never gives it a signature's {@code /Contents}, which are exempt.
 */
final class DocumentCipher implements ObjectCipher {
    private static final COSName STANDARD = COSName.getPDFName("Standard");

    private final SecurityHandler<?> handler;

    DocumentCipher(PDEncryption encryption) throws IOException {
        if (!knows(encryption)) {
            throw new IOException("an encryption that is not known here");
        }
        handler = encryption.getSecurityHandler();
    }

    /** True for the standard handler with one key for strings and streams: RC4, AES-128, AES-256. */
    static boolean knows(PDEncryption encryption) {
        if (!STANDARD.getName().equals(encryption.getFilter())) {
            return false;
        }
        return switch (encryption.getVersion()) {
            case 1, 2 -> true;
            case 4, 5 ->
                COSName.STD_CF.equals(encryption.getStringFilterName())
                        && COSName.STD_CF.equals(encryption.getStreamFilterName());
            default -> false;
        };
    }

    @Override
    public boolean encrypts() {
        return true;
    }

    @Override
    public byte[] string(COSObjectKey key, byte[] octets) throws IOException {
        var string = new COSString(octets.clone());
        handler.encryptString(string, key.getNumber(), key.getGeneration());
        return string.getBytes();
    }

    @Override
    public byte[] stream(COSObjectKey key, byte[] octets) throws IOException {
        try (var stream = new COSStream()) {
            try (var out = stream.createRawOutputStream()) {
                out.write(octets);
            }
            handler.encryptStream(stream, key.getNumber(), key.getGeneration());
            try (var in = stream.createRawInputStream()) {
                return in.readAllBytes();
            }
        }
    }
}
