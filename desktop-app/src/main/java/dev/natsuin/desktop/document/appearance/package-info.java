/**
 * What a visible signature looks like. A look (lines, seal, direction) is laid out in a box once, and drawn once, as a
 * form XObject.
 *
 * <p>Everything here fits: text shrinks, wraps, and at last is cut with an ellipsis; a character that no bundled font
 * has is shown as 〓. Nothing here refuses but an image that is none.
 *
 * <p>Used by {@code document} for signing. Knows PDFBox's objects and fonts, no document, no signature.
 */
@NullMarked
package dev.natsuin.desktop.document.appearance;

import org.jspecify.annotations.NullMarked;
