package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * ASiC with CAdES (EN 319 162-1): a ZIP whose first entry says what it is, then the file, octet by octet as it was,
 * then the signature; in ASiC-E the signature is over a manifest that has the file's hash.
 */
public final class AsicDraft implements Draft {
    /** A CMS in a container is a whole one; the file's name says where it is read from. */
    private static final String SIMPLE_SIGNATURE = "META-INF/signature.p7s";

    private static final String MANIFEST = "META-INF/ASiCManifest.xml";
    private static final String SIGNATURE = "META-INF/signature001.p7s";
    private static final String SIMPLE_TYPE = "application/vnd.etsi.asic-s+zip";
    private static final String EXTENDED_TYPE = "application/vnd.etsi.asic-e+zip";

    private final String name;
    private final long sizeBytes;
    private final long crc32;
    private final LocalDateTime time;
    private final Optional<Bytes> manifest;
    private final CmsDraft signature;

    private AsicDraft(String name, FileDigest digest, Instant time, Optional<Bytes> manifest, CmsDraft signature) {
        this.name = name;
        this.sizeBytes = digest.sizeBytes();
        this.crc32 = digest.crc32();
        this.time = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
        this.manifest = manifest;
        this.signature = signature;
    }

    /** True unless the name means something else in a container. */
    public static boolean takes(Path file) {
        var name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.equals("mimetype") && !name.equals("meta-inf") && name.indexOf('\\') < 0;
    }

    /** ASiC-S: for this one file. */
    public static AsicDraft simple(Path file, FileDigest digest, SigningCertificate certificate, Instant time) {
        var signature = CmsDraft.of(file, digest.hash(), certificate, time, false);
        return new AsicDraft(String.valueOf(file.getFileName()), digest, time, Optional.empty(), signature);
    }

    /** ASiC-E: by a manifest. */
    public static AsicDraft extended(Path file, FileDigest digest, SigningCertificate certificate, Instant time) {
        var name = String.valueOf(file.getFileName());
        var hash = certificate.algorithm().hash();
        var manifest = manifest(name, MediaTypes.of(file), hash, digest.hash());
        var manifestHash = Bytes.of(hash.newDigest().digest(manifest.toArray()));
        var signature = CmsDraft.of("text/xml", manifestHash, certificate, time, false);
        return new AsicDraft(name, digest, time, Optional.of(manifest), signature);
    }

    private static Bytes manifest(String name, String mediaType, HashAlgorithm algorithm, Bytes hash) {
        return Bytes.utf8("""
                <?xml version="1.0" encoding="UTF-8"?>
                <asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#" xmlns:ds="http://www.w3.org/2000/09/xmldsig#">\
                <asic:SigReference MimeType="application/pkcs7-signature" URI="%s"/>\
                <asic:DataObjectReference MimeType="%s" URI="%s">\
                <ds:DigestMethod Algorithm="%s"/><ds:DigestValue>%s</ds:DigestValue>\
                </asic:DataObjectReference></asic:ASiCManifest>
                """.formatted(SIGNATURE, mediaType, uri(name), method(algorithm), hash.toBase64()));
    }

    /** RFC 3986: what is not unreserved is percent-encoded, so nothing in a name can be markup. */
    static String uri(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }

    /** RFC 6931 §2.1 and XML Encryption §5.7. */
    private static String method(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> "http://www.w3.org/2001/04/xmlenc#sha256";
            case SHA_384 -> "http://www.w3.org/2001/04/xmldsig-more#sha384";
            case SHA_512 -> "http://www.w3.org/2001/04/xmlenc#sha512";
        };
    }

    @Override
    public Bytes hash() {
        return signature.hash();
    }

    @Override
    public void write(InputStream original, Bytes value, OutputStream signed) throws IOException {
        var cms = signature.cms(value, Optional.empty());
        var zip = new ZipOutputStream(signed, StandardCharsets.UTF_8);
        put(zip, "mimetype", Bytes.utf8(manifest.isPresent() ? EXTENDED_TYPE : SIMPLE_TYPE));
        zip.putNextEntry(stored(name, sizeBytes, crc32));
        original.transferTo(zip);
        zip.closeEntry();
        if (manifest.isPresent()) {
            put(zip, MANIFEST, manifest.get());
            put(zip, SIGNATURE, cms);
        } else {
            put(zip, SIMPLE_SIGNATURE, cms);
        }
        zip.finish();
    }

    private void put(ZipOutputStream zip, String entry, Bytes octets) throws IOException {
        var crc = new CRC32();
        crc.update(octets.toArray());
        zip.putNextEntry(stored(entry, octets.size(), crc.getValue()));
        zip.write(octets.toArray());
        zip.closeEntry();
    }

    /** Stored, not compressed: so the format wants its first entry; and most documents are compressed already. */
    private ZipEntry stored(String entry, long size, long crc) {
        var made = new ZipEntry(entry);
        made.setMethod(ZipEntry.STORED);
        made.setSize(size);
        made.setCrc(crc);
        made.setTimeLocal(time);
        return made;
    }
}
