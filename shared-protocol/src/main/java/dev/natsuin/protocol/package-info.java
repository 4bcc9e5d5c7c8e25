/** What both ends must agree on. No I/O, no clock, no logging; randomness and time come in as parameters. */
@NullMarked
package dev.natsuin.protocol;

import org.jspecify.annotations.NullMarked;
