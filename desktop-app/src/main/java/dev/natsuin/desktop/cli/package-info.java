/**
 * The {@code natsuin} command line over the core: arguments in, one JSON object a line or plain words out, exit codes
 * as promised.
 *
 * <p>Knows no JavaFX. Prints no stack trace and no secret; secrets come from a terminal without echo or from standard
 * input, never from arguments.
 */
@NullMarked
package dev.natsuin.desktop.cli;

import org.jspecify.annotations.NullMarked;
