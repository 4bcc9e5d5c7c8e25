/** What needs no running server. */
@NullMarked
package dev.natsuin.sap.http;

import org.jspecify.annotations.NullMarked;
