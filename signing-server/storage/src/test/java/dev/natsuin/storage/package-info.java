/** Facts about the database, each with its own file in a temporary folder. */
@NullMarked
package dev.natsuin.storage;

import org.jspecify.annotations.NullMarked;
