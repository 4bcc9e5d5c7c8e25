/**
 * Sheets that are printed at the desk and handed over: drawn with the bundled fonts, so that they look the same
 * everywhere. What is on them is a secret of the person they are for; nothing here writes a file.
 */
@NullMarked
package dev.natsuin.desktop.document.sheet;

import org.jspecify.annotations.NullMarked;
