package dev.natsuin.link.side;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file {@code config.json}: one object of texts, whole numbers and (only {@code experimental}) lists of texts,
 * every member known, none twice. The members of {@link ServerConfig.Limits} may be missing, and those of
 * {@link ServerConfig.TokenPlace} are there only with a token.
 *
 * <p>The member {@code data}, if there, names the data directory, relative to the file's own folder; otherwise that
 * folder is it.
 *
 * @param config what it says
 * @param data the data directory
 */
public record ConfigFile(ServerConfig config, Path data) {
    /** The file's name in the data directory. */
    public static final String NAME = "config.json";

    private static final String ADDRESS = "requestsPerMinuteOfAnAddress";
    private static final String PERSON = "requestsPerMinuteOfAPerson";
    private static final String ENROLMENTS = "refusedEnrolmentsPerHourOfAnAddress";
    private static final String IDLE = "idleSeconds";
    private static final String TOKEN_MODULE = "tokenModule";
    private static final String TOKEN_LABEL = "tokenLabel";
    private static final String TOKEN_PIN = "tokenPin";
    private static final String TOKEN_PROFILE = "tokenProfile";
    private static final String TOKEN_OFFICER_PIN = "tokenOfficerPin";

    private static final String IMPORTED_KEYS = "importedKeys";
    private static final String SECOND_PERSON = "secondPerson";
    private static final String EXPERIMENTAL = "experimental";
    private static final String KEEP_NAMES = "keepNamesDays";

    private static final List<String> MEMBERS = List.of(
            "url",
            "bind",
            "port",
            "pkiUrl",
            "pkiPort",
            "level",
            "store",
            "sgmHost",
            "sgmPort",
            "sapMemoryMb",
            "sgmMemoryMb",
            ADDRESS,
            PERSON,
            ENROLMENTS,
            IDLE,
            TOKEN_MODULE,
            TOKEN_LABEL,
            TOKEN_PIN,
            TOKEN_PROFILE,
            TOKEN_OFFICER_PIN,
            IMPORTED_KEYS,
            SECOND_PERSON,
            EXPERIMENTAL,
            KEEP_NAMES,
            "data");

