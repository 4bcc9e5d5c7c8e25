/** What the CSC API shows of keys and certificates: always out of an answer that the SGM signed. */
@NullMarked
package dev.natsuin.sap.credential;

import org.jspecify.annotations.NullMarked;
