/** The words of the CSC API v2 for refusals. */
@NullMarked
package dev.natsuin.sap.csc;

import org.jspecify.annotations.NullMarked;
