/** Carries the statements of people who logged in, and lets the other features learn from the verified answers. */
@NullMarked
package dev.natsuin.sap.statement;

import org.jspecify.annotations.NullMarked;
