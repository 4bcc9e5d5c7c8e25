package dev.natsuin.desktop.testdata;

import dev.natsuin.desktop.document.level.ScriptedAuthority;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;

/** A signature or document timestamp written octet by octet, in whatever update somebody made for it. */
public final class HandMadeSignature {
    private static final int ROOM = 5_000;
    private static final String RANGE = "[0 ########## ########## ##########]";

    private HandMadeSignature() {}

    /** What comes to stand in {@code /Contents}. */
    @FunctionalInterface
    public interface Maker {
        /** A CMS over what the byte range covers. */
        byte[] over(byte[] content) throws IOException;
    }

    /** The dictionary of a signature, still without it. */
    public static String dictionary(String entries) {
        return "<<" + entries + "/Filter/Adobe.PPKLite/ByteRange" + RANGE + "/Contents<" + "0".repeat(2 * ROOM) + ">>>";
    }

    /** The same of a signature that follows PAdES. */
    public static String signature() {
        return dictionary("/Type/Sig/SubFilter/ETSI.CAdES.detached/M(D:20261122103000Z)");
    }

    /** The same of a document timestamp. */
    public static String timestamp() {
        return dictionary("/Type/DocTimeStamp/SubFilter/ETSI.RFC3161");
    }

    /** The file with the one dictionary filled in that still is without its signature. */
    public static byte[] filledIn(byte[] file, Maker maker) throws IOException {
        var text = new String(file, StandardCharsets.ISO_8859_1);
        int range = text.indexOf(RANGE);
        int from = text.indexOf("/Contents<" + "0".repeat(2 * ROOM) + ">", range) + "/Contents".length();
        int to = from + 2 * ROOM + 2;
        var numbers = String.format(Locale.ROOT, "[0 %d %d %d", from, to, text.length() - to);
        text = text.substring(0, range)
                + numbers
                + " ".repeat(RANGE.length() - numbers.length() - 1)
                + "]"
                + text.substring(range + RANGE.length());
        var content = text.substring(0, from) + text.substring(to);
        var cms = HexFormat.of().formatHex(maker.over(content.getBytes(StandardCharsets.ISO_8859_1)));
        return (text.substring(0, from + 1) + cms + text.substring(from + 1 + cms.length()))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Signs as another program would. */
    public static Maker by(TestSigner signer) {
        return content -> ForeignSigner.cms(content, signer);
    }

    /** Has it stamped. */
    public static Maker by(ScriptedAuthority authority) {
        return content -> {
            try {
                var requests = new TimeStampRequestGenerator();
                requests.setCertReq(true);
                var request = requests.generate(
                        TSPAlgorithms.SHA256,
                        MessageDigest.getInstance("SHA-256").digest(content));
                var answer =
                        authority.post("", "", Bytes.of(request.getEncoded())).orElseThrow();
                return new TimeStampResponse(answer.toArray())
                        .getTimeStampToken()
                        .getEncoded();
            } catch (GeneralSecurityException | TSPException e) {
                throw new IOException(e);
            }
        };
    }
}
