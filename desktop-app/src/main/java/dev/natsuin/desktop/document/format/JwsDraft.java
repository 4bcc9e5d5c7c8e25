package dev.natsuin.desktop.document.format;

import dev.natsuin.desktop.document.SigningCertificate;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * JAdES-B-B (TS 119 182-1 §6) as a flattened JWS: around the file, or beside it by the file's name and hash (mechanism
 * ObjectIdByURIHash, §5.2.8.3.3).
 */
public final class JwsDraft implements Draft {
    private static final String BY_NAME_AND_HASH = "http://uri.etsi.org/19182/ObjectIdByURIHash";

    private final SigningCertificate certificate;
    private final String header;
    private final boolean enveloping;
    private final Bytes hash;

    private JwsDraft(SigningCertificate certificate, String header, boolean enveloping, Bytes hash) {
        this.certificate = certificate;
        this.header = header;
        this.enveloping = enveloping;
        this.hash = hash;
    }

    /** True if JWS has a name for this algorithm with this key: for ECDSA each curve goes with one hash. */
    public static boolean takes(SigningCertificate certificate) {
        return name(certificate).isPresent();
    }

    /** Around the file, which is read once more. */
    public static JwsDraft enveloping(Path file, SigningCertificate certificate, Instant time) throws IOException {
        var header = encoded(header(certificate, time)
                .and("cty", contentType(MediaTypes.of(file)))
                .build());
        var digest = certificate.algorithm().hash().newDigest();
        digest.update((header + ".").getBytes(StandardCharsets.US_ASCII));
        digestEncoded(file, digest);
        return new JwsDraft(certificate, header, true, Bytes.of(digest.digest()));
    }

    /** Beside the file, which is read once more. */
    public static JwsDraft detached(Path file, SigningCertificate certificate, Instant time) throws IOException {
        var algorithm = certificate.algorithm().hash();
        var content = algorithm.newDigest();
        digestEncoded(file, content);
        var what = JsonObject.with("mId", BY_NAME_AND_HASH)
                .andTexts("pars", List.of(AsicDraft.uri(String.valueOf(file.getFileName()))))
                .and("hashM", method(algorithm))
                .andTexts("hashV", List.of(Bytes.of(content.digest()).toBase64Url()))
                .andTexts("ctys", List.of(contentType(MediaTypes.of(file))))
                .build();
        var header = encoded(header(certificate, time)
                .and("sigD", what)
                .andTexts("crit", List.of("sigD"))
                .build());
        var digest = algorithm.newDigest();
        digest.update((header + ".").getBytes(StandardCharsets.US_ASCII));
        return new JwsDraft(certificate, header, false, Bytes.of(digest.digest()));
    }

    private static JsonObject.Builder header(SigningCertificate certificate, Instant time) {
        var chain = new ArrayList<String>();
        certificate.all().forEach(each -> chain.add(der(each).toBase64()));
        return JsonObject.with("alg", name(certificate).orElseThrow())
                .and("x5t#S256", der(certificate.leaf()).sha256().toBase64Url())
                .andTexts("x5c", chain)
                .and("iat", time.getEpochSecond());
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate that cannot be encoded", e);
        }
    }

    private static String encoded(JsonObject header) {
        return header.toBytes().toBase64Url();
    }

    /** RFC 7515 §4.1.10: without "application/" where no other slash follows. */
    private static String contentType(String mediaType) {
        return mediaType.startsWith("application/") ? mediaType.substring("application/".length()) : mediaType;
    }

    private static void digestEncoded(Path file, MessageDigest digest) throws IOException {
        try (var in = Files.newInputStream(file);
                var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
                var base64 = Base64.getUrlEncoder().withoutPadding().wrap(out)) {
            in.transferTo(base64);
        }
    }

    /** RFC 7518 §3.1. */
    private static Optional<String> name(SigningCertificate certificate) {
        var algorithm = certificate.algorithm();
        int bits = algorithm.hash().sizeBytes() * 8;
        return switch (algorithm.scheme()) {
            case RSA_PKCS1 -> Optional.of("RS" + bits);
            case RSA_PSS -> Optional.of("PS" + bits);
            case ECDSA -> isCurveOf(certificate) ? Optional.of("ES" + bits) : Optional.empty();
            case EDDSA, ML_DSA -> Optional.empty();
        };
    }

    private static boolean isCurveOf(SigningCertificate certificate) {
        if (!(certificate.leaf().getPublicKey() instanceof ECPublicKey key)) {
            return false;
        }
        int bits = key.getParams().getOrder().bitLength();
        return List.of(KeyAlgorithm.P_256, KeyAlgorithm.P_384, KeyAlgorithm.P_521).stream()
                .anyMatch(curve -> curve.sizeBits() == bits
                        && curve.defaultSignAlgorithm().hash()
                                == certificate.algorithm().hash());
    }

    /** TS 119 182-1 §5.2.2.2 and RFC 7518: names of hashes. */
    private static String method(HashAlgorithm algorithm) {
        return switch (algorithm) {
            case SHA_256 -> "S256";
            case SHA_384 -> "S384";
            case SHA_512 -> "S512";
        };
    }

    @Override
    public Bytes hash() {
        return hash;
    }

    @Override
    public void write(InputStream original, Bytes value, OutputStream signed) throws IOException {
        signed.write('{');
        if (enveloping) {
            signed.write(ascii("\"payload\":\""));
            try (var base64 = Base64.getUrlEncoder().withoutPadding().wrap(new StaysOpen(signed))) {
                original.transferTo(base64);
            }
            signed.write(ascii("\","));
        }
        var plain = SignatureValues.plain(certificate, value).toBase64Url();
        signed.write(ascii("\"protected\":\"" + header + "\",\"signature\":\"" + plain + "\"}"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** An encoder writes its last octets when it is closed, and closes what it writes to. */
    private static final class StaysOpen extends FilterOutputStream {
        StaysOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            out.write(octets, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
