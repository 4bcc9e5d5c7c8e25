package dev.natsuin.link.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigFileTest {
    private static final ServerConfig CONFIG =
            ServerConfig.of(URI.create("https://127.0.0.1:8443"), URI.create("http://127.0.0.1:8080/pki"));

    @TempDir
    private Path folder;

    private ConfigFile readWith(String from, String to) throws IOException {
        ConfigFile.write(CONFIG, folder);
        var file = folder.resolve("config.json");
        var text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
        return ConfigFile.read(file);
    }

    @Test
    void is_read_as_it_was_written() {
        ConfigFile.write(CONFIG, folder);

        assertThat(ConfigFile.read(folder.resolve("config.json"))).isEqualTo(new ConfigFile(CONFIG, folder));
        assertThat(folder).isDirectoryContaining("glob:**config.json").isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void a_server_made_before_there_were_limits_has_the_standard_ones() throws IOException {
        var limits = ", \"requestsPerMinuteOfAnAddress\" : 6000, \"requestsPerMinuteOfAPerson\" : 1200,"
                + " \"refusedEnrolmentsPerHourOfAnAddress\" : 60, \"idleSeconds\" : 30";
        ConfigFile.write(CONFIG, folder);
        var file = folder.resolve("config.json");
        var old = Files.readString(file).replaceAll("\\s+", " ").replace(limits, "");
        assertThat(old).doesNotContain("PerMinute", "PerHour", "idle");
        Files.writeString(file, old);

        assertThat(ConfigFile.read(file).config()).isEqualTo(CONFIG);
    }

    @Test
    void a_second_person_is_needed_at_level_3_unless_somebody_says_otherwise() throws IOException {
        assertThat(CONFIG.needsSecondPerson()).isFalse();
        assertThat(CONFIG.withLevel(3).needsSecondPerson()).isTrue();
        for (var rule : ServerConfig.SecondPerson.values()) {
            ConfigFile.write(CONFIG.withLevel(3).withSecondPerson(rule), folder);
            var read = ConfigFile.read(folder.resolve("config.json")).config();
            assertThat(read.needsSecondPerson()).isEqualTo(rule == ServerConfig.SecondPerson.NEEDED);
            assertThat(read.withPort(9443).needsSecondPerson()).isEqualTo(rule == ServerConfig.SecondPerson.NEEDED);
        }
    }

    @Test
    void experimental_kinds_of_keys_are_kept_whatever_else_changes() throws IOException {
        assertThat(CONFIG.experimental()).isEmpty();
        ConfigFile.write(CONFIG.withExperimental(Set.of(KeyAlgorithm.ML_DSA_65)), folder);

        var read = ConfigFile.read(folder.resolve("config.json")).config();

        assertThat(List.of(
                        read,
                        read.withPort(9443),
                        read.withSgmAt("192.0.2.1", 9000),
                        read.withSecondPerson(ServerConfig.SecondPerson.NEEDED)))
                .allMatch(config -> config.experimental().equals(Set.of(KeyAlgorithm.ML_DSA_65)));
    }

    @Test
    void how_long_names_are_kept_is_kept_whatever_else_changes() throws IOException {
        assertThat(CONFIG.keepNamesDays()).isEmpty();
        ConfigFile.write(CONFIG, folder);
        var file = folder.resolve("config.json");
        Files.writeString(
                file, Files.readString(file).replace("\"level\" : 1", "\"level\" : 1, \"keepNamesDays\" : 3650"));
        ConfigFile.write(ConfigFile.read(file).config().withExperimental(Set.of()), folder);

        var read = ConfigFile.read(file).config();

        assertThat(List.of(read, read.withPort(9443), read.withSgmAt("192.0.2.1", 9000)))
                .allMatch(config -> config.keepNamesDays().equals(Optional.of(3650)));
    }

    @Test
    void no_experimental_keys_with_a_token() {
        var token = CONFIG.withToken(
                new ServerConfig.TokenPlace("/module.so", "label", "/pin", "softhsm", Optional.empty()));

        assertThatThrownBy(() -> token.withExperimental(Set.of(KeyAlgorithm.ML_DSA_65)))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("no token here makes such keys");
    }

    /** Whoever names one of them asks at that one, and the other may be somebody else's. */
    @ParameterizedTest
    @CsvSource({
        "https://[::1]:8443, ::1, http://[::1]:8080/pki",
        "https://[0:0:0:0:0:0:0:1]:8443, ::1, http://[::1]:8080/pki",
        "https://127.0.0.2:8443, 127.0.0.2, http://127.0.0.2:8080/pki",
        "https://localhost:8443, 127.0.0.1, http://127.0.0.1:8080/pki",
        "https://[2001:db8::1]:8443, 0.0.0.0, http://127.0.0.1:8080/pki"
    })
    void listens_at_the_very_address_of_this_machine_that_the_url_names(URI url, String bind, URI pkiUrl) {
        var config = ServerConfig.of(url, ServerConfig.ownPkiUrl(url));

        assertThat(config.bind()).isEqualTo(bind);
        assertThat(config.pkiUrl()).isEqualTo(pkiUrl);
        ConfigFile.write(config, folder);
        assertThat(ConfigFile.read(folder.resolve("config.json")).config()).isEqualTo(config);
    }

    @Test
    void refuses_two_addresses_of_this_machine_of_which_it_could_listen_at_one() {
        assertThatThrownBy(() ->
                        ServerConfig.of(URI.create("https://[::1]:8443"), URI.create("http://127.0.0.1:8080/pki")))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining("name [::1] in both");
    }

    @Test
    void takes_ports_and_bind_address_from_the_urls() {
        var open = ServerConfig.of(URI.create("https://sign.example"), URI.create("http://pki.example:81/pki"));

        assertThat(open.port()).isEqualTo(443);
        assertThat(open.pkiPort()).isEqualTo(81);
        assertThat(open.bind()).isEqualTo("0.0.0.0");
        assertThat(CONFIG.bind()).isEqualTo("127.0.0.1");
    }

    @Test
    void the_data_directory_may_be_elsewhere() throws IOException {
        assertThat(readWith("\"level\" : 1", "\"level\" : 1, \"data\" : \"../other\"")
                        .data())
                .isEqualTo(folder.resolveSibling("other"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"level\" : 1|\"level\" : 4|level must be",
                "\"level\" : 1|\"level\" : \"1\"|level must be a whole number",
                "\"level\" : 1|\"level\" : 1.5|level must be a text or a whole number",
                "\"level\" : 1|\"level\" : 1, \"data\" : \"a\\u0000b\"|data must be the name of a folder",
                "\"level\" : 1,||the member level is missing",
                "\"level\" : 1|\"level\" : 1, \"level\" : 2|each member once",
                "\"level\" : 1|\"level\" : 1, \"lebel\" : 2|lebel is not known",
                "\"level\" : 1|\"level\" : 1, \"secondPerson\" : \"yes\"|secondPerson must be needed or not-needed",
                "\"level\" : 1|\"level\" : 1, \"secondPerson\" : 2|secondPerson must be a text",
                "\"level\" : 1|\"level\" : 1, \"experimental\" : \"ml-dsa-65\"|experimental must be a list",
                "\"level\" : 1|\"level\" : 1, \"experimental\" : [1]|experimental must be a list of texts",
                "\"level\" : 1|\"level\" : 1, \"experimental\" : [\"slh-dsa\"]|not known: slh-dsa",
                "\"level\" : 1|\"level\" : 1, \"experimental\" : [\"rsa-3072\"]|experimental names kinds of keys that are",
                "\"level\" : 1|\"level\" : 1, \"keepNamesDays\" : -1|keepNamesDays must be 0 to 36525",
                "\"level\" : 1|\"level\" : 1, \"keepNamesDays\" : \"never\"|keepNamesDays must be a whole number",
                "\"level\" : 1|\"level\" : [\"ml-dsa-65\"]|level must be a whole number",
                "\"level\" : 1|\"level\" : 99999999999|level is too large a number",
                "\"port\" : 8443|\"port\" : 70000|port must be",
                "\"port\" : 8443|\"port\" : 8080|must differ",
                "software|hardware|store must be",
                "https://127|http://127|url must be",
                "https://127.0.0.1:8443|https://u:p@127.0.0.1:8443|url must be",
                "https://127.0.0.1:8443|https://127.0.0.1:8443/x|url must be",
                "8080/pki|8080/|pkiUrl must be",
                "\"bind\" : \"127.0.0.1\"|\"bind\" : \"localhost\"|bind must be",
                "\"sapMemoryMb\" : 512|\"sapMemoryMb\" : 5|sapMemoryMb must be",
                "\"requestsPerMinuteOfAPerson\" : 1200|\"requestsPerMinuteOfAPerson\" : 0|requestsPerMinuteOfAPerson must",
                "\"idleSeconds\" : 30|\"idleSeconds\" : 601|idleSeconds must be 1 to 600",
            })
    void what_it_cannot_use_is_refused_with_the_members_name(String from, String to, String reason) {
        assertThatThrownBy(() -> readWith(from, to == null ? "" : to))
                .isInstanceOf(ConfigFault.class)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "null", "{\"url\":", "{} {}"})
    void what_is_no_configuration_is_refused(String content) throws IOException {
        Files.writeString(folder.resolve("config.json"), content);

        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("config.json"))).isInstanceOf(ConfigFault.class);
    }

    @Test
    void a_missing_file_is_told() {
        assertThatThrownBy(() -> ConfigFile.read(folder.resolve("config.json")))
                .isInstanceOf(ConfigFault.class)
                .hasMessage("there is no readable config.json");
    }
}
