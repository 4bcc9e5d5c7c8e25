/** Backup and restore of an SGM, and the ceremony that divides its root key among people. */
@NullMarked
package dev.natsuin.sgm.backup;

import org.jspecify.annotations.NullMarked;
