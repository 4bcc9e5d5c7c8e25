package dev.natsuin.sap.check;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.link.side.Check;
import dev.natsuin.link.side.HostChecks;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Descriptor;
import dev.natsuin.protocol.answer.Hello;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.protocol.answer.Succession;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.json.JsonObject;
import dev.natsuin.sap.courier.IdentityKeys;
import dev.natsuin.sap.courier.SgmAway;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.courier.SgmNotBelieved;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.SeenIdentity;
import dev.natsuin.sap.witness.SeenLog;
import dev.natsuin.storage.StorageFault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The SAP's part of {@code self-check}. Asks the SGM for the time once, and changes nothing. */
public final class SapChecks {
    private static final Duration CLOCKS_MAY_DIFFER = Duration.ofSeconds(30);

    /** Statements live as long; logins and certificates would be judged by another time than the SGM's. */
    private static final Duration CLOCKS_MUST_NOT_DIFFER = Duration.ofMinutes(5);

    private final Path data;
    private final String url;
    private final Clock clock;
    private final SecureRandom random;

    /** Over a server's data directory; {@code url} is its address. */
    public SapChecks(Path data, String url, Clock clock, SecureRandom random) {
        this.data = data;
        this.url = url;
        this.clock = clock;
        this.random = random;
    }

    /** What can be told without the SGM. */
    public List<Check> own() {
        var sap = data.resolve("sap");
        var now = clock.instant();
        var checks = new ArrayList<Check>();
        checks.add(HostChecks.ownerOnly("sap-folder", sap, "700"));
        checks.add(HostChecks.ownerOnly("tls-key", sap.resolve("tls-key.pem"), "600"));
        checks.add(HostChecks.ownerOnly("sap-database", sap.resolve("sap.db"), "600"));
        checks.add(HostChecks.ownerOnly("sap-link-key", data.resolve("link/sap-link-key.pem"), "600"));
        checks.add(storage());
        if (!Files.isDirectory(data.resolve("sgm"))) { // Where it is, its backups hold both.
            checks.add(new NewestCopy(sap).at(now, data.resolve("link/sgm-identity.hash")));
        }
        checks.add(HostChecks.certificateEnd(
                "tls-certificate",
                sap.resolve(TlsIdentity.CERTIFICATE_FILE),
                now,
                "Natsuin's desktops go on, because the SGM names the key, but other clients refuse: make another with"
                        + " 'tls renew' and, a day later, 'tls switch'"));
        if (Files.exists(sap.resolve(TlsIdentity.NEXT_CERTIFICATE_FILE))) {
            checks.add(HostChecks.ownerOnly("tls-next-key", sap.resolve(TlsIdentity.NEXT_KEY_FILE), "600"));
            checks.add(Check.ok(
                    "tls-next", "the next TLS key is made and named in the descriptor; 'tls switch' puts it in place"));
        }
        checks.add(HostChecks.certificateEnd(
                "sap-link-certificate",
                data.resolve("link/sap-link.pem"),
                now,
                "the link goes on, because the sides know each other by hash; make it anew with 'link renew'"));
        checks.add(HostChecks.memory("sap-memory"));
        return checks;
    }

    /**
     * How long the SAP keeps how people are called who ended.
     *
     * @param days after they ended; for ever if empty
     */
    public static Check names(Optional<Integer> days) {
        return Check.ok(
                "names-kept",
                days.map(many -> "names of people are erased " + many + " days after they ended")
                        .orElse("names of people who ended are kept for ever: keepNamesDays in config.json says"
                                + " otherwise"));
    }

    private Check storage() {
        try {
            SapDatabase.view(data.resolve("sap/sap.db")).close();
            return Check.ok("sap-storage", "opens; WAL, synchronous=FULL and the other settings were read back");
        } catch (StorageFault e) {
            return Check.fail("sap-storage", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Whether the SGM that was pinned answers, and how far its clock is from this one.
     *
     * @param identityHash as pinned when the server was made, 32 octets
     */
    public List<Check> sgm(SgmGateway gateway, Bytes identityHash) {
        try {
            var identity = identity(gateway, identityHash);
            var octets = new byte[Hello.NONCE_SIZE_BYTES];
            random.nextBytes(octets);
            var nonce = Bytes.of(octets);
            var before = clock.instant();
            var hello = Hello.open(gateway.hello(nonce), identity, nonce);
            var apart = Duration.between(before, hello.time()).abs();
            return List.of(Check.ok("sgm-answers", answers(identity)), clocks(apart));
        } catch (SgmAway e) {
            return List.of(
                    Check.warn("sgm-answers", "the SGM does not answer now, so the two clocks were not compared"));
        } catch (Malformed | SgmNotBelieved e) {
            return List.of(Check.fail(
                    "sgm-answers",
                    "what answers is not the SGM that was pinned when this server was made: find out what it is"));
        }
    }

    /** Who signed the descriptor, whatever its time: how far that is off, is asked for after this. */
    private Identity identity(SgmGateway gateway, Bytes sgm) throws Malformed {
        var tls = TlsIdentity.read(data.resolve("sap"));
        var call = new DescriptorCall(url, tls.named(data.resolve("sap")));
        var token = gateway.descriptor(call);
        var keys = identityKeys(gateway, sgm);
        var identity = keys.of(Descriptor.claimedKey(token));
        var descriptor = Descriptor.open(token, sgm, Succession.readAll(keys.successions()));
        if (!descriptor.url().equals(call.url()) || !descriptor.tlsKeys().equals(call.tlsKeys())) {
            throw new Malformed("a descriptor of another server");
        }
        return identity;
    }

    private static String answers(Identity identity) {
        return "the SGM answers, and it is the pinned one"
                + (identity.number() == 0 ? "" : ", with its identity key number " + (identity.number() + 1));
    }

    /** Follows new identity keys as the SAP does, from what it has followed, and keeps nothing. */
    private IdentityKeys identityKeys(SgmGateway gateway, Bytes sgm) {
        var log = new LogQueries(gateway);
        var nothing = new SeenNothing(followed());
        return new FollowedIdentity(sgm, gateway, new LogGrowth(log, nothing, sgm), nothing, random);
    }

    private List<JsonObject> followed() {
        try (var view = SapDatabase.view(data.resolve("sap/sap.db"))) {
            return SqlSeenIdentity.in(view);
        } catch (StorageFault e) {
            return List.of(); // told by another check
        }
    }

    /** Keeps nothing: the SAP itself may be serving. */
    private record SeenNothing(List<JsonObject> successions) implements SeenIdentity, SeenLog {
        @Override
        public void keep(List<JsonObject> more) {}

        @Override
        public Secret seed(Supplier<Secret> made) {
            return made.get();
        }

        @Override
        public Optional<Seen> newest() {
            return Optional.empty();
        }

        @Override
        public void keep(Seen seen) {}
    }

    private static Check clocks(Duration apart) {
        var line = "the clocks of SAP and SGM are " + apart.toSeconds() + " s apart";
        if (apart.compareTo(CLOCKS_MUST_NOT_DIFFER) > 0) {
            return Check.fail("clocks-apart", line + ": set both right");
        }
        return apart.compareTo(CLOCKS_MAY_DIFFER) > 0
                ? Check.warn("clocks-apart", line + ": set both right")
                : Check.ok("clocks-apart", line);
    }
}
