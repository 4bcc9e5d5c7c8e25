package dev.natsuin.desktop.document.trust;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.pdf.HostileInput;
import dev.natsuin.desktop.document.pdf.WorkFolder;
import dev.natsuin.desktop.document.verify.FileVerification;
import dev.natsuin.desktop.document.verify.TrustAnchors;
import dev.natsuin.desktop.document.verify.Verdict;
import dev.natsuin.desktop.document.verify.Verification;
import dev.natsuin.desktop.document.xml.HostileXml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A trusted list (ETSI TS 119 612) from a file: the authorities in it that issue qualified certificates, each with the
 * times in which that was granted.
 *
 * <p>Believed only if one of the certificates that the owner gave signed the whole of it, and it is not out of date.
 * Other services, lists that it points to, and extensions that narrow a service are passed over: a service with an
 * extension that is critical is not taken, and an earlier state with one counts as not granted.
 */
public final class TrustedList {
    private static final String TSL = "http://uri.etsi.org/02231/v2#";
    private static final String CA_QC = "http://uri.etsi.org/TrstSvc/Svctype/CA/QC";
    private static final String GRANTED = "http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted";
    private static final long MOST_BYTES = 64L << 20;

    private TrustedList() {}

    /** What came of reading. */
    public sealed interface Reading {
        /** The list holds. */
        record Believed(List<TrustAnchors.Anchor> anchors) implements Reading {
            /** Copies the list. */
            public Believed {
                anchors = List.copyOf(anchors);
            }
        }

        /** It cannot be read as a trusted list. */
        record Unreadable() implements Reading {}

        /** None of the certificates given signed all of it. */
        record NotSigned() implements Reading {}

        /** There is a newer one. */
        record OutOfDate() implements Reading {}
    }

    /**
     * What a list says of itself, believed or not.
     *
     * @param operator who keeps it, in English if it says so; may be empty
     * @param territory where it holds, for example {@code AT}; may be empty
     * @param number its place in the order of lists; may be empty
     * @param next when there will be a newer one; empty if it does not say, or if there will be none
     */
    public record Facts(String operator, String territory, String number, Optional<Instant> next) {
        /** As a person names it, for example {@code Telekom-Control-Commission (AT 115)}. */
        public String name() {
            return operator + " (" + territory + " " + number + ")";
        }
    }

    /**
     * A list that was looked at.
     *
     * @param signer who of those given signed the whole of it, if any of them did
     * @param reading whether it is believed
     */
    public record Look(Facts facts, Optional<X509Certificate> signer, Reading reading) {}

    /**
     * Reads a list.
     *
     * @param signers who may sign it
     * @param now as of when it must be the newest
     */
    public static Reading read(Path file, List<X509Certificate> signers, Instant now) {
        try {
            return look(octets(file), String.valueOf(file.getFileName()), signers, now)
                    .map(Look::reading)
                    .orElse(new Reading.Unreadable());
        } catch (IOException e) {
            return new Reading.Unreadable();
        }
    }

    /** All of a file, if it may be a list. */
    public static byte[] octets(Path file) throws IOException {
        return NamedFile.octets(file, MOST_BYTES);
    }

