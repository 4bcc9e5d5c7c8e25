package dev.natsuin.sgm.token.cryptoki;

import org.jspecify.annotations.Nullable;

/** There is no such PKCS#11 module, or it does not suit this machine. */
public final class ModuleFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModuleFault(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
