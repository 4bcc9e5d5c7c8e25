/**
 * The rows the SGM keeps and what can be done with them in one transaction. Technology-free; {@code store} implements
 * it.
 */
@NullMarked
package dev.natsuin.sgm.record;

import org.jspecify.annotations.NullMarked;
