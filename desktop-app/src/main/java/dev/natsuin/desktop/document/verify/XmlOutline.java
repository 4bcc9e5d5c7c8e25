package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.xml.HostileXml;
import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The parts of an XML document and of the signatures in it (XMLDSig 1.1), read by a parser that knows no document types
 * and so no entities.
 *
 * <p>What is demanded is more than that each reference holds, as a signature may hold for something that is not what
 * people and programs read: a signature that is the root must name all it carries; one inside a document must be over
 * the whole document, without itself, by transforms that leave nothing else out.
 */
public final class XmlOutline {
    private static final String DSIG = "http://www.w3.org/2000/09/xmldsig#";
    private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";
    private static final String SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties";
    private static final String ENVELOPED = DSIG + "enveloped-signature";
    private static final String BASE64 = DSIG + "base64";
    private static final String FILTER = "http://www.w3.org/2002/06/xmldsig-filter2";
    private static final Set<String> OF_SIGNATURES = Set.of(
            DSIG,
            "http://www.w3.org/2009/xmldsig11#",
            "http://uri.etsi.org/01903/v1.1.1#",
            "http://uri.etsi.org/01903/v1.2.2#",
            XADES,
            "http://uri.etsi.org/01903/v1.4.1#");
    private static final Set<String> CANONICAL = Set.of(
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            "http://www.w3.org/2006/12/xml-c14n11",
            "http://www.w3.org/2006/12/xml-c14n11#WithComments",
            "http://www.w3.org/2001/10/xml-exc-c14n#",
            "http://www.w3.org/2001/10/xml-exc-c14n#WithComments");

    private final Document document;
    private final List<Element> signatures;

    private XmlOutline(Document document) {
        this.document = document;
        this.signatures = elements(document, DSIG, "Signature");
    }

    /** Parses; the caller has found the file small enough, and catches what deep nesting does. */
    public static XmlOutline of(Path file) throws IOException {
        try (InputStream in = NamedFile.open(file)) {
            return new XmlOutline(HostileXml.parsed(in));
        }
    }

    /** True if a signature inside can be over all of it: there is none yet, and no comment, which none would cover. */
    public boolean takesSignature() {
        return signatures.isEmpty() && !hasComments(document);
    }

    /** True if there are signatures in it. */
    public boolean isSigned() {
        return !signatures.isEmpty();
    }

    FileOutline outline() {
        var root = document.getDocumentElement();
        var rootSigns = isSignature(root);
        var content = FileOutline.Content.HERE;
        var explained = !signatures.isEmpty() && !namesTwice();
        for (var signature : signatures) {
            explained &= rootSigns ? signature == root && carriesOnlySigned(signature) : coversDocument(signature);
            explained &= isMadeOfSignature(signature);
            if (namesOthers(signature)) {
                content = FileOutline.Content.ELSEWHERE;
            }
        }
        explained &= rootSigns ? isAlone(root) : !hasComments(document);
        return FileOutline.of(signatures.size(), content, explained);
    }

    private static boolean isSignature(Node node) {
        return DSIG.equals(node.getNamespaceURI()) && "Signature".equals(node.getLocalName());
    }

