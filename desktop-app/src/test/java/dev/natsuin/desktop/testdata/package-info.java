/** Makes the files in {@code /testdata}, and the throw-away certificates and documents that tests use. */
@NullMarked
package dev.natsuin.desktop.testdata;

import org.jspecify.annotations.NullMarked;
