/** What every store promises, shown on SQLite. */
@NullMarked
package dev.natsuin.sap.store;

import org.jspecify.annotations.NullMarked;
