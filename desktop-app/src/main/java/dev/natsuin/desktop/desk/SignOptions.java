package dev.natsuin.desktop.desk;

import dev.natsuin.protocol.algorithm.HashAlgorithm;
import dev.natsuin.protocol.algorithm.KeyAlgorithm;
import dev.natsuin.protocol.algorithm.SignAlgorithm;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the outputs shall be.
 *
 * @param level the level wished for
 * @param folder where outputs go; null: beside each original
 * @param suffix put before the extension of the output's name, for example {@code -signed}
 * @param timestampUrls timestamp authorities for levels above B, in order; empty: as the profile says, else the
 *     server's
 * @param rsaPadding for RSA keys; empty: as the profile prefers, else PKCS#1 v1.5
 * @param hash what documents and attributes are hashed with; empty: what goes with the key
 * @param field the full name of the empty signature field to sign, in every document; empty: one is added
 * @param certify makes certifications that allow nothing later (1), forms and signatures (2), or also notes (3)
 * @param form the kind of signature; empty: inside for PDFs, an ASiC-E container for everything else
 * @param reason why the documents are signed, in the signer's words
 * @param location where they are signed, in the signer's words
 * @param visible where on a page and with what picture the signature is seen, in every document; empty: nowhere
 * @param own what single documents have for themselves instead, by the path they are asked for with
 */
public record SignOptions(
        SignatureLevel level,
        @Nullable Path folder,
        String suffix,
        List<String> timestampUrls,
        Optional<RsaPadding> rsaPadding,
        Optional<HashAlgorithm> hash,
        Optional<String> field,
        Optional<Integer> certify,
        Optional<SignatureForm> form,
        Optional<String> reason,
        Optional<String> location,
        Optional<Visible> visible,
        Map<Path, Own> own) {
    /**
     * What one document has for itself.
     *
     * @param form as of all
     * @param field as of all
     * @param reason as of all
     * @param location as of all
     * @param visible as of all
     */
    public record Own(
            Optional<SignatureForm> form,
            Optional<String> field,
            Optional<String> reason,
            Optional<String> location,
            Optional<Visible> visible) {}

    /**
     * That a signature shall be seen.
     *
     * @param place where; empty: beside the anchor, or in the rectangle of the field
     * @param anchor a text in each document, instead of a place
     * @param png a file with the picture of a seal
     * @param language what the text on the page is written in
     * @param zone the zone that its time is shown in
     */
    public record Visible(
            Optional<Place> place, Optional<Anchor> anchor, Optional<Path> png, Locale language, ZoneId zone) {
        /** At a place, or in the rectangle of the field. */
        public Visible(Optional<Place> place, Optional<Path> png, Locale language, ZoneId zone) {
            this(place, Optional.empty(), png, language, zone);
        }
    }

    /**
     * A text beside which a signature is seen: at its right where the page has room, else below it.
     *
     * @param text as people read it: spaces, ends of lines, capitals and full width count for nothing
     * @param which of several
     * @param width of the signature, in points
     * @param height of it, in points
     */
    public record Anchor(String text, Which which, double width, double height) {
        /** Which of several places of a text. */
        public enum Which {
            /** There must be one alone. */
            ONLY,
            /** The first, page by page. */
            FIRST,
            /** The last. */
            LAST
        }
    }

    /**
     * A rectangle on a page as it is shown, in points (1/72 inch), from the upper left corner.
     *
     * @param page from 1; negative from the end
     */
    public record Place(int page, double x, double y, double width, double height) {}

    /** Copies what can be changed. */
    public SignOptions {
        timestampUrls = List.copyOf(timestampUrls);
        own = Map.copyOf(own);
    }

    /** The same for every document. */
    public SignOptions(
            SignatureLevel level,
            @Nullable Path folder,
            String suffix,
            List<String> timestampUrls,
            Optional<RsaPadding> rsaPadding,
            Optional<HashAlgorithm> hash,
            Optional<String> field,
            Optional<Integer> certify,
            Optional<SignatureForm> form,
            Optional<String> reason,
            Optional<String> location,
            Optional<Visible> visible) {
        this(
                level,
                folder,
                suffix,
                timestampUrls,
                rsaPadding,
                hash,
                field,
                certify,
                form,
                reason,
                location,
                visible,
                Map.of());
    }

    /** Approvals, in fields that are added, of the kind that goes with the file. */
    public SignOptions(
            SignatureLevel level,
            @Nullable Path folder,
            String suffix,
            List<String> timestampUrls,
            Optional<RsaPadding> rsaPadding,
            Optional<HashAlgorithm> hash) {
        this(
                level,
                folder,
                suffix,
                timestampUrls,
                rsaPadding,
                hash,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** With the algorithm that goes with the key. */
    public SignOptions(SignatureLevel level, @Nullable Path folder, String suffix) {
        this(level, folder, suffix, List.of(), Optional.empty(), Optional.empty());
    }

    /** The same but for what single documents have for themselves. */
    public SignOptions with(Map<Path, Own> each) {
        return new SignOptions(
                level,
                folder,
                suffix,
                timestampUrls,
                rsaPadding,
                hash,
                field,
                certify,
                form,
                reason,
                location,
                visible,
                each);
    }

    /** How the output of this document shall be. */
    public SignOptions of(Path file) {
        var each = own.get(file);
        return each == null
                ? this
                : new SignOptions(
                        level,
                        folder,
                        suffix,
                        timestampUrls,
                        rsaPadding,
                        hash,
                        each.field(),
                        certify,
                        each.form(),
                        each.reason(),
                        each.location(),
                        each.visible());
    }

    /**
     * How a key of this kind will sign; empty if such a key cannot sign with the hash wished for.
     *
     * @param preferred what the profile prefers for RSA keys
     */
    public Optional<SignAlgorithm> algorithmFor(KeyAlgorithm key, Optional<RsaPadding> preferred) {
        var usual = key.defaultSignAlgorithm();
        var scheme = usual.family() == KeyAlgorithm.Family.RSA
                ? rsaPadding.or(() -> preferred).orElse(RsaPadding.PKCS1).scheme()
                : usual.scheme();
        return SignAlgorithm.of(scheme, hash.orElse(usual.hash()));
    }
}
