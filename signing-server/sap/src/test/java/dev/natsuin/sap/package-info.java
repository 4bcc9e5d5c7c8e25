/** The SAP over real HTTPS, with an SGM that is a fake but signs like a real one. */
@NullMarked
package dev.natsuin.sap;

import org.jspecify.annotations.NullMarked;
