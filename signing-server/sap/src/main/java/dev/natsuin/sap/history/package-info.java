/** Questions about the signature log that need no person. */
@NullMarked
package dev.natsuin.sap.history;

import org.jspecify.annotations.NullMarked;