    /** No instruction beside the root, which programs might follow. */
    private boolean isAlone(Element root) {
        for (var node = document.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node != root && node.getNodeType() != Node.COMMENT_NODE) {
                return false;
            }
        }
        return true;
    }

    /** An identifier that stands twice can mean the signed element for one program and another for the next. */
    private boolean namesTwice() {
        var names = new HashSet<String>();
        var all = document.getElementsByTagName("*");
        for (var i = 0; i < all.getLength(); i++) {
            var attributes = all.item(i).getAttributes();
            for (var k = 0; k < attributes.getLength(); k++) {
                var name = attributes.item(k).getLocalName();
                if (name != null
                        && name.toLowerCase(Locale.ROOT).equals("id")
                        && !names.add(attributes.item(k).getNodeValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Nothing but what signatures are made of stands where nothing of it is signed: it is left out when the document's
     * digest is made, but not by a program that looks for an element of the document.
     */
    private static boolean isMadeOfSignature(Element within) {
        for (var child = within.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && !isSignedByItself(element)) {
                var namespace = element.getNamespaceURI();
                if (namespace == null || !OF_SIGNATURES.contains(namespace) || !isMadeOfSignature(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What the signature value or a reference is over; of objects others see to that. */
    private static boolean isSignedByItself(Element element) {
        return (DSIG.equals(element.getNamespaceURI()) && element.getLocalName().equals("SignedInfo"))
                || (XADES.equals(element.getNamespaceURI())
                        && element.getLocalName().equals("SignedProperties"))
                || (DSIG.equals(element.getNamespaceURI())
                        && element.getLocalName().equals("Object")
                        && children(element, XADES, "QualifyingProperties").isEmpty());
    }

    /** Each object in it is signed by its name, or holds the properties of the signature. */
    private boolean carriesOnlySigned(Element signature) {
        var signed = new HashSet<String>();
        var decoded = new HashSet<String>();
        for (var reference : references(signature)) {
            if (!isPlain(reference)) {
                return false;
            }
            signed.add(reference.getAttribute("URI"));
            if (transforms(reference).stream()
                    .anyMatch(each -> each.getAttribute("Algorithm").equals(BASE64))) {
                decoded.add(reference.getAttribute("URI"));
            }
        }
        for (var object : children(signature, DSIG, "Object")) {
            var properties = children(object, XADES, "QualifyingProperties").size() == 1 && childCount(object) == 1;
            if (properties) {
                continue;
            }
            var uri = "#" + object.getAttribute("Id");
            if (!signed.contains(uri) || hasComments(object) || (decoded.contains(uri) && !isBase64(object))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Text in base64 and white space (RFC 2045), nothing else: lenient decoders skip what is not of its alphabet, so
     * that programs would differ on what was signed.
     */
    private static boolean isBase64(Element object) {
        for (var child = object.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child.getNodeType() != Node.TEXT_NODE) {
                return false;
            }
        }
        try {
            Bytes.base64(object.getTextContent().replaceAll("[ \\t\\r\\n]+", ""));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isPlain(Element reference) {
        for (var transform : transforms(reference)) {
            var algorithm = transform.getAttribute("Algorithm");
            if (!CANONICAL.contains(algorithm) && !algorithm.equals(BASE64)) {
                return false;
            }
        }
        return true;
    }

    /** One reference is to the whole document, less this signature or all signatures. */
    private boolean coversDocument(Element signature) {
        if (!children(signature, DSIG, "Object").stream()
                .allMatch(object ->
                        children(object, XADES, "QualifyingProperties").size() == 1 && childCount(object) == 1)) {
            return false;
        }
        var root = document.getDocumentElement();
        var whole = new ArrayList<String>();
        whole.add("");
        for (var name : List.of("Id", "ID", "id")) {
            if (root.hasAttribute(name)) {
                whole.add("#" + root.getAttribute(name));
            }
        }
        return references(signature).stream()
                .anyMatch(reference -> reference.hasAttribute("URI")
                        && whole.contains(reference.getAttribute("URI"))
                        && leavesOutSignaturesOnly(reference));
    }

    private static boolean leavesOutSignaturesOnly(Element reference) {
        for (var transform : transforms(reference)) {
            var algorithm = transform.getAttribute("Algorithm");
            var known = CANONICAL.contains(algorithm)
                    || algorithm.equals(ENVELOPED)
                    || (algorithm.equals(FILTER) && subtractsSignatures(transform));
            if (!known) {
                return false;
            }
        }
        return true;
    }

    private static boolean subtractsSignatures(Element transform) {
        var filters = children(transform, FILTER, "XPath");
        if (filters.size() != 1 || childCount(transform) != 1) {
            return false;
        }
        var filter = filters.get(0);
        var expression = filter.getTextContent().strip();
        var prefix = expression.replaceFirst("^/descendant::([A-Za-z0-9]+):Signature$", "$1");
        return filter.getAttribute("Filter").equals("subtract")
                && !prefix.equals(expression)
                && DSIG.equals(filter.lookupNamespaceURI(prefix));
    }

    /** True if it refers to content that is not in this document. */
    private static boolean namesOthers(Element signature) {
        return references(signature).stream()
                .map(reference -> reference.getAttribute("URI"))
                .anyMatch(uri -> !uri.isEmpty() && !uri.startsWith("#"));
    }

    private boolean hasComments(Node node) {
        if (node.getNodeType() == Node.COMMENT_NODE) {
            return true;
        }
        if (isSignature(node)) {
            return false;
        }
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (hasComments(child)) {
                return true;
            }
        }
        return false;
    }

    private static List<Element> references(Element signature) {
        var all = new ArrayList<Element>();
        children(signature, DSIG, "SignedInfo").forEach(info -> all.addAll(children(info, DSIG, "Reference")));
        return all.stream()
                .filter(reference -> !reference.getAttribute("Type").equals(SIGNED_PROPERTIES))
                .toList();
    }

    private static List<Element> transforms(Element reference) {
        var all = new ArrayList<Element>();
        children(reference, DSIG, "Transforms").forEach(list -> all.addAll(children(list, DSIG, "Transform")));
        return all;
    }

    private static List<Element> elements(Document document, String namespace, String name) {
        var found = document.getElementsByTagNameNS(namespace, name);
        var all = new ArrayList<Element>();
        for (var i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return List.copyOf(all);
    }

    private static List<Element> children(Element parent, String namespace, String name) {
        var all = new ArrayList<Element>();
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element
                    && namespace.equals(element.getNamespaceURI())
                    && name.equals(element.getLocalName())) {
                all.add(element);
            }
        }
        return all;
    }

    /** Elements, and text that is not white space. */
    private static int childCount(Element parent) {
        var count = 0;
        for (var child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element || !child.getTextContent().isBlank()) {
                count++;
            }
        }
        return count;
    }
}
