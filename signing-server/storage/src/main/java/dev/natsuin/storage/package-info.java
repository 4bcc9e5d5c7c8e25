/**
 * Opens a SQLite database so that what was committed stays, brings its schema up to date, and runs transactions on it.
 *
 * <p>Knows neither side and no table but its own. Stores of the SAP and the SGM use it; nothing else does.
 */
@NullMarked
package dev.natsuin.storage;

import org.jspecify.annotations.NullMarked;
