/** From a sealed statement to a signed answer: the ordered checks of DESIGN §4 and what each type of statement does. */
@NullMarked
package dev.natsuin.sgm.activation;

import org.jspecify.annotations.NullMarked;
