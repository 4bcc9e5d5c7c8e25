"""As much DER as a detached CMS signature needs (RFC 5652; docs/protocol.md, section 2)."""

from formats import sha256, want

SHA2 = {"2.16.840.1.101.3.4.2.1": 32, "2.16.840.1.101.3.4.2.2": 48, "2.16.840.1.101.3.4.2.3": 64}
RSASSA_PSS, ID_DATA, SIGNED_DATA = "1.2.840.113549.1.1.10", "1.2.840.113549.1.7.1", "1.2.840.113549.1.7.2"
CONTENT_TYPE, MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47"


def der(tag, *parts):
    content = b"".join(parts)
    length = len(content)
    if length < 128:
        return bytes([tag, length]) + content
    octets = length.to_bytes((length.bit_length() + 7) // 8, "big")
    return bytes([tag, 128 + len(octets)]) + octets + content


def oid(dotted):
    first, second, *more = map(int, dotted.split("."))
    octets = b""
    for number in [40 * first + second, *more]:
        groups = [number & 127]
        while number := number >> 7:
            groups.append(128 | number & 127)
        octets += bytes(reversed(groups))
    return der(6, octets)


def integer(number):
    return der(2, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def sequence(*parts):
    return der(0x30, *parts)


def set_of(*parts):
    return der(0x31, *sorted(parts))


NULL = der(5)


def algorithm_identifier(sign_algo, hash_oid):
    """Section 2's table. Parameters: NULL, RSASSA-PSS-params or absent."""
    if sign_algo == RSASSA_PSS:
        of_hash = sequence(oid(hash_oid), NULL)
        mask = sequence(oid("1.2.840.113549.1.1.8"), of_hash)
        return sequence(oid(sign_algo), sequence(der(0xA0, of_hash), der(0xA1, mask), der(0xA2, integer(SHA2[hash_oid]))))
    return sequence(oid(sign_algo), NULL if sign_algo.startswith("1.2.840.113549.1.1.") else b"")


def inside(octets):
    """The elements inside an element, each whole."""
    _, at, end = element(octets, 0)
    want(end == len(octets), "DER: something behind")
    found = []
    while at < end:
        _, _, after = element(octets, at)
        found.append(octets[at:after])
        at = after
    return found


def element(octets, at):
    want(at + 2 <= len(octets), "DER: cut")
    tag, length, start = octets[at], octets[at + 1], at + 2
    if length >= 128:
        start += length - 128
        length = int.from_bytes(octets[at + 2 : start], "big")
    want(start + length <= len(octets), "DER: cut")
    return tag, start, start + length


def issuer_and_serial(certificate):
    members = inside(inside(certificate)[0])
    if members[0][0] == 0xA0:  # the version
        members = members[1:]
    return members[2], members[0]


def signed_attributes(certificate, message_digest):
    """A SET OF exactly three attributes; its hash is the DTBS/R."""
    issuer, serial = issuer_and_serial(certificate)
    names_issuer = sequence(sequence(der(0xA4, issuer)), serial)
    names_certificate = sequence(sequence(sequence(der(4, sha256(certificate)), names_issuer)))
    return set_of(
        sequence(oid(CONTENT_TYPE), set_of(oid(ID_DATA))),
        sequence(oid(MESSAGE_DIGEST), set_of(der(4, message_digest))),
        sequence(oid(SIGNING_CERTIFICATE_V2), set_of(names_certificate)),
    )


def signed_data(certificates, attributes, sign_algo, hash_oid, signature):
    """A detached CMS SignedData with one signer, whose certificate is the first."""
    issuer, serial = issuer_and_serial(certificates[0])
    digest = sequence(oid(hash_oid))
    signer = sequence(
        integer(1),
        sequence(issuer, serial),
        digest,
        b"\xa0" + attributes[1:],
        algorithm_identifier(sign_algo, hash_oid),
        der(4, signature),
    )
    content = sequence(integer(1), set_of(digest), sequence(oid(ID_DATA)), der(0xA0, *sorted(certificates)), set_of(signer))
    return sequence(oid(SIGNED_DATA), der(0xA0, content))
