package dev.natsuin.desktop.sign;

import dev.natsuin.desktop.desk.SignatureForm;
import dev.natsuin.desktop.desk.SignatureLevel;
import java.util.List;
import java.util.Optional;

/**
 * What is remembered of how somebody signs, from one day to the next. Never a PIN, never a document.
 *
 * @param level the level chosen last; empty: never chosen
 * @param seen true if signatures are seen on a page
 * @param looks those that were saved, in order
 * @param look which of them is used; out of range: the plain one
 * @param rule where on the pages
 * @param form for files that are no PDFs
 * @param divider which share of the height the list has above the pages; empty: never chosen
 */
public record SignMemory(
        Optional<SignatureLevel> level,
        boolean seen,
        List<SavedLook> looks,
        int look,
        PlaceRule rule,
        SignatureForm form,
        Optional<Double> divider) {
    /** Of somebody who never signed here. */
    public static final SignMemory NOTHING = new SignMemory(
            Optional.empty(), false, List.of(), -1, PlaceRule.FIRST, SignatureForm.ASIC_E, Optional.empty());

    /** Copies the list. */
    public SignMemory {
        looks = List.copyOf(looks);
    }
}
