package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sgm.record.RevocationRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What relying parties may ask of the authority.
 *
 * @param authority its certificates and revocation lists
 * @param ocsp the state of one certificate
 * @param timestamps that a hash existed at a time
 */
public record Publisher(CertificateAuthority authority, OcspResponder ocsp, TimestampAuthority timestamps) {
    private static final String CERTIFICATE = ".cer";
    private static final String LIST = ".crl";
    private static final String LINK = "-link.cer";

    /**
     * A file of one of the authority's keys: {@code ca} for the first, {@code ca-2} and so on for the later ones, and
     * behind it {@code .cer} for its certificate, {@code .crl} for its list, {@code -link.cer} for its certificate by
     * the key before.
     *
     * @param revocations all there are
     * @return nothing if there is no such file
     */
    public Optional<Bytes> file(String name, Supplier<List<RevocationRow>> revocations, Instant now) {
        for (var by : authority.all()) {
            if (name.equals(by.stem() + CERTIFICATE)) {
                return Optional.of(by.certificate());
            }
            if (name.equals(by.stem() + LIST)) {
                return Optional.of(by.revocationList(revocations.get(), now));
            }
            if (name.equals(by.stem() + LINK)) {
                return by.link();
            }
        }
        return Optional.empty();
    }
}
