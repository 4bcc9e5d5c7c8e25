/** Whom to believe: certificates in files, those of this computer's system, and trusted lists. */
@NullMarked
package dev.natsuin.desktop.document.trust;

import org.jspecify.annotations.NullMarked;
