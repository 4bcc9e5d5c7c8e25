/** How long the SAP keeps what it alone knows of people (decision 0084). */
@NullMarked
package dev.natsuin.sap.retention;

import org.jspecify.annotations.NullMarked;
