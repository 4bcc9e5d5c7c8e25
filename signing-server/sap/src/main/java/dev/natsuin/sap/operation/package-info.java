/** Long work of the SGM that a client asks about until it is done. Promises nothing: the answer is the SGM's. */
@NullMarked
package dev.natsuin.sap.operation;

import org.jspecify.annotations.NullMarked;
