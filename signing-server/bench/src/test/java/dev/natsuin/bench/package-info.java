/** Tests of the arithmetic and the walls of the load generator; that it loads a server is an end-to-end test. */
@NullMarked
package dev.natsuin.bench;

import org.jspecify.annotations.NullMarked;