    /**
     * Reads a configuration; {@code data} is absolute.
     *
     * @throws ConfigFault if the file is missing, is not such an object, or a member is missing, unknown or wrong
     */
    public static ConfigFile read(Path file) {
        var members = members(file);
        for (var name : members.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw new ConfigFault("config.json: the member " + name + " is not known");
            }
        }
        var config = new ServerConfig(
                uri(members, "url"),
                text(members, "bind"),
                number(members, "port"),
                uri(members, "pkiUrl"),
                number(members, "pkiPort"),
                number(members, "level"),
                ServerConfig.Store.byCode(text(members, "store")),
                text(members, "sgmHost"),
                number(members, "sgmPort"),
                number(members, "sapMemoryMb"),
                number(members, "sgmMemoryMb"),
                limits(members),
                token(members),
                members.containsKey(IMPORTED_KEYS)
                        ? Optional.of(ServerConfig.ImportedKeys.byCode(text(members, IMPORTED_KEYS)))
                        : Optional.empty(),
                members.containsKey(SECOND_PERSON)
                        ? Optional.of(ServerConfig.SecondPerson.byCode(text(members, SECOND_PERSON)))
                        : Optional.empty(),
                experimental(members),
                members.containsKey(KEEP_NAMES) ? Optional.of(number(members, KEEP_NAMES)) : Optional.empty());
        return new ConfigFile(config, data(members, file));
    }

    private static Path data(Map<String, Object> members, Path file) {
        try {
            var data = members.containsKey("data") ? text(members, "data") : ".";
            return file.toAbsolutePath().resolveSibling(data).normalize();
        } catch (InvalidPathException e) {
            throw new ConfigFault("config.json: data must be the name of a folder", e);
        }
    }

    /**
     * Writes the configuration of a data directory into it, whole or not at all.
     *
     * @throws ConfigFault if that is not possible
     */
    public static void write(ServerConfig config, Path data) {
        try {
            var temporary = Files.createTempFile(data, NAME, ".new");
            try (var json = new JsonFactory().createGenerator(temporary.toFile(), JsonEncoding.UTF8)) {
                json.useDefaultPrettyPrinter();
                json.writeStartObject();
                json.writeStringField("url", config.url().toString());
                json.writeStringField("bind", config.bind());
                json.writeNumberField("port", config.port());
                json.writeStringField("pkiUrl", config.pkiUrl().toString());
                json.writeNumberField("pkiPort", config.pkiPort());
                json.writeNumberField("level", config.level());
                json.writeStringField("store", config.store().code());
                json.writeStringField("sgmHost", config.sgmHost());
                json.writeNumberField("sgmPort", config.sgmPort());
                json.writeNumberField("sapMemoryMb", config.sapMemoryMb());
                json.writeNumberField("sgmMemoryMb", config.sgmMemoryMb());
                json.writeNumberField(ADDRESS, config.limits().requestsPerMinuteOfAnAddress());
                json.writeNumberField(PERSON, config.limits().requestsPerMinuteOfAPerson());
                json.writeNumberField(ENROLMENTS, config.limits().refusedEnrolmentsPerHourOfAnAddress());
                json.writeNumberField(IDLE, config.limits().idleSeconds());
                if (config.token().isPresent()) {
                    write(config.token().get(), json);
                }
                if (config.importedKeys().isPresent()) {
                    json.writeStringField(
                            IMPORTED_KEYS, config.importedKeys().get().code());
                }
                if (config.secondPerson().isPresent()) {
                    json.writeStringField(
                            SECOND_PERSON, config.secondPerson().get().code());
                }
                if (!config.experimental().isEmpty()) {
                    json.writeArrayFieldStart(EXPERIMENTAL);
                    for (var kind : config.experimental()) {
                        json.writeString(kind.wireName());
                    }
                    json.writeEndArray();
                }
                if (config.keepNamesDays().isPresent()) {
                    json.writeNumberField(KEEP_NAMES, config.keepNamesDays().get());
                }
                json.writeEndObject();
            }
            Files.move(temporary, data.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ConfigFault("config.json cannot be written", e);
        }
    }

    private static void write(ServerConfig.TokenPlace token, JsonGenerator json) throws IOException {
        json.writeStringField(TOKEN_MODULE, token.module());
        json.writeStringField(TOKEN_LABEL, token.label());
        json.writeStringField(TOKEN_PIN, token.pin());
        json.writeStringField(TOKEN_PROFILE, token.profile());
        if (token.officerPin().isPresent()) {
            json.writeStringField(TOKEN_OFFICER_PIN, token.officerPin().get());
        }
    }

    private static Optional<ServerConfig.TokenPlace> token(Map<String, Object> members) {
        if (members.keySet().stream().noneMatch(name -> name.startsWith("token"))) {
            return Optional.empty();
        }
        return Optional.of(new ServerConfig.TokenPlace(
                text(members, TOKEN_MODULE),
                text(members, TOKEN_LABEL),
                text(members, TOKEN_PIN),
                text(members, TOKEN_PROFILE),
                members.containsKey(TOKEN_OFFICER_PIN)
                        ? Optional.of(text(members, TOKEN_OFFICER_PIN))
                        : Optional.empty()));
    }

    /** Servers made before there were limits have none of these members. */
    private static ServerConfig.Limits limits(Map<String, Object> members) {
        var standard = ServerConfig.Limits.standard();
        return new ServerConfig.Limits(
                optionalNumber(members, ADDRESS, standard.requestsPerMinuteOfAnAddress()),
                optionalNumber(members, PERSON, standard.requestsPerMinuteOfAPerson()),
                optionalNumber(members, ENROLMENTS, standard.refusedEnrolmentsPerHourOfAnAddress()),
                optionalNumber(members, IDLE, standard.idleSeconds()));
    }

    private static Set<KeyAlgorithm> experimental(Map<String, Object> members) {
        if (!members.containsKey(EXPERIMENTAL)) {
            return Set.of();
        }
        if (!(members.get(EXPERIMENTAL) instanceof List<?> names)) {
            throw new ConfigFault("config.json: experimental must be a list of kinds of keys");
        }
        var kinds = EnumSet.noneOf(KeyAlgorithm.class);
        for (var name : names) {
            kinds.add(KeyAlgorithm.byName(String.valueOf(name))
                    .orElseThrow(() -> new ConfigFault(
                            "config.json: experimental names a kind of key that is not known: " + name)));
        }
        return kinds;
    }

    private static Map<String, Object> members(Path file) {
        var factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(65_536)
                        .build())
                .build();
        try (var json = factory.createParser(file.toFile())) {
            var members = new LinkedHashMap<String, Object>();
            requireToken(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                var name = json.currentName();
                members.put(name, value(json, name));
            }
            requireToken(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
            return members;
        } catch (StreamReadException e) {
            throw new ConfigFault(
                    "config.json is not JSON with each member once (line "
                            + e.getLocation().getLineNr() + ")",
                    e);
        } catch (IOException e) {
            throw new ConfigFault("there is no readable config.json", e);
        }
    }

    private static Object value(JsonParser json, String name) throws IOException {
        return switch (json.nextToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> number(json, name);
            case START_ARRAY -> texts(json, name);
            default -> throw new ConfigFault("config.json: " + name + " must be a text or a whole number");
        };
    }

    private static int number(JsonParser json, String name) throws IOException {
        if (json.getNumberType() != JsonParser.NumberType.INT) {
            throw new ConfigFault("config.json: " + name + " is too large a number");
        }
        return json.getIntValue();
    }

    private static List<String> texts(JsonParser json, String name) throws IOException {
        var texts = new ArrayList<String>();
        while (json.nextToken() == JsonToken.VALUE_STRING) {
            texts.add(json.getText());
        }
        if (json.currentToken() != JsonToken.END_ARRAY) {
            throw new ConfigFault("config.json: " + name + " must be a list of texts");
        }
        return texts;
    }

    private static void requireToken(boolean holds) {
        if (!holds) {
            throw new ConfigFault("config.json must be one JSON object");
        }
    }

    private static Object required(Map<String, Object> members, String name) {
        var value = members.get(name);
        if (value == null) {
            throw new ConfigFault("config.json: the member " + name + " is missing");
        }
        return value;
    }

    private static String text(Map<String, Object> members, String name) {
        if (required(members, name) instanceof String text) {
            return text;
        }
        throw new ConfigFault("config.json: " + name + " must be a text");
    }

    private static int number(Map<String, Object> members, String name) {
        if (required(members, name) instanceof Integer number) {
            return number;
        }
        throw new ConfigFault("config.json: " + name + " must be a whole number");
    }

    private static int optionalNumber(Map<String, Object> members, String name, int otherwise) {
        return members.containsKey(name) ? number(members, name) : otherwise;
    }

    private static URI uri(Map<String, Object> members, String name) {
        try {
            return new URI(text(members, name));
        } catch (URISyntaxException e) {
            throw new ConfigFault("config.json: " + name + " must be a URL", e);
        }
    }
}
