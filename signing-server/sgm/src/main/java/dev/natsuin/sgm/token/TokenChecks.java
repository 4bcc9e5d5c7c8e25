package dev.natsuin.sgm.token;

import dev.natsuin.link.side.Check;
import dev.natsuin.sgm.key.KeyStoreFault;
import dev.natsuin.sgm.key.KeyStoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The token's lines of {@code self-check}: that it answers, and each attack. */
public final class TokenChecks {
    private final Token token;

    /** Over an open token. */
    public TokenChecks(Token token) {
        this.token = token;
    }

    /** One line for the token and one for each attack on it. */
    public List<Check> all() {
        try {
            var checks = new ArrayList<Check>();
            checks.add(Check.ok("token", "answers and holds this server's keys: " + token.said()));
            checks.add(left());
            var succeeding = token.succeedingAttacks();
            for (var attack : Attack.values()) {
                checks.add(line(attack, succeeding.contains(attack)));
            }
            return List.copyOf(checks);
        } catch (KeyStoreUnavailable | KeyStoreFault e) {
            return List.of(Check.fail("token", "cannot be looked at: " + e.getMessage()));
        }
    }

    /** No command of ours destroys what a key may need: whoever writes to the database could say that none does. */
    private Check left() {
        var name = "token-earlier-keys";
        var left = token.leftKeks();
        return left.isEmpty()
                ? Check.ok(name, "none that this server does not need")
                : Check.warn(
                        name,
                        "this server does not need "
                                + left.stream()
                                        .map(epoch -> "natsuin-kek-" + epoch)
                                        .collect(Collectors.joining(", "))
                                + "; a server that is restored from a backup of then might. Destroy them with the token's"
                                + " own tool once there is no such backup");
    }

    private Check line(Attack attack, boolean succeeds) {
        var name = "token-" + attack.code();
        if (!succeeds) {
            return Check.ok(name, "refused: " + attack.words());
        }
        return token.profile().exceptions().contains(attack)
                ? Check.warn(
                        name,
                        "succeeds, and the profile " + token.profile().name()
                                + " states that such tokens cannot refuse it: " + attack.words()
                                + ". This server stays below level 3; " + attack.remedy())
                : Check.fail(name, "succeeds: " + attack.words() + "; " + attack.remedy());
    }
}
