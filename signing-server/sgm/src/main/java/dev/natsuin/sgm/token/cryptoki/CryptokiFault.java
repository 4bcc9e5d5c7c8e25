package dev.natsuin.sgm.token.cryptoki;

import java.util.Arrays;
import java.util.Optional;

/** A module refused or failed; names the function and the return code, and holds no secret. */
public final class CryptokiFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long code;

    CryptokiFault(String function, long code) {
        super(function + ": " + Returned.nameOf(code));
        this.code = code;
    }

    /** The return code, if it is one that the SGM tells apart. */
    public Optional<Returned> returned() {
        return Returned.byCode(code);
    }

    /** True if it is one of these. */
    public boolean isOneOf(Returned... codes) {
        return returned().filter(Arrays.asList(codes)::contains).isPresent();
    }
}
