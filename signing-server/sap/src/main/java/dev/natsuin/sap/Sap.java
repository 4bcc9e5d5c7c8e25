package dev.natsuin.sap;

import dev.natsuin.link.message.DescriptorCall;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.sap.account.Challenges;
import dev.natsuin.sap.account.Login;
import dev.natsuin.sap.account.Sessions;
import dev.natsuin.sap.courier.Courier;
import dev.natsuin.sap.courier.Descriptors;
import dev.natsuin.sap.courier.IdentityKeys;
import dev.natsuin.sap.courier.SgmGateway;
import dev.natsuin.sap.credential.CredentialBook;
import dev.natsuin.sap.credential.Credentials;
import dev.natsuin.sap.csc.ServiceInfo;
import dev.natsuin.sap.history.LogQueries;
import dev.natsuin.sap.http.ApiEndpoints;
import dev.natsuin.sap.http.ApiListener;
import dev.natsuin.sap.http.CscEndpoints;
import dev.natsuin.sap.http.HttpLimits;
import dev.natsuin.sap.http.HttpRates;
import dev.natsuin.sap.http.Listener;
import dev.natsuin.sap.http.PublicationListener;
import dev.natsuin.sap.operation.Operations;
import dev.natsuin.sap.pki.PkiServices;
import dev.natsuin.sap.pki.Publications;
import dev.natsuin.sap.registration.Enrolments;
import dev.natsuin.sap.registration.Invitations;
import dev.natsuin.sap.retention.NameRetention;
import dev.natsuin.sap.signing.SignHash;
import dev.natsuin.sap.signing.SignPolling;
import dev.natsuin.sap.statement.Statements;
import dev.natsuin.sap.store.SapDatabase;
import dev.natsuin.sap.store.SqlCredentialStore;
import dev.natsuin.sap.store.SqlDeviceStore;
import dev.natsuin.sap.store.SqlPeople;
import dev.natsuin.sap.store.SqlSeenIdentity;
import dev.natsuin.sap.store.SqlSeenLog;
import dev.natsuin.sap.tls.TlsIdentity;
import dev.natsuin.sap.witness.FollowedIdentity;
import dev.natsuin.sap.witness.LogGrowth;
import dev.natsuin.sap.witness.Witness;
import dev.natsuin.storage.Database;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * The signature application, running: wires the features and owns what has to be closed.
 *
 * <p>It faces the network, believes nothing it cannot check, and cannot sign.
 */
public final class Sap implements AutoCloseable {
    static final String DATABASE_FILE = "sap.db";

    private final Database database;
    private final Listener api;
    private final Listener publications;
    private final Operations operations;
    private final Witness witness;
    private final Optional<NameRetention> retention;

    private Sap(
            Database database,
            Operations operations,
            Witness witness,
            Optional<NameRetention> retention,
            Listener api,
            Listener publications) {
        this.database = database;
        this.witness = witness;
        this.retention = retention;
        this.operations = operations;
        this.api = api;
        this.publications = publications;
    }

    /**
     * Where this server is and what it believes.
     *
     * @param url its address as desktops know it, {@code https://…} without a slash at the end
     * @param apiAddress where the HTTPS listener listens
     * @param pkiAddress where the plain listener listens
     * @param apiLimits what the HTTPS listener takes from outside
     * @param rates how often it may be asked
     * @param folder with the database, the TLS key and its certificate
     * @param identityHash the SGM's identity as pinned when the server was made, 32 octets
     * @param experimental the experimental kinds of keys this server makes
     * @param keepNamesDays for how many days after a person ended it is kept how they are called; for ever if empty
     */
    public record Settings(
            String url,
            InetSocketAddress apiAddress,
            InetSocketAddress pkiAddress,
            HttpLimits apiLimits,
            HttpRates rates,
            Path folder,
            Bytes identityHash,
            Set<KeyAlgorithm> experimental,
            Optional<Integer> keepNamesDays) {}

