package dev.natsuin.desktop.document.verify;

import dev.natsuin.desktop.document.cms.RsaPss;
import dev.natsuin.protocol.algorithm.HashAlgorithm;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import org.jspecify.annotations.Nullable;

/**
 * RSASSA-PSS under the names by which xmlsec asks for the XML signature methods {@code sha256-rsa-MGF1},
 * {@code sha384-rsa-MGF1} and {@code sha512-rsa-MGF1} (RFC 9231 §2.3.10): the same hash in the mask, and a salt as long
 * as it. The JDK has the algorithm as {@code RSASSA-PSS} and computes it here. Verifies only.
 */
final class PssForXml extends Provider {
    private static final long serialVersionUID = 1L;

    private PssForXml() {
        super("NatsuinPssForXml", "1", "RSASSA-PSS of the JDK, under the names of XML signatures");
        for (var hash : HashAlgorithm.values()) {
            putService(new Named(this, hash));
        }
    }

    /** Makes the names known in this process; any number of times. */
    static void makeKnown() {
        Security.addProvider(new PssForXml()); // One with the same name is there already: this one is not added.
    }

    private static final class Named extends Provider.Service {
        private final HashAlgorithm hash;

        Named(Provider provider, HashAlgorithm hash) {
            super(
                    provider,
                    "Signature",
                    hash.jcaName().replace("-", "") + "withRSAandMGF1",
                    Verifying.class.getName(),
                    null,
                    null);
            this.hash = hash;
        }

        @Override
        public Object newInstance(@Nullable Object parameter) {
            return new Verifying(hash);
        }

        @Override
        public boolean supportsParameter(@Nullable Object parameter) {
            return parameter instanceof PublicKey;
        }
    }

    private static final class Verifying extends SignatureSpi {
        private final Signature pss;

        Verifying(HashAlgorithm hash) {
            try {
                pss = RsaPss.by(hash);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has RSASSA-PSS", e);
            }
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            pss.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            throw new InvalidKeyException("this verifies only");
        }

        @Override
        protected void engineUpdate(byte octet) throws SignatureException {
            pss.update(octet);
        }

        @Override
        protected void engineUpdate(byte[] octets, int from, int length) throws SignatureException {
            pss.update(octets, from, length);
        }

        @Override
        protected boolean engineVerify(byte[] value) throws SignatureException {
            return pss.verify(value);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            throw new SignatureException("this verifies only");
        }

        /** Old ways to set what is fixed here. */
        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException(name);
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException(name);
        }
    }
}
