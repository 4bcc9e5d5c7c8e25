package dev.natsuin.desktop.words;

import dev.natsuin.desktop.desk.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is known of a certificate's revocation, in the sentences {@code revocation.*} of whoever tells it. */
public final class RevocationWords {
    private final Words words;
    private final Function<Instant, String> moment;

    /** @param moment a time in the reader's style */
    public RevocationWords(Words words, Function<Instant, String> moment) {
        this.words = words;
        this.moment = moment;
    }

    /**
     * What the authority says, why, and where that is from; or why nothing is known.
     *
     * @param asked whether authorities were asked at all
     */
    public List<String> of(Verification.Certificate certificate, boolean asked) {
        var state = certificate.state();
        if (certificate.believed()) {
            return List.of(words.text("revocation.believed"));
        }
        if (state == null) {
            return certificate.unanswered().isEmpty()
                    ? List.of(words.text("revocation.nowhere"))
                    : List.of(words.text(
                            asked ? "revocation.silent" : "revocation.not.asked",
                            String.join(", ", certificate.unanswered())));
        }
        var lines = new ArrayList<String>();
        lines.add(words.text("revocation." + state.status(), moment(Optional.ofNullable(state.revokedAt()))));
        if (!state.reason().isEmpty()) {
            lines.add(words.text("revocation.reason", state.reason()));
        }
        lines.add(words.text(
                "revocation.by." + state.kind() + (state.asked() ? ".asked" : ".held"),
                moment(Optional.ofNullable(state.asOf()))));
        return lines;
    }

    private String moment(Optional<Instant> time) {
        return time.map(moment).orElse(words.text("time.unknown"));
    }
}
