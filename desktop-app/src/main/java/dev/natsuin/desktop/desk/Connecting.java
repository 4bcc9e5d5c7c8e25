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

    /**
     * The address of the server, which may be another than when it was enrolled at.
     *
     * @return as it is called: {@code https://…}; refused with {@code not-enrolled} if no server is known yet
     */
    Answer<String> address();

    /**
     * Asks for the server at another address, and uses that from now on if it is the same server.
     *
     * @param address as a person writes it: with or without {@code https://}
     * @return the address from now on. Refused with {@code server-address-unusable} if it is none, with
     *     {@code another-server} if what answers there does not prove that it is this desk's, and as every errand is;
     *     then nothing is changed
     */
    Answer<String> move(String address);
}
