package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.text.Seen;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Which distinguished names may stand in a certificate: known attributes, once each, a common name among them. */
public final class Subjects {
    private static final int LONGEST_VALUE = 128;
    private static final Set<ASN1ObjectIdentifier> ALLOWED = Set.of(
            BCStyle.CN,
            BCStyle.SURNAME,
            BCStyle.GIVENNAME,
            BCStyle.SERIALNUMBER,
            BCStyle.O,
            BCStyle.OU,
            BCStyle.L,
            BCStyle.ST,
            BCStyle.C,
            BCStyle.T,
            BCStyle.ORGANIZATION_IDENTIFIER);

    private Subjects() {}

    /**
     * True if a person may be admitted under a name (RFC 4514): what {@link #parse} takes and the JDK, which is what
     * desks read names with, reads in the same way; with no character that is not {@linkplain Seen seen} or that its
     * attribute has no octets for, and nothing but texts. The rule is younger than the log: who was admitted before
     * keeps their name, and their certificates are renewed with it.
     */
    public static boolean mayAdmit(String text) {
        return parse(text)
                .map(name -> Arrays.stream(name.getRDNs())
                        .map(rdn -> rdn.getFirst().getValue())
                        .toList())
                .filter(values -> values.stream().allMatch(Subjects::isWhole))
                .filter(values -> isReadAs(values, text))
                .isPresent();
    }

    private static boolean isWhole(ASN1Encodable value) {
        var isText = value instanceof ASN1PrintableString printable
                ? DERPrintableString.isPrintableString(printable.getString())
                : value instanceof ASN1UTF8String;
        return isText && Seen.wholly(((ASN1String) value).getString());
    }

    /**
     * True if the JDK reads the same values. Where they differ somebody would be certified whom nobody was shown: in a
     * PrintableString BouncyCastle keeps the last octet of each character, and it passes over backslashes.
     */
    private static boolean isReadAs(List<ASN1Encodable> values, String text) {
        try {
            var parts = new LdapName(text).getRdns(); // the last of the text first
            return parts.size() == values.size()
                    && IntStream.range(0, parts.size())
                            .allMatch(i -> isSame(parts.get(i).getValue(), values.get(i)));
        } catch (InvalidNameException | IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return false;
        }
    }

    private static boolean isSame(Object read, ASN1Encodable value) {
        try {
            return read instanceof byte[] octets
                    ? Arrays.equals(octets, value.toASN1Primitive().getEncoded())
                    : read.equals(((ASN1String) value).getString());
        } catch (IOException e) {
            throw new IllegalStateException("a text has octets", e);
        }
    }

    /**
     * The name of an RFC 4514 text, if it may stand in a certificate; else nothing. The text's last part is the first
     * of the RDNSequence (RFC 4514, 2.1), so that whoever writes the certificate's name as text gets what was ordered.
     */
    public static Optional<X500Name> parse(String text) {
        try {
            var name = turned(new X500Name(new Keywords(), text));
            return allowed(name) ? Optional.of(name) : Optional.empty();
        } catch (IllegalArgumentException
                | IllegalStateException
                | IndexOutOfBoundsException
                | NullPointerException e) {
            return Optional.empty(); // BouncyCastle says in four ways what is none: a value "#", "#x", or two blanks
        }
    }

    /**
     * The name for a certificate that renews another. Earlier versions put a text's first part first; whose certificate
     * is like that keeps it, since the desk wants a renewed one of the same name to the letter.
     *
     * @param present the name in the certificate that is renewed
     */
    public static X500Name renewed(X500Name ordered, X500Name present) {
        return parts(ordered).equals(parts(present)) ? present : ordered;
    }

    /** Each to the letter, in no order: to BouncyCastle, names that differ in the case of a letter are equal. */
    private static Set<String> parts(X500Name name) {
        return Arrays.stream(name.getRDNs())
                .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
                .map(part -> part.getType().getId() + "=" + IETFUtils.valueToString(part.getValue()))
                .collect(Collectors.toSet());
    }

    /** BouncyCastle knows {@code T} alone for what RFC 4519 calls {@code title}. */
    private static final class Keywords extends BCStyle {
        @Override
        public ASN1ObjectIdentifier attrNameToOID(String keyword) {
            return keyword.equalsIgnoreCase("title") ? T : super.attrNameToOID(keyword);
        }
    }

    private static X500Name turned(X500Name name) {
        var parts = name.getRDNs().clone();
        Collections.reverse(Arrays.asList(parts));
        return new X500Name(BCStyle.INSTANCE, parts);
    }

    private static boolean allowed(X500Name name) {
        var seen = new java.util.HashSet<ASN1ObjectIdentifier>();
        for (var rdn : name.getRDNs()) {
            if (rdn.isMultiValued()) {
                return false;
            }
            var type = rdn.getFirst().getType();
            var value = IETFUtils.valueToString(rdn.getFirst().getValue());
            if (!ALLOWED.contains(type) || !seen.add(type) || !plain(value)) {
                return false;
            }
            if (type.equals(BCStyle.C) && !value.matches("[A-Z]{2}")) {
                return false;
            }
        }
        return seen.contains(BCStyle.CN);
    }

    private static boolean plain(String value) {
        return !value.isBlank()
                && value.length() <= LONGEST_VALUE
                && value.codePoints().noneMatch(c -> Character.isISOControl(c) || isFormat(c));
    }

    /** Characters that are not seen but change how a name reads (bidirectional marks and the like). */
    private static boolean isFormat(int codePoint) {
        return Character.getType(codePoint) == Character.FORMAT;
    }
}
