/** What {@code self-check} finds in the SAP: its files, its certificates, and whether the SGM it pinned answers. */
@NullMarked
package dev.natsuin.sap.check;

import org.jspecify.annotations.NullMarked;
