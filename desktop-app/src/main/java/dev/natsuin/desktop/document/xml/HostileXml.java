package dev.natsuin.desktop.document.xml;

import java.io.IOException;
import java.io.InputStream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The one way in which XML is parsed here: with namespaces, without document types, and nothing is forgiven. */
public final class HostileXml {
    private HostileXml() {}

    /**
     * Parses.
     *
     * @param in stays the caller's
     * @throws IOException if it cannot be read, or is not XML without a document type
     */
    public static Document parsed(InputStream in) throws IOException {
        try {
            return builder().parse(in);
        } catch (SAXException e) {
            throw new IOException("no XML as it should be", e);
        }
    }

    /** A document with nothing in it. */
    public static Document empty() {
        return builder().newDocument();
    }

    private static DocumentBuilder builder() {
        try {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return builder;
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("the parser of the JDK knows what it is asked for", e);
        }
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
