/** What needs no running server. */
@NullMarked
package dev.natsuin.sap.operation;

import org.jspecify.annotations.NullMarked;
