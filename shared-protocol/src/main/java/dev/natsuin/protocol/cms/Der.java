package dev.natsuin.protocol.cms;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;

/** Encodes what was built here. */
final class Der {
    private Der() {}

    static Bytes octets(ASN1Encodable built) {
        try {
            return Bytes.of(built.toASN1Primitive().getEncoded(ASN1Encoding.DER));
        } catch (IOException e) {
            throw new IllegalStateException("what is built here always encodes", e);
        }
    }
}
