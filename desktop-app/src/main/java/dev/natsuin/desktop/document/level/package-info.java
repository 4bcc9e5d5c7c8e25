/** Raises signatures to the levels that outlast certificates: timestamps, states of certificates, archives of both. */
@NullMarked
package dev.natsuin.desktop.document.level;

import org.jspecify.annotations.NullMarked;
