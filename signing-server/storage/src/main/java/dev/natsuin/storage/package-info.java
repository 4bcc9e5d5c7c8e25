/** Opens a database and brings its schema up to date. Knows neither side. */
@NullMarked
package dev.natsuin.storage;

import org.jspecify.annotations.NullMarked;
