package dev.natsuin.desktop.desk;

import java.util.Optional;

/** By which way this computer reaches its server, and what the person wishes about it. */
public interface Connecting {
    /** What the person wishes. */
    Answer<ProxyWish> wish();

    /** Wishes something else; it is at work with the next question to anybody. */
    Answer<ProxyWish> wish(ProxyWish other);

    /**
     * Asks the server for a word that only it can give.
     *
     * @return the address of the proxy that led there; nothing: the way was direct. Refused as every errand is, with
     *     {@code not-enrolled} if no server is known yet
     */
    Answer<Optional<String>> reach();
}
