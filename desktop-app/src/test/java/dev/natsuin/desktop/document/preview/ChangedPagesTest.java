package dev.natsuin.desktop.document.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.natsuin.desktop.document.SigningForTests;
import dev.natsuin.desktop.testdata.HandMadePdf;
import dev.natsuin.desktop.testdata.HandMadeUpdate;
import dev.natsuin.desktop.testdata.TestCa;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChangedPagesTest {
    private static final int AMBER = 0xFFBF8700;
    private static final String FORGED = "BT /F1 24 Tf 72 700 Td (999 EUR) Tj ET";

    @TempDir
    private Path folder;

    private Path signed;
    private Path changed;

    @BeforeEach
    void a_contract_changed_after_it_was_signed() {
        signed = SigningForTests.signed(
                HandMadePdf.onePage("100 EUR").write(folder.resolve("contract.pdf")),
                new TestCa("pages").signer("Hanako", KeyAlgorithm.P_256),
                SignAlgorithm.ECDSA_WITH_SHA256);
        changed = HandMadeUpdate.of(signed).stream(4, "", FORGED).write(folder.resolve("changed.pdf"));
    }

    private static ChangedPages pages(Duration patience) {
        return new ChangedPages(400, patience, System::nanoTime);
    }

    private static BufferedImage image(ChangedPages.Picture picture) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(picture.png().toArray()));
    }

    private static long amber(BufferedImage image, int fromY, int toY) {
        long found = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                found += image.getRGB(x, y) == AMBER ? 1 : 0;
            }
        }
        return found;
    }

    @Test
    void a_changed_page_is_shown_as_signed_and_as_it_is_with_a_frame_where_it_differs() throws IOException {
        var found = pages(Duration.ofSeconds(20)).of(changed, Files.size(signed), List.of(1, 7), Optional.empty());

        assertThat(found)
                .singleElement()
                .satisfies(each -> assertThat(each.page()).isEqualTo(1));
        var before = image(found.get(0).signed());
        var now = image(found.get(0).now());
        assertThat(before.getWidth()).isEqualTo(400);
        assertThat(amber(before, 0, before.getHeight())).isZero();
        // The text stands 700 of 842 points above the foot.
        assertThat(amber(now, 40, 130)).isPositive();
        assertThat(amber(now, 150, now.getHeight())).isZero();
    }

    @Test
    void the_signed_revision_is_taken_out_octet_by_octet() throws IOException {
        var revision = new ByteArrayOutputStream();
        ChangedPages.copyRevision(changed, Files.size(signed), revision);

        assertThat(revision.toByteArray()).isEqualTo(Files.readAllBytes(signed));
        assertThatThrownBy(() -> ChangedPages.copyRevision(signed, Files.size(signed) + 1, revision))
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_cannot_be_drawn_in_time_or_is_no_revision_is_left_out() {
        assertThat(pages(Duration.ofNanos(-1)).of(changed, size(), List.of(1), Optional.empty()))
                .isEmpty();
        assertThat(pages(Duration.ofSeconds(20)).of(changed, 100, List.of(1), Optional.empty()))
                .isEmpty();
        assertThat(pages(Duration.ofSeconds(20)).of(changed, 0, List.of(1), Optional.empty()))
                .isEmpty();
    }

    private long size() {
        return signed.toFile().length();
    }
}
