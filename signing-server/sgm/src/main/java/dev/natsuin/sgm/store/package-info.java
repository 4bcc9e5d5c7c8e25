/** The SGM's rows in SQL, each under a MAC. The only package that knows SQL. */
@NullMarked
package dev.natsuin.sgm.store;

import org.jspecify.annotations.NullMarked;
