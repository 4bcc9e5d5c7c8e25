package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.pkcs.AuthenticatedSafe;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.EncryptedData;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCS12PBEParams;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.Pfx;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.pkcs.SafeBag;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.InputDecryptorProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDefaultDigestProvider;
import org.bouncycastle.pkcs.PKCS12PfxPdu;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.bc.BcPKCS12MacCalculatorBuilderProvider;
import org.bouncycastle.pkcs.jcajce.JcePKCSPBEInputDecryptorProviderBuilder;

/**
 * A PKCS#12 file (RFC 7292): private keys with their certificates, under a password; today's encryption (PBES2) and
 * that of older programs. Opened on this computer only.
 *
 * <p>What the file asks for is added up before any of it is done, so that a hostile one cannot make this computer
 * compute for hours. Every kind of damage is a {@link Refusal}.
 */
@SuppressWarnings("IllegalCatch") // parsers fed by a stranger throw what they like; the answer is a refusal each time
final class KeyFile {
    /** Certificates and keys of one person have some thousand octets. */
    static final int LARGEST_BYTES = 1 << 20;

    /** Seconds of one core; programs of today ask for up to a million for each of three things. */
    static final long MOST_ITERATIONS = 10_000_000;

    /** Keys of PKCS#12 are derived from a password repeated: any number of zeros gives what two zero octets do. */
    private static final char[] ZERO = new char[1];

    /** An empty password: two zero octets as RFC 7292 B.1 has it, or no octets, as some programs do. */
    private static final List<char[]> EMPTY = List.of(ZERO, new char[0]);

    private static final int MOST_BAGS = 100;
    private static final int MOST_ISSUERS = 7;

    private final BouncyCastleProvider provider = new BouncyCastleProvider();
    private final PKCS12PfxPdu pdu;
    private final AuthenticatedSafe safes;

    private KeyFile(PKCS12PfxPdu pdu, AuthenticatedSafe safes) {
        this.pdu = pdu;
        this.safes = safes;
    }

    /**
     * A private key and what came with it. Whoever has it closes it.
     *
     * @param name as the file calls it; empty if it does not
     * @param pkcs8 the key
     * @param certificates DER: its own, then its issuers as far as they are in the file
     */
    record Entry(String name, Secret pkcs8, List<Bytes> certificates) implements AutoCloseable {
        @Override
        public void close() {
            pkcs8.close();
        }
    }

    /** Reads the outer form; decrypts nothing. */
    static KeyFile read(Path file) throws Refusal {
        return read(octets(file));
    }

    private static byte[] octets(Path file) throws Refusal {
        try {
            return NamedFile.octets(file, LARGEST_BYTES);
        } catch (NamedFile.TooLong e) {
            throw new Refusal(ProblemCode.KEY_FILE_TOO_COSTLY, e);
        } catch (IOException e) {
            throw new Refusal(NamedFile.why(e), e);
        }
    }

