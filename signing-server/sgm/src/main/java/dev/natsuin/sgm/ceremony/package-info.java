/**
 * What is done at the SGM's own console, by whoever has its host: ordered by no device, logged in the console's chain.
 */
@NullMarked
package dev.natsuin.sgm.ceremony;

import org.jspecify.annotations.NullMarked;
