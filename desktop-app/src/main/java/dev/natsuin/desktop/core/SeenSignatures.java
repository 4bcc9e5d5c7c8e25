package dev.natsuin.desktop.core;

import dev.natsuin.desktop.desk.Refusal;
import dev.natsuin.desktop.desk.SignOptions;
import dev.natsuin.desktop.document.VisibleSignature;
import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.protocol.problem.ProblemCode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Wishes to be seen on a page as what draws them takes them; each picture of a seal is read once. */
final class SeenSignatures {
    private final Map<Path, SealImage> seals = new HashMap<>();

    Optional<VisibleSignature> visible(Optional<SignOptions.Visible> asked) throws Refusal {
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        var wish = asked.get();
        var seal = wish.png().isPresent() ? Optional.of(seal(wish.png().get())) : Optional.<SealImage>empty();
        var place = wish.place().map(at -> new StampPlace(at.page(), at.x(), at.y(), at.width(), at.height()));
        // In Japanese a narrow, high place is one for lines that run downwards.
        var downwards = wish.language().equals(Locale.JAPANESE)
                && (wish.place().filter(at -> at.height() >= 2 * at.width()).isPresent()
                        || wish.anchor()
                                .filter(beside -> beside.height() >= 2 * beside.width())
                                .isPresent());
        var direction = downwards ? Direction.VERTICAL : Direction.HORIZONTAL;
        return Optional.of(new VisibleSignature(place, direction, seal, wish.language(), wish.zone()));
    }

    private SealImage seal(Path png) throws Refusal {
        var known = seals.get(png);
        if (known != null) {
            return known;
        }
        var read = SealImage.read(png).orElseThrow(() -> new Refusal(ProblemCode.SEAL_IMAGE_UNUSABLE));
        seals.put(png, read);
        return read;
    }
}
