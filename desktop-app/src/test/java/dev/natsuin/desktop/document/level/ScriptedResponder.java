package dev.natsuin.desktop.document.level;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;

/** An OCSP responder that says "good" of everything, in the name it was given and with a key of its own. */
public final class ScriptedResponder {
    private final X500Name name;
    private final KeyPair pair;
    private UnaryOperator<CertificateID> about = id -> id;
    private Optional<byte[]> otherNonce = Optional.empty();
    private Optional<X509CertificateHolder> shown = Optional.empty();
    private Optional<Instant> time = Optional.empty();

    /** Whoever this is, it has not the key of whose name it bears. */
    public ScriptedResponder(X500Name name) {
        this(name, TestKeys.fresh());
    }

    ScriptedResponder(X500Name name, KeyPair pair) {
        this.name = name;
        this.pair = pair;
    }

    ScriptedResponder about(CertificateID other) {
        about = id -> other;
        return this;
    }

    ScriptedResponder answersAnotherRequest() {
        otherNonce = Optional.of(new byte[16]);
        return this;
    }

    private Date now() {
        return Date.from(time.orElseGet(Instant::now));
    }

    /** With its certificate in each answer. */
    ScriptedResponder showing(X509CertificateHolder certificate) {
        shown = Optional.of(certificate);
        return this;
    }

    /** Of that time. */
    ScriptedResponder at(Instant other) {
        time = Optional.of(other);
        return this;
    }

    /** Its answer. */
    public Bytes answer(Bytes body) {
        try {
            var request = new OCSPReq(body.toArray());
            var builder = new BasicOCSPRespBuilder(new RespID(name));
            builder.addResponse(
                    about.apply(request.getRequestList()[0].getCertID()), CertificateStatus.GOOD, now(), (Date) null);
            var nonce = otherNonce.isEmpty()
                    ? request.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce)
                    : new Extension(
                            OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
                            false,
                            new DEROctetString(new DEROctetString(otherNonce.get()).getEncoded()));
            if (nonce != null) {
                builder.setResponseExtensions(new Extensions(nonce));
            }
            var chain = shown.stream().toArray(X509CertificateHolder[]::new);
            var basic = builder.build(TestKeys.signer(pair), chain, now());
            return Bytes.of(new OCSPRespBuilder()
                    .build(OCSPRespBuilder.SUCCESSFUL, basic)
                    .getEncoded());
        } catch (IOException | OCSPException e) {
            throw new IllegalStateException(e);
        }
    }
}
