package dev.natsuin.sgm.audit;

import dev.natsuin.protocol.Malformed;
import dev.natsuin.protocol.answer.Answer;
import dev.natsuin.protocol.answer.Identity;
import dev.natsuin.sgm.log.Successions;
import java.util.List;
import java.util.Optional;

/** Opens kept answers, whichever identity key of this SGM signed them. */
final class SignedAnswers {
    private SignedAnswers() {}

    /**
     * The answer in a kept token.
     *
     * @param authentic whether its row has a MAC that holds: what an earlier key signed needs one
     * @throws Malformed if this SGM did not sign it
     */
    static Answer open(String token, boolean authentic, Successions identities) throws Malformed {
        var earlier = authentic ? identities.earlier() : List.<Identity>of();
        for (var identity : earlier) {
            var answer = signedBy(token, identity);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return Answer.openAny(token, identities.current());
    }

    private static Optional<Answer> signedBy(String token, Identity identity) {
        try {
            return Optional.of(Answer.openAny(token, identity));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
