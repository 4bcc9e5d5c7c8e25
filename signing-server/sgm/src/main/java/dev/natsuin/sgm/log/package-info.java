/** The signature log: appending leaves, proving them, checking the whole. */
@NullMarked
package dev.natsuin.sgm.log;

import org.jspecify.annotations.NullMarked;
