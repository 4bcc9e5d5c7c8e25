package dev.natsuin.link.message;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;

/**
 * The SAP asks for a signed descriptor of its address and TLS keys; the SGM gives the token (UTF-8), good for a week.
 *
 * @param url {@code https://…}
 * @param tlsKeys SHA-256 of each SubjectPublicKeyInfo, now and next
 */
public record DescriptorCall(String url, List<Bytes> tlsKeys) {
    /** As octets. */
    public Bytes toBytes() {
        return JsonObject.with("url", url).andBytes("tlsKeys", tlsKeys).build().toBytes();
    }

    /**
     * Reads one.
     *
     * @throws Malformed if it is not as it must be
     */
    public static DescriptorCall read(Bytes body) throws Malformed {
        var json = JsonObject.strict(body).reader();
        var call = new DescriptorCall(json.text("url"), json.bytesList("tlsKeys"));
        json.end();
        return call;
    }
}
