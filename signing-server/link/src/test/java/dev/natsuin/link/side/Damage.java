package dev.natsuin.link.side;

import dev.natsuin.protocol.bytes.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** What may befall a file: cut off, or one bit of it changed. */
public enum Damage {
    /** Nothing is left. */
    EMPTY,
    /** The second half is gone. */
    HALF,
    /** The last octet is gone. */
    ONE_SHORT,
    /** One bit is another. */
    ONE_CHANGED;

    private byte[] of(byte[] whole, Random random) {
        return switch (this) {
            case EMPTY -> new byte[0];
            case HALF -> Arrays.copyOf(whole, whole.length / 2);
            case ONE_SHORT -> Arrays.copyOf(whole, whole.length - 1);
            case ONE_CHANGED -> changed(whole, random);
        };
    }

    private static byte[] changed(byte[] whole, Random random) {
        var octets = whole.clone();
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        return octets;
    }

    /** Looks at a server one of whose files is damaged. */
    public interface Look {
        /** Serves it and checks what came of that. */
        void at(Damaged server) throws IOException;
    }

    /**
     * A copy of a server with one file damaged.
     *
     * @param data its data directory
     * @param file the file that is damaged
     * @param octets what the file has now
     * @param mayPass whether it might still be taken for whole: only one bit is another, or only the end of a text's
     *     last line is gone
     */
    public record Damaged(Path data, Path file, Bytes octets, boolean mayPass) {}

    /**
     * A test for each file that holds something, whatever is there, so that a file that a later version adds is damaged
     * as well; for each damage; and for several places of it.
     *
     * @param made the server, which stays as it is
     * @param folder where copies are made
     * @param flips in how many places a bit of each file is changed
     * @param seed chooses them
     */
    public static List<DynamicTest> ofEachFile(Path made, Path folder, int flips, long seed, Look look)
            throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (var file : files(made)) {
            for (var damage : values()) {
                for (var i = 0; i < (damage == ONE_CHANGED ? flips : 1); i++) {
                    var random = new Random(seed + i);
                    var name = file + " " + damage + " " + (i + 1);
                    tests.add(DynamicTest.dynamicTest(
                            name,
                            () -> look.at(
                                    damage.done(copied(made, folder.resolve(name.replace('/', '-'))), file, random))));
                }
            }
        }
        return tests;
    }

    private static List<Path> files(Path made) throws IOException {
        try (var all = Files.walk(made)) {
            return all.filter(Files::isRegularFile)
                    .filter(Damage::holdsSomething)
                    .map(made::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static boolean holdsSomething(Path file) {
        try {
            return Files.size(file) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copied(Path made, Path data) throws IOException {
        try (Stream<Path> all = Files.walk(made)) {
            for (var file : all.toList()) {
                Files.copy(file, data.resolve(made.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return data;
    }

    private Damaged done(Path data, Path file, Random random) throws IOException {
        var target = data.resolve(file);
        var whole = Files.readAllBytes(target);
        var damaged = of(whole, random);
        Files.write(target, damaged);
        var endOfLineGone = this == ONE_SHORT && whole[whole.length - 1] == '\n';
        return new Damaged(data, target, Bytes.of(damaged), this == ONE_CHANGED || endOfLineGone);
    }
}
