/** The one list of refusals: stable code, HTTP status. Sentences for people live in the desktop's bundles. */
@NullMarked
package dev.natsuin.protocol.problem;

import org.jspecify.annotations.NullMarked;
