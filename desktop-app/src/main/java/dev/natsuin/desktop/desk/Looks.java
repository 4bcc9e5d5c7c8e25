package dev.natsuin.desktop.desk;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How signatures will be seen on a page, drawn by what draws them into documents. Asks nobody. */
public interface Looks {
    /**
     * What is to be seen.
     *
     * @param signer as the certificate names the signer
     * @param reason why the documents are signed, in the signer's words
     * @param location where they are signed, in the signer's words
     * @param checkCode of document and certificate
     * @param how where and with what picture; only the size of its place matters
     */
    record Seen(
            String signer,
            Optional<String> reason,
            Optional<String> location,
            String checkCode,
            SignOptions.Visible how) {}

    /**
     * How it will be seen, but for the time, which is the server's in the end.
     *
     * @param image transparent where nothing is drawn
     * @param cut true if not all of the text has room
     * @param missing characters that no font here has, drawn as 〓
     */
    record Picture(PageImage image, boolean cut, Set<String> missing) {
        /** Copies the set. */
        public Picture {
            missing = Set.copyOf(missing);
        }
    }

    /**
     * Draws it.
     *
     * @param widthPoints of the rectangle on the page
     * @param heightPoints of the rectangle on the page
     * @param widthPixels of the picture
     * @return the picture, or {@code seal-image-unusable}
     */
    Answer<Picture> draw(Seen seen, double widthPoints, double heightPoints, int widthPixels);

    /**
     * Keeps a copy of the picture of a seal in the profile, for its owner only; the same picture is kept once.
     *
     * @return where the copy lies; {@code seal-image-unusable} if it is no PNG or JPEG that can be used
     */
    Answer<Path> keepSeal(Path png);
}