    /**
     * Looks at a list: the same judgement as {@link #read}, and what the list says of itself also if it is not
     * believed. Empty if it cannot be read as one.
     *
     * @param source what its authorities are said to come from; empty: its own name
     */
    public static Optional<Look> look(byte[] octets, String source, List<X509Certificate> signers, Instant now) {
        try {
            return HostileInput.read(() -> looked(octets, source, signers, now));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Look> looked(byte[] octets, String source, List<X509Certificate> signers, Instant now)
            throws IOException {
        var document = HostileXml.parsed(new ByteArrayInputStream(octets));
        var root = document.getDocumentElement();
        if (root == null
                || !TSL.equals(root.getNamespaceURI())
                || !root.getLocalName().equals("TrustServiceStatusList")) {
            return Optional.empty();
        }
        var facts = facts(root);
        var signer = signer(octets, signers, now);
        if (signer.isEmpty()) {
            return Optional.of(new Look(facts, signer, new Reading.NotSigned()));
        }
        if (facts.next().filter(now::isBefore).isEmpty()) {
            return Optional.of(new Look(facts, signer, new Reading.OutOfDate()));
        }
        var anchors = new ArrayList<TrustAnchors.Anchor>();
        for (var service : all(root, "TrustServiceProviderList", "TrustServiceProvider", "TSPServices", "TSPService")) {
            anchors.addAll(anchors(service, source.isEmpty() ? facts.name() : source));
        }
        return Optional.of(new Look(facts, signer, new Reading.Believed(anchors)));
    }

    private static Facts facts(Element root) throws IOException {
        var scheme = child(root, "SchemeInformation");
        if (scheme.isEmpty()) {
            return new Facts("", "", "", Optional.empty());
        }
        var names = all(scheme.get(), "SchemeOperatorName", "Name");
        var operator = names.stream()
                .filter(each ->
                        each.getAttributeNS(XMLConstants.XML_NS_URI, "lang").equals("en"))
                .findFirst()
                .or(() -> names.stream().findFirst());
        var next = child(scheme.get(), "NextUpdate").flatMap(each -> child(each, "dateTime"));
        return new Facts(
                operator.map(each -> each.getTextContent().strip()).orElse(""),
                text(scheme.get(), "SchemeTerritory"),
                text(scheme.get(), "TSLSequenceNumber"),
                next.isPresent() ? Optional.of(moment(next.get())) : Optional.empty());
    }

    /** By a copy that only this process reads: the octets that are parsed are those whose signature was verified. */
    private static Optional<X509Certificate> signer(byte[] octets, List<X509Certificate> signers, Instant now)
            throws IOException {
        var copy = WorkFolder.file(".xml");
        try {
            Files.write(copy, octets);
            var verified = FileVerification.verify(copy, Optional.empty(), TrustAnchors.of(signers), now);
            if (!(verified instanceof Verification.Judged judged)
                    || judged.verdict() != Verdict.VALID
                    || judged.signatures().size() != 1
                    || !judged.signatures().get(0).coversWholeFile()) {
                return Optional.empty();
            }
            var signer = judged.signatures().get(0).path().get(0).certificate();
            return signers.contains(signer) ? Optional.of(signer) : Optional.empty();
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static List<TrustAnchors.Anchor> anchors(Element service, String source) throws IOException {
        var information = child(service, "ServiceInformation");
        if (information.isEmpty()
                || !text(information.get(), "ServiceTypeIdentifier").equals(CA_QC)
                || isNarrowed(information.get())) {
            return List.of();
        }
        var periods = periods(service, information.get());
        if (periods.isEmpty()) {
            return List.of();
        }
        var anchors = new ArrayList<TrustAnchors.Anchor>();
        var identity = child(information.get(), "ServiceDigitalIdentity");
        if (identity.isPresent()) {
            for (var each : all(identity.get(), "DigitalId", "X509Certificate")) {
                anchors.add(
                        new TrustAnchors.Anchor(certificate(each), TrustAnchors.Origin.TRUSTED_LIST, source, periods));
            }
        }
        return anchors;
    }

    private static boolean isNarrowed(Element information) {
        return all(information, "ServiceInformationExtensions", "Extension").stream()
                .anyMatch(each -> each.getAttribute("Critical").matches("true|1"));
    }

    private record Status(Instant from, boolean granted) {}

    /** When it was granted, from the newest state and those before it. */
    private static List<TrustAnchors.Period> periods(Element service, Element information) throws IOException {
        var states = new ArrayList<Status>();
        states.add(status(information));
        for (var each : all(service, "ServiceHistory", "ServiceHistoryInstance")) {
            if (text(each, "ServiceTypeIdentifier").equals(CA_QC)) {
                states.add(status(each));
            }
        }
        states.sort(Comparator.comparing(Status::from));
        return IntStream.range(0, states.size())
                .filter(at -> states.get(at).granted())
                .mapToObj(at -> new TrustAnchors.Period(
                        states.get(at).from(),
                        at + 1 < states.size() ? Optional.of(states.get(at + 1).from()) : Optional.empty()))
                .toList();
    }

    private static Status status(Element state) throws IOException {
        var from = child(state, "StatusStartingTime").orElseThrow(() -> new IOException("a state without a time"));
        return new Status(moment(from), text(state, "ServiceStatus").equals(GRANTED) && !isNarrowed(state));
    }

    private static Instant moment(Element element) throws IOException {
        try {
            return OffsetDateTime.parse(element.getTextContent().strip()).toInstant();
        } catch (DateTimeException e) {
            throw new IOException("a time that is none", e);
        }
    }

    private static X509Certificate certificate(Element element) throws IOException {
        try {
            var octets = Base64.getMimeDecoder().decode(element.getTextContent());
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
        } catch (CertificateException | IllegalArgumentException e) {
            throw new IOException("a certificate that is none", e);
        }
    }

    private static String text(Element parent, String name) {
        return child(parent, name).map(each -> each.getTextContent().strip()).orElse("");
    }

    private static Optional<Element> child(Element parent, String name) {
        return all(parent, name).stream().findFirst();
    }

    /**
     * The elements at the end of a path of children. Never a search in the depth: the signature over the list leaves
     * out whatever stands inside the signature's own element.
     */
    private static List<Element> all(Element parent, String... path) {
        var found = List.of(parent);
        for (var name : path) {
            found = found.stream()
                    .flatMap(each -> elements(each.getChildNodes()).stream())
                    .filter(each -> TSL.equals(each.getNamespaceURI()) && name.equals(each.getLocalName()))
                    .toList();
        }
        return found;
    }

    private static List<Element> elements(NodeList nodes) {
        var found = new ArrayList<Element>();
        for (var node = 0; node < nodes.getLength(); node++) {
            if (nodes.item(node) instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }
}
