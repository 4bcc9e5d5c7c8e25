/** The files under testdata/vectors: the program that makes them and the test that holds our readers against them. */
@NullMarked
package dev.natsuin.protocol.vectors;

import org.jspecify.annotations.NullMarked;
