package dev.natsuin.desktop.sign;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How a signer's signature is seen, under a name.
 *
 * @param name the signer's word for it; empty for the one that is always there
 * @param png the picture of the seal (印影), kept in the profile
 * @param reason why documents are signed, in the signer's words
 * @param location where they are signed, in the signer's words
 */
public record SavedLook(String name, Optional<Path> png, Optional<String> reason, Optional<String> location) {
    /** Name, time and check code, nothing else. */
    public static final SavedLook PLAIN = new SavedLook("", Optional.empty(), Optional.empty(), Optional.empty());

    /** Longer words than this have no room on any page. */
    public static final int LONGEST = 120;
}
