/** Link calls to features. The only way into the SGM. */
@NullMarked
package dev.natsuin.sgm.door;

import org.jspecify.annotations.NullMarked;
