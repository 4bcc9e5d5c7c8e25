package dev.natsuin.desktop.device;

import dev.natsuin.desktop.desk.RsaPadding;
import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * What the owner prefers; edited by hand or by the window. Members that are not known are passed over, so that an older
 * version can live beside a newer one.
 *
 * @param look {@code light} or {@code dark}
 * @param lang {@code en} or {@code ja}
 * @param level the signature level wished for
 * @param trust files with certificates to believe
 * @param tsas addresses of timestamp authorities, in the order to be asked
 * @param rsaPadding how RSA keys pad, unless an order says otherwise
 * @param verifying how signatures are verified
 * @param warnDays how many days before its end a certificate is told of, unless it is {@link #WARN_DAYS}
 */
public record Config(
        Optional<String> look,
        Optional<String> lang,
        Optional<String> level,
        List<String> trust,
        List<String> tsas,
        Optional<RsaPadding> rsaPadding,
        Verifying verifying,
        Optional<Integer> warnDays) {
    /** How many days before its end a certificate is told of, unless somebody wishes otherwise. */
    public static final int WARN_DAYS = 30;

    private static final int MOST_WARN_DAYS = 1000;

    /** Nothing preferred. */
    public static final Config NONE =
            new Config(Optional.empty(), Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());

    /**
     * How signatures are verified.
     *
     * @param trustSystem true to believe the authorities that the system believes
     * @param trustedLists files with trusted lists
     * @param listSigners files with the certificates that may sign those
     * @param offline true to ask no authority for the states of certificates
     */
    public record Verifying(boolean trustSystem, List<String> trustedLists, List<String> listSigners, boolean offline) {
        /** Nobody else is believed, and authorities are asked. */
        public static final Verifying USUAL = new Verifying(false, List.of(), List.of(), false);

        /** Copies the lists. */
        public Verifying {
            trustedLists = List.copyOf(trustedLists);
            listSigners = List.copyOf(listSigners);
        }
    }

    /** With the usual way to verify. */
    public Config(
            Optional<String> look,
            Optional<String> lang,
            Optional<String> level,
            List<String> trust,
            List<String> tsas,
            Optional<RsaPadding> rsaPadding) {
        this(look, lang, level, trust, tsas, rsaPadding, Verifying.USUAL, Optional.empty());
    }

    /** Copies the lists. */
    public Config {
        trust = List.copyOf(trust);
        tsas = List.copyOf(tsas);
    }

    /** How many days before its end a certificate is told of. */
    public int expiryWarningDays() {
        return warnDays.orElse(WARN_DAYS);
    }

    /** The same with this instead. */
    public Config with(List<String> believed, Verifying how) {
        return new Config(look, lang, level, believed, tsas, rsaPadding, how, warnDays);
    }

    /** The same with these timestamp authorities. */
    public Config withTsas(List<String> asked) {
        return new Config(look, lang, level, trust, asked, rsaPadding, verifying, warnDays);
    }

    Bytes toBytes() {
        var json = JsonObject.empty();
        look.ifPresent(l -> json.and("look", l));
        lang.ifPresent(l -> json.and("lang", l));
        level.ifPresent(l -> json.and("level", l));
        rsaPadding.ifPresent(p -> json.and("rsaPadding", p.wireName()));
        if (verifying.trustSystem()) {
            json.and("trustSystem", true);
        }
        if (!verifying.trustedLists().isEmpty()) {
            json.andTexts("trustedLists", verifying.trustedLists());
        }
        if (!verifying.listSigners().isEmpty()) {
            json.andTexts("listSigners", verifying.listSigners());
        }
        if (verifying.offline()) {
            json.and("offline", true);
        }
        warnDays.ifPresent(days -> json.and("expiryWarningDays", days));
        return json.andTexts("trust", trust).andTexts("tsas", tsas).build().toBytes();
    }

    static Config read(Bytes text) throws Malformed {
        var json = JsonObject.strict(text).reader();
        return new Config(
                json.optionalText("look"),
                json.optionalText("lang"),
                json.optionalText("level"),
                json.has("trust") ? json.texts("trust") : List.of(),
                json.has("tsas") ? json.texts("tsas") : List.of(),
                rsaPadding(json.optionalText("rsaPadding")),
                new Verifying(
                        json.optionalTruth("trustSystem").orElse(false),
                        json.has("trustedLists") ? json.texts("trustedLists") : List.of(),
                        json.has("listSigners") ? json.texts("listSigners") : List.of(),
                        json.optionalTruth("offline").orElse(false)),
                warnDays(json));
    }

    private static Optional<Integer> warnDays(JsonObject.Reader json) throws Malformed {
        if (!json.has("expiryWarningDays")) {
            return Optional.empty();
        }
        var days = json.count("expiryWarningDays");
        if (days > MOST_WARN_DAYS) {
            throw new Malformed("a number of days that nobody means");
        }
        return Optional.of(days);
    }

    private static Optional<RsaPadding> rsaPadding(Optional<String> name) throws Malformed {
        var padding = name.flatMap(RsaPadding::byName);
        if (name.isPresent() && padding.isEmpty()) {
            throw new Malformed("a padding that is not known");
        }
        return padding;
    }
}