    /** Starts serving; the gateway stays the caller's. */
    public static Sap start(Settings settings, SgmGateway sgm, InstantSource clock, SecureRandom random) {
        var tls = TlsIdentity.read(settings.folder());
        var database = SapDatabase.open(settings.folder().resolve(DATABASE_FILE));
        boolean started = false;
        try {
            var sap = started(settings, tls, database, sgm, clock, random);
            started = true;
            return sap;
        } finally {
            if (!started) {
                database.close();
            }
        }
    }

    private static Sap started(
            Settings settings,
            TlsIdentity tls,
            Database database,
            SgmGateway sgm,
            InstantSource clock,
            SecureRandom random) {
        var seen = new SqlSeenLog(database);
        var log = new LogQueries(sgm);
        var growth = new LogGrowth(log, seen, settings.identityHash());
        var identity =
                new FollowedIdentity(settings.identityHash(), sgm, growth, new SqlSeenIdentity(database), random);
        var way = Way.to(sgm, identity, settings, tls, clock);
        var witness = new Witness(way.descriptors(), growth, seen, settings.identityHash(), clock, random);
        boolean listening = false;
        try {
            var api = apiListener(settings, way, witness, clock, random, database)
                    .start(settings.apiAddress(), tls, settings.apiLimits());
            try {
                var publications = new PublicationListener(
                                new Publications(sgm, clock), new PkiServices(sgm), settings.rates(), clock)
                        .start(settings.pkiAddress(), HttpLimits.publications());
                listening = true;
                var retention = settings.keepNamesDays()
                        .map(days -> new NameRetention(sgm, new SqlPeople(database), days, clock));
                retention.ifPresent(NameRetention::start);
                return new Sap(database, way.operations(), witness, retention, api, publications);
            } finally {
                if (!listening) {
                    api.close();
                }
            }
        } finally {
            if (!listening) {
                way.operations().close();
                witness.close();
            }
        }
    }

    /** The way to the SGM: what asks it, verifies what it says, and follows what takes it long. */
    private record Way(SgmGateway sgm, Descriptors descriptors, Courier courier, Operations operations) {
        static Way to(SgmGateway sgm, IdentityKeys identity, Settings settings, TlsIdentity tls, InstantSource clock) {
            var descriptors = new Descriptors(
                    sgm, identity, () -> new DescriptorCall(settings.url(), tls.named(settings.folder())), clock);
            var courier = new Courier(sgm, descriptors);
            return new Way(sgm, descriptors, courier, new Operations(courier, clock));
        }
    }

    private static ApiListener apiListener(
            Settings settings, Way way, Witness witness, InstantSource clock, SecureRandom random, Database database) {
        var courier = way.courier();
        var operations = way.operations();
        var devices = new SqlDeviceStore(database);
        var people = new SqlPeople(database);
        var credentials = new SqlCredentialStore(database);
        var sessions = new Sessions(random, clock);
        var api = new ApiEndpoints(
                way.sgm(),
                way.descriptors(),
                new Login(devices, new Challenges(random, clock), settings.url()),
                sessions,
                new Enrolments(courier, devices),
                new Statements(courier, operations, new CredentialBook(credentials), new Invitations(people)),
                operations,
                people,
                new LogQueries(way.sgm()),
                witness);
        var csc = new CscEndpoints(
                new ServiceInfo(settings.url(), settings.experimental()),
                new Credentials(credentials, clock),
                new SignHash(courier, operations, credentials),
                new SignPolling(operations));
        return new ApiListener(api, csc, sessions, settings.rates(), clock);
    }

    /** The port of the HTTPS listener. */
    public int port() {
        return api.port();
    }

    /** The port of the plain listener. */
    public int pkiPort() {
        return publications.port();
    }

    /** Has this run when nothing can be kept any more, because the disk failed or the database is damaged. */
    public void whenBroken(Runnable told) {
        database.whenStopped(told);
    }

    /** False once nothing can be kept any more. */
    public boolean sound() {
        return database.sound();
    }

    /** Stops accepting, tells who waits for long work to ask again, lets requests finish, and closes the database. */
    @Override
    public void close() {
        operations.close();
        publications.close();
        api.close();
        witness.close();
        retention.ifPresent(NameRetention::close);
        database.close();
    }
}
