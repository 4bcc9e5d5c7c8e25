/**
 * What a person sees of a PDF before signing: the facts for the list, and its pages as pictures.
 *
 * <p>Makes plain pixels, so it needs no window system. Uses PDFBox; changes nothing.
 */
@NullMarked
package dev.natsuin.desktop.document.preview;

import org.jspecify.annotations.NullMarked;