    static KeyFile read(byte[] octets) throws Refusal {
        try {
            var pfx = Pfx.getInstance(ASN1Primitive.fromByteArray(octets));
            var data = pfx.getAuthSafe();
            if (!data.getContentType().equals(PKCSObjectIdentifiers.data)) {
                throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE); // under a public key and no password
            }
            var content = ASN1OctetString.getInstance(data.getContent()).getOctets();
            return new KeyFile(new PKCS12PfxPdu(pfx), AuthenticatedSafe.getInstance(content));
        } catch (IOException | RuntimeException e) {
            // The parser throws what it likes at a stranger's octets.
            throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE, e);
        }
    }

    /**
     * The private keys in it, each with its certificates. The password (UTF-8) stays the caller's.
     *
     * @throws Refusal if the password is wrong, or the file damaged or too costly to open
     */
    List<Entry> open(Secret password) throws Refusal {
        var typed =
                password.use(KeyFile::characters).orElseThrow(() -> new Refusal(ProblemCode.KEY_FILE_PASSWORD_WRONG));
        try {
            return open(typed.length == 0 ? EMPTY : List.of(typed), new Work());
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    /** Under a password in each of the ways to write it: programs may take one for the MAC and another for a key. */
    private List<Entry> open(List<char[]> ways, Work work) throws Refusal {
        var bags = new Bags();
        var whole = false;
        try {
            checkPassword(ways, work);
            for (var info : safes.getContentInfo()) {
                bags.add(safe(info, ways, work), ways, work);
            }
            var entries = bags.entries();
            whole = true;
            return entries;
        } catch (IOException | RuntimeException | PKCSException | OperatorCreationException e) {
            throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE, e);
        } finally {
            if (!whole) {
                bags.close();
            }
        }
    }

    private static Optional<char[]> characters(byte[] utf8) {
        try {
            var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            var characters = new char[decoded.remaining()];
            decoded.get(characters);
            Arrays.fill(decoded.array(), '\0');
            return Optional.of(characters);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The MAC over the whole: tells a wrong password from a damaged file as far as that can be told. */
    private void checkPassword(List<char[]> ways, Work work) throws Refusal {
        if (!pdu.hasMac()) {
            return;
        }
        try {
            var macs = new BcPKCS12MacCalculatorBuilderProvider(BcDefaultDigestProvider.INSTANCE);
            var holds = false;
            for (int i = 0; !holds && i < ways.size(); i++) {
                work.add(pdu);
                holds = pdu.isMacValid(macs, under(pdu.getMacAlgorithmID(), ways.get(i)));
            }
            if (!holds) {
                throw new Refusal(ProblemCode.KEY_FILE_PASSWORD_WRONG);
            }
        } catch (PKCSException | RuntimeException e) {
            throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE, e);
        }
    }

    private ASN1Sequence safe(ContentInfo info, List<char[]> ways, Work work)
            throws Refusal, IOException, OperatorCreationException, PKCSException {
        if (info.getContentType().equals(PKCSObjectIdentifiers.data)) {
            return ASN1Sequence.getInstance(
                    ASN1OctetString.getInstance(info.getContent()).getOctets());
        }
        if (!info.getContentType().equals(PKCSObjectIdentifiers.encryptedData)) {
            throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE);
        }
        var encrypted = EncryptedData.getInstance(info.getContent());
        return ASN1Sequence.getInstance(decrypted(
                encrypted.getEncryptionAlgorithm(), encrypted.getContent().getOctets(), ways, work));
    }

    private static boolean isSequence(byte[] octets) {
        try {
            return ASN1Primitive.fromByteArray(octets) instanceof ASN1Sequence;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    /** Certificates and keys are sequences: what gives none in one way was written in another. */
    private byte[] decrypted(AlgorithmIdentifier algorithm, byte[] ciphertext, List<char[]> ways, Work work)
            throws Refusal {
        for (var way : ways.subList(0, ways.size() - 1)) {
            work.add(algorithm);
            var octets = Refusal.answer(() -> decrypted(algorithm, ciphertext, way))
                    .given()
                    .filter(KeyFile::isSequence);
            if (octets.isPresent()) {
                return octets.get();
            }
        }
        work.add(algorithm);
        return decrypted(algorithm, ciphertext, ways.get(ways.size() - 1));
    }

    private byte[] decrypted(AlgorithmIdentifier algorithm, byte[] ciphertext, char[] password) throws Refusal {
        try (var in = decryptor(under(algorithm, password))
                .get(algorithm)
                .getInputStream(new java.io.ByteArrayInputStream(ciphertext))) {
            return in.readAllBytes();
        } catch (IOException | RuntimeException | OperatorCreationException e) {
            // Wrong padding: of a file without MAC this is what a wrong password looks like.
            throw new Refusal(pdu.hasMac() ? ProblemCode.KEY_FILE_UNREADABLE : ProblemCode.KEY_FILE_PASSWORD_WRONG, e);
        }
    }

    /** PBKDF2 fills a short password up with zeros, so that one is as good as none; the library takes no empty one. */
    private static char[] under(AlgorithmIdentifier algorithm, char[] password) {
        var kind = algorithm.getAlgorithm();
        var filledUp = kind.equals(PKCSObjectIdentifiers.id_PBES2) || kind.equals(PKCSObjectIdentifiers.id_PBMAC1);
        return filledUp && password.length == 0 ? ZERO : password;
    }

    private InputDecryptorProvider decryptor(char[] password) {
        return new JcePKCSPBEInputDecryptorProviderBuilder()
                .setProvider(provider)
                .build(password);
    }

    /** What opening costs, in iterations of a hash, as the file says itself. */
    private static final class Work {
        private long iterations;

        void add(PKCS12PfxPdu file) throws Refusal {
            if (file.hasMac()) {
                var mac = Pfx.getInstance(file.toASN1Structure()).getMacData();
                add(mac.getIterationCount());
                var algorithm = mac.getMac().getAlgorithmId();
                if (algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBMAC1)) {
                    add(org.bouncycastle.asn1.pkcs.PBMAC1Params.getInstance(algorithm.getParameters())
                            .getKeyDerivationFunc());
                }
            }
        }

        void add(AlgorithmIdentifier algorithm) throws Refusal {
            var kind = algorithm.getAlgorithm();
            if (kind.equals(PKCSObjectIdentifiers.id_PBES2)) {
                add(PBES2Parameters.getInstance(algorithm.getParameters()).getKeyDerivationFunc());
            } else if (kind.on(PKCSObjectIdentifiers.pkcs_12PbeIds)) {
                add(PKCS12PBEParams.getInstance(algorithm.getParameters()).getIterations());
            } else {
                throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE);
            }
        }

        private void add(org.bouncycastle.asn1.pkcs.KeyDerivationFunc derivation) throws Refusal {
            if (!derivation.getAlgorithm().equals(PKCSObjectIdentifiers.id_PBKDF2)) {
                throw new Refusal(ProblemCode.KEY_FILE_UNREADABLE); // scrypt: no program is known to write it here
            }
            add(PBKDF2Params.getInstance(derivation.getParameters()).getIterationCount());
        }

        private void add(BigInteger count) throws Refusal {
            if (count.signum() < 0 || count.bitLength() > 31) {
                throw new Refusal(ProblemCode.KEY_FILE_TOO_COSTLY);
            }
            iterations += count.longValueExact();
            if (iterations > MOST_ITERATIONS) {
                throw new Refusal(ProblemCode.KEY_FILE_TOO_COSTLY);
            }
        }
    }

    /** What the safes hold: keys and certificates, to be put together. */
    private final class Bags implements AutoCloseable {
        private final List<Entry> keys = new ArrayList<>();
        private final List<X509CertificateHolder> certificates = new ArrayList<>();
        private int count;

        void add(ASN1Sequence safe, List<char[]> ways, Work work) throws Refusal, IOException {
            for (ASN1Encodable element : safe) {
                count++;
                if (count > MOST_BAGS) {
                    throw new Refusal(ProblemCode.KEY_FILE_TOO_COSTLY);
                }
                var bag = SafeBag.getInstance(element);
                if (bag.getBagId().equals(PKCSObjectIdentifiers.pkcs8ShroudedKeyBag)) {
                    var shrouded = EncryptedPrivateKeyInfo.getInstance(bag.getBagValue());
                    key(
                            name(bag),
                            decrypted(shrouded.getEncryptionAlgorithm(), shrouded.getEncryptedData(), ways, work));
                } else if (bag.getBagId().equals(PKCSObjectIdentifiers.keyBag)) {
                    key(name(bag), PrivateKeyInfo.getInstance(bag.getBagValue()).getEncoded(ASN1Encoding.DER));
                } else if (bag.getBagId().equals(PKCSObjectIdentifiers.certBag)) {
                    certificate(CertBag.getInstance(bag.getBagValue()));
                }
            }
        }

        private void key(String name, byte[] pkcs8) {
            keys.add(new Entry(name, Secret.taking(pkcs8), List.of()));
        }

        private void certificate(CertBag bag) {
            if (bag.getCertId().equals(PKCSObjectIdentifiers.x509Certificate)) {
                certificates.add(new X509CertificateHolder(Certificate.getInstance(
                        ASN1OctetString.getInstance(bag.getCertValue()).getOctets())));
            }
        }

        List<Entry> entries() throws IOException {
            var entries = new ArrayList<Entry>();
            for (var key : keys) {
                entries.add(new Entry(key.name(), key.pkcs8(), chain(key.pkcs8())));
            }
            return List.copyOf(entries);
        }

        /** By the key itself and not by what the file says belongs together. */
        private List<Bytes> chain(Secret pkcs8) throws IOException {
            var open = pkcs8.use(KeyFile::publicKey);
            var chain = new ArrayList<X509CertificateHolder>();
            for (var certificate : certificates) {
                if (chain.isEmpty() && open.isPresent() && isOf(certificate, open.get())) {
                    chain.add(certificate);
                }
            }
            while (!chain.isEmpty() && chain.size() <= MOST_ISSUERS) {
                var last = chain.get(chain.size() - 1);
                var issuer = certificates.stream()
                        .filter(c -> isCalled(c.getSubject(), last.getIssuer()) && !chain.contains(c))
                        .findFirst();
                if (issuer.isEmpty()) {
                    break;
                }
                chain.add(issuer.get());
            }
            var encoded = new ArrayList<Bytes>();
            for (var certificate : chain) {
                encoded.add(Bytes.of(certificate.getEncoded()));
            }
            return List.copyOf(encoded);
        }

        @Override
        public void close() {
            keys.forEach(Entry::close);
        }
    }

    /**
     * In the order of their parts, as the JDK compares them (RFC 5280 §7.1): BouncyCastle looks for each part among all
     * parts, which takes minutes where a stranger's names have thousands.
     */
    private static boolean isCalled(X500Name one, X500Name other) {
        try {
            return new X500Principal(one.getEncoded()).equals(new X500Principal(other.getEncoded()));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** The friendlyName, as RFC 2985 has it. */
    private static String name(SafeBag bag) {
        if (bag.getBagAttributes() != null) {
            for (ASN1Encodable element : bag.getBagAttributes()) {
                var attribute = ASN1Sequence.getInstance(element);
                var kind = ASN1ObjectIdentifier.getInstance(attribute.getObjectAt(0));
                if (kind.equals(PKCSObjectIdentifiers.pkcs_9_at_friendlyName)) {
                    var values = org.bouncycastle.asn1.ASN1Set.getInstance(attribute.getObjectAt(1));
                    return values.size() == 0
                            ? ""
                            : DERBMPString.getInstance(values.getObjectAt(0)).getString();
                }
            }
        }
        return "";
    }

    private static boolean isOf(X509CertificateHolder certificate, AsymmetricKeyParameter open) {
        try {
            var certified = SubjectPublicKeyInfo.getInstance(certificate.getSubjectPublicKeyInfo());
            if (open instanceof RSAKeyParameters rsa) {
                return certified.getAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
                        && org.bouncycastle.asn1.pkcs.RSAPublicKey.getInstance(certified.parsePublicKey())
                                .getModulus()
                                .equals(rsa.getModulus());
            }
            return Arrays.equals(
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(open).getEncoded(ASN1Encoding.DER),
                    certified.getEncoded(ASN1Encoding.DER));
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** Nothing if it is no key of a known kind: the SGM says later what is wrong with it. */
    private static Optional<AsymmetricKeyParameter> publicKey(byte[] pkcs8) {
        try {
            var info = PrivateKeyInfo.getInstance(pkcs8);
            if (info.getPrivateKeyAlgorithm().getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)) {
                var rsa = RSAPrivateKey.getInstance(info.parsePrivateKey());
                // "Internal": its modulus is compared and not searched for factors, which a stranger's long one makes
                // take for ever.
                return Optional.of(new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent(), true));
            }
            var key = PrivateKeyFactory.createKey(info);
            if (key instanceof ECPrivateKeyParameters ec) {
                var point = new FixedPointCombMultiplier()
                        .multiply(ec.getParameters().getG(), ec.getD());
                return Optional.of(new ECPublicKeyParameters(point, ec.getParameters()));
            }
            return key instanceof Ed25519PrivateKeyParameters edwards
                    ? Optional.of(edwards.generatePublicKey())
                    : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
