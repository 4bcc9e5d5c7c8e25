package dev.natsuin.desktop.document.verify;

import java.io.IOException;
import java.io.Serial;

/** A certificate somewhere in the file has a kind of key that EU DSS has no name for: then it judges nothing in it. */
final class UnknownAlgorithm extends IOException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownAlgorithm(Throwable cause) {
        super("a kind of key that EU DSS does not know", cause);
    }
}
