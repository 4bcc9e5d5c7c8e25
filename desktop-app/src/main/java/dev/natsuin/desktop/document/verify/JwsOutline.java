package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The parts of a JWS (RFC 7515) in its three serialisations. */
final class JwsOutline {
    private static final Pattern COMPACT =
            Pattern.compile("\\s*([A-Za-z0-9_-]+)\\.([A-Za-z0-9_-]*)\\.([A-Za-z0-9_-]+)\\s*");

    /** The header parameters of JAdES that change how a signature is to be read (TS 119 182-1 §5.1.9). */
    private static final Set<String> CRITICAL =
            Set.of("sigD", "b64", "sigT", "iat", "exp", "x5t#o", "sigX5ts", "sigPId");

    private JwsOutline() {}

    static boolean isCompact(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            int first;
            do {
                first = in.read();
            } while (first == ' ' || first == '\n' || first == '\r' || first == '\t');
            return first == 'e';
        }
    }

    /** Reads it into memory, which the caller has found small enough. */
    static FileOutline of(Path file) throws IOException {
        var octets = Bytes.of(NamedFile.octets(file, FileVerification.MOST_BYTES));
        if (isCompact(file)) {
            var parts = COMPACT.matcher(octets.toUtf8());
            if (!parts.matches()) {
                throw new IOException("no JWS");
            }
            requireUnderstood(parts.group(1));
            requireOneSpelling(parts.group(1));
            requireOneSpelling(parts.group(3));
            if (!isUnencoded(parts.group(1))) {
                requireOneSpelling(parts.group(2));
            }
            return FileOutline.of(1, content(!parts.group(2).isEmpty()), true);
        }
        try {
            var json = JsonObject.strict(octets).reader();
            if (json.has("signatures")) {
                var signatures = json.objects("signatures");
                var explained = true;
                var encoded = true;
                for (var each : signatures) {
                    explained &= isExplained(each, List.of("protected", "header", "signature"));
                    encoded &= !isUnencoded(each);
                }
                if (encoded && json.has("payload")) {
                    requireOneSpelling(json.text("payload"));
                }
                var known = isExplained(JsonObject.strict(octets), List.of("payload", "signatures"));
                return FileOutline.of(signatures.size(), content(json.has("payload")), explained && known);
            }
            if (!json.has("signature")) {
                return FileOutline.of(0, FileOutline.Content.HERE, true);
            }
            var known = isExplained(JsonObject.strict(octets), List.of("payload", "protected", "header", "signature"));
            if (json.has("payload") && !isUnencoded(JsonObject.strict(octets))) {
                requireOneSpelling(json.text("payload"));
            }
            return FileOutline.of(1, content(json.has("payload")), known);
        } catch (Malformed | IllegalArgumentException e) {
            throw new IOException("no JSON as it should be", e);
        }
    }

    /** RFC 7515 §4.1.11: what a header calls critical must be understood by whoever verifies. */
    private static void requireUnderstood(String protectedHeader) throws IOException {
        try {
            var header = JsonObject.strict(Bytes.base64Url(protectedHeader)).reader();
            if (header.has("crit") && !CRITICAL.containsAll(header.texts("crit"))) {
                throw new IOException("something critical that is not known here");
            }
        } catch (Malformed | IllegalArgumentException e) {
            throw new IOException("no header as it should be", e);
        }
    }

    /**
     * RFC 7515 §2 knows one spelling of octets. Lenient decoders skip what is not of its alphabet, so that programs
     * would differ on what was signed.
     */
    private static void requireOneSpelling(String base64Url) throws IOException {
        try {
            Bytes.base64Url(base64Url);
        } catch (IllegalArgumentException e) {
            throw new IOException("no base64url as it should be", e);
        }
    }

    /** True if the signature's header says that the payload stands as it is (RFC 7797). */
    private static boolean isUnencoded(JsonObject signature) throws Malformed, IOException {
        var reader = signature.reader();
        return reader.has("protected") && isUnencoded(reader.text("protected"));
    }

    private static boolean isUnencoded(String protectedHeader) throws IOException {
        try {
            var header = JsonObject.strict(Bytes.base64Url(protectedHeader)).reader();
            return header.has("b64") && !header.truth("b64");
        } catch (Malformed | IllegalArgumentException e) {
            throw new IOException("no header as it should be", e);
        }
    }

    private static FileOutline.Content content(boolean here) {
        return here ? FileOutline.Content.HERE : FileOutline.Content.ELSEWHERE;
    }

    /** True if it has no members but these, and nothing unprotected but what JAdES adds later. */
    private static boolean isExplained(JsonObject object, List<String> members) throws Malformed, IOException {
        var reader = object.reader();
        for (var member : members) {
            if (member.equals("header") && reader.has(member)) {
                var unprotected = reader.object(member).reader();
                if (unprotected.has("etsiU")) {
                    unprotected.texts("etsiU");
                }
                unprotected.end();
            } else if (member.equals("signatures") && reader.has(member)) {
                reader.objects(member);
            } else if (member.equals("protected") && reader.has(member)) {
                requireUnderstood(reader.text(member));
            } else if (member.equals("signature") && reader.has(member)) {
                requireOneSpelling(reader.text(member));
            } else if (reader.has(member)) {
                reader.text(member);
            }
        }
        try {
            reader.end();
            return true;
        } catch (Malformed e) {
            return false;
        }
    }
}
