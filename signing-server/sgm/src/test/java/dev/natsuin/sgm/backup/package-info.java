/** Shares, sheets and the file of a backup. */
@org.jspecify.annotations.NullMarked
package dev.natsuin.sgm.backup;
