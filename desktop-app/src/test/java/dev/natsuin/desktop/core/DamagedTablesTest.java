package dev.natsuin.desktop.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.testdata.Damage;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.desktop.testdata.TestSigner;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.bytes.Secret;
import dev.natsuin.protocol.statement.Role;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lists of people and files of keys, damaged by chance: each is read or refused in bounded time and never anything
 * else, and what is read of a list stands in it. Properties as in {@code DamagedDocumentsTest}.
 */
@Tag("long")
final class DamagedTablesTest {
    private static final int SECONDS = Integer.getInteger("natsuin.fuzz.seconds", 2);
    private static final Duration MOST = Duration.ofSeconds(30);
    private static final String PASSWORD = "a password";
    private static final TestSigner SIGNER = new TestCa("damaged tables").signer("Taro", KeyAlgorithm.P_256);
    private static final String PEOPLE = """
            name,kana,email,role,subject,algorithm,evidence
            山田 花子,やまだ はなこ,hanako@example.jp,signer,,p-256,id.png
            "鈴木, 太郎",すずき たろう,taro@example.jp,signer,"CN=鈴木 太郎,C=JP",rsa-3072,id.png
            """;

    private final long seed = Long.getLong("natsuin.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Damage damage = new Damage(random);

    @TempDir
    private Path folder;

    /** One reader. */
    enum Reader {
        PEOPLE,
        KEYS
    }

    static List<byte[]> seeds(Reader reader) throws Exception {
        return switch (reader) {
            case PEOPLE ->
                List.of(
                        PEOPLE.getBytes(StandardCharsets.UTF_8),
                        ("\ufeff" + PEOPLE).getBytes(StandardCharsets.UTF_8),
                        PEOPLE.getBytes(Charset.forName("windows-31j")));
            case KEYS -> List.of(keys(1), keys(2));
        };
    }

    private static byte[] keys(int count) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (int i = 0; i < count; i++) {
            store.setKeyEntry("key " + i, SIGNER.key(), PASSWORD.toCharArray(), new Certificate[] {
                SIGNER.certificate(), SIGNER.issuers().get(0)
            });
        }
        var out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        return out.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void are_read_or_refused_in_time_and_never_anything_else(Reader reader) throws Exception {
        System.out.println(reader + ": " + SECONDS + " s, seed: " + seed);
        var seeds = seeds(reader);
        Files.writeString(folder.resolve("id.png"), "evidence");
        for (var whole : seeds) {
            assertThat(isRead(reader, folder, whole)).isTrue();
        }
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        long tried = 0;
        long read = 0;
        while (System.nanoTime() < end) {
            read += tried(reader, damage.of(seeds.get(random.nextInt(seeds.size())), seeds)) ? 1 : 0;
            tried++;
        }
        System.out.printf("%s: %d tried, %d read%n", reader, tried, read);
        assertThat(tried).isPositive();
    }

    // Whatever a reader throws is what is looked for.
    @SuppressWarnings("IllegalCatch")
    private boolean tried(Reader reader, byte[] damaged) throws Exception {
        var clock = ManagementFactory.getThreadMXBean();
        long began = clock.getCurrentThreadCpuTime();
        try {
            var read = isRead(reader, folder, damaged);
            assertThat(Duration.ofNanos(clock.getCurrentThreadCpuTime() - began))
                    .isLessThan(MOST);
            return read;
        } catch (RuntimeException | Error e) {
            var kept = Files.write(Files.createTempFile("natsuin-damaged-", "." + reader), damaged);
            throw new AssertionError(reader + ", seed " + seed + ": kept in " + kept, e);
        }
    }

    static boolean isRead(Reader reader, Path folder, byte[] octets) throws Exception {
        var file = Files.write(folder.resolve("damaged"), octets);
        try {
            if (reader == Reader.PEOPLE) {
                var list = GuestFile.read(file, Optional.of(Role.OFFICER));
                var admitted = list.rows().stream()
                        .flatMap(row -> row.guest().stream())
                        .toList();
                assertThat(admitted)
                        .allSatisfy(guest -> assertThat(
                                        (guest.name() + guest.kana() + guest.email() + guest.subject()).chars())
                                .noneMatch(Character::isISOControl));
                return list.faults().isEmpty() && admitted.size() == list.rows().size();
            }
            try (var secret = Secret.taking(PASSWORD.getBytes(StandardCharsets.UTF_8))) {
                var entries = new ArrayList<>(KeyFile.read(file).open(secret));
                entries.forEach(KeyFile.Entry::close);
                return !entries.isEmpty();
            }
        } catch (Refusal e) {
            assertThat(e.why()).isNotNull();
            return false;
        }
    }
}
