/** What holds of certificates and their keys, wherever a side reads them from, and how they are written. */
@NullMarked
package dev.natsuin.link.certificate;

import org.jspecify.annotations.NullMarked;
