/** The SAP's tables in SQLite. The only package that knows SQL. */
@NullMarked
package dev.natsuin.sap.store;

import org.jspecify.annotations.NullMarked;
