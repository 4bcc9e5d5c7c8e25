package dev.natsuin.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.link.side.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An init that is killed, wherever it is, leaves no server, and no place in which none can be made. */
final class InitialisationTest {
    private static final List<String> FILES = List.of(
            "link/%s-link-key.pem", "link/%s-link.pem", "link/sgm-identity.hash", "%s/tls.pem", "%s/tls-key.pem");

    @TempDir
    private Path folder;

    private Path data;
    private final List<Path> killed = new ArrayList<>();

    @BeforeEach
    void place() {
        data = folder.resolve("server");
    }

    private Initialisation init(Path place, Role role, Initialisation.Sides sides) {
        return new Initialisation(place, Servers.CONFIG, role, Optional.empty(), Optional.empty(), sides);
    }

    /**
     * A side that writes its files in two halves, and after each the machine loses its power: a copy of then is kept.
     */
    private int made(String side, ConfigFile config, Optional<Path> codeFile) {
        try {
            killedNow();
            Files.createDirectory(config.data().resolve(side));
            for (var name : FILES) {
                var file = config.data().resolve(String.format(name, side));
                Files.writeString(file, "half");
                killedNow();
                Files.writeString(file, "half and the other");
                killedNow();
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void killedNow() throws IOException {
        killed.add(copied(data));
    }

    private Path copied(Path from) throws IOException {
        var copy = folder.resolve("killed-" + killed.size());
        try (var all = Files.walk(from)) {
            for (var file : all.toList()) {
                Files.copy(file, copy.resolve(from.relativize(file).toString()));
            }
        }
        return copy;
    }

    private List<String> contents(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            return all.map(file -> place.relativize(file).toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void killed_at_any_write_it_leaves_no_server_and_the_next_begins_anew(Role role) throws IOException {
        assertThat(init(data, role, this::made).run()).isZero();
        var whole = contents(data);
        assertThat(Unfinished.marks(data)).isFalse();
        assertThat(killed).hasSize(role.sides().size() * 11);

        for (var place : List.copyOf(killed)) {
            Files.writeString(place.resolve("config.json.7.new"), "{");
            requireRefused(place);

            assertThat(init(place, role, (side, config, code) -> madeQuietly(side, config))
                            .run())
                    .as("init over %s", place)
                    .isZero();

            assertThat(contents(place)).isEqualTo(whole);
        }
    }

    private static int madeQuietly(String side, ConfigFile config) {
        try {
            Files.createDirectory(config.data().resolve(side));
            for (var name : FILES) {
                Files.writeString(config.data().resolve(String.format(name, side)), "whole");
            }
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireRefused(Path place) {
        for (var command :
                List.of("serve", "self-check", "verify-log", "link show", "tls renew", "kek renew", "ca renew")) {
            var err = new ByteArrayOutputStream();
            var arguments = new ArrayList<>(List.of(command.split(" ", -1)));
            arguments.addAll(List.of("--data", place.toString()));

            var exit = Main.commandLine(
                            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                            new PrintStream(err, true, StandardCharsets.UTF_8))
                    .execute(arguments.toArray(String[]::new));

            assertThat(exit).as(command).isEqualTo(64);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("was not made to its end", "init again");
        }
    }

    @Test
    void killed_before_there_is_a_configuration_it_leaves_no_server_either() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve("init-unfinished"));

        requireRefused(data);

        assertThat(init(data, Role.ALL, (side, config, code) -> madeQuietly(side, config))
                        .run())
                .isZero();
    }

    @Test
    void a_second_init_waits_for_nobody_and_harms_nothing_while_the_first_is_at_work() {
        assertThat(init(data, Role.ALL, (side, config, code) -> {
                            var second = init(data, Role.ALL, this::made);
                            assertThatThrownBy(second::run)
                                    .isInstanceOf(UsageFault.class)
                                    .hasMessageContaining("at work");
                            return madeQuietly(side, config);
                        })
                        .run())
                .isZero();

        assertThat(data.resolve("sgm/tls-key.pem")).hasContent("whole");
    }

    @Test
    void the_code_file_of_an_init_that_was_killed_is_named_as_such() throws IOException {
        var code = Files.writeString(folder.resolve("first.code"), "code");
        Files.createDirectories(data);
        Files.createFile(data.resolve("init-unfinished"));
        var again = new Initialisation(data, Servers.CONFIG, Role.ALL, Optional.empty(), Optional.of(code), this::made);

        assertThatThrownBy(again::run).isInstanceOf(UsageFault.class).hasMessageContaining("Delete it");

        assertThat(code).hasContent("code");
    }

    /** Sides with something outside the directory: a token, which is there or is not. */
    private static final class WithToken implements Initialisation.Sides {
        private final List<String> undone = new ArrayList<>();
        private int sap;
        private int sgm;
        private int undo;

        @Override
        public int init(String side, ConfigFile config, Optional<Path> codeFile) {
            int made = madeQuietly(side, config);
            return made != 0 ? made : side.equals("sap") ? sap : sgm;
        }

        @Override
        public int undo(String side, ConfigFile config) {
            assertThat(config.data().resolve(side)).isDirectory();
            undone.add(side);
            return undo;
        }
    }

    @Test
    void keys_in_a_token_go_with_the_init_that_does_not_come_to_its_end() {
        var sides = new WithToken();
        sides.sap = 70;

        assertThat(init(data, Role.ALL, sides).run()).isEqualTo(70);

        assertThat(sides.undone).containsExactly("sgm");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_side_that_refused_is_not_asked_to_try_its_pin_once_more() {
        var sides = new WithToken();
        sides.sgm = 3;

        assertThat(init(data, Role.ALL, sides).run()).isEqualTo(3);

        assertThat(sides.undone).isEmpty();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void a_side_that_a_signal_ended_may_have_made_keys() {
        var sides = new WithToken();
        sides.sgm = 137;

        assertThat(init(data, Role.ALL, sides).run()).isEqualTo(137);

        assertThat(sides.undone).containsExactly("sgm");
    }

    @Test
    void a_side_that_ended_in_a_fault_may_have_made_keys() {
        var sides = new WithToken();
        sides.sgm = 70;

        assertThat(init(data, Role.ALL, sides).run()).isEqualTo(70);

        assertThat(sides.undone).containsExactly("sgm");
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void keys_that_cannot_be_destroyed_are_not_forgotten() {
        var sides = new WithToken();
        sides.sap = 70;
        sides.undo = 3;
        assertThat(init(data, Role.ALL, sides).run()).isEqualTo(70);
        assertThat(Unfinished.marks(data)).isTrue();
        sides.sap = 0;

        assertThatThrownBy(init(data, Role.ALL, sides)::run)
                .isInstanceOf(UsageFault.class)
                .hasMessageContaining("keys in a token");
        assertThat(data.resolve("sgm")).isDirectory();
        sides.undo = 0;
        assertThat(init(data, Role.ALL, sides).run()).isZero();

        assertThat(sides.undone).hasSize(3);
        assertThat(Unfinished.marks(data)).isFalse();
    }

    /** As it is where a restore was killed: its token is that of the server that was backed up, and may serve. */
    private void leftBy(Unfinished.Making making) throws IOException {
        Files.createDirectories(data);
        try (var unfinished = Unfinished.mark(data, making)) {
            unfinished.clearAway();
        }
        Files.createDirectory(data.resolve("sgm"));
        ConfigFile.write(Servers.CONFIG, data);
    }

    @Test
    void keys_that_a_killed_restore_found_in_a_token_are_left_alone() throws IOException {
        leftBy(Unfinished.Making.RESTORE);
        var sides = new WithToken();

        assertThat(init(data, Role.ALL, sides).run()).isZero();

        assertThat(sides.undone).isEmpty();
        assertThat(Unfinished.marks(data)).isFalse();
    }

    @Test
    void one_that_was_killed_before_all_was_cleared_away_leaves_the_mark_of_whatever_made_it() throws IOException {
        leftBy(Unfinished.Making.RESTORE);
        Unfinished.mark(data, Unfinished.Making.INIT).close();
        var sides = new WithToken();

        assertThat(init(data, Role.ALL, sides).run()).isZero();

        assertThat(sides.undone).isEmpty();
    }

    @Test
    void an_empty_mark_and_one_that_says_neither_destroy_nothing() throws IOException {
        for (var text : List.of("", "natsuin-server init or restore did not come to its end here.\n")) {
            leftBy(Unfinished.Making.INIT);
            Files.writeString(data.resolve("init-unfinished"), text);
            var sides = new WithToken();

            assertThat(init(data, Role.ALL, sides).run()).isZero();

            assertThat(sides.undone).as(text).isEmpty();
            data = data.resolveSibling("next");
        }
    }
}
