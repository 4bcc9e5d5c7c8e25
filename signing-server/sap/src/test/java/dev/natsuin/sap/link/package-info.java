/** The way over a real link, to an SGM of the test's. */
@NullMarked
package dev.natsuin.sap.link;

import org.jspecify.annotations.NullMarked;
