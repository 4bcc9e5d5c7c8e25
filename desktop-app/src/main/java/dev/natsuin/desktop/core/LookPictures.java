package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Answer;
import dev.natsuin.desktop.desk.Looks;
import dev.natsuin.desktop.desk.PageImage;
import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.device.Profile;
import dev.natsuin.desktop.document.NamedFile;
import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.preview.StampPreview;
import dev.natsuin.protocol.bytes.Bytes;
import dev.natsuin.protocol.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Draws signatures as the documents will have them. */
final class LookPictures implements Looks {
    private final Profile profile;
    private final InstantSource clock;

    /**
     * Over this profile, which keeps the seals.
     *
     * @param clock this computer's, for the time that is shown until the server's is known
     */
    LookPictures(Profile profile, InstantSource clock) {
        this.profile = profile;
        this.clock = clock;
    }

    @Override
    public Answer<Picture> draw(Seen seen, double widthPoints, double heightPoints, int widthPixels) {
        return Refusal.answer(() -> {
            var visible = new SeenSignatures().visible(Optional.of(seen.how())).orElseThrow();
            var look = visible.look(seen.signer(), clock.instant(), seen.reason(), seen.location(), seen.checkCode());
            try {
                var drawn = StampPreview.of(look, widthPoints, heightPoints, widthPixels);
                var image = drawn.image();
                var pixels = PageImage.taking(
                        image.width(), image.height(), image.argbPre().array(), Set.of());
                return new Picture(pixels, drawn.cut(), drawn.missing());
            } catch (IOException e) {
                throw new Refusal(ProblemCode.SEAL_IMAGE_UNUSABLE, e);
            }
        });
    }

    @Override
    public Answer<Path> keepSeal(Path png) {
        return Refusal.answer(() -> {
            try {
                var octets = Bytes.of(NamedFile.octets(png, SealImage.LARGEST_BYTES));
                if (SealImage.of(octets).isEmpty()) {
                    throw new Refusal(ProblemCode.SEAL_IMAGE_UNUSABLE);
                }
                return profile.keepSeal(octets, SealImage.ending(octets));
            } catch (IOException e) {
                throw new Refusal(ProblemCode.SEAL_IMAGE_UNUSABLE, e);
            }
        });
    }
}
