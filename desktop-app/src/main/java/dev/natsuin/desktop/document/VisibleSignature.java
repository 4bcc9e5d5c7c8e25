package dev.natsuin.desktop.document;

import dev.natsuin.desktop.document.appearance.SealImage;
import dev.natsuin.desktop.document.appearance.SignatureLook;
import dev.natsuin.desktop.document.appearance.SignatureLook.Direction;
import dev.natsuin.desktop.document.appearance.SignatureLook.Line;
import dev.natsuin.desktop.document.appearance.SignatureLook.Rank;
import dev.natsuin.desktop.document.pdf.StampPlace;
import dev.natsuin.desktop.words.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * That a signature shall be seen on the page, and how.
 *
 * @param place where; empty for an existing field, which has its own
 * @param direction how the text runs
 * @param seal the signer's seal
 * @param language what it is written in: Japanese or English
 * @param zone the zone that times are shown in
 */
public record VisibleSignature(
        Optional<StampPlace> place, Direction direction, Optional<SealImage> seal, Locale language, ZoneId zone) {
    /** One part of what stands there; in a small place some have no room. */
    public enum Part {
        /** Who signs. */
        NAME,
        /** When. */
        TIME,
        /** Why. */
        REASON,
        /** Where. */
        LOCATION,
        /** The check code. */
        CODE,
        /** How to check it. */
        NOTE
    }

    /** The same, there. */
    VisibleSignature at(StampPlace there) {
        return new VisibleSignature(Optional.of(there), direction, seal, language, zone);
    }

    /**
     * What stands there: who, when, why, where, and how to check it. Nothing that looks like a verdict.
     *
     * @param signerName as in the certificate
     * @param checkCode see {@link dev.natsuin.protocol.code.CheckCode}
     */
    public SignatureLook look(
            String signerName, Instant time, Optional<String> reason, Optional<String> location, String checkCode) {
        var words = Words.of(VisibleSignature.class, language);
        var lines = new ArrayList<Line>();
        lines.add(new Line(signerName, Rank.NAME));
        var when = DateTimeFormatter.ofPattern(words.text("look.time"), Locale.ROOT)
                .format(time.atZone(zone));
        lines.add(new Line(when, Rank.BODY));
        reason.ifPresent(why -> lines.add(new Line(words.text("look.reason", why), Rank.BODY)));
        location.ifPresent(where -> lines.add(new Line(words.text("look.location", where), Rank.BODY)));
        lines.add(new Line(words.text("look.code", checkCode), Rank.NOTE));
        lines.add(new Line(words.text("look.note"), Rank.NOTE));
        return new SignatureLook(lines, seal, direction);
    }

    /** What a screen reader says of it. */
    String spoken(String signerName) {
        return Words.of(VisibleSignature.class, language).text("look.spoken", signerName);
    }

    /** What the lines of a look are, one by one. */
    static List<Part> parts(Optional<String> reason, Optional<String> location) {
        return Stream.of(Part.values())
                .filter(part -> part != Part.REASON || reason.isPresent())
                .filter(part -> part != Part.LOCATION || location.isPresent())
                .toList();
    }
}
