package dev.natsuin.sgm.token;

import dev.natsuin.sgm.level.Demand;

/** What a token counts for in DESIGN §4's table of levels. */
public final class TokenLevel {
    private TokenLevel() {}

    /** A token that cannot refuse everything stays below level 3. */
    public static Demand.Store of(TokenProfile profile) {
        return profile.exceptions().isEmpty() ? Demand.Store.TOKEN : Demand.Store.TOKEN_WITH_EXCEPTIONS;
    }
}
