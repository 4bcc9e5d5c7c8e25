/** Compares every row that is kept with what the signature log says it must be. */
@NullMarked
package dev.natsuin.sgm.audit;

import org.jspecify.annotations.NullMarked;
