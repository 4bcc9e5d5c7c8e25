package dev.natsuin.desktop.demo;

import dev.natsuin.desktop.desk.Comparison;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.Verification;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What files with certain names would be found to be: {@code unknown}, {@code altered}, {@code broken}, or well. */
final class FakeVerdicts {
    private static final Instant NOW = FakeDesk.NOW;

    private FakeVerdicts() {}

    private static Verification.Certificate certificate(String subject, boolean believed, boolean known) {
        var state = new Verification.State("ocsp", "good", NOW, NOW.plus(Duration.ofDays(1)), null, "", true);
        return new Verification.Certificate(
                "CN=" + subject,
                "CN=Natsuin Demo CA",
                "3d09c1a27b55e804",
                NOW.minus(Duration.ofDays(30)),
                NOW.plus(Duration.ofDays(700)),
                "ab".repeat(32),
                believed,
                known && !believed ? state : null,
                known || believed ? List.of() : List.of("http://ca.example.jp/ocsp"));
    }

    private static List<Verification.Certificate> path(String subject, boolean known) {
        return List.of(certificate(subject, false, known), certificate("Natsuin Demo CA", true, true));
    }

    static Verification of(Path file) {
        var name = String.valueOf(file.getFileName());
        var unknown = name.contains("unknown");
        var altered = name.contains("altered");
        var broken = name.contains("broken");
        var indication = broken
                ? Verification.Indication.TOTAL_FAILED
                : unknown ? Verification.Indication.INDETERMINATE : Verification.Indication.TOTAL_PASSED;
        var nameless = name.contains("nameless");
        var one = new Verification.Signature(
                nameless ? "" : "山田 花子",
                nameless ? "" : "Natsuin Demo CA",
                "PAdES-BASELINE-T",
                indication,
                broken ? "HASH_FAILURE" : unknown ? "NO_CERTIFICATE_CHAIN_FOUND" : "",
                NOW,
                true,
                false,
                altered ? List.of(new Verification.Change("annotations", List.of(2), "12 0")) : List.of(),
                unknown ? "" : "server",
                new Verification.Evidence("Signature1", "RSA", NOW, "", 1000, path("山田 花子", !unknown)));
        var two = new Verification.Signature(
                "佐藤 健",
                "Natsuin Demo CA",
                "PAdES-BASELINE-B",
                Verification.Indication.TOTAL_PASSED,
                "",
                NOW.plus(Duration.ofHours(2)),
                false,
                !altered,
                List.of(),
                "server",
                new Verification.Evidence("Signature2", "ECDSA", NOW, "", 2000, path("佐藤 健", true)));
        var stamp = new Verification.Timestamp(
                "signature",
                "Natsuin Demo TSA",
                NOW.plusSeconds(2),
                !unknown,
                "",
                List.of("Signature1"),
                path("Natsuin Demo TSA", true));
        var verdict = broken
                ? Verification.Verdict.INVALID
                : unknown
                        ? Verification.Verdict.INDETERMINATE
                        : altered ? Verification.Verdict.CHANGED : Verification.Verdict.VALID;
        var asked = !String.valueOf(file.getFileName()).contains("offline");
        return new Verification(file, verdict, List.of(one, two), List.of(stamp), asked);
    }

    /** Three pages then, four now; the second looks different. */
    static Comparison comparison(AtomicInteger open) {
        open.incrementAndGet();
        var pages = new FakePages("業務委託契約書", 4, Set.of(), true, new AtomicInteger(1));
        return new Comparison() {
            @Override
            public int signedCount() {
                return 3;
            }

            @Override
            public int nowCount() {
                return 4;
            }

            @Override
            public Sides page(int page, int widthPixels) {
                var now = pages.render(page, widthPixels).given().orElseThrow();
                if (page > signedCount()) {
                    return new Sides(Optional.empty(), Optional.of(now), false);
                }
                return new Sides(Optional.of(now), Optional.of(page == 2 ? framed(now) : now), page == 2);
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }

    private static PageImage framed(PageImage page) {
        var width = page.widthPixels();
        var pixels = new int[width * page.heightPixels()];
        IntBuffer all = page.pixels();
        all.get(pixels);
        for (var x = width / 8; x < width / 2; x++) {
            for (var line = 0; line < 2; line++) {
                pixels[(page.heightPixels() / 5 + line) * width + x] = 0xFFBF8700;
                pixels[(page.heightPixels() / 4 + line) * width + x] = 0xFFBF8700;
            }
        }
        return PageImage.taking(width, page.heightPixels(), pixels, Set.of());
    }
}
