package dev.natsuin.desktop.document.level;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.document.revocation.PkiAsking;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A timestamp authority, and an authority that says nothing but its revocation list. */
public final class ListingServices implements PkiAsking {
    final ScriptedAuthority stamping = new ScriptedAuthority();
    private final TestCa authority;
    private final String listUrl;
    private Instant revokedAt = Instant.EPOCH;
    private List<X509Certificate> revoked = List.of();
    int lists;

    /** Of an authority whose list is found there. */
    public ListingServices(TestCa authority, String listUrl) {
        this.authority = authority;
        this.listUrl = listUrl;
    }

    /** Whose timestamps have to be believed. */
    public X509Certificate believed() {
        return stamping.believed();
    }

    ListingServices revokes(X509Certificate certificate, Instant at) {
        revoked = List.of(certificate);
        revokedAt = at;
        return this;
    }

    @Override
    public Optional<Bytes> post(String url, String contentType, Bytes body) {
        return stamping.post(url, contentType, body);
    }

    @Override
    public Optional<Bytes> get(String url) {
        assertThat(url).isEqualTo(listUrl);
        lists++;
        return Optional.of(authority.revocationList(Instant.now(), revokedAt, revoked));
    }
}
