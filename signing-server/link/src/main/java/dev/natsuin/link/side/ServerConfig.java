package dev.natsuin.link.side;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the operator decided at {@code init} and may change in {@code config.json}; holds no secret.
 *
 * @param url where desktops find the SAP, {@code https}, without a path; it stands in enrolment codes and the
 *     descriptor
 * @param bind the address the SAP listens on, with both ports
 * @param port the SAP's HTTPS port
 * @param pkiUrl what is written into certificates, {@code http}, its path ends in {@code /pki}
 * @param pkiPort the port of the plain listener behind it
 * @param level the level this server declares, 1 to 3; it refuses to start below it
 * @param store the kind of key store
 * @param sgmHost where the SAP finds the SGM, and where the SGM listens
 * @param sgmPort the SGM's port; 0: chosen at each start and told through {@link dev.natsuin.link.LinkPort}
 * @param sapMemoryMb the largest Java heap of the SAP, in MiB
 * @param sgmMemoryMb the largest Java heap of the SGM, in MiB
 * @param limits how much of one asker the SAP bears
 * @param token where the token is, with the key store {@link Store#PKCS11}
 * @param importedKeys whether keys that were made elsewhere are taken in; unless told, at level 1 only
 * @param secondPerson whether two persons are needed to admit staff and to enrol a person anew; unless told, at level 3
 *     only
 * @param experimental which experimental kinds of signing keys are made; unless told, none
 * @param keepNamesDays for how many days after a person ended the SAP keeps how they are called; unless told, for ever
 */
public record ServerConfig(
        URI url,
        String bind,
        int port,
        URI pkiUrl,
        int pkiPort,
        int level,
        Store store,
        String sgmHost,
        int sgmPort,
        int sapMemoryMb,
        int sgmMemoryMb,
        Limits limits,
        Optional<TokenPlace> token,
        Optional<ImportedKeys> importedKeys,
        Optional<SecondPerson> secondPerson,
        Set<KeyAlgorithm> experimental,
        Optional<Integer> keepNamesDays) {
    private static final int MEMORY_MB = 512;

    /** A hundred years. */
    private static final int MOST_DAYS = 36_525;

    private static <T> T named(T[] all, Function<T, String> name, String wanted, String otherwise) {
        return Arrays.stream(all)
                .filter(one -> name.apply(one).equals(wanted))
                .findFirst()
                .orElseThrow(() -> new ConfigFault(otherwise));
    }

    /** Whether keys that were made elsewhere are taken in. */
    public enum ImportedKeys {
        ALLOWED("allowed"),
        FORBIDDEN("forbidden");

        private final String code;

        ImportedKeys(String code) {
            this.code = code;
        }

        /** Its name in the file. */
        public String code() {
            return code;
        }

        /**
         * The one of this name.
         *
         * @throws ConfigFault if there is none
         */
        public static ImportedKeys byCode(String code) {
            return named(values(), ImportedKeys::code, code, "importedKeys must be allowed or forbidden");
        }
    }

    /** Whether what staff does about staff, and enrolling a person anew, needs a second person. */
    public enum SecondPerson {
        NEEDED("needed"),
        NOT_NEEDED("not-needed");

        private final String code;

        SecondPerson(String code) {
            this.code = code;
        }

        /** Its name in the file. */
        public String code() {
            return code;
        }

        /**
         * The one of this name.
         *
         * @throws ConfigFault if there is none
         */
        public static SecondPerson byCode(String code) {
            return named(values(), SecondPerson::code, code, "secondPerson must be needed or not-needed");
        }
    }

    /** Without a word about imported keys, second persons, experiments and how long names are kept. */
    public ServerConfig(
            URI url,
            String bind,
            int port,
            URI pkiUrl,
            int pkiPort,
            int level,
            Store store,
            String sgmHost,
            int sgmPort,
            int sapMemoryMb,
            int sgmMemoryMb,
            Limits limits,
            Optional<TokenPlace> token) {
        this(
                url,
                bind,
                port,
                pkiUrl,
                pkiPort,
                level,
                store,
                sgmHost,
                sgmPort,
                sapMemoryMb,
                sgmMemoryMb,
                limits,
                token,
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty());
    }

    /** True if two persons are needed to admit staff and to enrol a person anew. */
    public boolean needsSecondPerson() {
        return secondPerson.map(rule -> rule == SecondPerson.NEEDED).orElse(level == 3);
    }

    /** The same, with this rule about second persons. */
    public ServerConfig withSecondPerson(SecondPerson rule) {
        return with(Optional.of(rule), experimental);
    }

    /** True if keys that were made elsewhere are taken in. */
    public boolean takesImportedKeys() {
        return importedKeys.map(rule -> rule == ImportedKeys.ALLOWED).orElse(level == 1);
    }

    /** Checks every member. */
    public ServerConfig {
        require(isUrl(url, "https", ""), "url must be https://HOST[:PORT] and nothing more");
        require(isUrl(pkiUrl, "http", "/pki"), "pkiUrl must be http://HOST[:PORT]/pki and nothing more");
        require(isAddress(bind), "bind must be an IP address");
        requirePort("port", port);
        requirePort("pkiPort", pkiPort);
        requirePort("sgmPort", sgmPort);
        require(port == 0 || port != pkiPort, "port and pkiPort must differ");
        require(level >= 1 && level <= 3, "level must be 1, 2 or 3");
        require(!sgmHost.isBlank(), "sgmHost must be a host name or an IP address");
        require(sapMemoryMb >= 128, "sapMemoryMb must be 128 or more");
        require(sgmMemoryMb >= 128, "sgmMemoryMb must be 128 or more");
        require(
                token.isPresent() == (store == Store.PKCS11),
                "tokenModule, tokenLabel, tokenPin and tokenProfile go with the store pkcs11, and only with it");
        require(
                experimental.isEmpty() || store == Store.SOFTWARE,
                "experimental must be empty with the store pkcs11: no token here makes such keys");
        require(
                experimental.stream().allMatch(KeyAlgorithm::isExperimental),
                "experimental names kinds of keys that are experimental: ml-dsa-65");
        require(
                keepNamesDays.filter(days -> days < 0 || days > MOST_DAYS).isEmpty(),
                "keepNamesDays must be 0 to " + MOST_DAYS);
        experimental = Set.copyOf(experimental);
    }

    /** The same, making these experimental kinds of keys. */
    public ServerConfig withExperimental(Set<KeyAlgorithm> kinds) {
        return with(secondPerson, kinds);
    }

    /**
     * The embedded default for these two addresses: ports as in them, level 1; where the host of the first is this
     * machine to itself, reachable at that address only.
     *
     * @throws ConfigFault if both are addresses of this machine to itself, and two of them
     */
    public static ServerConfig of(URI url, URI pkiUrl) {
        var loopback = loopback(url);
        var other = loopback(pkiUrl);
        require(
                loopback.isEmpty() || other.isEmpty() || loopback.equals(other),
                "url and pkiUrl are two addresses of this machine, and the server listens at one: name " + url.getHost()
                        + " in both");
        return new ServerConfig(
                url,
                loopback.orElse("0.0.0.0"),
                portOf(url, 443),
                pkiUrl,
                portOf(pkiUrl, 80),
                1,
                Store.SOFTWARE,
                "127.0.0.1",
                0,
                MEMORY_MB,
                MEMORY_MB,
                Limits.standard(),
                Optional.empty());
    }

    /** An address of certificates that this machine alone reaches: the one at which a server with this URL listens. */
    public static URI ownPkiUrl(URI url) {
        var host = loopback(url).orElse("127.0.0.1");
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":8080/pki");
    }

    /** The same, listening on another port (0: any that is free) than the one in the URL. */
    public ServerConfig withPort(int other) {
        return with(other, level, store, limits, token);
    }

    /** The same, declaring another level. */
    public ServerConfig withLevel(int other) {
        return with(port, other, store, limits, token);
    }

    /** The same, with other limits. */
    public ServerConfig withLimits(Limits other) {
        return with(port, level, store, other, token);
    }

    /** The same, with its keys in a token. */
    public ServerConfig withToken(TokenPlace place) {
        return with(port, level, Store.PKCS11, limits, Optional.of(place));
    }

    /** The same, with the SGM at an address of its own instead of the loopback. */
    public ServerConfig withSgmAt(String host, int atPort) {
        return new ServerConfig(
                url,
                bind,
                port,
                pkiUrl,
                pkiPort,
                level,
                store,
                host,
                atPort,
                sapMemoryMb,
                sgmMemoryMb,
                limits,
                token,
                importedKeys,
                secondPerson,
                experimental,
                keepNamesDays);
    }

    private ServerConfig with(Optional<SecondPerson> otherSecondPerson, Set<KeyAlgorithm> otherExperimental) {
        return new ServerConfig(
                url,
                bind,
                port,
                pkiUrl,
                pkiPort,
                level,
                store,
                sgmHost,
                sgmPort,
                sapMemoryMb,
                sgmMemoryMb,
                limits,
                token,
                importedKeys,
                otherSecondPerson,
                otherExperimental,
                keepNamesDays);
    }

    private ServerConfig with(
            int otherPort, int otherLevel, Store otherStore, Limits otherLimits, Optional<TokenPlace> otherToken) {
        return new ServerConfig(
                url,
                bind,
                otherPort,
                pkiUrl,
                pkiPort,
                otherLevel,
                otherStore,
                sgmHost,
                sgmPort,
                sapMemoryMb,
                sgmMemoryMb,
                otherLimits,
                otherToken,
                importedKeys,
                secondPerson,
                experimental,
                keepNamesDays);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ConfigFault(otherwise);
        }
    }

    private static void requirePort(String name, int port) {
        require(port >= 0 && port <= 65535, name + " must be a port number");
    }

    private static boolean isUrl(URI url, String scheme, String path) {
        return scheme.equals(url.getScheme())
                && url.getHost() != null
                && url.getPort() != 0
                && url.getPort() <= 65535
                && path.equals(url.getPath())
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null;
    }

    private static boolean isAddress(String bind) {
        // Only characters of addresses, so that looking it up never asks a name server.
        return bind.matches("[0-9.]{7,15}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
    }

    /** The address at which this machine alone reaches what has this URL; nothing if others should, too. */
    private static Optional<String> loopback(URI url) {
        var host = String.valueOf(url.getHost());
        if (host.startsWith("[")) {
            return isOwn(host) ? Optional.of("::1") : Optional.empty();
        }
        if (host.matches("127(\\.[0-9]{1,3}){3}")) {
            return Optional.of(host);
        }
        return host.equals("localhost") || host.startsWith("127.") ? Optional.of("127.0.0.1") : Optional.empty();
    }

    private static boolean isOwn(String literal) {
        try {
            return InetAddress.getByName(literal) instanceof Inet6Address address && address.isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static int portOf(URI url, int otherwise) {
        return url.getPort() < 0 ? otherwise : url.getPort();
    }

    /**
     * How much of one asker the SAP bears. An IPv6 address counts by its /64. Each allowance may be used up at once and
     * then fills again evenly.
     *
     * @param requestsPerMinuteOfAnAddress requests that no logged-in person makes
     * @param requestsPerMinuteOfAPerson requests of a logged-in person, and logins, from wherever they come
     * @param refusedEnrolmentsPerHourOfAnAddress enrolments that the SGM refuses
     * @param idleSeconds how long a connection may be without a whole request
     */
    public record Limits(
            int requestsPerMinuteOfAnAddress,
            int requestsPerMinuteOfAPerson,
            int refusedEnrolmentsPerHourOfAnAddress,
            int idleSeconds) {
        private static final int MOST = 1_000_000;

        /** Checks every member. */
        public Limits {
            requireRate("requestsPerMinuteOfAnAddress", requestsPerMinuteOfAnAddress);
            requireRate("requestsPerMinuteOfAPerson", requestsPerMinuteOfAPerson);
            requireRate("refusedEnrolmentsPerHourOfAnAddress", refusedEnrolmentsPerHourOfAnAddress);
            require(idleSeconds >= 1 && idleSeconds <= 600, "idleSeconds must be 1 to 600");
        }

        /**
         * Enough for an office of some thousands behind one address: a person who signs asks three times as nobody
         * known and some times more as themselves.
         */
        public static Limits standard() {
            return new Limits(6_000, 1_200, 60, 30);
        }

        /** None that a measurement could meet. */
        public static Limits none() {
            return new Limits(MOST, MOST, MOST, 30);
        }

        private static void requireRate(String name, int rate) {
            require(rate >= 1 && rate <= MOST, name + " must be 1 to " + MOST);
        }
    }

    /**
     * Where the token of a server is; holds no PIN.
     *
     * @param module the file of the PKCS#11 module
     * @param label the token's label
     * @param pin the file that holds the PIN, mode 0600, or {@code credential:NAME} for one of systemd's
     * @param profile {@code softhsm}, or the file of a maker's profile
     * @param officerPin the file that holds the PIN of the token's security officer, read at {@code init} and when the
     *     key-encryption key is renewed, by profiles with trusted keys
     */
    public record TokenPlace(String module, String label, String pin, String profile, Optional<String> officerPin) {
        /** Checks every member. */
        public TokenPlace {
            require(module.startsWith("/"), "tokenModule must be a file with its whole path");
            require(
                    !label.isBlank() && label.equals(label.strip()) && label.length() <= 32,
                    "tokenLabel must be the label of a token, at most 32 characters");
            require(
                    pin.startsWith("/") || pin.matches("credential:[A-Za-z0-9._-]+"),
                    "tokenPin must be a file with its whole path, or credential:NAME");
            require(
                    profile.startsWith("/") || profile.matches("[a-z0-9-]+"),
                    "tokenProfile must be a name, or a file with its whole path");
        }
    }

    /** The kinds of key store. */
    public enum Store {
        /** The vault file: the embedded default. */
        SOFTWARE("software"),
        /** A token behind PKCS#11. */
        PKCS11("pkcs11");

        private final String code;

        Store(String code) {
            this.code = code;
        }

        /** Its name on the command line and in the file. */
        public String code() {
            return code;
        }

        /**
         * The kind of this name.
         *
         * @throws ConfigFault if there is none
         */
        public static Store byCode(String code) {
            return named(values(), Store::code, code, "store must be software or pkcs11");
        }
    }
}
