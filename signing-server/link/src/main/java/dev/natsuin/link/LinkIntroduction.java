package dev.natsuin.link;

import dev.natsuin.link.certificate.WholeFile;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one side's machine tells the other's, carried by whoever sets them up: the side's certificate for the link, and
 * the SGM's identity with the SGM's.
 *
 * <p>It holds no secret, but whoever swaps it on its way stands between the two machines. So it has a fingerprint that
 * two people read to each other.
 *
 * @param side {@code sgm} or {@code sap}
 * @param identityHash the SGM's identity; with the SGM's introduction only
 * @param certificate the side's certificate for the link
 */
public record LinkIntroduction(String side, Optional<Bytes> identityHash, X509Certificate certificate) {
    private static final String FIRST_LINE = "natsuin link 1";
    private static final String IDENTITY_FILE = "sgm-identity.hash";
    private static final int MOST_OCTETS = 16_384;
    private static final int CURVE_BITS = 256;
    private static final Pattern FORM =
            Pattern.compile(FIRST_LINE + "\nside: (sgm|sap)\n(?:identity: ([0-9a-f]{64})\n)?"
                    + "(-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+\n-----END CERTIFICATE-----\n)");

    /** Checks that the identity goes with the SGM. */
    public LinkIntroduction {
        if (identityHash.isPresent() != side.equals("sgm")) {
            throw new LinkFault("an introduction of the SGM names its identity, and only that");
        }
    }

    /**
     * What this machine says of a side that is here: of its next key, if it is changing it.
     *
     * @throws LinkFault if its files are missing or damaged
     */
    public static LinkIntroduction of(Path folder, String side) {
        var next = LinkFiles.NEXT.certificate(folder, side);
        var certificate =
                LinkIdentity.certificateIn(Files.exists(next) ? next : LinkFiles.PRESENT.certificate(folder, side));
        return new LinkIntroduction(
                side, side.equals("sgm") ? Optional.of(identity(folder)) : Optional.empty(), certificate);
    }

    private static Bytes identity(Path folder) {
        try {
            return Bytes.hex(Files.readString(folder.resolve(IDENTITY_FILE)).strip());
        } catch (IOException | IllegalArgumentException e) {
            throw new LinkFault(IDENTITY_FILE + " is missing or damaged", e);
        }
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws LinkFault if it is anything else
     */
    public static LinkIntroduction read(Path file) {
        try {
            if (Files.size(file) > MOST_OCTETS) {
                throw new LinkFault("this is no introduction of a side");
            }
            var form = FORM.matcher(Files.readString(file).replace("\r\n", "\n"));
            if (!form.matches()) {
                throw new LinkFault("this is no introduction of a side");
            }
            var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(form.group(3).getBytes(StandardCharsets.US_ASCII)));
            if (!(certificate.getPublicKey() instanceof ECPublicKey key)
                    || key.getParams().getCurve().getField().getFieldSize() != CURVE_BITS) {
                throw new LinkFault("the certificate in this introduction has no key on P-256");
            }
            return new LinkIntroduction(
                    form.group(1), Optional.ofNullable(form.group(2)).map(Bytes::hex), certificate);
        } catch (IOException | CertificateException e) {
            throw new LinkFault("this introduction is missing, unreadable or damaged", e);
        }
    }

    /** What is carried to the other machine. */
    public String text() {
        return FIRST_LINE + "\nside: " + side + "\n"
                + identityHash.map(hash -> "identity: " + hash.toHex() + "\n").orElse("") + pem();
    }

    /** What both people read to each other: SHA-256 over the text, in sixteen groups of four. */
    public String fingerprint() {
        return Bytes.utf8(text()).sha256().toHex().replaceAll("(.{4})(?!$)", "$1 ");
    }

    /**
     * Believes it from now on: as the side's only key if none was known here, else beside the present one, until
     * {@link LinkFiles#settle}.
     *
     * @return whether anything changed; not if it was known already
     * @throws LinkFault if this machine has the side itself, if the SGM's identity is another one than the known, or if
     *     a file cannot be written
     */
    public boolean accept(Path folder) {
        if (Files.exists(LinkFiles.PRESENT.key(folder, side))) {
            throw new LinkFault("the " + side + " is on this machine: the introduction belongs on the other one");
        }
        var present = LinkFiles.PRESENT.certificate(folder, side);
        try {
            var known = Files.exists(present);
            if (identityHash.isPresent()) {
                acceptIdentity(folder, known);
            }
            if (known && PeerPins.in(folder, side).now().contains(LinkIdentity.sha256(certificate))) {
                return false;
            }
            write(pem(), known ? LinkFiles.NEXT.certificate(folder, side) : present);
            return true;
        } catch (IOException | CertificateEncodingException e) {
            throw new LinkFault("the introduction cannot be kept", e);
        }
    }

    /** Another identity is another SGM, with other keys and another log: never a change of the link's key. */
    private void acceptIdentity(Path folder, boolean known) throws IOException {
        var hash = identityHash.orElseThrow();
        if (known) {
            if (!identity(folder).equals(hash)) {
                throw new LinkFault("this introduction is of another SGM than the one that is known here");
            }
            return;
        }
        write(hash.toHex() + "\n", folder.resolve(IDENTITY_FILE));
    }

    private static void write(String text, Path file) throws IOException {
        WholeFile.writePublic(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private String pem() {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new LinkFault("the link certificate has no DER form", e);
        }
    }
}
