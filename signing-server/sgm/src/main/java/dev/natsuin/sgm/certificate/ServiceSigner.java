package dev.natsuin.sgm.certificate;

import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.sgm.SgmFault;
import dev.natsuin.sgm.record.Records;
import dev.natsuin.sgm.record.ServiceKeyRow;
import dev.natsuin.sgm.vault.Vault;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one service of the authority: P-256 with SHA-256, the first made when it is first needed, another each
 * year, each certified by the authority for this service alone.
 *
 * <p>A key is in clear only while it signs; one whose use has ended is erased with its row. Thread-safe.
 */
final class ServiceSigner {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceSigner.class);

    /** So that nobody is given a certificate that is about to end. */
    private static final Duration RENEWED_BEFORE_END = Duration.ofDays(1);

    private static final int ID_SIZE_BYTES = 8;

    private final AuthorityService service;
    private final Records records;
    private final Vault vault;
    private final CertificateAuthority authority;
    private final SecureRandom random;
    private Optional<Live> newest = Optional.empty();

    /** For this service; vault and authority stay the caller's. */
    ServiceSigner(
            AuthorityService service,
            Records records,
            Vault vault,
            CertificateAuthority authority,
            SecureRandom random) {
        this.service = service;
        this.records = records;
        this.vault = vault;
        this.authority = authority;
        this.random = random;
    }

    private record Live(ServiceKeyRow row, X509CertificateHolder certificate) {
        boolean holdsAt(Instant time) {
            return !time.isBefore(row.from())
                    && time.isBefore(row.until().minus(RENEWED_BEFORE_END))
                    && !certificate
                            .getNotAfter()
                            .toInstant()
                            .isBefore(time.plus(AuthorityService.LASTING)); // those of before were shorter
        }
    }

    /** What may be done with the key of now. */
    interface Use<R> {
        R with(ContentSigner signer, X509CertificateHolder certificate);
    }

    /** What a reader needs besides who believes an earlier key of the authority only. */
    List<X509CertificateHolder> links(Instant now) {
        return authority.links(now);
    }

    /** Signs with the key of now, which is made if there is none. */
    <R> R sign(Instant now, Use<R> use) {
        var live = current(now);
        return withKey(live.row(), key -> {
            try {
                var signer = new JcaContentSignerBuilder("SHA256withECDSA")
                        .setProvider(CertificateAuthority.PROVIDER)
                        .setSecureRandom(random)
                        .build(key);
                return use.with(signer, live.certificate());
            } catch (OperatorCreationException e) {
                throw new SgmFault("signing as " + service, e);
            }
        });
    }

    private synchronized Live current(Instant now) {
        if (newest.filter(live -> live.holdsAt(now)).isEmpty()) {
            eraseWhatIsNoUse(now);
            newest = Optional.of(kept(now).orElseGet(() -> make(now)));
        }
        return newest.orElseThrow();
    }

    private Optional<Live> kept(Instant now) {
        return records.read(rows -> rows.serviceKeys(service.prefix(authority.number()))).stream()
                .map(row -> new Live(row, certificateOf(row)))
                .filter(live -> live.holdsAt(now))
                .max(Comparator.comparing(live -> live.row().until()));
    }

    private void eraseWhatIsNoUse(Instant now) {
        for (var row : records.read(rows -> rows.serviceKeys(service.prefix(authority.number())))) {
            var sound = isSound(row, service, vault, authority);
            if (!sound) {
                LOG.error("alarm: a row was altered: service_key {}", row.name());
            }
            if (!sound || !now.isBefore(row.until())) {
                records.write(rows -> {
                    rows.eraseServiceKey(row.name());
                    return row;
                });
            }
        }
    }

    private Live make(Instant now) {
        authority.renewIfDue(records, now);
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var spki = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
            var certificate = authority.issue(service, spki, now);
            var id = new byte[ID_SIZE_BYTES];
            random.nextBytes(id);
            var name = service.prefix(authority.number()) + Bytes.of(id).toHex();
            var until = now.plus(AuthorityService.USE);
            try (var encoded = Secret.taking(pair.getPrivate().getEncoded())) {
                var row = new ServiceKeyRow(
                        name,
                        vault.wrap(ServiceKeyRow.bound(name, now, until), encoded),
                        Bytes.of(certificate.getEncoded()),
                        now,
                        until);
                records.write(rows -> {
                    rows.put(row);
                    return row;
                });
                LOG.info("made a key service={} until={}", service, until);
                return new Live(row, certificate);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new SgmFault("making a key for " + service, e);
        }
    }

    private static X509CertificateHolder certificateOf(ServiceKeyRow row) {
        return CertificateAuthority.certificateOf(row)
                .orElseThrow(() -> new SgmFault("a row of sgm.db was altered: service_key " + row.name()));
    }

    /** True if key, times and certificate of a row are those it was made with, and the authority signed it for this. */
    @SuppressWarnings("IllegalCatch") // What the readers of damaged ASN.1 throw is not declared.
    static boolean isSound(ServiceKeyRow row, AuthorityService service, Vault vault, CertificateAuthority authority) {
        if (!row.name().matches(service.prefix(authority.number()) + "[0-9a-f]{" + 2 * ID_SIZE_BYTES + "}")) {
            return false;
        }
        try (var encoded = vault.unwrap(row.bound(), row.wrapped())) {
            return authority.issuedFor(service, certificateOf(row), row.from())
                    && PublicHalf.of(encoded).equals(certificateOf(row).getSubjectPublicKeyInfo());
        } catch (CertException | IOException | RuntimeException e) {
            return false;
        }
    }

    private interface KeyUse<R> {
        R with(ECPrivateKey key);
    }

    private <R> R withKey(ServiceKeyRow row, KeyUse<R> use) {
        try (var encoded = vault.unwrap(row.bound(), row.wrapped())) {
            var copy = encoded.use(octets -> octets.clone());
            try {
                return use.with(
                        (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(copy)));
            } finally {
                Arrays.fill(copy, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new SgmFault("using the key of " + service, e);
        }
    }
}
