package dev.natsuin.desktop.document.report;

import dev.natsuin.desktop.document.xml.HostileXml;
import dev.natsuin.desktop.words.Printable;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * The reports of ETSI TS 119 102-2 of several files as one: names of objects are made different for each file, and each
 * signature says in {@code OtherInformation} which file it is in and what our verdict on that is.
 */
final class EtsiFiles {
    private static final String ETSI = "http://uri.etsi.org/19102/v1.4.1#";
    private static final String OWN = "urn:natsuin:verification";
    private static final String INDETERMINATE = "urn:etsi:019102:mainindication:indeterminate";

    private final Document whole;
    private final Element root;

    private EtsiFiles(Document whole) {
        this.whole = whole;
        this.root = whole.createElementNS(ETSI, "ValidationReport");
        whole.appendChild(root);
    }

    static Bytes of(Report report) throws IOException {
        var files = new EtsiFiles(HostileXml.empty());
        var objects = new ArrayList<Element>();
        for (var i = 0; i < report.files().size(); i++) {
            objects.addAll(files.add(report.files().get(i), "f" + (i + 1) + "-"));
        }
        if (!objects.isEmpty()) {
            var list = files.whole.createElementNS(ETSI, "SignatureValidationObjects");
            objects.forEach(list::appendChild);
            files.root.appendChild(list);
        }
        return files.written();
    }

    /** Adds the signatures; gives the objects they refer to, which come last. */
    private List<Element> add(ReportedFile file, String prefix) {
        var report = file.etsi().flatMap(EtsiFiles::parsed);
        if (report.isEmpty()) {
            root.appendChild(unread(file));
            return List.of();
        }
        var parsed = report.get().getDocumentElement();
        rename(parsed, prefix);
        for (var one : children(parsed, "SignatureValidationReport")) {
            var copy = (Element) whole.importNode(one, true);
            tell(copy, file);
            root.appendChild(copy);
        }
        var objects = new ArrayList<Element>();
        for (var list : children(parsed, "SignatureValidationObjects")) {
            for (var each : children(list, "ValidationObject")) {
                objects.add((Element) whole.importNode(each, true));
            }
        }
        return objects;
    }

    /**
     * One file's report that is no XML, for whatever a hostile file brought into it, does not cost the others theirs.
     */
    private static Optional<Document> parsed(Bytes xml) {
        try {
            return Optional.of(HostileXml.parsed(new ByteArrayInputStream(xml.toArray())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** A file of which nothing was found out is in the report all the same. */
    private Element unread(ReportedFile file) {
        var one = whole.createElementNS(ETSI, "SignatureValidationReport");
        var status = whole.createElementNS(ETSI, "SignatureValidationStatus");
        var main = whole.createElementNS(ETSI, "MainIndication");
        main.setTextContent(INDETERMINATE);
        status.appendChild(main);
        one.appendChild(status);
        tell(one, file);
        return one;
    }

    private void tell(Element one, ReportedFile file) {
        var other = children(one, "OtherInformation").stream().findFirst().orElseGet(() -> {
            var made = whole.createElementNS(ETSI, "OtherInformation");
            one.appendChild(made);
            return made;
        });
        own(other, "File", Printable.name(String.valueOf(file.file().getFileName())));
        file.sha256().ifPresent(hash -> own(other, "SHA256", hash.toHex()));
        file.outcome()
                .given()
                .ifPresent(found -> own(other, "Verdict", found.verdict().name().toLowerCase(java.util.Locale.ROOT)));
        file.outcome()
                .refusal()
                .ifPresent(why -> own(other, "Problem", why.code().code()));
    }

    private void own(Element parent, String name, String text) {
        var element = whole.createElementNS(OWN, "n:" + name);
        element.setTextContent(text);
        parent.appendChild(element);
    }

    private static void rename(Element element, String prefix) {
        var attributes = element.getAttributes();
        for (var i = 0; i < attributes.getLength(); i++) {
            var attribute = attributes.item(i);
            var name = Optional.ofNullable(attribute.getLocalName()).orElse(attribute.getNodeName());
            if (name.equals("id") || name.equals("Id")) {
                attribute.setNodeValue(prefix + attribute.getNodeValue());
            } else if (List.of("VOReference", "WhichDocument", "SchemaRefs").contains(name)) {
                attribute.setNodeValue(
                        Arrays.stream(attribute.getNodeValue().strip().split("\\s+"))
                                .map(each -> prefix + each)
                                .collect(Collectors.joining(" ")));
            }
        }
        for (var each : elements(element.getChildNodes())) {
            rename(each, prefix);
        }
    }

    private static List<Element> children(Element parent, String name) {
        return elements(parent.getChildNodes()).stream()
                .filter(each -> ETSI.equals(each.getNamespaceURI()) && name.equals(each.getLocalName()))
                .toList();
    }

    private static List<Element> elements(NodeList nodes) {
        var found = new ArrayList<Element>();
        for (var i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element) {
                found.add(element);
            }
        }
        return found;
    }

    private Bytes written() throws IOException {
        try {
            var factory = TransformerFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            var octets = new ByteArrayOutputStream();
            factory.newTransformer().transform(new DOMSource(whole), new StreamResult(octets));
            return Bytes.of(octets.toByteArray());
        } catch (TransformerException e) {
            throw new IOException("the report cannot be written", e);
        }
    }
}
