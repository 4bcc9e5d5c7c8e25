/** The signer's desk: window and command line over one core. */
@NullMarked
package dev.natsuin.desktop;

import org.jspecify.annotations.NullMarked;
